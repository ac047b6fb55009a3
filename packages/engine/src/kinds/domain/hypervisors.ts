import type { ValueObject } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { attributeAt, textAt } from '../shared/attributes.js';
import type { DomainEffect } from './effects.js';

/** What a driver of libvirt does to a guest that runs. */
interface Driver {
  readonly effects: readonly DomainEffect[];
  /** Lists of devices that come and go, and which of them do. */
  readonly devices: Readonly<Record<string, Plugs>>;
  /** The paths, or what they begin with, of what its calls for tuning know; without it there are none. */
  readonly tunes?: readonly string[];
}

type Plugs = (device: ValueObject, event: 'add' | 'remove') => boolean;

const every: Plugs = () => true;

const NOTHING: Driver = { effects: [], devices: {} };

/**
 * Drivers beside QEMU's, by the type of their guests: the calls in their tables and the devices that those know (libvirt 9.0:
 * `lxc_driver.c`, tried; `libxl_driver.c`, `ch_driver.c`, `bhyve_driver.c`, `vz_driver.c`). What is not here waits for the next boot.
 */
const DRIVERS: Readonly<Record<string, Driver>> = {
  lxc: {
    effects: ['set-memory', 'set-text', 'tune', 'attach-device', 'detach-device'],
    tunes: ['cpu_tune.shares', 'cpu_tune.period', 'cpu_tune.quota', 'memory_tune', 'block_io_tune'],
    devices: {
      // "Can't setup disk for non-block device": an image waits for the loop device that the start makes of it.
      disks: (disk) => attributeAt(disk, ['source', 'block']) !== undefined,
      // What became of a macvtap in the container the host does not know: "Only bridged veth devices can be detached".
      interfaces: (nic, event) => event === 'add' || attributeAt(nic, ['source', 'direct']) === undefined,
      hostdevs: (device, event) =>
        device.subsys_usb !== undefined ||
        device.caps_storage !== undefined ||
        // It makes a block device of a character device that comes while the container runs (9.0, seen).
        (device.caps_misc !== undefined && event === 'remove'),
    },
  },
  xen: {
    effects: ['set-vcpus', 'set-memory', 'set-text', 'pin-cpus', 'attach-device', 'detach-device'],
    devices: { disks: every, controllers: every, interfaces: every, hostdevs: every },
  },
  bhyve: { effects: ['set-text'], devices: {} },
  vz: {
    effects: ['set-vcpus', 'set-memory', 'attach-device', 'detach-device'],
    devices: { disks: every, interfaces: every, graphics: every },
  },
  hyperv: NOTHING,
  ch: { effects: ['pin-cpus'], devices: {} },
};

/** QEMU's, by what accelerates it. */
const QEMU: ReadonlySet<string> = new Set(['qemu', 'kvm', 'hvf']);

/** What is made of a guest by calls that every driver has, or by none. */
const EVERYWHERE: ReadonlySet<DomainEffect> = new Set([
  'redefine',
  'note',
  'power',
  'rename',
  'set-autostart',
]);

/** The driver of a guest; undefined: QEMU's, which the table of rules is about. */
function driverOf(guest: Attributes): Driver | undefined {
  const type = textAt(guest, ['type']) ?? 'qemu';
  return QEMU.has(type) ? undefined : (DRIVERS[type] ?? NOTHING);
}

/** Whether the driver of a running guest has the call by which an effect changes what is at a path. */
export function hasCall(running: Attributes, effect: DomainEffect, path: string): boolean {
  const driver = driverOf(running);
  if (driver === undefined || EVERYWHERE.has(effect)) return true;
  if (!driver.effects.includes(effect)) return false;
  return effect !== 'tune' || driver.tunes?.some((tuned) => path.startsWith(tuned)) === true;
}

/** Whether guests of its hypervisor can be called otherwise: no driver but QEMU's has virDomainRename. */
export function canBeRenamed(guest: Attributes): boolean {
  return driverOf(guest) === undefined;
}

/** Whether a device of a list comes and goes there; undefined where that is QEMU's to say. */
export function plugsDevice(
  running: Attributes,
  list: string,
  device: ValueObject,
  event: 'add' | 'remove',
): boolean | undefined {
  const driver = driverOf(running);
  return driver === undefined ? undefined : driver.devices[list]?.(device, event) === true;
}
