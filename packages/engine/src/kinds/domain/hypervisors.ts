import type { Attributes } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import type { DomainEffect } from './effects.js';

/** What a driver of libvirt does to a guest that runs. */
interface Driver {
  readonly effects: readonly DomainEffect[];
  /** Lists of devices that come and go. */
  readonly devices: readonly string[];
}

const NOTHING: Driver = { effects: [], devices: [] };

/**
 * Drivers beside QEMU's, by the type of their guests: the calls in their tables and the devices that those know (libvirt 9.0:
 * `lxc_driver.c`, `libxl_driver.c`, `ch_driver.c`, `bhyve_driver.c`, `vz_driver.c`). What is not here waits for the next boot.
 */
const DRIVERS: Readonly<Record<string, Driver>> = {
  lxc: {
    effects: ['set-memory', 'set-text', 'tune', 'attach-device', 'detach-device'],
    devices: ['disks', 'interfaces', 'hostdevs'],
  },
  xen: {
    effects: ['set-vcpus', 'set-memory', 'set-text', 'pin-cpus', 'attach-device', 'detach-device'],
    devices: ['disks', 'controllers', 'interfaces', 'hostdevs'],
  },
  bhyve: { effects: ['set-text'], devices: [] },
  vz: {
    effects: ['set-vcpus', 'set-memory', 'attach-device', 'detach-device'],
    devices: ['disks', 'interfaces', 'graphics'],
  },
  hyperv: NOTHING,
  ch: { effects: ['pin-cpus'], devices: [] },
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
function driverOf(running: Attributes): Driver | undefined {
  const type = textAt(running, ['type']) ?? 'qemu';
  return QEMU.has(type) ? undefined : (DRIVERS[type] ?? NOTHING);
}

/** Whether the driver of a running guest has the call of an effect. */
export function hasCall(running: Attributes, effect: DomainEffect): boolean {
  const driver = driverOf(running);
  return driver === undefined || EVERYWHERE.has(effect) || driver.effects.includes(effect);
}

/** Whether devices of a list come and go there; undefined where that is QEMU's to say, device by device. */
export function plugsDevices(running: Attributes, list: string): boolean | undefined {
  return driverOf(running)?.devices.includes(list);
}
