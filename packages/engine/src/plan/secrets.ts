import { schemaOf, secretPaths } from '@virtform/schema';
import type { ResourceSchema } from '@virtform/schema';
import { concealing, formatPath, textsAt, textsIn, unmarkDeep } from '@virtform/values';
import type { Conceal, Diagnostic, Path, Value } from '@virtform/values';
import type { ResourceAddress } from '../address.js';
import type { AttributeChange, Attributes, Step } from '../kinds/kind.js';
import type { CheckResult } from '../checks/results.js';
import type { State, StateInstance, StateResource } from '../state/state.js';
import type { Examined } from './examine.js';
import type { Plan, PlannedProvisioner, PlanNode, ResourceNode } from './plan.js';
import { plannedVariables } from './planned-variables.js';

/**
 * Where secrets stand in an instance of a state: what the program marked, and what its schema calls a secret. Terraform's states
 * need not name the latter.
 */
export function sensitivePathsOf(
  { address }: Pick<StateResource, 'address'>,
  { attributes, sensitive }: Pick<StateInstance, 'attributes' | 'sensitive'>,
): readonly Path[] {
  return withSchemaSecrets(address, attributes, sensitive);
}

/** These paths, and where the schema of an object has secrets in its attributes. */
export function withSchemaSecrets(
  of: Pick<ResourceAddress, 'mode' | 'type'>,
  attributes: Attributes,
  sensitive: readonly Path[],
): readonly Path[] {
  const schema = schemaOf(of);
  return schema === undefined ? sensitive : withSecretsOf(schema, attributes, sensitive);
}

/** Where secrets stand in an instance of a state, or in what is there of it now: in a list that others changed, an element has another place. */
export function secretsOfExamined(
  of: Pick<ResourceAddress, 'mode' | 'type'>,
  { prior, actual, refreshed }: Examined,
): readonly Path[] {
  const before = withSchemaSecrets(of, prior.attributes, prior.sensitive);
  // Of most objects there is nothing to be read for that.
  const mayTell = before.length > 0 || actual?.tellsSecrets === true;
  return mayTell && refreshed !== undefined ? withSchemaSecrets(of, refreshed, before) : before;
}

/** The same of an object whose schema is at hand. */
export function withSecretsOf(
  schema: Pick<ResourceSchema, 'attributes'>,
  attributes: Attributes,
  sensitive: readonly Path[],
): readonly Path[] {
  const known = new Set(sensitive.map(formatPath));
  const further = secretPaths(schema.attributes, attributes).filter((path) => !known.has(formatPath(path)));
  return further.length === 0 ? sensitive : [...sensitive, ...further];
}

/**
 * Every text of a state that is a secret.
 *
 * @param without instances that are known to hold none
 */
export function secretsOfState(
  { resources, outputs }: State,
  without: ReadonlySet<StateInstance> = new Set(),
): readonly string[] {
  return [
    ...resources.flatMap((resource) =>
      resource.instances.flatMap((instance) =>
        without.has(instance) ? [] : secretsOfInstance(resource, instance),
      ),
    ),
    ...[...outputs.values()].flatMap(({ value, sensitive }) => (sensitive ? textsIn(value) : [])),
  ];
}

/** Every text of one instance that is a secret. */
export function secretsOfInstance(
  resource: Pick<StateResource, 'address'>,
  instance: Pick<StateInstance, 'attributes' | 'sensitive'>,
): readonly string[] {
  return textsAt(instance.attributes, sensitivePathsOf(resource, instance));
}

/** The texts of a value that are marked, as sensitive or as ephemeral: neither is shown. */
export function markedTexts(value: Value): readonly string[] {
  const { value: bare, marks } = unmarkDeep(value);
  return textsAt(
    bare,
    marks.map(({ path }) => path),
  );
}

