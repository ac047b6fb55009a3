import type { Caller } from './caller.js';
import type { EventCalls } from './event-hub.js';

/** How events of each kind are asked for. */
export function registrationCalls(caller: Pick<Caller, 'call'>): EventCalls {
  return {
    async register(kind, eventID, { domain, network, pool }, options) {
      switch (kind) {
        case 'domain':
          return (
            await caller.call('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID, dom: domain }, options)
          ).callbackID;
        case 'network':
          return (await caller.call('CONNECT_NETWORK_EVENT_REGISTER_ANY', { eventID, net: network }, options))
            .callbackID;
        case 'pool':
          return (await caller.call('CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY', { eventID, pool }, options))
            .callbackID;
      }
    },
    async deregister(kind, callbackID) {
      switch (kind) {
        case 'domain':
          await caller.call('CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY', { callbackID });
          return;
        case 'network':
          await caller.call('CONNECT_NETWORK_EVENT_DEREGISTER_ANY', { callbackID });
          return;
        case 'pool':
          await caller.call('CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY', { callbackID });
          return;
      }
    },
  };
}
