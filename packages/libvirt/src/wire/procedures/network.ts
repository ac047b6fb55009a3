import { network, networkPort, typedParameters, uuid } from '../objects.js';
import { change, read, set } from '../procedure.js';
import { array, hyper, int, LIST_MAX, optional, string, struct, uint } from '../xdr.js';

const networkDhcpLease = struct({
  iface: string,
  expirytime: hyper,
  type: int,
  mac: optional(string),
  iaid: optional(string),
  ipaddr: string,
  prefix: uint,
  hostname: optional(string),
  clientid: optional(string),
});

/** Networks and their ports. */
export const networkProcedures = {
  NETWORK_CREATE: change(39, { net: network }, {}),
  NETWORK_CREATE_XML: change(40, { xml: string }, { net: network }),
  NETWORK_DEFINE_XML: set(41, { xml: string }, { net: network }),
  NETWORK_DESTROY: change(42, { net: network }, {}),
  NETWORK_GET_XML_DESC: read(43, { net: network, flags: uint }, { xml: string }),
  NETWORK_GET_AUTOSTART: read(44, { net: network }, { autostart: int }),
  NETWORK_GET_BRIDGE_NAME: read(45, { net: network }, { name: string }),
  NETWORK_LOOKUP_BY_NAME: read(46, { name: string }, { net: network }),
  NETWORK_LOOKUP_BY_UUID: read(47, { uuid: uuid }, { net: network }),
  NETWORK_SET_AUTOSTART: set(48, { net: network, autostart: int }, {}),
  NETWORK_UNDEFINE: set(49, { net: network }, {}),
  NETWORK_IS_ACTIVE: read(152, { net: network }, { active: int }),
  NETWORK_IS_PERSISTENT: read(153, { net: network }, { persistent: int }),
  CONNECT_LIST_ALL_NETWORKS: read(
    283,
    { needResults: int, flags: uint },
    { nets: array(network, LIST_MAX), ret: uint },
  ),
  NETWORK_UPDATE: set(
    291,
    { net: network, command: uint, section: uint, parentIndex: int, xml: string, flags: uint },
    {},
  ),
  NETWORK_GET_DHCP_LEASES: read(
    341,
    { net: network, mac: optional(string), needResults: int, flags: uint },
    { leases: array(networkDhcpLease, 65_536), ret: uint },
  ),
  NETWORK_LIST_ALL_PORTS: read(
    404,
    { network: network, needResults: int, flags: uint },
    { ports: array(networkPort, LIST_MAX), ret: uint },
  ),
  NETWORK_PORT_LOOKUP_BY_UUID: read(405, { network: network, uuid: uuid }, { port: networkPort }),
  NETWORK_PORT_CREATE_XML: change(406, { network: network, xml: string, flags: uint }, { port: networkPort }),
  NETWORK_PORT_GET_PARAMETERS: read(
    407,
    { port: networkPort, nparams: int, flags: uint },
    { params: typedParameters(16), nparams: int },
  ),
  NETWORK_PORT_SET_PARAMETERS: change(
    408,
    { port: networkPort, params: typedParameters(16), flags: uint },
    {},
  ),
  NETWORK_PORT_GET_XML_DESC: read(409, { port: networkPort, flags: uint }, { xml: string }),
  NETWORK_PORT_DELETE: change(410, { port: networkPort, flags: uint }, {}),
  NETWORK_DEFINE_XML_FLAGS: set(432, { xml: string, flags: uint }, { net: network }),
  NETWORK_CREATE_XML_FLAGS: change(437, { xml: string, flags: uint }, { net: network }),
  /** Since libvirt 9.7, as is the next. */
  /** Since libvirt 9.7, as is the next. */
  NETWORK_SET_METADATA: set(
    444,
    {
      network: network,
      type: int,
      metadata: optional(string),
      key: optional(string),
      uri: optional(string),
      flags: uint,
    },
    {},
  ),
  NETWORK_GET_METADATA: read(
    445,
    { network: network, type: int, uri: optional(string), flags: uint },
    { metadata: string },
  ),
} as const;