/** What of a libvirt URI must not be shown: libvirt knows no password in it, and people write one nevertheless. */
function secretsOfUri(uri: string): readonly string[] {
  const password = /^[^/]*\/\/[^/?#@:]*:([^/?#]*)@/.exec(uri)?.[1];
  return password === undefined ? [] : [password];
}

/** What of a provider's host must not be shown. */
export function secretsOfProvider({
  uri,
  sensitive,
}: {
  readonly uri: string | undefined;
  readonly sensitive?: boolean;
}): readonly string[] {
  if (uri === undefined) return [];
  return sensitive === true ? [uri] : secretsOfUri(uri);
}

/** A plan without what it tells of the configuration, which is made where it is asked for. */
export type PlannedChanges = Omit<Plan, 'told' | 'relevant'>;

/** Every text of a plan that is a secret. */
export function secretsOfPlan(plan: PlannedChanges): readonly string[] {
  return [
    ...[...plannedVariables(plan).values()].flatMap(markedTexts),
    ...plan.nodes.flatMap(secretsOfNode),
    ...plan.outputs.flatMap(({ before, after, sensitive }) =>
      sensitive ? [...textsIn(before), ...textsIn(after)] : [],
    ),
    ...plan.hosts.flatMap(secretsOfProvider),
  ];
}

function secretsOfNode(node: PlanNode): readonly string[] {
  switch (node.node) {
    case 'resource': {
      const { sensitive, changes, drift, waiting, interrupted = [], importing } = node;
      return [
        ...(importing?.sensitive === true ? [importing.id] : []),
        // What a node says may have to be read first: only where a secret stands in it.
        ...(sensitive.before.length === 0 ? [] : textsAt(node.before, sensitive.before)),
        ...(sensitive.after.length === 0
          ? []
          : [node.after, node.wanted].flatMap((value) => textsAt(value, sensitive.after))),
        ...[...changes, ...drift, ...waiting, ...interrupted].flatMap(secretsOfChange),
      ];
    }
    case 'refresh':
      return [
        ...[node.before, node.after].flatMap((value) => textsAt(value, node.sensitive)),
        ...[...node.drift, ...(node.interrupted ?? [])].flatMap(secretsOfChange),
      ];
    case 'forget':
      return textsAt(node.before, node.sensitive);
    case 'read':
      return [...textsAt(node.before, node.sensitive.before), ...textsAt(node.after, node.sensitive.after)];
  }
}

function secretsOfChange({
  before,
  after,
  sensitive,
}: Pick<AttributeChange, 'before' | 'after' | 'sensitive'>): readonly string[] {
  return sensitive === true ? [...textsIn(before), ...textsIn(after)] : [];
}

/** The plan with its secrets left out of all that is there to be read, and not to be carried out: commands, reasons, problems. */
export function concealPlan(plan: PlannedChanges, further: readonly string[]): PlannedChanges {
  const conceal = concealing([...secretsOfPlan(plan), ...further]);
  return {
    ...plan,
    nodes: plan.nodes.map((node) => concealNode(node, conceal)),
    checks: concealChecks(plan.checks, conceal),
    diagnostics: concealDiagnostics(plan.diagnostics, conceal),
  };
}

/** What conditions came to, with secrets left out of their messages. */
export function concealChecks(checks: readonly CheckResult[], conceal: Conceal): readonly CheckResult[] {
  return checks.map(({ objects, ...check }) =>
    objects === undefined
      ? check
      : {
          ...check,
          objects: objects.map((object) => ({ ...object, messages: object.messages.map(conceal) })),
        },
  );
}

function concealNode(node: PlanNode, conceal: Conceal): PlanNode {
  switch (node.node) {
    case 'resource': {
      const { steps, changes, waiting, drift, interrupted = [], provisioners = [], missedBy = [] } = node;
      const said = [steps, changes, waiting, drift, interrupted, provisioners, missedBy];
      if (said.every((list) => list.length === 0)) return node;
      return {
        ...node,
        steps: steps.map((step) => concealStep(step, conceal)),
        changes: changes.map((change) => concealChange(change, conceal)),
        waiting: waiting.map((change) => concealChange(change, conceal)),
        ...concealDrift(node, conceal),
        ...(missedBy.length === 0 ? {} : { missedBy: missedBy.map(conceal) }),
        ...(provisioners.length === 0
          ? {}
          : { provisioners: provisioners.map((each) => concealProvisioner(each, conceal)) }),
      };
    }
    case 'refresh':
      return { ...node, ...concealDrift(node, conceal) };
    case 'forget':
    case 'read':
      return node;
  }
}

function concealDrift(
  { drift, interrupted }: Pick<ResourceNode, 'drift' | 'interrupted'>,
  conceal: Conceal,
): Pick<ResourceNode, 'drift' | 'interrupted'> {
  const concealed = (changes: readonly AttributeChange[]): readonly AttributeChange[] =>
    changes.map((change) => concealChange(change, conceal));
  return {
    drift: concealed(drift),
    ...(interrupted === undefined ? {} : { interrupted: concealed(interrupted) }),
  };
}

function concealStep(step: Step, conceal: Conceal): Step {
  return { ...step, calls: step.calls.map((call) => call.map(conceal)), why: conceal(step.why) };
}

function concealProvisioner(provisioner: PlannedProvisioner, conceal: Conceal): PlannedProvisioner {
  const { where } = provisioner;
  return where === undefined ? provisioner : { ...provisioner, where: conceal(where) };
}

function concealChange<Change extends { readonly label?: string; readonly why?: string }>(
  change: Change,
  conceal: Conceal,
): Change {
  const { label, why } = change;
  return {
    ...change,
    ...(label === undefined ? {} : { label: conceal(label) }),
    ...(why === undefined ? {} : { why: conceal(why) }),
  };
}

/** Problems with secrets left out of their words, also of the line that they stand in. */
export function concealDiagnostics(
  diagnostics: readonly Diagnostic[],
  conceal: Conceal,
): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    const { summary, detail, values, action, source } = diagnostic;
    return {
      ...diagnostic,
      summary: conceal(summary),
      ...(detail === undefined ? {} : { detail: conceal(detail) }),
      ...(values === undefined
        ? {}
        : { values: values.map((value) => ({ ...value, statement: conceal(value.statement) })) }),
      ...(action === undefined ? {} : { action: conceal(action) }),
      ...(source?.snippet === undefined ? {} : { source: { ...source, snippet: conceal(source.snippet) } }),
    };
  });
}
