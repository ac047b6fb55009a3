import { isObject, isWhollyKnown } from '@virtform/values';
import type { Json, JsonObject, Path, Value } from '@virtform/values';
import type { Attributes, Identity } from '../kinds/kind.js';
import { knownJson } from '../plan/outputs.js';
import type { ResourceNode } from '../plan/plan.js';
import { plainValue } from '../state/dynamic.js';
import { confirmIntent, findInstance } from '../state/index.js';
import type { State, StateInstance } from '../state/state.js';

/** What is known of an object after something was done to it. */
export interface Outcome {
  readonly node: ResourceNode;
  readonly identity: Identity;
  /** As its kind tells them for the state. */
  readonly attributes: Attributes;
  readonly wanted: Attributes;
  /**
   * What the program marked. What the schema alone calls a secret is not named in the state: that provider's schema marks
   * nothing, and Terraform plans an update for every mark that it would not have set itself.
   */
  readonly marked: readonly Path[];
  readonly tainted: boolean;
  /** What an update asked for of which nobody saw the end. */
  readonly trying?: Attributes;
  /** It is off, and was ended to be started anew. */
  readonly restarting?: true;
}

/** The state with the object as it is now. Where an intent announced it, the intent is confirmed. */
export function recordOutcome(state: State, outcome: Outcome): State {
  const { node, identity, attributes, wanted, tainted, marked, trying, restarting } = outcome;
  const prior = findInstance(state, node.instance);
  const instance: StateInstance = {
    key: node.instance.key,
    deposed: undefined,
    tainted,
    schemaVersion: prior?.schemaVersion ?? 0,
    attributes,
    sensitive: marked,
    dependencies: node.dependencies,
    createBeforeDestroy: node.createBeforeDestroy,
    bookkeeping: { identity, wanted: wantedJson(wanted), intent: false },
    trying: trying === undefined ? undefined : wantedJson(trying),
    ...(restarting === undefined ? {} : { restarting }),
    foreignPrivate: prior?.foreignPrivate,
    unknown: prior?.unknown ?? {},
  };
  return confirmIntent(state, node.instance, node.provider, instance);
}

/** What the program asks for, as bookkeeping keeps it; what is not known yet is left out. */
export function wantedJson(wanted: Attributes): JsonObject {
  const known = knownJson(withoutUnknown(wanted));
  return isJsonObject(known) ? known : {};
}

/** The attributes that are known, for an intent: what Terraform looks an object up by. */
export function withoutUnknown(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => isWhollyKnown(value))
      .map(([name, value]): [string, Value] => [name, plainValue(value)]),
  );
}

function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}
