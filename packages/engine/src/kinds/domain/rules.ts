import type { Change } from '../three-way.js';
import type { Rule } from '../shared/rules.js';
import { textAt } from '../shared/attributes.js';
import type { GuestFacts } from './guest-facts.js';

export type DomainEffect =
  | 'redefine'
  | 'set-vcpus'
  | 'set-memory'
  | 'set-text'
  | 'set-autostart'
  | 'attach-device'
  | 'detach-device'
  | 'update-device'
  | 'add-io-thread'
  | 'limit-disk'
  | 'pin-cpus'
  | 'power'
  | 'rename'
  | 'note';

/** A rule that counts only where the guest allows it. */
export interface DomainRule extends Rule<DomainEffect> {
  readonly when?: (change: Change, guest: GuestFacts) => boolean;
}

const AT_BOOT = 'it takes effect at the next boot';

/** Both a new device and the value that it is plugged in with. */
const isHotPluggable: DomainRule['when'] = (change, guest) => guest.takes(change);

const isRemovable: DomainRule['when'] = ({ path }, guest) => {
  const device = textAt(guest.wanted, [...path.slice(0, 3), 'device']);
  return device === 'cdrom' || device === 'floppy';
};

/** A limit is a number, and 0 where it is taken out; a group of disks cannot be left again while the guest runs. */
const isLimit: DomainRule['when'] = ({ path, after }) => after !== undefined || path.at(-1) !== 'group_name';

/** Threads that bear no numbers of their own have those from 1 on. One that serves a disk does not go. */
const isMoreIoThreads: DomainRule['when'] = ({ before, after }, { wanted }) =>
  typeof after === 'number' &&
  (before === undefined || typeof before === 'number') &&
  after > (before ?? 0) &&
  wanted.io_thread_i_ds === undefined;

/** Parts of an interface that libvirt changes in place; its model, MTU and MAC it does not (seen). */
const LIVE_INTERFACE_PARTS = [
  'source',
  'link',
  'bandwidth',
  'filter_ref',
  'port_options',
  'coalesce',
  'vlan',
  'virtual_port',
];

/**
 * What changing a guest costs while it runs (QEMU driver of libvirt 9.0, tried). What is not here is stored and waits for the
 * next power cycle: CPU model, machine, firmware, boot order, maximum memory, … Of two rules for one thing the first counts
 * whose condition holds.
 */
