import { hostKey } from './hosts.js';
import type { ConfiguredProvider } from './providers.js';

type HostOf = Pick<ConfiguredProvider, 'uri' | 'provider'>;

/**
 * What a plan saw of its hosts, for the apply that follows it in the same process. The apply reads each host again before it begins: what it
 * was told here only saves it to make sense of the same text twice.
 */
export interface SeenHosts {
  put(host: HostOf, view: unknown): void;
  /** Gives it away: nothing is kept of a host for longer than it is of use. */
  take(host: HostOf): unknown;
}

export function seenHosts(): SeenHosts {
  const views = new Map<string, unknown>();
  return {
    put: (host, view) => void views.set(hostKey(host), view),
    take: (host) => {
      const view = views.get(hostKey(host));
      views.delete(hostKey(host));
      return view;
    },
  };
}
