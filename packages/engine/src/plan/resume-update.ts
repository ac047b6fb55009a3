import { equalValues, type JsonObject } from '@virtform/values';
import type { InstanceAddress } from '../address.js';
import type { Actual, AttributeChange, Attributes, Kind } from '../kinds/kind.js';
import { findResource } from '../state/edit.js';
import { isIntent } from '../state/intents.js';
import type { State, StateInstance, StateResource } from '../state/state.js';
import { appliedSoFar } from './applied-so-far.js';
import { encodeValue } from './encoding.js';
import type { Examined } from './examine.js';

/** An instance as an apply left it that was killed over it; as it is where none was. */
export function resumed(
  resource: Pick<StateResource, 'instances'> | undefined,
  kind: Kind<unknown>,
  examined: Examined,
): Examined {
  const { prior } = examined;
  if (prior.trying !== undefined) return resumeUpdate(kind, examined);
  if (isStoppedToStart(prior, examined.actual)) return resumeBetween(kind, examined);
  return isReplacedBeside(resource, prior.key) && isOnItsWay(kind, examined)
    ? resumeBetween(kind, examined)
    : examined;
}

/** Whether an object is off that an apply ended to start it anew: that one failed, or was killed, before it could. */
export function isStoppedToStart(
  { restarting }: Pick<StateInstance, 'restarting'>,
  actual: Actual | undefined,
): boolean {
  return restarting === true && actual !== undefined && actual.running === undefined;
}

/** The same as kinds are asked. */
export function stoppedToStart(examined: Examined | undefined): { readonly isStopped?: true } {
  return examined !== undefined && isStoppedToStart(examined.prior, examined.actual)
    ? { isStopped: true }
    : {};
}

/** What `ignore_changes` goes by: of what was ended to be started anew, what it was before that. */
export function asBefore(kind: Kind<unknown>, examined: Examined | undefined): Attributes | undefined {
  if (examined?.refreshed === undefined || stoppedToStart(examined).isStopped !== true)
    return examined?.refreshed;
  // The bookkeeping of an update that was resumed says what it was between the two.
  return asItIs(kind, examined.refreshed, (examined.interrupted ?? examined.applied).attributes);
}

/** Whether an object is otherwise than it was applied in what an apply may change on its way. */
function isOnItsWay({ interim = [] }: Kind<unknown>, { actual, applied }: Examined): boolean {
  const side = actual?.stored ?? actual?.running;
  return (
    side !== undefined &&
    interim.some((name) => {
      const before = applied.wanted?.[name];
      return before !== undefined && !equalValues(side[name], before);
    })
  );
}

/** Nothing was changed of it but what comes between: a guest that was to be destroyed, or to be started anew, is off. */
function resumeBetween(kind: Kind<unknown>, examined: Examined): Examined {
  const { applied, actual } = examined;
  const side = actual?.stored ?? actual?.running ?? {};
  const wanted = asItIs(kind, applied.wanted ?? {}, side);
  const attributes = asItIs(kind, applied.attributes, side);
  return { ...examined, applied: { ...applied, wanted, attributes }, interrupted: applied };
}

/**
 * An instance that an apply was killed over while it changed it: of what that update asked for, what has come to be counts as applied.
 * So it is known to be ours, is not told as somebody else's change, and goes again where the program no longer says it.
 */
function resumeUpdate(kind: Kind<unknown>, examined: Examined): Examined {
  const { prior, applied, actual } = examined;
  const side = actual?.stored ?? actual?.running;
  if (prior.trying === undefined || actual === undefined || side === undefined) return examined;
  const shape = kind.schema.attributes;
  const { trying } = prior;
  const before = applied.wanted ?? {};
  const wanted = asItIs(kind, appliedSoFar(shape, before, trying, side), side);
  const told = appliedSoFar(shape, applied.attributes, over(applied.attributes, before, trying), side);
  const attributes = asItIs(kind, told, side);
  return {
    ...examined,
    applied: { ...applied, wanted, attributes },
    refreshed: kind.toState(actual, wanted),
    interrupted: applied,
  };
}

/**
 * What was applied, but for what an update may change on its way: as one that was killed left it, an object may be between two of its
 * steps, as a guest is off that was to be started anew.
 */
export function asItIs({ interim = [] }: Kind<unknown>, applied: Attributes, side: Attributes): Attributes {
  const between = interim.flatMap((name) => {
    const now = side[name];
    return applied[name] === undefined || now === undefined ? [] : [[name, now] as const];
  });
  return { ...applied, ...Object.fromEntries(between) };
}

/** The attributes as that update would have left them in the state. */
function over(attributes: Attributes, before: Attributes, trying: JsonObject): Attributes {
  const kept = Object.entries(attributes).filter(([name]) => before[name] === undefined);
  return { ...Object.fromEntries(kept), ...trying };
}

/**
 * Whether an apply was killed that was to destroy the object and make another in its place: the intent for that one stands beside it,
 * and where the object is gone, nobody else took it away.
 */
export function isBeingReplaced(state: State, instance: InstanceAddress): boolean {
  return isReplacedBeside(findResource(state, instance), instance.key);
}

function isReplacedBeside(
  resource: Pick<StateResource, 'instances'> | undefined,
  key: InstanceAddress['key'],
): boolean {
  const beside = resource?.instances ?? [];
  return beside.some((other) => other.key === key && other.deposed !== undefined && isIntent(other));
}

/** What an update that was killed did to an object: of what would else be somebody's change, what is none. */
export function doneBefore(
  drift: readonly AttributeChange[],
  left: readonly AttributeChange[],
): readonly AttributeChange[] {
  const others = new Set(left.map(changeKey));
  return drift.filter((change) => !others.has(changeKey(change)));
}

/** Indices count in what was applied, which is not the same for both. */
function changeKey({ path, label, before, after }: AttributeChange): string {
  const place = path.filter((part) => typeof part === 'string');
  return JSON.stringify(encodeValue([label ?? place, before ?? null, after ?? null]));
}
