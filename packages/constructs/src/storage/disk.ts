import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { Construct } from 'constructs';
import type { DirPool } from './dir-pool.js';
import type { Image } from './image.js';
import type { DiskFormat } from './image-file.js';
import { defaultName, RESOURCE_ID } from '../naming.js';
import { type Names, refuseUnknown } from '../props.js';
import { bytes, type Size } from '../size.js';

interface CommonDiskProps {
  /** The volume's name. Default: the construct's ids below the stack, joined by `-`, and the format. */
  readonly name?: string | undefined;
}

/** A disk that begins empty. */
export interface EmptyDiskProps extends CommonDiskProps {
  readonly pool: DirPool;
  readonly size: Size;
  /** Default: qcow2, which takes up only what the guest wrote. */
  readonly format?: DiskFormat | undefined;
}

/** A disk that begins as a copy of an image: only what the guest changes is stored (a qcow2 overlay). */
export interface OverlayDiskProps extends CommonDiskProps {
  readonly base: Image;
  /** Default: the image's pool. */
  readonly pool?: DirPool | undefined;
  /** At least the image's own size, which is the default. */
  readonly size?: Size | undefined;
}

/** What a disk is told: where it is and how large, or which image it begins with. */
export type DiskProps = EmptyDiskProps | OverlayDiskProps;

const PROPS: Names<DiskProps> = { pool: true, size: true, format: true, base: true, name: true };

/** A guest's disk, as a volume in a pool. */
export class Disk extends Construct {
  readonly format: DiskFormat;
  /** The `libvirt_volume` beneath. */
  readonly resource: Volume;

  constructor(scope: Construct, id: string, props: DiskProps) {
    super(scope, id);
    refuseUnknown(this, 'a Disk', props, PROPS);
    this.format = 'base' in props ? 'qcow2' : (props.format ?? 'qcow2');
    const common = {
      name: props.name ?? `${defaultName(this)}.${this.format}`,
      target: { format: { type: this.format } },
    };
    this.resource = new Volume(
      this,
      RESOURCE_ID,
      'base' in props
        ? {
            ...common,
            pool: (props.pool ?? props.base.pool).name,
            capacity: props.size === undefined ? props.base.capacity : bytes(props.size),
            backingStore: { path: props.base.path, format: { type: props.base.format } },
          }
        : { ...common, pool: props.pool.name, capacity: bytes(props.size) },
    );
  }

  /** A reference to the file's path on the libvirt host. */
  get path(): string {
    return this.resource.path;
  }
}
