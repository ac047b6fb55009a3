import { adding, changing, removing, type ChangeCost, type ChangeRule, type ChangeTable } from './cost.js';

const UNNOTICED: ChangeCost = { impact: 'none' };
const NOTED: ChangeCost = { impact: 'none', why: 'it only says what virtform does' };

const [ATTACH, DETACH, UPDATE] = [
  'virDomainAttachDeviceFlags',
  'virDomainDetachDeviceFlags',
  'virDomainUpdateDeviceFlags',
];
/** On i440fx it is ACPI by which PCI devices come and go. */
const PORT = 'where a PCI port is free for it, on i440fx with features.acpi';
const LETS_GO = 'the guest has to let go of it';

/** Of which a guest lets go: QEMU never does under software emulation (seen). */
const LOOSE_CPUS = 'vCPUs that were plugged in or are hotpluggable, under KVM';

/** What changes in place while the guest runs. */
function live(call: string, more: Partial<ChangeCost> = {}): ChangeCost {
  return { impact: 'live', call, ...more };
}

/** Devices of a list that come and go while the guest runs: when they come, and which of them go. */
function plugged(
  list: string,
  when: string | undefined,
  { goes, ...more }: { readonly goes?: string; readonly since?: string } = {},
): readonly ChangeRule[] {
  return [
    adding(`devices.${list}[]`, live(ATTACH, { ...(when === undefined ? {} : { when }), ...more })),
    removing(
      `devices.${list}[]`,
      live(DETACH, { ...(goes === undefined ? {} : { when: goes }), why: LETS_GO, ...more }),
    ),
  ];
}

/** Parts of an interface that libvirt changes in place; its model and MTU it does not. */
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

/** What a display without a password, and one whose password goes, wait for. */
const PASSWORD_AT_START = 'QEMU takes a password where it was started with one';

const SCHEDULER = live('virDomainSetSchedulerParametersFlags');
const SCHEDULED = [
  'shares',
  'period',
  'quota',
  'global_period',
  'global_quota',
  'emulator_period',
  'emulator_quota',
  'io_thread_period',
  'io_thread_quota',
];
const BLKIO = live('virDomainSetBlkioParameters');
const STAYS = 'unless it is taken out';

/** Each with the call that pins it. */
const PINS = {
  'vcpu_pin[]': 'virDomainPinVcpuFlags',
  'io_thread_pin[]': 'virDomainPinIOThread',
} as const;

