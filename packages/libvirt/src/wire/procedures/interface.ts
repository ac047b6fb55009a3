import { iface } from '../objects.js';
import { change, read, set } from '../procedure.js';
import { array, int, LIST_MAX, string, uint } from '../xdr.js';

/** Network interfaces of the host. */
export const interfaceProcedures = {
  INTERFACE_LOOKUP_BY_NAME: read(128, { name: string }, { iface: iface }),
  INTERFACE_LOOKUP_BY_MAC_STRING: read(129, { mac: string }, { iface: iface }),
  INTERFACE_GET_XML_DESC: read(130, { iface: iface, flags: uint }, { xml: string }),
  INTERFACE_DEFINE_XML: set(131, { xml: string, flags: uint }, { iface: iface }),
  INTERFACE_UNDEFINE: set(132, { iface: iface }, {}),
  INTERFACE_CREATE: change(133, { iface: iface, flags: uint }, {}),
  INTERFACE_DESTROY: set(134, { iface: iface, flags: uint }, {}),
  INTERFACE_IS_ACTIVE: read(156, { iface: iface }, { active: int }),
  CONNECT_LIST_ALL_INTERFACES: read(
    284,
    { needResults: int, flags: uint },
    { ifaces: array(iface, LIST_MAX), ret: uint },
  ),
  INTERFACE_CHANGE_BEGIN: set(220, { flags: uint }, {}),
  INTERFACE_CHANGE_COMMIT: set(221, { flags: uint }, {}),
  INTERFACE_CHANGE_ROLLBACK: set(222, { flags: uint }, {}),
} as const;
