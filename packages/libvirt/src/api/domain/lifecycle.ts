import type { CallOptions, Caller } from '../../caller.js';
import type { ResultOf } from '../../wire/procedures.js';
import { methodMaker } from '../method.js';
import type { Domain } from '../values.js';

/** virDomainInfo. Memory in KiB, CPU time in ns. */
export type DomainInfo = ResultOf<'DOMAIN_GET_INFO'>;

/** virDomainControlInfo: DomainControlState, DomainControlErrorReason, and for how long (ms). */
export type DomainControlInfo = ResultOf<'DOMAIN_GET_CONTROL_INFO'>;

/** A guest's DomainState and the reason for it, whose meaning depends on the state: DomainRunningReason, DomainPausedReason … */
export interface DomainStateAndReason {
  readonly state: number;
  readonly reason: number;
}

/** Guests are found, defined, started and ended. */
export interface DomainLifecycles {
  /** `flags`: DomainListFlags. */
  list(flags?: number, options?: CallOptions): Promise<readonly Domain[]>;
  lookupByUuid(uuid: string, options?: CallOptions): Promise<Domain>;
  lookupByName(name: string, options?: CallOptions): Promise<Domain>;
  lookupById(id: number, options?: CallOptions): Promise<Domain>;
  /** `flags`: DomainDefineFlags. */
  defineXml(xml: string, flags?: number, options?: CallOptions): Promise<Domain>;
  /** `flags`: DomainUndefineFlags. */
  undefine(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  /** Starts a guest that has no definition and is gone when it ends. `flags`: DomainCreateFlags. */
  createXml(xml: string, flags?: number, options?: CallOptions): Promise<Domain>;
  /** Starts it; answers with its new id. `flags`: DomainCreateFlags. */
  create(domain: Domain, flags?: number, options?: CallOptions): Promise<Domain>;
  /** Pulls its plug. `flags`: DomainDestroyFlags. */
  destroy(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  /** Asks the guest to shut down, which it may ignore. `flags`: DomainShutdownFlags. */
  shutdown(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  /** Asks the guest to reboot, which it may ignore. `flags`: DomainShutdownFlags. */
  reboot(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  /** Presses its reset button. */
  reset(domain: Domain, options?: CallOptions): Promise<void>;
  /** Stops its CPUs. */
  suspend(domain: Domain, options?: CallOptions): Promise<void>;
  /** Lets its CPUs run again. */
  resume(domain: Domain, options?: CallOptions): Promise<void>;
  /** Puts the guest to sleep, through its agent, for so many seconds (QEMU takes only 0n: until it is woken). `target`: SuspendTarget. */
  pmSuspendForDuration(
    domain: Domain,
    target: number,
    duration: bigint,
    options?: CallOptions,
  ): Promise<void>;
  /** Wakes it from that sleep. */
  pmWakeup(domain: Domain, options?: CallOptions): Promise<void>;
  /** Only while it is off, and has no snapshots. Since 1.2.19. */
  rename(domain: Domain, name: string, options?: CallOptions): Promise<void>;
  /** `flags`: DomainXmlFlags. */
  xmlDesc(domain: Domain, flags?: number, options?: CallOptions): Promise<string>;
  state(domain: Domain, options?: CallOptions): Promise<DomainStateAndReason>;
  info(domain: Domain, options?: CallOptions): Promise<DomainInfo>;
  /** Whether the hypervisor can be asked for this guest, or is busy with it. Running guests only. */
  controlInfo(domain: Domain, options?: CallOptions): Promise<DomainControlInfo>;
  /** `hvm`, `exe` … */
  osType(domain: Domain, options?: CallOptions): Promise<string>;
  isActive(domain: Domain, options?: CallOptions): Promise<boolean>;
  isPersistent(domain: Domain, options?: CallOptions): Promise<boolean>;
  /** Whether its definition differs from what runs. */
  isUpdated(domain: Domain, options?: CallOptions): Promise<boolean>;
  /** Whether it starts with the host. */
  autostart(domain: Domain, options?: CallOptions): Promise<boolean>;
  setAutostart(domain: Domain, autostart: boolean, options?: CallOptions): Promise<void>;
  /** Whether it starts with the host the next time only. Since 11.2. */
  autostartOnce(domain: Domain, options?: CallOptions): Promise<boolean>;
  /** Since 11.2. */
  setAutostartOnce(domain: Domain, autostart: boolean, options?: CallOptions): Promise<void>;
  /** What libvirt does when that happens. `type`: DomainLifecycle, `action`: DomainLifecycleAction, `flags`: DomainAffectFlags. Since 3.9. */
  setLifecycleAction(
    domain: Domain,
    type: number,
    action: number,
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /**
   * `type`: DomainMetadataType; an element has a key (prefix) and a URI (namespace). Without a value it is removed. `flags`:
   * DomainAffectFlags.
   */
  setMetadata(
    domain: Domain,
    type: number,
    metadata: { readonly value?: string; readonly key?: string; readonly uri?: string },
    flags: number,
    options?: CallOptions,
  ): Promise<void>;
  /** `uri` is that of an element's namespace. Where there is none: VIR_ERR_NO_DOMAIN_METADATA. */
  metadata(
    domain: Domain,
    type: number,
    uri: string | undefined,
    flags: number,
    options?: CallOptions,
  ): Promise<string>;
  /** What libvirt found amiss with it. `flags`: DomainMessageType, 0 for all. Since 7.1. */
  messages(domain: Domain, flags?: number, options?: CallOptions): Promise<readonly string[]>;
}

/** The calls that find, define, start and end guests of one host. */
export function lifecycleCalls(caller: Caller): DomainLifecycles {
  const { answer, action } = methodMaker(caller);
  return {
    list: answer('CONNECT_LIST_ALL_DOMAINS', ['flags'], ({ domains }) => domains, { needResults: 1 }),
    lookupByUuid: answer('DOMAIN_LOOKUP_BY_UUID', ['uuid'], ({ dom }) => dom),
    lookupByName: answer('DOMAIN_LOOKUP_BY_NAME', ['name'], ({ dom }) => dom),
    lookupById: answer('DOMAIN_LOOKUP_BY_ID', ['id'], ({ dom }) => dom),
    defineXml: answer('DOMAIN_DEFINE_XML_FLAGS', ['xml', 'flags'], ({ dom }) => dom),
    undefine: action('DOMAIN_UNDEFINE_FLAGS', ['dom', 'flags']),
    createXml: answer('DOMAIN_CREATE_XML', ['xmlDesc', 'flags'], ({ dom }) => dom),
    create: answer('DOMAIN_CREATE_WITH_FLAGS', ['dom', 'flags'], ({ dom }) => dom),
    destroy: action('DOMAIN_DESTROY_FLAGS', ['dom', 'flags']),
    shutdown: action('DOMAIN_SHUTDOWN_FLAGS', ['dom', 'flags']),
    reboot: action('DOMAIN_REBOOT', ['dom', 'flags']),
    reset: action('DOMAIN_RESET', ['dom'], { flags: 0 }),
    suspend: action('DOMAIN_SUSPEND', ['dom']),
    resume: action('DOMAIN_RESUME', ['dom']),
    pmSuspendForDuration: action('DOMAIN_PM_SUSPEND_FOR_DURATION', ['dom', 'target', 'duration'], {
      flags: 0,
    }),
    pmWakeup: action('DOMAIN_PM_WAKEUP', ['dom'], { flags: 0 }),
    rename: action('DOMAIN_RENAME', ['dom', 'newName'], { flags: 0 }),
    xmlDesc: answer('DOMAIN_GET_XML_DESC', ['dom', 'flags'], ({ xml }) => xml),
    state: answer('DOMAIN_GET_STATE', ['dom'], (state) => state, { flags: 0 }),
    info: answer('DOMAIN_GET_INFO', ['dom'], (info) => info),
    controlInfo: answer('DOMAIN_GET_CONTROL_INFO', ['dom'], (info) => info, { flags: 0 }),
    osType: answer('DOMAIN_GET_OS_TYPE', ['dom'], ({ type }) => type),
    isActive: answer('DOMAIN_IS_ACTIVE', ['dom'], ({ active }) => active !== 0),
    isPersistent: answer('DOMAIN_IS_PERSISTENT', ['dom'], ({ persistent }) => persistent !== 0),
    isUpdated: answer('DOMAIN_IS_UPDATED', ['dom'], ({ updated }) => updated !== 0),
    autostart: answer('DOMAIN_GET_AUTOSTART', ['dom'], ({ autostart }) => autostart !== 0),
    setAutostart: async (dom, autostart, options) => {
      await caller.call('DOMAIN_SET_AUTOSTART', { dom, autostart: autostart ? 1 : 0 }, options);
    },
    autostartOnce: answer('DOMAIN_GET_AUTOSTART_ONCE', ['dom'], ({ autostart }) => autostart !== 0),
    setAutostartOnce: async (dom, autostart, options) => {
      await caller.call('DOMAIN_SET_AUTOSTART_ONCE', { dom, autostart: autostart ? 1 : 0 }, options);
    },
    setLifecycleAction: action('DOMAIN_SET_LIFECYCLE_ACTION', ['dom', 'type', 'action', 'flags']),
    setMetadata: async (dom, type, { value, key, uri }, flags, options) => {
      await caller.call('DOMAIN_SET_METADATA', { dom, type, metadata: value, key, uri, flags }, options);
    },
    metadata: answer('DOMAIN_GET_METADATA', ['dom', 'type', 'uri', 'flags'], ({ metadata }) => metadata),
    messages: answer('DOMAIN_GET_MESSAGES', ['dom', 'flags'], ({ msgs }) => msgs),
  };
}
