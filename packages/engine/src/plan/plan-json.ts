import { hasErrors, UNKNOWN } from '@virtform/values';
import type { Json, JsonObject, Path, Value } from '@virtform/values';
import type { Attributes } from '../kinds/kind.js';
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
import type { OutputChange, Plan, PlanNode, RefreshNode, ResourceNode } from './plan.js';
import { instanceJson } from './state-json.js';
import { hasChanges, isUpToDate, resourceNodes, summarize } from './summary.js';

/** The Terraform whose form this is. */
const TERRAFORM_VERSION = '1.11.4';

/**
 * A plan in Terraform's JSON, format 1.2, so that what reads Terraform's plans reads ours. What Terraform has no place for
 * (impact, steps, what waits for a boot) stands under the one extra key `virtform`.
 */
export function planJson(plan: Plan): JsonObject {
  const nodes = resourceNodes(plan);
  return {
    format_version: '1.2',
    terraform_version: TERRAFORM_VERSION,
    variables: Object.fromEntries(
      Object.entries(plan.variables).map(([name, value]) => [name, { value: knownPart(decodeValue(value)) }]),
    ),
    planned_values: {
      outputs: outputValues(plan.outputs),
      root_module: { resources: plan.nodes.flatMap(plannedResources) },
    },
    resource_drift: plan.nodes.flatMap(driftEntries),
    resource_changes: plan.nodes.filter((node) => node.node !== 'refresh').map(changeEntry),
    output_changes: Object.fromEntries(plan.outputs.map((output) => [output.name, outputChange(output)])),
    prior_state: {
      format_version: '1.0',
      terraform_version: TERRAFORM_VERSION,
      values: {
        outputs: {},
        root_module: { resources: plan.nodes.flatMap(priorResources) },
      },
    },
    configuration: configurationJson(plan),
    relevant_attributes: [],
    checks: [],
    timestamp: plan.created,
    applyable: hasChanges(plan) && !hasErrors(plan.diagnostics),
    complete: plan.options.targets.length + plan.options.excludes.length === 0,
    errored: hasErrors(plan.diagnostics),
    virtform: ownPart(plan, nodes),
  };
}

function plannedResources(node: PlanNode): readonly JsonObject[] {
  switch (node.node) {
    case 'resource':
      return valuesJson(node, node.after, node.sensitive.after);
    case 'refresh':
      return valuesJson(node, node.after, node.sensitive);
    case 'forget':
    case 'read':
      return [];
  }
}

/** The state as the plan found it: brought up to date. */
function priorResources(node: PlanNode): readonly JsonObject[] {
  switch (node.node) {
    case 'resource':
      return valuesJson(node, node.before, node.sensitive.before);
    case 'refresh':
      return valuesJson(node, node.after, node.sensitive);
    case 'forget':
    case 'read':
      return [];
  }
}

function valuesJson(
  { instance, provider }: PlanNode,
  attributes: Attributes | undefined,
  sensitive: readonly Path[],
): readonly JsonObject[] {
  if (attributes === undefined) return [];
  const values = completed(instance.type, attributes);
  return [
    {
      ...instanceJson(instance, provider),
      schema_version: 0,
      values: knownPart(values),
      sensitive_values: sensitivePart(values, sensitive),
    },
  ];
}

/** What is to happen to an object. */
type ChangingNode = Exclude<PlanNode, RefreshNode>;

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
  const reason = node.node === 'forget' ? undefined : node.reason;
  return {
    ...instanceJson(node.instance, node.provider),
    ...(node.deposed === undefined ? {} : { deposed: node.deposed }),
    change: { actions: actionsOf(node), ...changeOf(node) },
    ...(reason === undefined ? {} : { action_reason: reason }),
  };
}

function changeOf(node: ChangingNode): JsonObject {
  if (node.node === 'read') {
    return { before: null, after: knownPart(node.result), after_unknown: unknownPart(node.result) };
  }
  const { type } = node.instance;
  const before = node.before === undefined ? null : completed(type, node.before);
  const planned = node.node === 'resource' ? node.after : undefined;
  const after = planned === undefined ? null : completed(type, planned);
  const sensitive = node.node === 'resource' ? node.sensitive : { before: [], after: [] };
  return {
    before: knownPart(before),
    after: knownPart(after),
    after_unknown: after === null ? {} : unknownPart(after),
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
      return isUpToDate(node) ? [] : [driftJson(node, node.before, node.after, node.sensitive)];
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
  { instance, provider }: Pick<PlanNode, 'instance' | 'provider'>,
  before: Value,
  after: Value | undefined,
  sensitive: readonly Path[],
): JsonObject {
  const complete = (value: Value | undefined): Value =>
    value === undefined ? null : completed(instance.type, jsonObject(knownPart(value)));
  return {
    ...instanceJson(instance, provider),
    change: {
      actions: [after === undefined ? 'delete' : 'update'],
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
      .map(({ name, after, sensitive }): [string, Json] => {
        const known = unknownPart(after ?? null) === true ? {} : { value: knownPart(after ?? null) };
        return [name, { sensitive, ...known }];
      }),
  );
}

function outputChange({ action, before, after, sensitive }: OutputChange): JsonObject {
  return {
    actions: [action],
    before: knownPart(before ?? null),
    after: knownPart(after ?? null),
    after_unknown: unknownPart(after ?? null),
    before_sensitive: sensitive,
    after_sensitive: sensitive,
  };
}

/** As far as a plan knows its configuration: what there is, and what depends on what. */
function configurationJson(plan: Plan): JsonObject {
  const resources = plan.nodes
    .filter((node) => node.node !== 'resource' || node.wanted !== undefined)
    .map(({ instance, dependencies }): JsonObject => {
      const { mode, type, name } = instance;
      return {
        address: `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
        mode,
        type,
        name,
        provider_config_key: type.split('_')[0] ?? '',
        ...(dependencies.length === 0 ? {} : { depends_on: dependencies }),
      };
    });
  const unique = new Map(resources.map((resource) => [resource.address, resource]));
  return { root_module: { resources: [...unique.values()] } };
}

function ownPart(plan: Plan, nodes: readonly ResourceNode[]): JsonObject {
  return {
    summary: { ...summarize(plan) },
    hosts: plan.hosts.map((host) => ({ ...host })),
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
        },
      ]),
    ),
  };
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
