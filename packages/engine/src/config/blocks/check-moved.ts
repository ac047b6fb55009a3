import type { Diagnostic, SourcePosition } from '@virtform/values';
import { formatTarget, type ResourceAddress, type Target } from '../../address.js';
import type { Configuration, MovedBlock, ResourceBlock } from '../configuration.js';
import { blockAt, callAt, everyModule } from '../modules/tree.js';
import { nounOf, sameTarget } from './endpoint.js';
import { movesWhole, orderMoves } from './move-order.js';

/** What can be said of `moved` blocks before anything has a value: what they contradict, in each other and in resources. */
export function checkMoved(configuration: Configuration): readonly Diagnostic[] {
  const moved = everyModule(configuration).flatMap((module) => module.moved);
  return [
    ...moved.filter(({ from, to }) => sameTarget(from, to)).map(redundant),
    ...moved.flatMap((block) => stillThere(block, configuration)),
    ...moved.flatMap((block, index) => ambiguous(block, moved.slice(0, index))),
    ...cyclic(moved),
  ];
}

function redundant(block: MovedBlock): Diagnostic {
  return problem(block, {
    summary: 'Redundant move statement',
    detail: `This statement declares a move from ${formatTarget(block.from)} to the same address, which is the same as not declaring this move at all.`,
  });
}

/** Of a move of single instances it is count and for_each that say which there are; a plan looks at them. */
function stillThere(block: MovedBlock, configuration: Configuration): readonly Diagnostic[] {
  const { from, to } = block;
  if (!movesWhole(block) || sameTarget(from, to)) return [];
  const declared =
    from.kind === 'module'
      ? callAt(configuration, from.module)
      : declaredAt(configuration, from.address, block);
  return declared === undefined ? [] : [stillExists(block, declared.source)];
}

/** An instance of a module is there only where its call is repeated so; a plan knows. */
function declaredAt(
  configuration: Configuration,
  address: ResourceAddress,
  { within }: MovedBlock,
): ResourceBlock | undefined {
  const certain = address.module.slice(within.length).every(({ key }, index) => {
    const call = callAt(configuration, address.module.slice(0, within.length + index + 1));
    return (call?.count ?? call?.forEach) === undefined && key === undefined;
  });
  return certain ? blockAt(configuration, address) : undefined;
}

/** That what is said to have moved away is there as before. */
export function stillExists(block: MovedBlock, declared: SourcePosition | undefined): Diagnostic {
  const [from, to] = [formatTarget(block.from), formatTarget(block.to)];
  const noun = nounOf(block.from, movesWhole(block));
  return problem(block, {
    summary: 'Moved object still exists',
    detail: `This statement declares a move from ${from}, but that ${noun} is still declared${placed(' at', declared)}.`,
    action: `Change the configuration so that this ${noun} is declared as ${to} instead.`,
  });
}

function ambiguous(block: MovedBlock, earlier: readonly MovedBlock[]): readonly Diagnostic[] {
  const [from, to] = [formatTarget(block.from), formatTarget(block.to)];
  const noun = nounOf(block.from, movesWhole(block));
  return earlier.flatMap((other) => {
    const [sameFrom, sameTo] = [sameTarget(other.from, block.from), sameTarget(other.to, block.to)];
    if (sameFrom === sameTo) return [];
    const said = `Another statement${placed(' at', other.source)} declares that ${formatTarget(other.from)} moved to ${formatTarget(other.to)}, and this one that ${from} moved to ${to}.`;
    const rule = sameFrom
      ? `Each ${noun} can move to only one destination.`
      : `Each ${noun} can have moved from only one source.`;
    return [problem(block, { summary: 'Ambiguous move statements', detail: `${said} ${rule}` })];
  });
}

function cyclic(moved: readonly MovedBlock[]): readonly Diagnostic[] {
  const order = orderMoves(moved.filter(({ from, to }) => !sameTarget(from, to)));
  const [block] = order.ok ? [] : order.cycle;
  if (order.ok || block === undefined) return [];
  const steps = order.cycle.slice(1).map(({ from, to }) => `${formatTarget(from)} to ${formatTarget(to)}`);
  return [
    problem(block, {
      summary: 'Cyclic dependency in move statements',
      detail: `These moves form a circle, so that there is no final place to move to: ${steps.join(', ')}.`,
      action: 'Let the chain end with an address that appears in no other statement.',
    }),
  ];
}

function placed(word: string, source: SourcePosition | undefined): string {
  return source === undefined ? '' : `${word} ${source.file}:${source.line ?? 0}`;
}

function problem(
  { from, construct, source }: { readonly from: Target } & Pick<MovedBlock, 'construct' | 'source'>,
  said: Pick<Diagnostic, 'summary' | 'detail' | 'action'>,
): Diagnostic {
  return {
    severity: 'error',
    ...said,
    address: formatTarget(from),
    ...(construct === undefined ? {} : { construct }),
    ...(source === undefined ? {} : { source }),
  };
}
