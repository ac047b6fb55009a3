import { UNKNOWN } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { formatAddress, resourceOf } from '../address.js';
import { askPostconditions, askPreconditions } from '../checks/ask.js';
import type { AskedInstance } from '../checks/ask.js';
import { createCheckCollector } from '../checks/collector.js';
import type { CheckCollector } from '../checks/collector.js';
import { expressionsOf, judgeVariable, restsOnResources, variablesBehind } from '../config/index.js';
import type { Configuration, Expansion, Expression, ResourceBlock } from '../config/index.js';
import { judgeChecks } from '../plan/plan-checks.js';
import type { Plan, PlanNode } from '../plan/plan.js';
import { waitsForApply } from '../plan/summary.js';
import type { ApplyContext } from './context.js';

/** An instance, whether it is made or only looked at. */
type PlacedNode = Pick<PlanNode, 'address' | 'instance'>;

/**
 * Where an apply begins: the objects that the plan found, and what became of those of which the apply asks nothing again, since
 * nothing of theirs changes.
 */
export function beginChecks(configuration: Configuration, plan: Plan): CheckCollector {
  const collector = createCheckCollector(configuration);
  const settled = new Set(plan.nodes.filter(isSettled).map(({ address }) => address));
  for (const { address, objects } of plan.checks) {
    if (objects === undefined) continue;
    collector.expand(
      address,
      objects.map((object) => object.address),
    );
    for (const object of objects)
      if (object.status !== 'unknown' && settled.has(object.address)) collector.adopt(address, object);
  }
  for (const { name, data } of configuration.checks.values())
    if (data !== undefined) adoptReading(collector, plan, `check.${name}`, formatAddress(data.address));
  return collector;
}

/** What reading the data source of a check came to, where the apply does not read it again. */
function adoptReading(collector: CheckCollector, plan: Plan, check: string, data: string): void {
  const node = plan.nodes.find(({ address }) => address === data);
  if (node?.node === 'read') {
    if (!waitsForApply(node) && node.after !== undefined)
      collector.record(check, check, [{ status: 'pass' }]);
    return;
  }
  // A plan that only refreshes reads it all the same; where that failed, it comes before what the assertions said.
  const planned = plan.checks.find(({ address }) => address === check);
  const [message] = planned?.objects?.[0]?.messages ?? [];
  if (plan.options.refreshOnly && planned?.status === 'fail' && message !== undefined)
    collector.record(check, check, [{ status: 'fail', message }]);
}

function isSettled(node: PlanNode): boolean {
  switch (node.node) {
    case 'refresh':
      return true;
    case 'resource':
      return node.action === 'no-op';
    case 'read':
      return !waitsForApply(node);
    case 'forget':
      return false;
  }
}

/** The instances that do not change and of which the plan could not tell yet whether what has to hold of them does. */
export function openInstances({ checks }: Plan): ReadonlySet<string> {
  return new Set(
    checks
      .filter(({ kind }) => kind === 'resource')
      .flatMap(({ objects = [] }) => objects.filter(({ status }) => status === 'unknown'))
      .map(({ address }) => address),
  );
}

/** Asks what has to hold before an instance is made: of the variables that it refers to, and of itself. */
export function askBefore(
  context: ApplyContext,
  node: PlacedNode,
  block: ResourceBlock,
  expansion: Expansion,
): readonly Diagnostic[] {
  const { judgements, diagnostics } = askPreconditions(askingOf(context, node, block, expansion));
  context.checks.record(blockOf(node), node.address, judgements);
  return errorsOf([...askVariables(context, expressionsOf(block)), ...diagnostics]);
}

/**
 * Asks what has to hold of an instance that is as it was to be. Where it does not, nothing may rest on the instance: whoever
 * refers to it finds it unknown.
 */
export function askAfter(
  context: ApplyContext,
  node: PlacedNode,
  block: ResourceBlock,
  expansion: Expansion,
): readonly Diagnostic[] {
  const self = context.values.instance(blockOf(node), node.instance.key);
  if (self === undefined) return [];
  const { judgements, diagnostics } = askPostconditions(askingOf(context, node, block, expansion), self);
  context.checks.record(blockOf(node), node.address, judgements);
  if (judgements.some(({ status }) => status === 'fail' || status === 'error'))
    context.values.set(blockOf(node), node.instance.key, UNKNOWN, []);
  return errorsOf(diagnostics);
}

/** What is left to be asked at the end: what has to hold of variables, and the checks. */
export function askAtEnd(context: ApplyContext): readonly Diagnostic[] {
  const { configuration, plan, scope, checks } = context;
  if (plan.options.destroy) return [];
  const planned = new Set(
    plan.checks.filter(({ objects }) => objects !== undefined).map(({ address }) => address),
  );
  const variables = [...configuration.variables.keys()]
    .filter((name) => planned.has(`var.${name}`))
    .flatMap((name) => askVariable(context, name));
  if (plan.options.targets.length > 0) return variables;
  return [...variables, ...judgeChecks(configuration, scope, checks, false)];
}

function askVariables(context: ApplyContext, expressions: readonly Expression[]): readonly Diagnostic[] {
  return [...variablesBehind(context.configuration, expressions)].flatMap((name) =>
    askVariable(context, name),
  );
}

/** What was found once is found again: each that refers to the variable has to know. */
function askVariable(context: ApplyContext, name: string): readonly Diagnostic[] {
  const { configuration, scope, checks, judgedVariables } = context;
  const known = judgedVariables.get(name);
  if (known !== undefined) return known;
  const block = configuration.variables.get(name);
  if (block === undefined || block.validations.length === 0) return [];
  const { judgements, diagnostics } = judgeVariable(block, scope);
  // Where something that it rests on failed, it may be asked again.
  if (judgements.some(({ status }) => status === 'unknown')) return [];
  checks.record(`var.${name}`, `var.${name}`, judgements);
  const waited = block.validations.some((validation) => restsOnResources(configuration, validation));
  judgedVariables.set(name, waited ? diagnostics : []);
  return waited ? diagnostics : [];
}

/** What is wrong with an error message was told with the plan. */
function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

/** What does not hold of a variable fails everything that refers to it, and is told once. */
export function toldOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const told = new Map(
    diagnostics.map((diagnostic) => {
      const { severity, summary, detail, address, source } = diagnostic;
      return [JSON.stringify([severity, summary, detail, address, source]), diagnostic] as const;
    }),
  );
  return [...told.values()];
}

function askingOf(
  { scope }: ApplyContext,
  { address }: PlacedNode,
  block: ResourceBlock,
  expansion: Expansion,
): AskedInstance {
  return { block, address, scope, expansion };
}

function blockOf({ instance }: PlacedNode): string {
  return formatAddress(resourceOf(instance));
}