export const DOMAIN_RULES: readonly DomainRule[] = [
  { path: 'name', on: 'change', effect: 'rename', impact: 'none' },
  { path: 'running', on: 'change', effect: 'power', impact: 'restart' },
  { path: 'autostart', on: 'change', effect: 'set-autostart', impact: 'none' },
  { path: 'create', on: 'change', effect: 'note', impact: 'none' },
  { path: 'update', on: 'change', effect: 'note', impact: 'none' },
  { path: 'destroy', on: 'change', effect: 'note', impact: 'none' },
  { path: 'devices.interfaces[].wait_for_ip', on: 'change', effect: 'note', impact: 'none' },
  { path: 'title', on: 'change', effect: 'set-text', impact: 'none' },
  { path: 'description', on: 'change', effect: 'set-text', impact: 'none' },
  { path: 'metadata', on: 'change', effect: 'redefine', impact: 'none' },
  {
    path: 'vcpu_current',
    on: 'change',
    effect: 'set-vcpus',
    impact: 'live',
    when: (change, guest) => guest.canPlugCpus(change.after),
  },
  {
    path: 'vcpu_current',
    on: 'change',
    effect: 'redefine',
    impact: 'next-boot',
    // Guests seldom let go of a vCPU, and QEMU 7.2 was seen to end over it.
    why: 'a running guest is given vCPUs up to its maximum, and loses none',
  },
  {
    path: 'vcpu',
    on: 'change',
    effect: 'redefine',
    impact: 'next-boot',
    why: 'the maximum of vCPUs is fixed while a guest runs',
  },
  {
    path: 'current_memory',
    on: 'change',
    effect: 'set-memory',
    impact: 'live',
    when: (change, guest) => guest.canBalloonTo(change),
  },
  {
    path: 'memory',
    on: 'change',
    effect: 'redefine',
    impact: 'next-boot',
    why: 'maximum memory is fixed while a guest runs',
  },
  { path: 'devices.disks[]', on: 'add', effect: 'attach-device', impact: 'live', when: isHotPluggable },
  { path: 'devices.disks[]', on: 'remove', effect: 'detach-device', impact: 'live', when: isHotPluggable },
  {
    path: 'devices.disks[].source',
    on: 'change',
    effect: 'update-device',
    impact: 'live',
    when: isRemovable,
  },
  { path: 'devices.interfaces[]', on: 'add', effect: 'attach-device', impact: 'live', when: isHotPluggable },
  {
    path: 'devices.interfaces[]',
    on: 'remove',
    effect: 'detach-device',
    impact: 'live',
    when: isHotPluggable,
  },
  ...LIVE_INTERFACE_PARTS.map((part): DomainRule => ({
    path: `devices.interfaces[].${part}`,
    on: 'change',
    effect: 'update-device',
    impact: 'live',
  })),
  { path: 'devices.rngs[]', on: 'add', effect: 'attach-device', impact: 'live', when: isHotPluggable },
  { path: 'devices.rngs[]', on: 'remove', effect: 'detach-device', impact: 'live', when: isHotPluggable },
  { path: 'devices.channels[]', on: 'add', effect: 'attach-device', impact: 'live', when: isHotPluggable },
  { path: 'devices.disks[].io_tune', on: 'change', effect: 'limit-disk', impact: 'live', when: isLimit },
  ...['vcpu_pin[]', 'io_thread_pin[]'].flatMap((pins) =>
    (['add', 'change'] as const).map((on): DomainRule => ({
      path: `cpu_tune.${pins}`,
      on,
      effect: 'pin-cpus',
      impact: 'live',
    })),
  ),
  {
    path: 'cpu_tune.emulator_pin.cpu_set',
    on: 'change',
    effect: 'pin-cpus',
    impact: 'live',
    when: ({ after }) => after !== undefined,
  },
  { path: 'io_threads', on: 'change', effect: 'add-io-thread', impact: 'live', when: isMoreIoThreads },
  ...['vnc', 'spice'].map((kind): DomainRule => ({
    path: `devices.graphics[].${kind}.passwd`,
    on: 'change',
    effect: 'update-device',
    impact: 'live',
  })),
];

/** What has no rule of its own. */
export const DOMAIN_FALLBACK: DomainRule = {
  path: '',
  on: 'change',
  effect: 'redefine',
  impact: 'next-boot',
  why: AT_BOOT,
};

/**
 * What libvirt chooses at the start, or the guest afterwards: a running guest that has another value there than its definition
 * waits for nothing.
 */
export const CHOSEN_AT_START: readonly string[] = [
  'metadata',
  'cpu.check',
  'cpu.match',
  'cpu.features',
  'cpu.model_fallback',
  'cpu.migratable',
  'os.firmware',
  'os.loader',
  'os.nv_ram',
  'devices.graphics[].vnc.port',
  'devices.graphics[].vnc.web_socket',
  'devices.graphics[].vnc.listen',
  'devices.graphics[].spice.port',
  'devices.graphics[].spice.tls_port',
  'devices.graphics[].spice.listen',
  'devices.interfaces[].target',
  'devices.consoles[].source',
  'devices.serials[].source',
  'devices.parallels[].source',
  'devices.channels[].source',
  'sec_label',
];

/** CPU modes that QEMU turns into a model of its own when the guest starts. */
export const EXPANDED_CPU_MODES: ReadonlySet<string> = new Set(['host-model', 'maximum']);
