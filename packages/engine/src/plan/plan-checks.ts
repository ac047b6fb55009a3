import type { Diagnostic } from '@virtform/values';
import type { CheckCollector } from '../checks/collector.js';
import { askCheck, askPostconditions, askPreconditions } from '../checks/ask.js';
import {
  blockAt,
  everyInstance,
  everyModule,
  expand,
  expressionsOf,
  fromRoot,
  instancesAt,
  askLocals,
  judgeVariable,
  moduleAt,
  restsOnResources,
  variablesBehind,
} from '../config/index.js';
import type { Configuration, Expansion, ModuleScope, ResourceBlock } from '../config/index.js';
import { formatAddress, formatBlock, inModule, parseAddress } from '../address.js';
import type { InstanceAddress } from '../address.js';
import type { ResourceBlockNode } from './block-graph.js';
import { placesOf } from './block-places.js';
import type { PlanContext } from './context.js';
import type { PlanOptions } from './plan.js';
import type { PlannedNodes } from './triggers.js';

/** What a plan asks where nothing belongs to a single resource. */
export interface CheckSources {
  readonly configuration: Configuration;
  /** Of the root module. */
  readonly scope: ModuleScope;
  readonly checks: CheckCollector;
  /** What `-target` left; what has to hold of variables that nothing of it refers to is not asked. */
  readonly planned: PlannedNodes;
  readonly options: Pick<PlanOptions, 'destroy' | 'targets'>;
  /** Something went wrong before: that some values are not known is no news then. */
  readonly failed: boolean;
}

/**
 * Asks what belongs to no single resource, once all of them are planned: what has to hold of variables and of the outputs of
 * modules, and the checks. Where everything is to be destroyed nothing has to hold any more, and with `-target` a check may look at
 * what was left out.
 */
export function planChecks({
  configuration,
  scope,
  checks,
  planned,
  options,
  failed,
}: CheckSources): readonly Diagnostic[] {
  if (options.destroy) return [];
  const targeted = options.targets.length > 0;
  const behind = targeted ? variablesOfPlanned(configuration, planned) : undefined;
  const scopes = everyInstance(scope);
  const variables = scopes.flatMap((module) => judgeVariables(module, checks, behind));
  recordModuleOutputs(scopes.slice(1), checks, targeted);
  if (!targeted) noteUncalled(configuration, scope, checks);
  if (targeted) return variables;
  // What is wrong with a local is found out where it is asked for, which nobody else may do.
  for (const module of scopes) askLocals(module);
  return [...variables, ...scopes.flatMap((module) => judgeChecks(module, checks, !failed))];
}

function judgeVariables(
  scope: ModuleScope,
  checks: CheckCollector,
  behind: ReadonlySet<string> | undefined,
): readonly Diagnostic[] {
  const { configuration, module } = scope;
  const isRoot = module.length === 0;
  return [...configuration.variables.values()].flatMap((block) => {
    const address = fromRoot(configuration, `var.${block.name}`);
    if (behind?.has(address) === false) return [];
    // That a value fits its type is found out where it is asked for, which nobody else may do.
    scope.lookup({ to: 'variable', name: block.name });
    const { judgements, diagnostics } = judgeVariable(block, scope);
    checks.record(address, inModule(module, `var.${block.name}`), judgements);
    // What rests on no resource was told of the root's when the values were read.
    return !isRoot || block.validations.some((validation) => restsOnResources(configuration, validation))
      ? diagnostics
      : [];
  });
}

/**
 * Evaluates the outputs of modules, since what they say has to be right. With `-target` only those that somebody asked for, which
 * then counts for every instance.
 */
function recordModuleOutputs(
  scopes: readonly ModuleScope[],
  checks: CheckCollector,
  targeted: boolean,
): void {
  const asked = new Set(
    scopes.flatMap(({ configuration, outputs }) =>
      [...outputs.asked.keys()].map((name) => fromRoot(configuration, `output.${name}`)),
    ),
  );
  for (const { configuration, module, outputs } of scopes)
    for (const name of configuration.outputs.keys()) {
      const address = fromRoot(configuration, `output.${name}`);
      const found = targeted && !asked.has(address) ? undefined : outputs.get(name);
      if (found !== undefined) checks.record(address, inModule(module, `output.${name}`), found.judgements);
    }
}

