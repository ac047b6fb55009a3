import type { CallOptions, Caller } from '../caller.js';
import type { ResultOf } from '../wire/procedures.js';
import type { Network, NetworkPort } from './values.js';

/** A DHCP lease; `expirytime` in seconds since 1970. It may outlive its guest. */
export type DhcpLease = ResultOf<'NETWORK_GET_DHCP_LEASES'>['leases'][number];

/** What virNetworkUpdate changes: NetworkUpdateCommand, NetworkUpdateSection, the XML, and -1 or which parent element. */
export interface NetworkUpdate {
  readonly command: number;
  readonly section: number;
  readonly parentIndex?: number;
  readonly xml: string;
}

/** Calls on networks; each is one procedure of libvirt, under libvirt's name. */
export interface Networks {
  /** `flags`: NetworkListFlags. */
  list(flags?: number, options?: CallOptions): Promise<readonly Network[]>;
  lookupByUuid(uuid: string, options?: CallOptions): Promise<Network>;
  lookupByName(name: string, options?: CallOptions): Promise<Network>;
  defineXml(xml: string, options?: CallOptions): Promise<Network>;
  /** Starts it. */
  create(network: Network, options?: CallOptions): Promise<void>;
  /** Stops it; guests lose their link. */
  destroy(network: Network, options?: CallOptions): Promise<void>;
  undefine(network: Network, options?: CallOptions): Promise<void>;
  /** `flags`: NetworkXmlFlags. */
  xmlDesc(network: Network, flags?: number, options?: CallOptions): Promise<string>;
  isActive(network: Network, options?: CallOptions): Promise<boolean>;
  isPersistent(network: Network, options?: CallOptions): Promise<boolean>;
  autostart(network: Network, options?: CallOptions): Promise<boolean>;
  setAutostart(network: Network, autostart: boolean, options?: CallOptions): Promise<void>;
  bridgeName(network: Network, options?: CallOptions): Promise<string>;
  /** Changes a part of it in place. `flags`: NetworkUpdateFlags. */
  update(network: Network, update: NetworkUpdate, flags: number, options?: CallOptions): Promise<void>;
  /** The leases of one MAC address, or all. */
  dhcpLeases(network: Network, mac?: string, options?: CallOptions): Promise<readonly DhcpLease[]>;
  ports(network: Network, options?: CallOptions): Promise<readonly NetworkPort[]>;
  portXmlDesc(port: NetworkPort, options?: CallOptions): Promise<string>;
}

/** The calls on networks of one host. */
export function networkCalls(caller: Caller): Networks {
  const call: Caller['call'] = (procedure, args, options) => caller.call(procedure, args, options);
  return {
    list: async (flags = 0, options) =>
      (await call('CONNECT_LIST_ALL_NETWORKS', { needResults: 1, flags }, options)).nets,
    lookupByUuid: async (uuid, options) => (await call('NETWORK_LOOKUP_BY_UUID', { uuid }, options)).net,
    lookupByName: async (name, options) => (await call('NETWORK_LOOKUP_BY_NAME', { name }, options)).net,
    defineXml: async (xml, options) => (await call('NETWORK_DEFINE_XML', { xml }, options)).net,
    create: async (net, options) => {
      await call('NETWORK_CREATE', { net }, options);
    },
    destroy: async (net, options) => {
      await call('NETWORK_DESTROY', { net }, options);
    },
    undefine: async (net, options) => {
      await call('NETWORK_UNDEFINE', { net }, options);
    },
    xmlDesc: async (net, flags = 0, options) =>
      (await call('NETWORK_GET_XML_DESC', { net, flags }, options)).xml,
    isActive: async (net, options) => (await call('NETWORK_IS_ACTIVE', { net }, options)).active !== 0,
    isPersistent: async (net, options) =>
      (await call('NETWORK_IS_PERSISTENT', { net }, options)).persistent !== 0,
    autostart: async (net, options) =>
      (await call('NETWORK_GET_AUTOSTART', { net }, options)).autostart !== 0,
    setAutostart: async (net, autostart, options) => {
      await call('NETWORK_SET_AUTOSTART', { net, autostart: autostart ? 1 : 0 }, options);
    },
    bridgeName: async (net, options) => (await call('NETWORK_GET_BRIDGE_NAME', { net }, options)).name,
    update: async (net, { command, section, parentIndex = -1, xml }, flags, options) => {
      await call('NETWORK_UPDATE', { net, command, section, parentIndex, xml, flags }, options);
    },
    dhcpLeases: async (net, mac, options) =>
      (await call('NETWORK_GET_DHCP_LEASES', { net, mac, needResults: 1, flags: 0 }, options)).leases,
    ports: async (network, options) =>
      (await call('NETWORK_LIST_ALL_PORTS', { network, needResults: 1, flags: 0 }, options)).ports,
    portXmlDesc: async (port, options) =>
      (await call('NETWORK_PORT_GET_XML_DESC', { port, flags: 0 }, options)).xml,
  };
}
