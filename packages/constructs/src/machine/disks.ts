import type { DomainDevicesDisks } from '@cdktf/provider-libvirt/lib/domain';
import type { Construct } from 'constructs';
import { type Names, refuseUnknown } from '../props.js';
import { Disk } from '../storage/disk.js';
import { diskTarget } from '../naming.js';

/** A disk of a guest, or a disk and how it is attached. */
export type DiskAttachment = Disk | AttachedDisk;

interface AttachedDisk {
  readonly disk: Disk;
  /** The name that it keeps whatever comes and goes before it: `vdc`. */
  readonly target?: string | undefined;
  /** Names the disk inside the guest: `/dev/disk/by-id/virtio-SERIAL`. */
  readonly serial?: string | undefined;
}

const ATTACHMENT: Names<AttachedDisk> = { disk: true, target: true, serial: true };

/**
 * The disks, as virtio devices that give freed blocks back to the host (`discard=unmap`).
 *
 * By path and not by pool and volume: AppArmor's rules for QEMU on Debian and Ubuntu are made from paths alone.
 *
 * @throws RangeError where two disks have one name
 */
export function disksOf(guest: Construct, disks: readonly DiskAttachment[]): readonly DomainDevicesDisks[] {
  const targets = new Set<string>();
  return disks.map((attachment, index) => {
    const attached: AttachedDisk = attachment instanceof Disk ? { disk: attachment } : attachment;
    refuseUnknown(guest, 'a disk attachment', attached, ATTACHMENT);
    const { disk, target, serial } = attached;
    const dev = target ?? diskTarget(index);
    if (targets.has(dev)) {
      throw new RangeError(
        `${guest.node.path}: two of its disks cannot both be ${dev}. Give one of them another 'target'.`,
      );
    }
    targets.add(dev);
    return {
      source: { file: { file: disk.path } },
      driver: { name: 'qemu', type: disk.format, discard: 'unmap' },
      target: { dev, bus: 'virtio' },
      serial,
    };
  });
}
