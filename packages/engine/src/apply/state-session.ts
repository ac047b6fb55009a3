import type { Caller } from '@virtform/libvirt';
import type { Attributes } from '../kinds/kind.js';
import type { StateProvider } from '../kinds/provider.js';
import type { HostSession } from './host-session.js';

/** A session for objects that the state alone holds: nothing is opened, and its view is all that there is of them. */
export function stateSession(provider: StateProvider<unknown>, objects: readonly Attributes[]): HostSession {
  return {
    uri: provider.source,
    provider,
    view: provider.viewOf(objects),
    caller: () => NOBODY,
    reread: () => Promise.resolve(),
    reconnect: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function refuse(): never {
  throw new TypeError('a kind whose objects the state alone holds has no host to call');
}

/** Stands where a step would find its host. */
const NOBODY: Caller = {
  uri: '',
  call: refuse,
  upload: refuse,
  download: refuse,
  converse: refuse,
  events: refuse,
  close: () => Promise.resolve(),
};
