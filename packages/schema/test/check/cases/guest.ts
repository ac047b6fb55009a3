import type { ValueObject } from '@virtform/values';

const machine = { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' };

/** A small guest with devices, and whatever else belongs to it. */
export const guest = (devices: ValueObject, more: ValueObject = {}): ValueObject => ({
  type: 'qemu',
  memory: 64,
  memory_unit: 'MiB',
  vcpu: 1,
  os: machine,
  devices,
  ...more,
});

export const q35 = machine;
export const pc = { ...machine, type_machine: 'pc' };

/** A disk of an image that need not be there. */
export const disk = (dev: string, bus: string, more: ValueObject = {}): ValueObject => ({
  source: { file: { file: `/var/tmp/${dev}.img` } },
  target: { dev, bus },
  ...more,
});

/** A guest with one disk. */
export const withDisk = (dev: string, bus: string, more: ValueObject = {}): ValueObject =>
  guest({ disks: [disk(dev, bus, more)] });
