import type { Attributes, Identity, Kind } from '../kinds/kind.js';
import type { ResourceNode } from '../plan/plan.js';
import type { SettledObjects } from '../plan/settled-objects.js';
import { rememberTold } from '../plan/settled.js';
import type { State } from '../state/state.js';
import type { HostSession } from './host-session.js';

/** An object that an apply made or changed. */
interface MadeObject {
  readonly node: ResourceNode;
  readonly kind: Kind<unknown>;
  readonly session: HostSession;
}

/** What was read back of the objects that an apply made or changed. */
export interface ReadBack {
  /**
   * An object was read back, just now.
   *
   * @param attributes what the state is told of it
   */
  note(made: MadeObject, identity: Identity, attributes: Attributes): void;
  /**
   * Remembers that the objects say what the state has of them, as far as it still has it. The next plan reads the same, and need not
   * decode it once more to know that.
   */
  remember(state: State): void;
}

/** Notes what is read back, where somebody remembers it. */
export function createReadBack(settled: SettledObjects | undefined): ReadBack {
  const noted = new Map<Attributes, { readonly node: ResourceNode; readonly seen: string }>();
  return {
    note({ node, kind, session }, identity, attributes) {
      const seen = settled === undefined ? undefined : kind.fingerprint?.(session.view, identity)?.object;
      if (seen !== undefined) noted.set(attributes, { node, seen });
    },
    remember({ resources }) {
      if (settled === undefined || noted.size === 0) return;
      for (const instance of resources.flatMap(({ instances }) => instances)) {
        const known = noted.get(instance.attributes);
        if (known !== undefined) rememberTold(settled, known.node, known.seen, instance);
      }
    },
  };
}
