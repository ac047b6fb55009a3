import type { ClockEffects } from '../effects/effects.js';
import { hostKey } from './hosts.js';
import type { ConfiguredProvider } from './providers.js';

type HostOf = Pick<ConfiguredProvider, 'uri' | 'host' | 'provider'>;

/** What was seen of a host. */
export interface SeenHost {
  readonly view: unknown;
  /** How long ago, in ms. */
  readonly age: number;
}

/**
 * What a plan saw of its hosts, for the apply that follows it in the same process. Where that does not follow at once, it reads each host
 * again before it begins, and what it was told here only saves it to make sense of the same text twice.
 */
export interface SeenHosts {
  /** To be told when the host has just been read. */
  put(host: HostOf, view: unknown): void;
  /** Gives it away: nothing is kept of a host for longer than it is of use. */
  take(host: HostOf): SeenHost | undefined;
}

export function seenHosts({ now }: Pick<ClockEffects, 'now'>): SeenHosts {
  const views = new Map<string, { readonly view: unknown; readonly at: number }>();
  return {
    put: (host, view) => void views.set(hostKey(host), { view, at: now() }),
    take: (host) => {
      const seen = views.get(hostKey(host));
      views.delete(hostKey(host));
      return seen === undefined ? undefined : { view: seen.view, age: now() - seen.at };
    },
  };
}
