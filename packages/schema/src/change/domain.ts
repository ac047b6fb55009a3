import { adding, changing, removing, type ChangeCost, type ChangeTable } from './cost.js';

const UNNOTICED: ChangeCost = { impact: 'none' };
const LIVE: ChangeCost = { impact: 'live' };
const NOTED: ChangeCost = { impact: 'none', why: 'it only says what virtform does' };
/** On i440fx it is ACPI by which PCI devices come and go. */
const PLUGGED: ChangeCost = {
  impact: 'live',
  when: 'where a PCI port is free for it, on i440fx with features.acpi',
};
const UNPLUGGED: ChangeCost = { impact: 'live', why: 'the guest has to let go of it' };
const STAYS = 'unless it is taken out';

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

/** What changing a guest costs while it runs (libvirt's QEMU driver). */
export const domainChanges: ChangeTable = {
  rules: [
    changing('name', {
      impact: 'none',
      why: 'libvirt renames only a guest that is off: while it runs, the plan is refused, or restarts it with -restart',
    }),
    changing('running', { impact: 'restart', why: 'the guest is shut down or started' }),
    changing('autostart', UNNOTICED),
    changing('create', NOTED),
    changing('update', NOTED),
    changing('destroy', NOTED),
    changing('devices.interfaces[].wait_for_ip', NOTED),
    changing('title', UNNOTICED),
    changing('description', UNNOTICED),
    changing('metadata', UNNOTICED),
    changing(
      'vcpu_current',
      { impact: 'live', when: 'where it rises, up to the maximum of the running guest' },
      { impact: 'next-boot', why: 'a running guest is given vCPUs up to its maximum, and loses none' },
    ),
    changing('vcpu', { impact: 'next-boot', why: 'the maximum of vCPUs is fixed while a guest runs' }),
    changing('current_memory', {
      impact: 'live',
      when: 'up to the memory that the running guest has at most',
      why: 'the balloon follows as the guest lets it',
    }),
    changing('memory', { impact: 'next-boot', why: 'maximum memory is fixed while a guest runs' }),
    adding('devices.disks[]', {
      impact: 'live',
      when: 'on the buses scsi and usb, and on virtio where a PCI port is free, on i440fx with features.acpi',
    }),
    removing('devices.disks[]', {
      ...UNPLUGGED,
      when: 'on the buses virtio, scsi and usb',
    }),
    changing('devices.disks[].source', { impact: 'live', when: 'for the medium of a cdrom or floppy drive' }),
    adding('devices.interfaces[]', PLUGGED),
    removing('devices.interfaces[]', UNPLUGGED),
    ...LIVE_INTERFACE_PARTS.map((part) => changing(`devices.interfaces[].${part}`, LIVE)),
    adding('devices.rngs[]', PLUGGED),
    removing('devices.rngs[]', UNPLUGGED),
    adding('devices.channels[]', LIVE),
    changing('devices.disks[].io_tune', LIVE),
    ...['vcpu_pin[]', 'io_thread_pin[]'].flatMap((pins) => [
      adding(`cpu_tune.${pins}`, LIVE),
      changing(`cpu_tune.${pins}`, LIVE),
    ]),
    changing('cpu_tune.emulator_pin.cpu_set', { impact: 'live', when: STAYS }),
    changing(
      'io_threads',
      { impact: 'live', when: 'where it rises, and the threads bear no numbers' },
      { impact: 'next-boot', why: 'a thread that serves a disk cannot go while the guest runs' },
    ),
    ...['vnc', 'spice'].map((kind) => changing(`devices.graphics[].${kind}.passwd`, LIVE)),
  ],
  otherwise: { impact: 'next-boot' },
};