/** Where a module has no instance, nothing has to hold of any. */
function noteUncalled(configuration: Configuration, root: ModuleScope, checks: CheckCollector): void {
  for (const module of everyModule(configuration).slice(1)) {
    const { isKnown, scopes } = instancesAt(root, module.path);
    if (!isKnown || scopes.length > 0) continue;
    for (const name of module.variables.keys()) checks.expand(fromRoot(module, `var.${name}`), []);
    for (const name of module.outputs.keys()) checks.expand(fromRoot(module, `output.${name}`), []);
    for (const name of module.checks.keys()) checks.expand(fromRoot(module, `check.${name}`), []);
  }
}

function variablesOfPlanned(configuration: Configuration, planned: PlannedNodes): ReadonlySet<string> {
  const blocks = [...planned.keys()].flatMap((address) => {
    const parsed = parseAddress(address);
    return parsed === undefined ? [] : (blockAt(configuration, parsed) ?? []);
  });
  const behind = [
    ...blocks.flatMap((block) => {
      const module = moduleAt(configuration, block.address.module);
      return module === undefined ? [] : variablesBehind(module, expressionsOf(block));
    }),
    ...variablesBehind(configuration, [...configuration.outputs.values()].flatMap(expressionsOf)),
  ];
  return new Set(behind.map((variable) => fromRoot(variable.configuration, `var.${variable.name}`)));
}

/** Asks every check of one instance of a module. `doubts` as `askCheck` takes it. */
export function judgeChecks(
  scope: ModuleScope,
  checks: CheckCollector,
  doubts: boolean,
): readonly Diagnostic[] {
  const { configuration, module } = scope;
  return [...configuration.checks.values()].flatMap((block) => {
    const name = `check.${block.name}`;
    const [address, object] = [fromRoot(configuration, name), inModule(module, name)];
    // Where its data could not be read, that is the news, and not that nothing is known of them.
    const { judgements, diagnostics } = askCheck(block, scope, doubts && !checks.fails(address, object));
    checks.record(address, object, judgements);
    return diagnostics;
  });
}

/** Whether anything has to hold of the instances of a block. */
export function hasConditions({ lifecycle: { preconditions, postconditions } }: ResourceBlock): boolean {
  return preconditions.length + postconditions.length > 0;
}

/** Says which instances a block has, as far as the plan is about them. */
export function expandChecks(
  { selection, checks }: PlanContext,
  block: ResourceBlock,
  expansions: readonly Expansion[],
): void {
  if (!hasConditions(block)) return;
  const places = expansions.map(({ key }) => placeOf(block, key));
  const selected = places.filter((place) => selection.has(place));
  if (selected.length > 0 || (places.length === 0 && selection.has(block.address)))
    checks.expand(formatBlock(block.address), selected.map(formatAddress));
}

/** Asks what has to hold of the objects of a block where only the state is brought up to date: there it is told, and no more. */
export function refreshChecks(context: PlanContext, node: ResourceBlockNode): readonly Diagnostic[] {
  if (node.block === undefined || !hasConditions(node.block)) return [];
  const { places } = placesOf(context.scope, node);
  return places.flatMap(({ block, scope }) => refreshChecksIn(context, block, scope));
}

function refreshChecksIn(
  context: PlanContext,
  block: ResourceBlock,
  scope: ModuleScope,
): readonly Diagnostic[] {
  const { values, checks, selection } = context;
  const { expansions } = expand(block, scope);
  expandChecks(context, block, expansions);
  const blockAddress = formatAddress(block.address);
  return expansions.flatMap((expansion) => {
    const place = placeOf(block, expansion.key);
    const self = selection.has(place) ? values.instance(blockAddress, expansion.key) : undefined;
    if (self === undefined) return [];
    const address = formatAddress(place);
    const asked = { block, address, scope, expansion, severity: 'warning' as const };
    return [askPreconditions(asked), askPostconditions(asked, self)].flatMap(
      ({ judgements, diagnostics }) => {
        checks.record(formatBlock(block.address), address, judgements);
        return diagnostics;
      },
    );
  });
}

function placeOf({ address }: ResourceBlock, key: Expansion['key']): InstanceAddress {
  return key === undefined ? address : { ...address, key };
}
