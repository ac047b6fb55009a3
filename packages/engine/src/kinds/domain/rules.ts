import type { Rule } from '../shared/rules.js';
import {
  areFreeIoThreads,
  areVcpusApart,
  isHotPluggable,
  isLimit,
  isRemovable,
  isRestrictive,
  isVcpuApart,
  isVirtioMem,
  keepsPassword,
  plugs,
  type Condition,
} from './conditions.js';
import type { DomainEffect } from './effects.js';
import { LIFECYCLE_PATHS } from './lifecycle.js';
import { isTunable, TUNABLE_DEVICES, TUNABLE_PATHS } from './tunables.js';

/** A rule that counts only where the guest allows it. */
export interface DomainRule extends Rule<DomainEffect> {
  readonly when?: Condition;
}

const AT_BOOT = 'it takes effect at the next boot';
const PASSWORD_AT_START = 'QEMU takes a password where it was started with one';

/** Lists of devices that come and go while a guest runs; which of them do, `plugging.ts` tells. */
const PLUGGED_LISTS = [
  'disks',
  'interfaces',
  'hostdevs',
  'rngs',
  'inputs',
  'watchdogs',
  'shmems',
  'filesystems',
  'memorydevs',
  'channels',
  'consoles',
  'serials',
  'controllers',
  'redir_devs',
];

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
    path: 'vcpus.vcpu[].enabled',
    on: 'change',
    effect: 'enable-vcpu',
    impact: 'live',
    when: isVcpuApart('comes'),
  },
  {
    path: 'vcpus.vcpu[].enabled',
    on: 'change',
    effect: 'unplug-vcpus',
    impact: 'live',
    when: isVcpuApart('goes'),
  },
  // Their number follows.
  { path: 'vcpu_current', on: 'change', effect: 'note', impact: 'live', when: areVcpusApart },
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
    effect: 'unplug-vcpus',
    impact: 'live',
    when: (change, guest) => guest.canUnplugCpus(change.after),
  },
  {
    path: 'vcpu_current',
    on: 'change',
    effect: 'redefine',
    impact: 'next-boot',
    why: 'only vCPUs that were plugged in or are hotpluggable go while a guest runs, and under KVM alone',
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
  ...PLUGGED_LISTS.flatMap((list) =>
    (['add', 'remove'] as const).map((on): DomainRule => ({
      path: `devices.${list}[]`,
      on,
      effect: on === 'add' ? 'attach-device' : 'detach-device',
      impact: 'live',
      when: isHotPluggable,
    })),
  ),
  { path: 'devices.vsock', on: 'change', effect: 'attach-device', impact: 'live', when: plugs('add') },
  { path: 'devices.vsock', on: 'change', effect: 'detach-device', impact: 'live', when: plugs('remove') },
  {
    path: 'devices.disks[].source',
    on: 'change',
    effect: 'update-device',
    impact: 'live',
    when: isRemovable,
  },
  ...LIVE_INTERFACE_PARTS.map((part): DomainRule => ({
    path: `devices.interfaces[].${part}`,
    on: 'change',
    effect: 'update-device',
    impact: 'live',
  })),
  { path: 'devices.disks[].io_tune', on: 'change', effect: 'limit-disk', impact: 'live', when: isLimit },
  ...['vcpu_pin[]', 'io_thread_pin[]'].flatMap((pins) =>
    (['add', 'change', 'remove'] as const).map((on): DomainRule => ({
      path: `cpu_tune.${pins}`,
      on,
      effect: on === 'remove' ? 'unpin-cpus' : 'pin-cpus',
      impact: 'live',
    })),
  ),
  { path: 'cpu_tune.emulator_pin', on: 'change', effect: 'pin-cpus', impact: 'live' },
  ...TUNABLE_PATHS.filter((path) => !path.startsWith('numa_tune.')).map((path): DomainRule => ({
    path,
    on: 'change',
    effect: 'tune',
    impact: 'live',
    when: isTunable,
  })),
  ...(['add', 'remove'] as const).map((on): DomainRule => ({
    path: TUNABLE_DEVICES,
    on,
    effect: 'tune',
    impact: 'live',
  })),
  { path: 'numa_tune.memory.nodeset', on: 'change', effect: 'tune', impact: 'live', when: isRestrictive },
  {
    path: 'io_threads',
    on: 'change',
    effect: 'change-io-threads',
    impact: 'live',
    when: areFreeIoThreads,
  },
  ...LIFECYCLE_PATHS.map((path): DomainRule => ({
    path,
    on: 'change',
    effect: 'set-lifecycle',
    impact: 'none',
  })),
  {
    path: 'devices.mem_balloon.stats.period',
    on: 'change',
    effect: 'set-stats-period',
    impact: 'live',
  },
  {
    path: 'devices.memorydevs[].target.requested',
    on: 'change',
    effect: 'update-device',
    impact: 'live',
    when: isVirtioMem,
  },
  ...['vnc', 'spice'].flatMap((kind) =>
    ['passwd', 'passwd_valid_to', 'connected'].flatMap((part): readonly DomainRule[] => {
      const about = { path: `devices.graphics[].${kind}.${part}`, on: 'change' } as const;
      return [
        { ...about, effect: 'update-device', impact: 'live', when: keepsPassword },
        { ...about, effect: 'redefine', impact: 'next-boot', why: PASSWORD_AT_START },
      ];
    }),
  ),
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
