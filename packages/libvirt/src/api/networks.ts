import type { CallOptions, Caller } from '../caller.js';
import type { TypedParameter } from '../wire/objects.js';
import type { ResultOf } from '../wire/procedures.js';
import { methodMaker } from './method.js';
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

/** Calls on networks and their ports; each is one procedure of libvirt, under libvirt's name. */
export interface Networks {
  /** `flags`: NetworkListFlags. */
  list(flags?: number, options?: CallOptions): Promise<readonly Network[]>;
  lookupByUuid(uuid: string, options?: CallOptions): Promise<Network>;
  lookupByName(name: string, options?: CallOptions): Promise<Network>;
  /** `flags`: NetworkDefineFlags (since 7.7). */
  defineXml(xml: string, flags?: number, options?: CallOptions): Promise<Network>;
  /** Starts a network that has no definition and is gone when it stops. `flags`: NetworkCreateFlags (since 7.8). */
  createXml(xml: string, flags?: number, options?: CallOptions): Promise<Network>;
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
  /**
   * `type`: DomainMetadataType; an element has a key (prefix) and a URI (namespace). Without a value it is removed. `flags`:
   * NetworkUpdateFlags. Since 9.7.
   */
  setMetadata(
    network: Network,
    type: number,
    metadata: { readonly value?: string; readonly key?: string; readonly uri?: string },
    flags: number,
    options?: CallOptions,
  ): Promise<void>;
  /** `uri` is that of an element's namespace. Where there is none: VIR_ERR_NO_NETWORK_METADATA. Since 9.7. */
  metadata(
    network: Network,
    type: number,
    uri: string | undefined,
    flags: number,
    options?: CallOptions,
  ): Promise<string>;
  /** The leases of one MAC address, or all. Since 1.2.6. */
  dhcpLeases(network: Network, mac?: string, options?: CallOptions): Promise<readonly DhcpLease[]>;
  /** Since 5.5, as all of ports. */
  ports(network: Network, options?: CallOptions): Promise<readonly NetworkPort[]>;
  portLookupByUuid(network: Network, uuid: string, options?: CallOptions): Promise<NetworkPort>;
  /** What libvirt does by itself when a guest starts. `flags`: NetworkPortCreateFlags. */
  portCreateXml(network: Network, xml: string, flags?: number, options?: CallOptions): Promise<NetworkPort>;
  portXmlDesc(port: NetworkPort, options?: CallOptions): Promise<string>;
  /** Its bandwidth. */
  portParameters(port: NetworkPort, options?: CallOptions): Promise<readonly TypedParameter[]>;
  /**
   * `inbound.average`, `inbound.peak`, `inbound.floor`, `outbound.average`, `outbound.peak` (uint, KiB/s), `inbound.burst`,
   * `outbound.burst` (uint, KiB).
   */
  setPortParameters(
    port: NetworkPort,
    parameters: readonly TypedParameter[],
    options?: CallOptions,
  ): Promise<void>;
  portDelete(port: NetworkPort, options?: CallOptions): Promise<void>;
}

/** The calls on networks of one host. */
export function networkCalls(caller: Caller): Networks {
  const { answer, action } = methodMaker(caller);
  const call: Caller['call'] = (procedure, args, options) => caller.call(procedure, args, options);
  return {
    list: answer('CONNECT_LIST_ALL_NETWORKS', ['flags'], ({ nets }) => nets, { needResults: 1 }),
    lookupByUuid: answer('NETWORK_LOOKUP_BY_UUID', ['uuid'], ({ net }) => net),
    lookupByName: answer('NETWORK_LOOKUP_BY_NAME', ['name'], ({ net }) => net),
    // Without flags, the older procedures, which all daemons know.
    defineXml: async (xml, flags = 0, options) =>
      flags === 0
        ? (await call('NETWORK_DEFINE_XML', { xml }, options)).net
        : (await call('NETWORK_DEFINE_XML_FLAGS', { xml, flags }, options)).net,
    createXml: async (xml, flags = 0, options) =>
      flags === 0
        ? (await call('NETWORK_CREATE_XML', { xml }, options)).net
        : (await call('NETWORK_CREATE_XML_FLAGS', { xml, flags }, options)).net,
    create: action('NETWORK_CREATE', ['net']),
    destroy: action('NETWORK_DESTROY', ['net']),
    undefine: action('NETWORK_UNDEFINE', ['net']),
    xmlDesc: answer('NETWORK_GET_XML_DESC', ['net', 'flags'], ({ xml }) => xml),
    isActive: answer('NETWORK_IS_ACTIVE', ['net'], ({ active }) => active !== 0),
    isPersistent: answer('NETWORK_IS_PERSISTENT', ['net'], ({ persistent }) => persistent !== 0),
    autostart: answer('NETWORK_GET_AUTOSTART', ['net'], ({ autostart }) => autostart !== 0),
    setAutostart: async (net, autostart, options) => {
      await call('NETWORK_SET_AUTOSTART', { net, autostart: autostart ? 1 : 0 }, options);
    },
    bridgeName: answer('NETWORK_GET_BRIDGE_NAME', ['net'], ({ name }) => name),
    update: async (net, { command, section, parentIndex = -1, xml }, flags, options) => {
      await call('NETWORK_UPDATE', { net, command, section, parentIndex, xml, flags }, options);
    },
    setMetadata: async (network, type, { value, key, uri }, flags, options) => {
      await call('NETWORK_SET_METADATA', { network, type, metadata: value, key, uri, flags }, options);
    },
    metadata: answer('NETWORK_GET_METADATA', ['network', 'type', 'uri', 'flags'], ({ metadata }) => metadata),
    dhcpLeases: answer('NETWORK_GET_DHCP_LEASES', ['net', 'mac'], ({ leases }) => leases, {
      needResults: 1,
      flags: 0,
    }),
    ports: answer('NETWORK_LIST_ALL_PORTS', ['network'], ({ ports }) => ports, { needResults: 1, flags: 0 }),
    portLookupByUuid: answer('NETWORK_PORT_LOOKUP_BY_UUID', ['network', 'uuid'], ({ port }) => port),
    portCreateXml: answer('NETWORK_PORT_CREATE_XML', ['network', 'xml', 'flags'], ({ port }) => port),
    portXmlDesc: answer('NETWORK_PORT_GET_XML_DESC', ['port'], ({ xml }) => xml, { flags: 0 }),
    // Its `nparams` is without meaning: it answers all there are.
    portParameters: answer('NETWORK_PORT_GET_PARAMETERS', ['port'], ({ params }) => params, {
      nparams: 0,
      flags: 0,
    }),
    setPortParameters: action('NETWORK_PORT_SET_PARAMETERS', ['port', 'params'], { flags: 0 }),
    portDelete: action('NETWORK_PORT_DELETE', ['port'], { flags: 0 }),
  };
}
