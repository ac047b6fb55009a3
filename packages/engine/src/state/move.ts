import { formatAddress, type InstanceAddress, type ModuleStep, resourceOf } from '../address.js';
import { findInstance, findResource, instancesOf, removeInstance, upsertInstance } from './edit.js';
import { StateError } from './errors.js';
import type { State, StateInstance } from './state.js';
import { formatTarget, instancesAt, parseTarget, type Target } from './target.js';

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
  const plan = planMove(state, from, to);
  // All leave before the first arrives, so that what moves may take the place of what moves too.
  const moved = plan.reduce((current, step) => place(state, current, step), withoutMoved(state, plan));
  return { state: followMoves(moved, plan), moves: movesOf(plan) };
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
  const plan = planMove(source, from, to);
  return {
    source: withoutMoved(source, plan),
    target: plan.reduce((current, step) => place(source, current, step), target),
    moves: movesOf(plan),
  };
}

function withoutMoved(state: State, plan: readonly PlannedMove[]): State {
  return plan.reduce((current, { old, instance }) => removeInstance(current, old, instance.deposed), state);
}

function movesOf(plan: readonly PlannedMove[]): readonly Move[] {
  return plan
    .filter(({ instance }) => instance.deposed === undefined)
    .map(({ old, now }) => ({ from: formatAddress(old), to: formatAddress(now) }));
}

interface PlannedMove {
  readonly old: InstanceAddress;
  readonly now: InstanceAddress;
  readonly instance: StateInstance;
}

function planMove(state: State, from: string, to: string): readonly PlannedMove[] {
  const plan = plannedMoves(state, parseTarget(from), parseTarget(to));
  if (plan.length > 0) return plan;
  throw new StateError(
    'address',
    `Cannot move ${from}: the state holds nothing there.`,
    '"virtform state list" shows what it holds.',
  );
}

function plannedMoves(state: State, source: Target, destination: Target): readonly PlannedMove[] {
  if (source.kind === 'module' && destination.kind === 'module') {
    return instancesAt(state, source, true).map(({ address, instance }) => ({
      old: address,
      now: { ...address, module: rebase(address.module, source.module, destination.module) },
      instance,
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
  return instancesAt(state, source, true)
    .filter(({ address }) => !isOne || address.key === source.address.key)
    .map(({ address, instance }) => {
      const key = isOne ? wanted.key : address.key;
      return {
        old: address,
        now: { ...resourceOf(wanted), ...(key === undefined ? {} : { key }) },
        instance,
      };
    });
}

function rebase(
  module: readonly ModuleStep[],
  from: readonly ModuleStep[],
  to: readonly ModuleStep[],
): readonly ModuleStep[] {
  return [...to, ...module.slice(from.length)];
}

function place(before: State, state: State, { old, now, instance }: PlannedMove): State {
  const { provider = '' } = findResource(before, old) ?? {};
  const there = findResource(state, now);
  const what = `Cannot move ${formatAddress(old)} to ${formatAddress(now)}`;
  if (findInstance(state, now, instance.deposed) !== undefined) {
    throw new StateError(
      'address',
      `${what}: the state holds something there already.`,
      'Move or remove that first.',
    );
  }
  if (there !== undefined && there.provider !== provider) {
    throw new StateError(
      'address',
      `${what}: that resource belongs to ${there.provider}, this one to ${provider}.`,
      'Use "virtform state replace-provider" first.',
    );
  }
  return upsertInstance(state, now, provider, { ...instance, key: now.key });
}

/** Dependencies name resources; one follows its resource where nothing of it stayed behind. */
function followMoves(state: State, plan: readonly PlannedMove[]): State {
  const renamed = new Map(
    plan
      .filter(({ old }) => findResource(state, old) === undefined)
      .map(({ old, now }) => [dependencyName(old), dependencyName(now)]),
  );
  const follow = (names: readonly string[]): readonly string[] =>
    [...new Set(names.map((name) => renamed.get(name) ?? name))].sort();
  return [...instancesOf(state)]
    .filter(({ instance }) => instance.dependencies.some((name) => renamed.has(name)))
    .reduce(
      (current, { address, resource, instance }) =>
        upsertInstance(current, address, resource.provider, {
          ...instance,
          dependencies: follow(instance.dependencies),
        }),
      state,
    );
}

/** Dependencies name resources of the configuration: without keys, of modules neither. */
function dependencyName(address: InstanceAddress): string {
  const module = address.module.map(({ name }) => ({ name }));
  return formatAddress({ ...resourceOf(address), module });
}
