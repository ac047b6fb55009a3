import type { CallOptions, Caller } from '../../caller.js';
import type { TypedParameter } from '../../wire/objects.js';
import type { ResultOf } from '../../wire/procedures.js';
import { AgentTimeout } from '../flags/domain-guest.js';
import { methodMaker } from '../method.js';
import type { Domain } from '../values.js';

/** A file system that is mounted in a guest, and the targets of the disks that it lies on. */
export type DomainFilesystem = ResultOf<'DOMAIN_GET_FSINFO'>['info'][number];

/** Seconds since 1970, and nanoseconds on top. */
export interface GuestTime {
  readonly seconds: bigint;
  readonly nseconds: number;
}

/**
 * What a guest itself takes part in, mostly through its agent: without one that answers, VIR_ERR_AGENT_UNRESPONSIVE. All of it is refused
 * to read-only connections.
 */
export interface DomainGuests {
  /** A command of the QEMU guest agent as JSON, and its answer. `timeout` in s, or AgentTimeout. */
  agentCommand(domain: Domain, command: string, timeout?: number, options?: CallOptions): Promise<string>;
  /** How long libvirt waits for the agent in all other calls: s, or AgentTimeout. Since 5.10. */
  agentSetResponseTimeout(domain: Domain, timeout: number, options?: CallOptions): Promise<void>;
  /** A command of QEMU's monitor (QMP), and its answer. It taints the guest. `flags`: MonitorCommandFlags. */
  monitorCommand(domain: Domain, command: string, flags?: number, options?: CallOptions): Promise<string>;
  /** `types`: GuestInfoTypes, 0 for all that the agent can tell. Since 5.7. */
  guestInfo(domain: Domain, types?: number, options?: CallOptions): Promise<readonly TypedParameter[]>;
  /** Its host name. `flags`: GuestHostnameFlags. */
  hostname(domain: Domain, flags?: number, options?: CallOptions): Promise<string>;
  /** Its clock. Since 1.2.5. */
  time(domain: Domain, options?: CallOptions): Promise<GuestTime>;
  /** `flags`: GuestTimeFlags. Since 1.2.5. */
  setTime(domain: Domain, time: GuestTime, flags?: number, options?: CallOptions): Promise<void>;
  /** `flags`: GuestPasswordFlags. Since 1.2.16. */
  setUserPassword(
    domain: Domain,
    user: string,
    password: string,
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** The ssh keys that let someone in as that user. Since 6.10. */
  authorizedSshKeys(domain: Domain, user: string, options?: CallOptions): Promise<readonly string[]>;
  /** `flags`: AuthorizedSshKeysFlags. Since 6.10. */
  setAuthorizedSshKeys(
    domain: Domain,
    user: string,
    keys: readonly string[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** Holds back writes to the file systems at these places, or to all; answers how many. Since 1.2.5. */
  fsFreeze(domain: Domain, mountpoints?: readonly string[], options?: CallOptions): Promise<number>;
  /** Lets them go on; answers how many. Since 1.2.5. */
  fsThaw(domain: Domain, mountpoints?: readonly string[], options?: CallOptions): Promise<number>;
  /** Gives back free blocks of all file systems; not for stretches of less than `minimum` bytes. Since 1.0.1. */
  fsTrim(domain: Domain, minimum?: bigint, options?: CallOptions): Promise<void>;
  /** Since 1.2.11. */
  fsInfo(domain: Domain, options?: CallOptions): Promise<readonly DomainFilesystem[]>;
  /** Presses up to 16 keys together for so many ms. `codeset`: KeycodeSet. Needs no agent. */
  sendKey(
    domain: Domain,
    codeset: number,
    keycodes: readonly number[],
    holdtime?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** `signal`: ProcessSignal. Containers only. Since 1.0.1. */
  sendProcessSignal(domain: Domain, pid: bigint, signal: number, options?: CallOptions): Promise<void>;
  /** Needs no agent. */
  injectNmi(domain: Domain, options?: CallOptions): Promise<void>;
}

/** The calls on what guests of one host take part in. */
export function guestCalls(caller: Caller): DomainGuests {
  const { answer, action } = methodMaker(caller);
  return {
    agentCommand: async (dom, cmd, timeout = AgentTimeout.DEFAULT, options) =>
      (await caller.call('QEMU_DOMAIN_AGENT_COMMAND', { dom, cmd, timeout, flags: 0 }, options)).result ?? '',
    agentSetResponseTimeout: action('DOMAIN_AGENT_SET_RESPONSE_TIMEOUT', ['dom', 'timeout'], { flags: 0 }),
    monitorCommand: answer('QEMU_DOMAIN_MONITOR_COMMAND', ['dom', 'cmd', 'flags'], ({ result }) => result),
    guestInfo: async (dom, types = 0, options) =>
      (await caller.call('DOMAIN_GET_GUEST_INFO', { dom, types, flags: 0 }, options)).params,
    hostname: answer('DOMAIN_GET_HOSTNAME', ['dom', 'flags'], ({ hostname }) => hostname),
    time: answer('DOMAIN_GET_TIME', ['dom'], (time) => time, { flags: 0 }),
    setTime: async (dom, { seconds, nseconds }, flags = 0, options) => {
      await caller.call('DOMAIN_SET_TIME', { dom, seconds, nseconds, flags }, options);
    },
    setUserPassword: action('DOMAIN_SET_USER_PASSWORD', ['dom', 'user', 'password', 'flags']),
    authorizedSshKeys: answer('DOMAIN_AUTHORIZED_SSH_KEYS_GET', ['dom', 'user'], ({ keys }) => keys, {
      flags: 0,
    }),
    setAuthorizedSshKeys: action('DOMAIN_AUTHORIZED_SSH_KEYS_SET', ['dom', 'user', 'keys', 'flags']),
    fsFreeze: async (dom, mountpoints = [], options) =>
      (await caller.call('DOMAIN_FSFREEZE', { dom, mountpoints, flags: 0 }, options)).filesystems,
    fsThaw: async (dom, mountpoints = [], options) =>
      (await caller.call('DOMAIN_FSTHAW', { dom, mountpoints, flags: 0 }, options)).filesystems,
    fsTrim: async (dom, minimum = 0n, options) => {
      await caller.call('DOMAIN_FSTRIM', { dom, minimum, flags: 0 }, options);
    },
    fsInfo: answer('DOMAIN_GET_FSINFO', ['dom'], ({ info }) => info, { flags: 0 }),
    sendKey: async (dom, codeset, keycodes, holdtime = 0, options) => {
      await caller.call('DOMAIN_SEND_KEY', { dom, codeset, holdtime, keycodes, flags: 0 }, options);
    },
    sendProcessSignal: action('DOMAIN_SEND_PROCESS_SIGNAL', ['dom', 'pidValue', 'signum'], { flags: 0 }),
    injectNmi: action('DOMAIN_INJECT_NMI', ['dom'], { flags: 0 }),
  };
}
