import { concealing, equalValues, hasErrors, isWhollyKnown, Unknown, UNKNOWN } from '@virtform/values';
import type { Conceal, Json, JsonObject, Path, Value } from '@virtform/values';
import { shownResults } from '../checks/shown-json.js';
import type { Attributes } from '../kinds/kind.js';
import { unlessEmpty } from './configuration-json.js';
import { encodeValue, decodeValue } from './encoding.js';
import {
  completed,
  jsonObject,
  knownPart,
  outermost,
  sensitivePart,
  unknownPart,
  withValueAt,
} from './json-values.js';
import { moduleJson } from './module-json.js';
import type { ResourceInModule } from './module-json.js';
import type { OutputChange, Plan, PlannedProvisioner, PlanNode, RefreshNode, ResourceNode } from './plan.js';
import { typeOfValue } from '../state/dynamic.js';
import { isJsonList, isJsonObject } from '../state/shape.js';
import { secretsOfPlan } from './secrets.js';
import { instanceJson, objectJson, valuesJson } from './state-json.js';
import { hasChanges, isUpToDate, resourceNodes, summarize, waitsForApply } from './summary.js';

/** The Terraform whose form this is. */
const TERRAFORM_VERSION = '1.11.4';

/**
 * A plan in Terraform's JSON, format 1.2, so that what reads Terraform's plans reads ours. What Terraform has no place for
 * (impact, steps, what waits for a boot) stands under the one extra key `virtform`.
 */
export function planJson(plan: Plan): JsonObject {
  const nodes = resourceNodes(plan);
  const variables = Object.entries(plan.variables).map(([name, value]): [string, Json] => [
    name,
    { value: knownPart(decodeValue(value)) },
  ]);
  const prior = valuesJson(
    priorOutputs(plan.outputs),
    plan.nodes.flatMap((node) => priorResources(node, plan)),
  );
  return {
    format_version: '1.2',
    terraform_version: TERRAFORM_VERSION,
    ...unlessEmpty('variables', Object.fromEntries(variables)),
    planned_values: {
      ...unlessEmpty('outputs', outputValues(plan.outputs)),
      root_module: moduleJson(plan.nodes.flatMap(plannedResources)),
    },
    ...unlessEmpty('resource_drift', plan.nodes.flatMap(driftEntries)),
    ...unlessEmpty('resource_changes', plan.nodes.filter(isChanging).map(changeEntry)),
    ...unlessEmpty(
      'output_changes',
      Object.fromEntries(plan.outputs.map((output) => [output.name, outputChange(output)])),
    ),
    ...(Object.keys(prior).length === 0
      ? {}
      : { prior_state: { format_version: '1.0', terraform_version: TERRAFORM_VERSION, ...prior } }),
    configuration: plan.told,
    ...unlessEmpty('relevant_attributes', plan.relevant),
    ...unlessEmpty('checks', shownResults(plan.checks)),
    timestamp: plan.created,
    applyable: hasChanges(plan) && !hasErrors(plan.diagnostics),
    complete: plan.options.targets.length + plan.options.excludes.length === 0,
    errored: hasErrors(plan.diagnostics),
    virtform: concealJson(ownPart(plan, nodes), concealing(secretsOfPlan(plan))),
  };
}

function plannedResources(node: PlanNode): readonly ResourceInModule[] {
  switch (node.node) {
    case 'resource':
      return objectJsonOf(node, node.after, node.sensitive.after);
    case 'forget':
      return node.why === 'removed-block' ? [forgottenJson(node)] : [];
    case 'read':
      // What was read for the plan is known already, and told with the state.
      return waitsForApply(node) ? objectJsonOf(node, node.after, node.sensitive.after) : [];
    case 'refresh':
      return [];
  }
}

/** What leaves the state by a block keeps its place among what is planned, without anything in it. */
function forgottenJson({ instance, provider }: PlanNode): ResourceInModule {
  const json = { ...objectJson(instance, provider), schema_version: 0, sensitive_values: false };
  return { module: instance.module, json };
}

/** The state as the plan found it: brought up to date. */
function priorResources(node: PlanNode, { options }: Plan): readonly ResourceInModule[] {
  const facts = priorFacts(node);
  switch (node.node) {
    case 'resource':
      return objectJsonOf(node, node.before, node.sensitive.before, facts);
    case 'refresh':
      return objectJsonOf(node, node.after, node.sensitive, facts);
    case 'forget':
      return node.why === 'removed-block' ? objectJsonOf(node, node.before, node.sensitive, facts) : [];
    case 'read':
      // What is read anew only later counts as not there until then.
      // What a check looks at was read for the plan too.
      if (waitsForApply(node) && node.reason !== 'read_because_check_nested') return [];
      return options.destroy
        ? objectJsonOf(node, node.before, node.sensitive.before)
        : objectJsonOf(node, node.after, node.sensitive.after);
  }
}