/** What changing a guest costs while it runs (libvirt's QEMU driver). */
export const domainChanges: ChangeTable = {
  rules: [
    changing('name', {
      impact: 'none',
      why: 'libvirt renames only a guest that is off: while it runs, the plan is refused, or restarts it with -restart',
      call: 'virDomainRename',
    }),
    changing('running', { impact: 'restart', why: 'the guest is shut down or started' }),
    changing('autostart', { ...UNNOTICED, call: 'virDomainSetAutostart' }),
    changing('create', NOTED),
    changing('update', NOTED),
    changing('destroy', NOTED),
    changing('devices.interfaces[].wait_for_ip', NOTED),
    changing('title', { ...UNNOTICED, call: 'virDomainSetMetadata' }),
    changing('description', { ...UNNOTICED, call: 'virDomainSetMetadata' }),
    changing('metadata', UNNOTICED),
    ...['on_poweroff', 'on_reboot', 'on_crash'].map((path) =>
      changing(path, { ...UNNOTICED, call: 'virDomainSetLifecycleAction', since: '3.9' }),
    ),

    changing(
      'vcpu_current',
      live('virDomainSetVcpusFlags', {
        when: `where it rises, up to the maximum of the running guest, or falls by ${LOOSE_CPUS}`,
      }),
      {
        impact: 'next-boot',
        why: 'only vCPUs that were plugged in or are hotpluggable go while a guest runs, and under KVM alone',
      },
    ),
    changing('vcpu', { impact: 'next-boot', why: 'the maximum of vCPUs is fixed while a guest runs' }),
    changing(
      'vcpus.vcpu[].enabled',
      live('virDomainSetVcpu', { when: `where those that go are ${LOOSE_CPUS}`, since: '3.1' }),
    ),
    ...SCHEDULED.map((name) => changing(`cpu_tune.${name}`, SCHEDULER)),
    ...Object.entries(PINS).flatMap(([pins, call]) => [
      adding(`cpu_tune.${pins}`, live(call)),
      changing(`cpu_tune.${pins}`, live(call)),
      removing(`cpu_tune.${pins}`, live(call)),
    ]),
    changing('cpu_tune.emulator_pin', live('virDomainPinEmulator')),
    changing(
      'io_threads',
      live('virDomainAddIOThread, virDomainDelIOThread', {
        when: 'where the threads bear no numbers, and those that go serve no disk',
      }),
      { impact: 'next-boot', why: 'a thread that serves a disk cannot go while the guest runs' },
    ),

    changing(
      'current_memory',
      live('virDomainSetMemoryFlags', {
        when: 'up to the memory that the running guest has at most, and where it has a balloon',
        why: 'apply waits for the guest to follow; one that does not, for want of a balloon driver or of free memory, is told by a warning',
      }),
    ),
    changing('memory', { impact: 'next-boot', why: 'maximum memory is fixed while a guest runs' }),
    changing('devices.mem_balloon.stats.period', live('virDomainSetMemoryStatsPeriod')),
    changing('memory_tune.soft_limit', live('virDomainSetMemoryParameters')),
    ...['hard_limit', 'swap_hard_limit'].map((name) =>
      changing(
        `memory_tune.${name}`,
        live('virDomainSetMemoryParameters', { when: 'where swap_hard_limit has a hard_limit beside it' }),
      ),
    ),
    changing(
      'numa_tune.memory.nodeset',
      live('virDomainSetNumaParameters', { when: 'where the mode of the running guest is restrictive' }),
    ),
    ...plugged('memorydevs', 'where a slot for memory is free, for virtio memory also a PCI port', {
      goes: 'for DIMMs',
    }),
    changing(
      'devices.memorydevs[].target.requested',
      live(UPDATE, { when: 'for virtio-mem', why: 'the guest follows', since: '7.9' }),
    ),

    ...plugged(
      'disks',
      'on the buses scsi and usb, and on virtio where a PCI port is free, on i440fx with features.acpi; a cdrom drive with its medium',
      { goes: 'on the buses virtio, scsi and usb' },
    ),
    changing('devices.disks[].source', live(UPDATE, { when: 'for the medium of a cdrom or floppy drive' })),
    changing('devices.disks[].io_tune', live('virDomainSetBlockIoTune')),
    changing('devices.disks[].io_tune.group_name', live('virDomainSetBlockIoTune', { when: STAYS }), {
      impact: 'next-boot',
    }),
    changing('block_io_tune.weight', { ...BLKIO, when: STAYS }),
    ...['add', 'change', 'remove'].map((on): ChangeRule =>
      on === 'add'
        ? adding('block_io_tune.device[]', BLKIO)
        : on === 'remove'
          ? removing('block_io_tune.device[]', BLKIO)
          : changing('block_io_tune.device[]', BLKIO),
    ),

    ...plugged('interfaces', PORT),
    ...LIVE_INTERFACE_PARTS.map((part) => changing(`devices.interfaces[].${part}`, live(UPDATE))),

    ...['vnc', 'spice'].flatMap((kind) =>
      ['passwd', 'passwd_valid_to', 'connected'].map((part) =>
        changing(
          `devices.graphics[].${kind}.${part}`,
          live(UPDATE, { when: 'where the running guest has a password, and keeps one' }),
          { impact: 'next-boot', why: PASSWORD_AT_START },
        ),
      ),
    ),
    ...plugged('channels', 'where the guest has a controller for them', {
      goes: 'where the guest has a controller for them',
    }),
    ...plugged('consoles', 'of the type virtio, where the guest has a controller for them', {
      goes: 'of the type virtio',
    }),
    ...plugged(
      'serials',
      'of the types usb-serial and, where a slot of conventional PCI is free, pci-serial',
      {
        goes: 'of the types usb-serial and pci-serial',
      },
    ),
    ...plugged('rngs', PORT),
    ...plugged(
      'watchdogs',
      'of the model i6300esb, where there is none yet and a slot of conventional PCI is free',
      {
        goes: 'of the model i6300esb',
      },
    ),
    ...plugged('hostdevs', 'for USB and SCSI devices, and where a PCI port is free for others', {
      goes: 'for devices of the host, not for its files',
    }),
    ...plugged('inputs', 'on the buses usb and, where a PCI port is free, virtio', {
      goes: 'on the buses usb and virtio',
    }),
    ...plugged('redir_devs', 'where the guest has a controller for USB', {
      goes: 'where the guest has a controller for USB',
    }),
    ...plugged(
      'shmems',
      'of the models ivshmem-plain and ivshmem-doorbell, where a slot of conventional PCI is free',
      { goes: 'of the models ivshmem-plain and ivshmem-doorbell' },
    ),
    ...plugged(
      'filesystems',
      'for virtiofs, where a PCI port is free and the guest was started with shared memory',
      { goes: 'for virtiofs', since: '7.9' },
    ),
    ...plugged('controllers', 'for SCSI, where a PCI port is free', {
      goes: 'for SCSI, while no disk is on it',
    }),
    changing(
      'devices.vsock',
      live(`${ATTACH}, ${DETACH}`, {
        when: 'where it comes and a PCI port is free, or goes as a whole',
        since: '5.2',
      }),
    ),
  ],
  otherwise: { impact: 'next-boot' },
};
