import {
  formatAddress,
  formatBlock,
  formatTarget,
  type InstanceAddress,
  type InstanceKey,
  type ModuleStep,
  type ResourceAddress,
  resourceOf,
  type Target,
} from '../address.js';
import type { Attributes } from '../kinds/kind.js';
import { findInstance, findResource, instancesOf, type PlacedInstance } from './edit.js';
import { StateError } from './errors.js';
import type { State, StateInstance } from './state.js';
import { instancesAt, readTarget } from './target.js';

/** What a move did. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * `state mv`: gives what is known by one address another. What depends on a resource that moved away as a whole depends on its
 * new address.
 *
 * @throws StateError `address` where the source is not there, the destination is taken, or the two are not of one type
 */
export function moveInState(
  state: State,
  from: string,
  to: string,
): { state: State; moves: readonly Move[] } {
  const moves = planMove(state, from, to);
  checkPlaces(state, takeOut(state, moves).rest, moves);
  return { state: moveInstances(state, moves), moves: toldMoves(state, moves) };
}

/**
 * `state mv -state-out`: the same into another state. What stays behind keeps what it says of its dependencies, as in Terraform.
 *
 * @throws StateError `address` as for `moveInState`
 */
export function moveBetween(
  source: State,
  target: State,
  from: string,
  to: string,
): { readonly source: State; readonly target: State; readonly moves: readonly Move[] } {
  const moves = planMove(source, from, to);
  checkPlaces(source, target, moves);
  const { rest, taken } = takeOut(source, moves);
  return { source: rest, target: putIn(target, taken), moves: toldMoves(source, moves) };
}

function toldMoves(state: State, moves: readonly InstanceMove[]): readonly Move[] {
  return moves
    .filter((move) => findInstance(state, move.from) !== undefined)
    .map((move) => ({ from: formatAddress(move.from), to: formatAddress(move.to) }));
}

function planMove(state: State, from: string, to: string): readonly InstanceMove[] {
  const moves = plannedMoves(state, readTarget(from), readTarget(to));
  if (moves.length > 0) return moves;
  throw new StateError(
    'address',
    `Cannot move ${from}: the state holds nothing there.`,
    '"virtform state list" shows what it holds.',
  );
}

function plannedMoves(state: State, source: Target, destination: Target): readonly InstanceMove[] {
  if (source.kind === 'module' && destination.kind === 'module') {
    return distinct(instancesAt(state, source, true)).map((address) => ({
      from: address,
      to: { ...address, module: rebase(address.module, source.module, destination.module) },
    }));
  }
  if (source.kind === 'module' || destination.kind === 'module') {
    throw new StateError(
      'address',
      `Cannot move ${formatTarget(source)} to ${formatTarget(destination)}: one is a module, the other a resource.`,
      'Name two modules, or two resources.',
    );
  }
  const { address: wanted } = destination;
  if (source.address.type !== wanted.type || source.address.mode !== wanted.mode) {
    throw new StateError(
      'address',
      `Cannot move ${formatTarget(source)} to ${formatTarget(destination)}: they are of different types.`,
      'An object keeps its type; remove it from the state and import it under the other.',
    );
  }
  const isOne = source.address.key !== undefined || wanted.key !== undefined;
  return distinct(instancesAt(state, source, true))
    .filter(({ key }) => !isOne || key === source.address.key)
    .map((address) => ({ from: address, to: atKey(wanted, isOne ? wanted.key : address.key) }));
}

/** The addresses of instances; a deposed one shares it with the current one. */
function distinct(placed: readonly PlacedInstance[]): readonly InstanceAddress[] {
  return [...new Map(placed.map(({ address }) => [formatAddress(address), address])).values()];
}

function atKey(address: ResourceAddress, key: InstanceKey | undefined): InstanceAddress {
  return { ...resourceOf(address), ...(key === undefined ? {} : { key }) };
}

function rebase(
  module: readonly ModuleStep[],
  from: readonly ModuleStep[],
  to: readonly ModuleStep[],
): readonly ModuleStep[] {
  return [...to, ...module.slice(from.length)];
}

