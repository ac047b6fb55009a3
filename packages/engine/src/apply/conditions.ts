import { UNKNOWN } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { formatAddress, formatBlock, inModule, resourceOf } from '../address.js';
import { askPostconditions, askPreconditions } from '../checks/ask.js';
import type { AskedInstance } from '../checks/ask.js';
import { createCheckCollector } from '../checks/collector.js';
import type { CheckCollector } from '../checks/collector.js';
import { checkAt } from '../checks/scoped-data.js';
import {
  everyInstance,
  everyModule,
  expressionsOf,
  fromRoot,
  instancesAt,
  judgeVariable,
  restsOnResources,
  scopeAt,
  variablesBehind,
} from '../config/index.js';
import type { Configuration, Expansion, ModuleScope, ResourceBlock } from '../config/index.js';
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
  adoptReadings(collector, configuration, plan);
  return collector;
}

/** What reading the data sources of checks came to, where the apply does not read them again. */
function adoptReadings(collector: CheckCollector, configuration: Configuration, plan: Plan): void {
  const read = new Set<string>();
  for (const node of plan.nodes) {
    if (node.node !== 'read' || node.check === undefined || node.after === undefined) continue;
    const { block, object } = checkAt(node.instance.module, node.check);
    read.add(object);
    if (!waitsForApply(node)) collector.record(block, object, [{ status: 'pass' }]);
  }
  if (plan.options.targets.length + plan.options.excludes.length > 0) return;
  // A plan that changes nothing read them all the same; where that failed, it comes before what the assertions said.
  const withData = new Set(
    everyModule(configuration).flatMap((module) =>
      [...module.checks.values()].flatMap(({ name, data }) =>
        data === undefined ? [] : [fromRoot(module, `check.${name}`)],
      ),
    ),
  );
  for (const { address, objects = [] } of plan.checks)
    for (const object of withData.has(address) ? objects : []) {
      const [message] = object.messages;
      if (object.status === 'fail' && !read.has(object.address) && message !== undefined)
        collector.record(address, object.address, [{ status: 'fail', message }]);
    }
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
export function askBefore(context: ApplyContext, node: PlacedNode, asked: Asked): readonly Diagnostic[] {
  const variables = errorsOf(askVariables(context, asked));
  if (variables.length > 0) return variables;
  const { judgements, diagnostics } = askPreconditions(askingOf(node, asked));
  context.checks.record(formatBlock(node.instance), node.address, judgements);
  return errorsOf(diagnostics);
}

/**
 * Asks what has to hold of an instance that is as it was to be. Where it does not, nothing may rest on the instance: whoever
 * refers to it finds it unknown.
 */
export function askAfter(context: ApplyContext, node: PlacedNode, asked: Asked): readonly Diagnostic[] {
  const self = context.values.instance(blockOf(node), node.instance.key);
  if (self === undefined) return [];
  const { judgements, diagnostics } = askPostconditions(askingOf(node, asked), self);
  context.checks.record(formatBlock(node.instance), node.address, judgements);
  if (judgements.some(({ status }) => status === 'fail' || status === 'error'))
    context.values.set(blockOf(node), node.instance.key, UNKNOWN, []);
  return errorsOf(diagnostics);
}

/**
 * What is left to be asked at the end: what has to hold of variables and of the outputs of modules, and the checks. What was wrong
 * on the way with names that are asked for by many (locals, inputs, outputs) is told here too.
 */
export function askAtEnd(context: ApplyContext): readonly Diagnostic[] {
  const { plan, scope, checks } = context;
  if (plan.options.destroy) return [];
  const planned = new Set(
    plan.checks.filter(({ objects }) => objects !== undefined).map(({ address }) => address),
  );
  const scopes = everyInstance(scope);
  const variables = scopes.flatMap((module) =>
    [...module.configuration.variables.keys()]
      .filter((name) => planned.has(fromRoot(module.configuration, `var.${name}`)))
      .flatMap((name) => askVariable(context, module, name)),
  );
  for (const module of scopes.slice(1)) askOutputs(context, module, planned);
  const targeted = plan.options.targets.length > 0;
  const checked = targeted ? [] : scopes.flatMap((module) => judgeChecks(module, checks, false));
  return [...variables, ...checked, ...errorsOf(scope.diagnostics)];
}

/** What is wrong with an output is told with everything else that is evaluated when it is asked for. */
function askOutputs(
  { checks }: ApplyContext,
  { configuration, module, outputs }: ModuleScope,
  planned: ReadonlySet<string>,
): void {
  for (const name of configuration.outputs.keys()) {
    const address = fromRoot(configuration, `output.${name}`);
    const found = planned.has(address) ? outputs.get(name) : undefined;
    if (found !== undefined) checks.record(address, inModule(module, `output.${name}`), found.judgements);
  }
}

/** The variables that an instance rests on: of its own module, of those around it, and of those that it refers to. */
function askVariables(context: ApplyContext, { block, scope }: Asked): readonly Diagnostic[] {
  return variablesBehind(scope.configuration, expressionsOf(block)).flatMap(({ configuration, name }) =>
    instancesAround(context.scope, scope, configuration.path).flatMap((module) =>
      askVariable(context, module, name),
    ),
  );
}

/** The instances of a module that somebody in another one can mean: what is around that is the same for both. */
function instancesAround(
  root: ModuleScope,
  { module }: ModuleScope,
  path: readonly string[],
): readonly ModuleScope[] {
  if (path.length <= module.length && path.every((name, index) => module[index]?.name === name)) {
    const around = scopeAt(root, module.slice(0, path.length));
    return around === undefined ? [] : [around];
  }
  return instancesAt(root, path).scopes.filter((scope) =>
    module.every((step, index) => {
      const other = scope.module[index];
      return other?.name !== step.name || other.key === step.key;
    }),
  );
}

/** What was found once is found again: each that refers to the variable has to know. */
function askVariable(context: ApplyContext, scope: ModuleScope, name: string): readonly Diagnostic[] {
  const { checks, judgedVariables } = context;
  const { configuration, module } = scope;
  const address = inModule(module, `var.${name}`);
  const known = judgedVariables.get(address);
  if (known !== undefined) return known;
  const block = configuration.variables.get(name);
  if (block === undefined || block.validations.length === 0) return [];
  const { judgements, diagnostics } = judgeVariable(block, scope);
  // Where something that it rests on failed, it may be asked again.
  if (judgements.some(({ status }) => status === 'unknown')) return [];
  checks.record(fromRoot(configuration, `var.${name}`), address, judgements);
  const waited =
    module.length > 0 || block.validations.some((validation) => restsOnResources(configuration, validation));
  judgedVariables.set(address, waited ? diagnostics : []);
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

/** An instance with its block, and the module instance around it. */
interface Asked {
  readonly block: ResourceBlock;
  readonly scope: ModuleScope;
  readonly expansion: Expansion;
}

function askingOf({ address }: PlacedNode, { block, scope, expansion }: Asked): AskedInstance {
  return { block, address, scope, expansion };
}

function blockOf({ instance }: PlacedNode): string {
  return formatAddress(resourceOf(instance));
}
