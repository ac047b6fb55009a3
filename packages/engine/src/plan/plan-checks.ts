import type { Diagnostic } from '@virtform/values';
import type { CheckCollector } from '../checks/collector.js';
import { askCheck, askPostconditions, askPreconditions } from '../checks/ask.js';
import { expand, expressionsOf, judgeVariable, restsOnResources, variablesBehind } from '../config/index.js';
import type { Configuration, Expansion, ResourceBlock, Scope } from '../config/index.js';
import { formatAddress } from '../address.js';
import type { InstanceAddress } from '../address.js';
import type { PlanContext } from './context.js';
import type { PlanOptions } from './plan.js';
import type { PlannedNodes } from './triggers.js';

/** What a plan asks where nothing belongs to a single resource. */
export interface CheckSources {
  readonly configuration: Configuration;
  readonly scope: Scope;
  readonly checks: CheckCollector;
  /** What `-target` left; what has to hold of variables that nothing of it refers to is not asked. */
  readonly planned: PlannedNodes;
  readonly options: Pick<PlanOptions, 'destroy' | 'targets'>;
  /** Something went wrong before: that some values are not known is no news then. */
  readonly failed: boolean;
}

/**
 * Asks what belongs to no single resource, once all of them are planned: what has to hold of variables, and the checks. Where
 * everything is to be destroyed nothing has to hold any more, and with `-target` a check may look at what was left out.
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
  const asked = [...configuration.variables.values()].filter(({ name }) => behind?.has(name) !== false);
  const variables = asked.flatMap((block) => {
    const { judgements, diagnostics } = judgeVariable(block, scope);
    const address = `var.${block.name}`;
    checks.record(address, address, judgements);
    // What rests on no resource was told when the values were read.
    return block.validations.some((validation) => restsOnResources(configuration, validation))
      ? diagnostics
      : [];
  });
  if (targeted) return variables;
  return [...variables, ...judgeChecks(configuration, scope, checks, !failed)];
}

function variablesOfPlanned(configuration: Configuration, planned: PlannedNodes): ReadonlySet<string> {
  const blocks = [...planned.keys()].flatMap((address) => configuration.resources.get(address) ?? []);
  return variablesBehind(
    configuration,
    [...blocks, ...configuration.outputs.values()].flatMap(expressionsOf),
  );
}

/** Asks every check. `doubts` as `askCheck` takes it. */
export function judgeChecks(
  { checks: blocks }: Pick<Configuration, 'checks'>,
  scope: Scope,
  checks: CheckCollector,
  doubts: boolean,
): readonly Diagnostic[] {
  return [...blocks.values()].flatMap((block) => {
    const address = `check.${block.name}`;
    // Where its data could not be read, that is the news, and not that nothing is known of them.
    const { judgements, diagnostics } = askCheck(block, scope, doubts && !checks.fails(address));
    checks.record(address, address, judgements);
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
    checks.expand(formatAddress(block.address), selected.map(formatAddress));
}

/** Asks what has to hold of the objects of a block where only the state is brought up to date: there it is told, and no more. */
export function refreshChecks(context: PlanContext, block: ResourceBlock): readonly Diagnostic[] {
  if (!hasConditions(block)) return [];
  const { scope, values, checks, selection } = context;
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
        checks.record(blockAddress, address, judgements);
        return diagnostics;
      },
    );
  });
}

function placeOf({ address }: ResourceBlock, key: Expansion['key']): InstanceAddress {
  return key === undefined ? address : { ...address, key };
}
