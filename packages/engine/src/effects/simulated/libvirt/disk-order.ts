import type { XmlBuilder } from '@virtform/schema';
import { attribute, children } from './tree.js';

/**
 * Puts a disk among those of a guest as virDomainDiskInsert does: before the first of its bus with a later target, else behind the last of
 * its bus, else at the end (seen with 9.0: by definitions and by plugging alike).
 */
export function insertDisk(devices: XmlBuilder, disk: XmlBuilder): void {
  const bus = attribute(disk, ['target'], 'bus');
  const ofBus = children(devices, 'disk').filter((other) => attribute(other, ['target'], 'bus') === bus);
  const later = ofBus.find((other) => isBefore(targetOf(disk), targetOf(other)));
  const last = ofBus.at(-1);
  const { children: all } = devices;
  const place =
    later !== undefined ? all.indexOf(later) : last !== undefined ? all.indexOf(last) + 1 : all.length;
  all.splice(place, 0, disk);
}

/** The disks of a definition in libvirt's order. */
export function sortDisks(devices: XmlBuilder): void {
  const disks = children(devices, 'disk');
  const others = devices.children.filter((child) => !disks.some((disk) => disk === child));
  devices.children.splice(0, devices.children.length);
  for (const disk of disks) insertDisk(devices, disk);
  devices.children.push(...others);
}

function targetOf(disk: XmlBuilder): string {
  return attribute(disk, ['target'], 'dev') ?? '';
}

/** `vdz` comes before `vdaa`. */
function isBefore(left: string, right: string): boolean {
  return left.length === right.length ? left < right : left.length < right.length;
}