function priorFacts({ prior, deposed }: PlanNode): JsonObject {
  return {
    ...unlessEmpty('depends_on', prior?.dependencies ?? []),
    ...(prior?.tainted === true ? { tainted: true } : {}),
    ...(deposed === undefined ? {} : { deposed_key: deposed }),
  };
}

function objectJsonOf(
  { instance, provider }: PlanNode,
  attributes: Attributes | undefined,
  sensitive: readonly Path[],
  facts: JsonObject = {},
): readonly ResourceInModule[] {
  if (attributes === undefined) return [];
  const values = completed(instance, attributes);
  const json = {
    ...objectJson(instance, provider),
    schema_version: 0,
    values: knownPart(values),
    sensitive_values: sensitivePart(values, sensitive),
    ...facts,
  };
  return [{ module: instance.module, json }];
}

/** What is to happen to an object. */
type ChangingNode = Exclude<PlanNode, RefreshNode>;

function isChanging(node: PlanNode): node is ChangingNode {
  return node.node !== 'refresh' && (node.node !== 'read' || waitsForApply(node));
}

/** Terraform's names for what happens. */
function actionsOf(node: ChangingNode): readonly string[] {
  switch (node.node) {
    case 'forget':
      return ['forget'];
    case 'read':
      return ['read'];
    case 'resource':
      if (node.action !== 'replace') return [node.action];
      return node.createBeforeDestroy ? ['create', 'delete'] : ['delete', 'create'];
  }
}

function changeEntry(node: ChangingNode): JsonObject {
  const { reason } = node;
  return {
    ...instanceJson(node.instance, node.provider),
    ...(node.movedFrom === undefined ? {} : { previous_address: node.movedFrom }),
    ...(node.deposed === undefined ? {} : { deposed: node.deposed }),
    change: { actions: actionsOf(node), ...changeOf(node), ...importingOf(node) },
    ...(reason === undefined ? {} : { action_reason: reason }),
  };
}

function importingOf(node: ChangingNode): JsonObject {
  if (node.node !== 'resource' || node.importing === undefined) return {};
  return { importing: { id: node.importing.id } };
}

function changeOf(node: ChangingNode): JsonObject {
  const { instance } = node;
  // A reading is told as if nothing had been read before.
  const prior = node.node === 'read' ? undefined : node.before;
  const before = prior === undefined ? null : completed(instance, prior);
  const planned = node.node === 'forget' ? undefined : node.after;
  const after = planned === undefined ? null : completed(instance, planned);
  const sensitive = node.node === 'forget' ? { before: node.sensitive, after: [] } : node.sensitive;
  return {
    before: knownPart(before),
    after: knownPart(after),
    after_unknown: after === null || isWhollyKnown(after) ? {} : unknownPart(after),
    before_sensitive: sensitivePart(before, sensitive.before),
    after_sensitive: sensitivePart(after, sensitive.after),
    ...replacePaths(node),
  };
}

function replacePaths(node: ChangingNode): JsonObject {
  if (node.node !== 'resource' || node.action !== 'replace') return {};
  const forcing = node.changes.filter((change) => change.forcesReplacement === true).map(({ path }) => path);
  const paths: readonly Path[] = outermost(forcing);
  return paths.length === 0 ? {} : { replace_paths: paths };
}

/** What others changed: from the state as it was to what is there. */
function driftEntries(node: PlanNode): readonly JsonObject[] {
  switch (node.node) {
    case 'resource':
      return node.drift.length === 0 ? [] : [driftEntry(node)];
    case 'refresh':
      return isUpToDate(node) && node.movedFrom === undefined
        ? []
        : [driftJson(node, node.before, node.after, node.sensitive)];
    case 'forget':
    case 'read':
      return [];
  }
}

function driftEntry(node: ResourceNode): JsonObject {
  const gone = node.drift.find(({ path }) => path.length === 0);
  const after = gone === undefined ? (node.before ?? {}) : undefined;
  const before: Value =
    gone === undefined
      ? node.drift.reduce<Value>(
          (value, change) => withValueAt(value, change.path, change.before),
          node.before ?? {},
        )
      : (gone.before ?? {});
  return driftJson(node, before, after, node.sensitive.before);
}

