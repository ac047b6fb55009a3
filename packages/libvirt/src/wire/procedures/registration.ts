import { domain, network, nodeDevice, secret, storagePool } from '../objects.js';
import { read } from '../procedure.js';
import { int, optional } from '../xdr.js';

/** Registration for events: each answers a callback id, which counts apart for each kind of object. */
export const registrationProcedures = {
  CONNECT_NETWORK_EVENT_REGISTER_ANY: read(
    313,
    { eventID: int, net: optional(network) },
    { callbackID: int },
  ),
  CONNECT_NETWORK_EVENT_DEREGISTER_ANY: read(314, { callbackID: int }, {}),
  CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: read(
    316,
    { eventID: int, dom: optional(domain) },
    { callbackID: int },
  ),
  CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY: read(317, { callbackID: int }, {}),
  CONNECT_REGISTER_CLOSE_CALLBACK: read(360, {}, {}),
  CONNECT_UNREGISTER_CLOSE_CALLBACK: read(361, {}, {}),
  CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY: read(
    368,
    { eventID: int, pool: optional(storagePool) },
    { callbackID: int },
  ),
  CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY: read(369, { callbackID: int }, {}),
  CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY: read(
    374,
    { eventID: int, dev: optional(nodeDevice) },
    { callbackID: int },
  ),
  CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY: read(375, { callbackID: int }, {}),
  CONNECT_SECRET_EVENT_REGISTER_ANY: read(
    380,
    { eventID: int, secret: optional(secret) },
    { callbackID: int },
  ),
  CONNECT_SECRET_EVENT_DEREGISTER_ANY: read(381, { callbackID: int }, {}),
} as const;
