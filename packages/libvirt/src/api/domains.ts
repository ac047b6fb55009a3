import type { CallOptions, Caller } from '../caller.js';
import type { TypedParameter } from '../wire/objects.js';
import type { ResultOf } from '../wire/procedures.js';
import { type DomainConsoles, domainConsoles } from './domain/consoles.js';
import type { Domain } from './values.js';

/** virDomainInfo. Memory in KiB, CPU time in ns. */
export type DomainInfo = ResultOf<'DOMAIN_GET_INFO'>;

/** An interface as the guest or a DHCP server sees it; address types: 0 IPv4, 1 IPv6. */
export type DomainInterface = ResultOf<'DOMAIN_INTERFACE_ADDRESSES'>['ifaces'][number];

/** The figures of one guest. */
export interface DomainStatsRecord {
  readonly domain: Domain;
  readonly params: readonly TypedParameter[];
}

/** Calls on guests; each is one procedure of libvirt, under libvirt's name. */
export interface Domains extends DomainConsoles {
  /** `flags`: DomainListFlags. */
  list(flags?: number, options?: CallOptions): Promise<readonly Domain[]>;
  lookupByUuid(uuid: string, options?: CallOptions): Promise<Domain>;
  lookupByName(name: string, options?: CallOptions): Promise<Domain>;
  lookupById(id: number, options?: CallOptions): Promise<Domain>;
  /** `flags`: DomainDefineFlags. */
  defineXml(xml: string, flags?: number, options?: CallOptions): Promise<Domain>;
  /** Starts it; answers with its new id. `flags`: DomainCreateFlags. */
  create(domain: Domain, flags?: number, options?: CallOptions): Promise<Domain>;
  /** Pulls its plug. `flags`: DomainDestroyFlags. */
  destroy(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  /** `flags`: DomainUndefineFlags. */
  undefine(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  /** Asks the guest to shut down, which it may ignore. `flags`: DomainShutdownFlags. */
  shutdown(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  reboot(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  reset(domain: Domain, options?: CallOptions): Promise<void>;
  suspend(domain: Domain, options?: CallOptions): Promise<void>;
  resume(domain: Domain, options?: CallOptions): Promise<void>;
  rename(domain: Domain, name: string, options?: CallOptions): Promise<void>;
  /** `flags`: DomainXmlFlags. */
  xmlDesc(domain: Domain, flags?: number, options?: CallOptions): Promise<string>;
  /** Its DomainState, and the reason, whose meaning depends on the state. */
  state(domain: Domain, options?: CallOptions): Promise<{ readonly state: number; readonly reason: number }>;
  info(domain: Domain, options?: CallOptions): Promise<DomainInfo>;
  isActive(domain: Domain, options?: CallOptions): Promise<boolean>;
  isPersistent(domain: Domain, options?: CallOptions): Promise<boolean>;
  isUpdated(domain: Domain, options?: CallOptions): Promise<boolean>;
  autostart(domain: Domain, options?: CallOptions): Promise<boolean>;
  setAutostart(domain: Domain, autostart: boolean, options?: CallOptions): Promise<void>;
  /** `flags`: DomainDeviceFlags. */
  attachDevice(domain: Domain, xml: string, flags: number, options?: CallOptions): Promise<void>;
  /** Asks for it; a running guest lets go when it wants to, told by the event domain.device-removed. */
  detachDevice(domain: Domain, xml: string, flags: number, options?: CallOptions): Promise<void>;
  detachDeviceAlias(domain: Domain, alias: string, flags: number, options?: CallOptions): Promise<void>;
  updateDevice(domain: Domain, xml: string, flags: number, options?: CallOptions): Promise<void>;
  /** `flags`: DomainVcpuFlags. */
  setVcpus(domain: Domain, vcpus: number, flags: number, options?: CallOptions): Promise<void>;
  vcpus(domain: Domain, flags: number, options?: CallOptions): Promise<number>;
  /** KiB. `flags`: DomainMemoryFlags. */
  setMemory(domain: Domain, memory: bigint, flags: number, options?: CallOptions): Promise<void>;
  /** Resizes a disk of a running guest. Size in bytes with DomainBlockResizeFlags.BYTES, else KiB. */
  blockResize(
    domain: Domain,
    disk: string,
    size: bigint,
    flags: number,
    options?: CallOptions,
  ): Promise<void>;
  /** `type`: DomainMetadataType; an element has a key (prefix) and a URI (namespace). Without a value it is removed. */
  setMetadata(
    domain: Domain,
    type: number,
    metadata: { readonly value?: string; readonly key?: string; readonly uri?: string },
    flags: number,
    options?: CallOptions,
  ): Promise<void>;
  metadata(
    domain: Domain,
    type: number,
    uri: string | undefined,
    flags: number,
    options?: CallOptions,
  ): Promise<string>;
  /** `source`: InterfaceAddressesSource. A lease may outlive its guest. */
  interfaceAddresses(
    domain: Domain,
    source: number,
    options?: CallOptions,
  ): Promise<readonly DomainInterface[]>;
  /** A command of the QEMU guest agent as JSON, and its answer. `timeout` in s; -2 waits for good, -1 for libvirt's default. */
  agentCommand(domain: Domain, command: string, timeout?: number, options?: CallOptions): Promise<string>;
  /** The figures of the given guests, or of all. `stats`: DomainStats, 0 for all; `flags`: DomainStatsFlags. */
  allStats(
    domains: readonly Domain[],
    stats?: number,
    flags?: number,
    options?: CallOptions,
  ): Promise<readonly DomainStatsRecord[]>;
  hasManagedSave(domain: Domain, options?: CallOptions): Promise<boolean>;
  managedSave(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  managedSaveRemove(domain: Domain, options?: CallOptions): Promise<void>;
}

/** The calls on guests of one host. */
export function domainCalls(caller: Caller): Domains {
  const call: Caller['call'] = (procedure, args, options) => caller.call(procedure, args, options);
  return {
    ...domainConsoles(caller),
    list: async (flags = 0, options) =>
      (await call('CONNECT_LIST_ALL_DOMAINS', { needResults: 1, flags }, options)).domains,
    lookupByUuid: async (uuid, options) => (await call('DOMAIN_LOOKUP_BY_UUID', { uuid }, options)).dom,
    lookupByName: async (name, options) => (await call('DOMAIN_LOOKUP_BY_NAME', { name }, options)).dom,
    lookupById: async (id, options) => (await call('DOMAIN_LOOKUP_BY_ID', { id }, options)).dom,
    defineXml: async (xml, flags = 0, options) =>
      (await call('DOMAIN_DEFINE_XML_FLAGS', { xml, flags }, options)).dom,
    create: async (dom, flags = 0, options) =>
      (await call('DOMAIN_CREATE_WITH_FLAGS', { dom, flags }, options)).dom,
    destroy: async (dom, flags = 0, options) => {
      await call('DOMAIN_DESTROY_FLAGS', { dom, flags }, options);
    },
    undefine: async (dom, flags = 0, options) => {
      await call('DOMAIN_UNDEFINE_FLAGS', { dom, flags }, options);
    },
    shutdown: async (dom, flags = 0, options) => {
      await call('DOMAIN_SHUTDOWN_FLAGS', { dom, flags }, options);
    },
    reboot: async (dom, flags = 0, options) => {
      await call('DOMAIN_REBOOT', { dom, flags }, options);
    },
    reset: async (dom, options) => {
      await call('DOMAIN_RESET', { dom, flags: 0 }, options);
    },
    suspend: async (dom, options) => {
      await call('DOMAIN_SUSPEND', { dom }, options);
    },
    resume: async (dom, options) => {
      await call('DOMAIN_RESUME', { dom }, options);
    },
    rename: async (dom, newName, options) => {
      await call('DOMAIN_RENAME', { dom, newName, flags: 0 }, options);
    },
    xmlDesc: async (dom, flags = 0, options) =>
      (await call('DOMAIN_GET_XML_DESC', { dom, flags }, options)).xml,
    state: (dom, options) => call('DOMAIN_GET_STATE', { dom, flags: 0 }, options),
    info: (dom, options) => call('DOMAIN_GET_INFO', { dom }, options),
    isActive: async (dom, options) => (await call('DOMAIN_IS_ACTIVE', { dom }, options)).active !== 0,
    isPersistent: async (dom, options) =>
      (await call('DOMAIN_IS_PERSISTENT', { dom }, options)).persistent !== 0,
    isUpdated: async (dom, options) => (await call('DOMAIN_IS_UPDATED', { dom }, options)).updated !== 0,
    autostart: async (dom, options) => (await call('DOMAIN_GET_AUTOSTART', { dom }, options)).autostart !== 0,
    setAutostart: async (dom, autostart, options) => {
      await call('DOMAIN_SET_AUTOSTART', { dom, autostart: autostart ? 1 : 0 }, options);
    },
    attachDevice: async (dom, xml, flags, options) => {
      await call('DOMAIN_ATTACH_DEVICE_FLAGS', { dom, xml, flags }, options);
    },
    detachDevice: async (dom, xml, flags, options) => {
      await call('DOMAIN_DETACH_DEVICE_FLAGS', { dom, xml, flags }, options);
    },
    detachDeviceAlias: async (dom, alias, flags, options) => {
      await call('DOMAIN_DETACH_DEVICE_ALIAS', { dom, alias, flags }, options);
    },
    updateDevice: async (dom, xml, flags, options) => {
      await call('DOMAIN_UPDATE_DEVICE_FLAGS', { dom, xml, flags }, options);
    },
    setVcpus: async (dom, nvcpus, flags, options) => {
      await call('DOMAIN_SET_VCPUS_FLAGS', { dom, nvcpus, flags }, options);
    },
    vcpus: async (dom, flags, options) => (await call('DOMAIN_GET_VCPUS_FLAGS', { dom, flags }, options)).num,
    setMemory: async (dom, memory, flags, options) => {
      await call('DOMAIN_SET_MEMORY_FLAGS', { dom, memory, flags }, options);
    },
    blockResize: async (dom, disk, size, flags, options) => {
      await call('DOMAIN_BLOCK_RESIZE', { dom, disk, size, flags }, options);
    },
    setMetadata: async (dom, type, { value, key, uri }, flags, options) => {
      await call('DOMAIN_SET_METADATA', { dom, type, metadata: value, key, uri, flags }, options);
    },
    metadata: async (dom, type, uri, flags, options) =>
      (await call('DOMAIN_GET_METADATA', { dom, type, uri, flags }, options)).metadata,
    interfaceAddresses: async (dom, source, options) =>
      (await call('DOMAIN_INTERFACE_ADDRESSES', { dom, source, flags: 0 }, options)).ifaces,
    agentCommand: async (dom, cmd, timeout = -1, options) =>
      (await call('QEMU_DOMAIN_AGENT_COMMAND', { dom, cmd, timeout, flags: 0 }, options)).result ?? '',
    allStats: async (doms, stats = 0, flags = 0, options) => {
      const { retStats } = await call('CONNECT_GET_ALL_DOMAIN_STATS', { doms, stats, flags }, options);
      return retStats.map(({ dom, params }) => ({ domain: dom, params }));
    },
    hasManagedSave: async (dom, options) =>
      (await call('DOMAIN_HAS_MANAGED_SAVE_IMAGE', { dom, flags: 0 }, options)).result !== 0,
    managedSave: async (dom, flags = 0, options) => {
      await call('DOMAIN_MANAGED_SAVE', { dom, flags }, options);
    },
    managedSaveRemove: async (dom, options) => {
      await call('DOMAIN_MANAGED_SAVE_REMOVE', { dom, flags: 0 }, options);
    },
  };
}