function driftJson(
  { instance, provider, movedFrom }: Pick<PlanNode, 'instance' | 'provider' | 'movedFrom'>,
  before: Value,
  after: Value | undefined,
  sensitive: readonly Path[],
): JsonObject {
  const complete = (value: Value | undefined): Value =>
    value === undefined ? null : completed(instance, jsonObject(knownPart(value)));
  const same = equalValues(before, after);
  return {
    ...instanceJson(instance, provider),
    ...(movedFrom === undefined ? {} : { previous_address: movedFrom }),
    change: {
      actions: [after === undefined ? 'delete' : same ? 'no-op' : 'update'],
      before: knownPart(complete(before)),
      after: knownPart(complete(after)),
      after_unknown: {},
      before_sensitive: sensitivePart(complete(before), sensitive),
      after_sensitive: sensitivePart(complete(after), sensitive),
    },
  };
}

function outputValues(outputs: readonly OutputChange[]): JsonObject {
  return Object.fromEntries(
    outputs
      .filter(({ after }) => after !== undefined)
      .map(({ name, after = null, sensitive }): [string, Json] => [
        name,
        { sensitive, ...(isWhollyKnown(after) ? { type: typeOfValue(after), value: knownPart(after) } : {}) },
      ]),
  );
}

/** Outputs that are known while planning count as known in the state too, as in Terraform. */
function priorOutputs(outputs: readonly OutputChange[]): JsonObject {
  return Object.fromEntries(
    outputs.flatMap(({ name, before, after, sensitive }): readonly [string, Json][] => {
      const value = after !== undefined && after !== null && isWhollyKnown(after) ? after : before;
      return value === undefined
        ? []
        : [[name, { sensitive, type: typeOfValue(value), value: knownPart(value) }]];
    }),
  );
}

function outputChange({ action, before, after = null, sensitive }: OutputChange): JsonObject {
  const known = isWhollyKnown(after);
  return {
    actions: [action],
    before: knownPart(before ?? null),
    ...(after instanceof Unknown ? {} : { after: knownPart(after) }),
    after_unknown: known ? false : unknownPart(after),
    before_sensitive: sensitive,
    after_sensitive: sensitive,
  };
}

function ownPart(plan: Plan, nodes: readonly ResourceNode[]): JsonObject {
  return {
    summary: { ...summarize(plan) },
    hosts: plan.hosts.map(({ uri, objects, elapsed }) => ({ uri, objects, elapsed })),
    resources: Object.fromEntries(
      nodes.map((node): [string, Json] => [
        node.address,
        {
          impact: node.impact,
          data: node.data,
          resumes: node.resumes,
          changes: node.changes.map(shownChange),
          waiting: node.waiting.map(shownChange),
          steps: encodeValue(node.steps),
          ...unlessEmpty('interrupted', (node.interrupted ?? []).map(shownChange)),
          ...unlessEmpty('missed_by', node.missedBy ?? []),
          ...unlessEmpty('provisioners', (node.provisioners ?? []).map(provisionerJson)),
        },
      ]),
    ),
  };
}

function provisionerJson({ type, when, onFailure, where }: PlannedProvisioner): JsonObject {
  return { type, when, on_failure: onFailure, ...(where === undefined ? {} : { where }) };
}

/** What Terraform prints of a secret stands in its own part of the JSON, marked as such; ours has none. */
function concealJson(json: JsonObject, conceal: Conceal): JsonObject {
  return Object.fromEntries(Object.entries(json).map(([name, part]) => [name, concealPart(part, conceal)]));
}

function concealPart(json: Json, conceal: Conceal): Json {
  if (typeof json === 'string') return conceal(json);
  if (isJsonList(json)) return json.map((part) => concealPart(part, conceal));
  return isJsonObject(json) ? concealJson(json, conceal) : json;
}

/** A change as it may be shown: sensitive values are not. */
function shownChange(change: {
  readonly path: Path;
  readonly label?: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly sensitive?: boolean;
  readonly impact?: string;
  readonly why?: string;
}): JsonObject {
  const { path, label, impact, why, sensitive } = change;
  const shown = (value: Value | undefined): Json =>
    sensitive === true || value === UNKNOWN ? null : knownPart(value ?? null);
  return {
    path,
    before: shown(change.before),
    after: shown(change.after),
    ...(label === undefined ? {} : { label }),
    ...(impact === undefined ? {} : { impact }),
    ...(why === undefined ? {} : { why }),
    ...(sensitive === true ? { sensitive } : {}),
  };
}
