import { partAt, textAt, textOr, type Part } from '../part.js';

/** Whether QEMU runs the domain: what only its driver refuses is asked of such domains alone. */
export function isQemu(domain: Part): boolean {
  const type = textAt(domain, 'type');
  return type === 'qemu' || type === 'kvm' || type === 'hvf';
}

/** Whether it is certainly a q35 machine, which has SATA and no IDE. */
export function isQ35(domain: Part): boolean {
  return /^(?:pc-)?q35(?:$|-)/.test(textAt(domain, 'os', 'type_machine') ?? '');
}

/** Whether it is certainly a PC. */
export function isPc(domain: Part): boolean {
  return ['x86_64', 'i686'].includes(textAt(domain, 'os', 'type_arch') ?? '');
}

/** How a disk shows in the guest; undefined where that is not known. */
export function deviceOf(disk: Part): string | undefined {
  return textOr(disk, 'disk', 'device');
}

/** The bus of a disk that does not say it, by the beginning of its name (`virDomainDiskDefPostParse`). */
const BUS_OF_NAME: readonly (readonly [prefix: string, bus: string])[] = [
  ['hd', 'ide'],
  ['sd', 'scsi'],
  ['vd', 'virtio'],
  ['xvd', 'xen'],
];

/** The bus of a disk: the one that it says, or that libvirt takes; undefined where that is not known. */
export function busOf(disk: Part): string | undefined {
  const bus = textOr(disk, '', 'target', 'bus');
  if (bus !== '') return bus;
  const device = deviceOf(disk);
  if (device === 'floppy') return 'fdc';
  const name = textAt(disk, 'target', 'dev');
  return device === undefined
    ? undefined
    : BUS_OF_NAME.find(([prefix]) => name?.startsWith(prefix) === true)?.[1];
}

/** The name of a disk for a message. */
export function nameOf(disk: Part): string {
  const name = partAt(disk, 'target', 'dev');
  return (name.secret ? undefined : textAt(name)) ?? 'the disk';
}