/** Refuses what would take the place of another, or come under another provider. */
function checkPlaces(source: State, target: State, moves: readonly InstanceMove[]): void {
  for (const { from, to } of moves) {
    const what = `Cannot move ${formatAddress(from)} to ${formatAddress(to)}`;
    const leaving = findResource(source, from);
    const there = findResource(target, to);
    const taken = (leaving?.instances ?? [])
      .filter(({ key }) => key === from.key)
      .some(({ deposed }) => findInstance(target, to, deposed) !== undefined);
    if (taken) {
      throw new StateError(
        'address',
        `${what}: the state holds something there already.`,
        'Move or remove that first.',
      );
    }
    const provider = leaving?.provider ?? '';
    if (there !== undefined && there.provider !== provider) {
      throw new StateError(
        'address',
        `${what}: that resource belongs to ${there.provider}, this one to ${provider}.`,
        'Use "virtform state replace-provider" first.',
      );
    }
  }
}

/** What the state has at one address goes to another, its deposed objects with it. */
export interface InstanceMove {
  readonly from: InstanceAddress;
  readonly to: InstanceAddress;
  /** Where it becomes an object of another type: what it is from then on. */
  readonly becomes?: { readonly provider: string; readonly attributes: Attributes };
}

/**
 * The state after moves that all happen at once, so that what moves may take the place of what moves too. What depends on a
 * resource that moved away as a whole depends on its new address.
 */
export function moveInstances(state: State, moves: readonly InstanceMove[]): State {
  if (moves.length === 0) return state;
  const { rest, taken } = takeOut(state, moves);
  return followMoves(putIn(rest, taken), moves, rest);
}

/** What leaves its place, with the move that takes it. */
interface Taken extends PlacedInstance {
  readonly move: InstanceMove;
}

function takeOut(
  state: State,
  moves: readonly InstanceMove[],
): { readonly rest: State; readonly taken: readonly Taken[] } {
  const byOrigin = new Map(moves.map((move) => [formatAddress(move.from), move]));
  const taken = [...instancesOf(state)].flatMap((placed) => {
    const move = byOrigin.get(formatAddress(placed.address));
    return move === undefined ? [] : [{ ...placed, move }];
  });
  const leaving = new Set(taken.map(({ instance }) => instance));
  const resources = state.resources.flatMap((resource) => {
    const instances = resource.instances.filter((instance) => !leaving.has(instance));
    if (instances.length === resource.instances.length) return [resource];
    return instances.length === 0 ? [] : [{ ...resource, instances }];
  });
  return { rest: { ...state, resources }, taken };
}

/** What stays says how its resource goes on: who provides it, and what else is known of it. */
function putIn(state: State, taken: readonly Taken[]): State {
  const resources = new Map(state.resources.map((resource) => [formatAddress(resource.address), resource]));
  for (const { instance, resource, move } of taken) {
    const address = resourceOf(move.to);
    const name = formatAddress(address);
    const provider = move.becomes?.provider ?? resource.provider;
    const there = resources.get(name) ?? { address, provider, instances: [], unknown: {} };
    resources.set(name, { ...there, instances: [...there.instances, arrived(instance, move)] });
  }
  return { ...state, resources: [...resources.values()] };
}

function arrived(instance: StateInstance, { to, becomes }: InstanceMove): StateInstance {
  const moved = { ...instance, key: to.key };
  if (becomes === undefined) return moved;
  const { attributes } = becomes;
  return {
    ...moved,
    attributes,
    schemaVersion: 0,
    sensitive: [],
    bookkeeping: undefined,
    trying: undefined,
    restarting: undefined,
    foreignPrivate: undefined,
  };
}

/** Dependencies name blocks, without keys, of modules neither; one follows its block where nothing of it stayed behind. */
function followMoves(state: State, moves: readonly InstanceMove[], rest: State): State {
  const staying = new Set(rest.resources.map(({ address }) => formatBlock(address)));
  const renamed = new Map(
    moves
      .filter(({ from }) => !staying.has(formatBlock(from)))
      .map(({ from, to }) => [formatBlock(from), formatBlock(to)]),
  );
  const follow = (instance: StateInstance): StateInstance =>
    instance.dependencies.some((name) => renamed.has(name))
      ? {
          ...instance,
          dependencies: [...new Set(instance.dependencies.map((name) => renamed.get(name) ?? name))].sort(),
        }
      : instance;
  return {
    ...state,
    resources: state.resources.map((resource) => ({
      ...resource,
      instances: resource.instances.map(follow),
    })),
  };
}
