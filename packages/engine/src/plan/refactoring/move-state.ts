import type { Diagnostic } from '@virtform/values';
import { formatAddress, type InstanceAddress } from '../../address.js';
import { everyModule, orderMoves } from '../../config/index.js';
import type { Configuration, MovedBlock } from '../../config/index.js';
import type { Provider } from '../../kinds/provider.js';
import { findResource, instancesOf, moveInstances, type InstanceMove } from '../../state/index.js';
import type { State } from '../../state/state.js';
import { providerAddress } from '../providers.js';
import { impliedMoves } from './implied-moves.js';
import { isInDestination, movedAddress } from './moved-address.js';

/** A state as the configuration wants its addresses to be, and how it came about. */
export interface MovedState {
  readonly state: State;
  /** From where the state has an instance to where it is from now on, over all the moves that a chain of blocks asks for. */
  readonly moves: readonly InstanceMove[];
  readonly diagnostics: readonly Diagnostic[];
}

/** An instance on its way. */
interface Journey {
  readonly from: InstanceAddress;
  to: InstanceAddress;
}

/**
 * Carries out what `moved` blocks say, and what goes without saying where `count` comes or goes. Nothing of it is on the disk
 * before an apply; the rest of the plan is made as if it were.
 */
export function moveState(
  configuration: Configuration,
  state: State,
  providers: readonly Provider<unknown>[],
): MovedState {
  const implied = impliedMoves(configuration, state.resources);
  const order = orderMoves(everyModule(configuration).flatMap(({ moved }) => moved));
  if (!order.ok || (order.moves.length === 0 && implied.length === 0)) {
    return { state, moves: [], diagnostics: [] };
  }
  const journeys = new Map<string, Journey>();
  for (const { address } of instancesOf(state)) {
    const from = bare(address);
    journeys.set(formatAddress(from), { from, to: from });
  }
  const blocked = order.moves.flatMap((block) => travel([...journeys.values()], block));
  const taken = new Set([...journeys.values()].map(({ to }) => formatAddress(to)));
  for (const { from, to } of implied) {
    const journey = journeys.get(formatAddress(from));
    if (journey !== undefined && !taken.has(formatAddress(to))) journey.to = to;
  }
  const moves: InstanceMove[] = [];
  const diagnostics: Diagnostic[] = blocked.length === 0 ? [] : [unresolved(blocked)];
  for (const { from, to } of journeys.values()) {
    if (formatAddress(from) === formatAddress(to)) continue;
    const move = typedMove(state, { from, to }, providers);
    if ('severity' in move) diagnostics.push(move);
    else moves.push(move);
  }
  return { state: moveInstances(state, moves), moves, diagnostics };
}

function bare({ module, mode, type, name, key }: InstanceAddress): InstanceAddress {
  return { module, mode, type, name, ...(key === undefined ? {} : { key }) };
}

/** Moves what a block speaks of, unless something stands there; then all of it stays, and is given back. */
function travel(journeys: readonly Journey[], block: MovedBlock): readonly InstanceMove[] {
  const leaving = journeys.flatMap((journey) => {
    const to = movedAddress(journey.to, block);
    return to === undefined ? [] : [{ journey, to }];
  });
  if (leaving.length === 0) return [];
  const movers = new Set(leaving.map(({ journey }) => journey));
  const taken = journeys.some((other) => !movers.has(other) && isInDestination(other.to, block));
  if (taken) return leaving.map(({ journey, to }) => ({ from: journey.to, to }));
  for (const { journey, to } of leaving) journey.to = to;
  return [];
}

function unresolved(blocked: readonly InstanceMove[]): Diagnostic {
  const lines = blocked.map(
    ({ from, to }) => `  - ${formatAddress(from)} could not move to ${formatAddress(to)}`,
  );
  return {
    severity: 'warning',
    summary: 'Unresolved resource instance address changes',
    detail: `The configuration says that these objects moved, and the state has something at their new addresses already:\n${lines.join('\n')}\nThey stay where they are, and what the program has no more is planned to be destroyed.`,
    action:
      'Where that is not what you want, put the state right with "virtform state mv" or "virtform state rm", and plan again.',
  };
}

/** A move, with what an object is as one of another type; what cannot be one is an error. */
function typedMove(
  state: State,
  { from, to }: Journey,
  providers: readonly Provider<unknown>[],
): InstanceMove | Diagnostic {
  if (from.type === to.type || from.mode === 'data') return { from, to };
  for (const provider of providers) {
    const become = provider.kinds.get(to.type)?.becomes?.get(from.type);
    const attributes = findResource(state, from)?.instances.find(({ key }) => key === from.key)?.attributes;
    if (become !== undefined && attributes !== undefined)
      return {
        from,
        to,
        becomes: { provider: providerAddress(provider.source, undefined), attributes: become(attributes) },
      };
  }
  return {
    severity: 'error',
    summary: `Unsupported "moved" across resource types`,
    detail: `${formatAddress(from)} cannot become ${formatAddress(to)}: nothing says how an object of the type ${from.type} is one of the type ${to.type}.`,
    action: 'Give both the same type, or let it leave the state with a "removed" block and import it anew.',
    address: formatAddress(to),
  };
}
