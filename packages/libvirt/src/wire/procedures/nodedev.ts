import { nodeDevice } from '../objects.js';
import { change, read, set } from '../procedure.js';
import { array, int, optional, string, uint } from '../xdr.js';

/** Devices of the host. */
export const nodedevProcedures = {
  NODE_DEVICE_LOOKUP_BY_NAME: read(113, { name: string }, { dev: nodeDevice }),
  NODE_DEVICE_GET_XML_DESC: read(114, { name: string, flags: uint }, { xml: string }),
  NODE_DEVICE_GET_PARENT: read(115, { name: string }, { parentName: optional(string) }),
  NODE_DEVICE_LIST_CAPS: read(117, { name: string, maxnames: int }, { names: array(string, 65_536) }),
  NODE_DEVICE_DETTACH: change(118, { name: string }, {}),
  NODE_DEVICE_RE_ATTACH: change(119, { name: string }, {}),
  NODE_DEVICE_RESET: change(120, { name: string }, {}),
  NODE_DEVICE_CREATE_XML: change(123, { xmlDesc: string, flags: uint }, { dev: nodeDevice }),
  NODE_DEVICE_DESTROY: set(124, { name: string }, {}),
  CONNECT_LIST_ALL_NODE_DEVICES: read(
    285,
    { needResults: int, flags: uint },
    { devices: array(nodeDevice, 65_536), ret: uint },
  ),
  NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN: read(
    297,
    { wwnn: string, wwpn: string, flags: uint },
    { dev: nodeDevice },
  ),
  NODE_DEVICE_DETACH_FLAGS: change(301, { name: string, driverName: optional(string), flags: uint }, {}),
  NODE_DEVICE_DEFINE_XML: change(428, { xmlDesc: string, flags: uint }, { dev: nodeDevice }),
  NODE_DEVICE_UNDEFINE: set(429, { name: string, flags: uint }, {}),
  NODE_DEVICE_CREATE: set(430, { name: string, flags: uint }, {}),
  NODE_DEVICE_GET_AUTOSTART: read(433, { name: string }, { autostart: int }),
  NODE_DEVICE_SET_AUTOSTART: set(434, { name: string, autostart: int }, {}),
  NODE_DEVICE_IS_PERSISTENT: read(435, { name: string }, { persistent: int }),
  NODE_DEVICE_IS_ACTIVE: read(436, { name: string }, { active: int }),
  /** Since libvirt 10.1. */
  NODE_DEVICE_UPDATE: change(447, { name: string, xmlDesc: string, flags: uint }, {}),
} as const;
