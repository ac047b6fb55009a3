import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { Construct } from 'constructs';
import type { DirPool } from './dir-pool.js';
import { checkImageFile, type DiskFormat, imageUrl } from './image-file.js';
import { defaultName, RESOURCE_ID } from '../naming.js';
import { type Names, refuseUnknown } from '../props.js';

/** What an uploaded image is told. */
export interface ImageProps {
  readonly pool: DirPool;
  /** A file on this machine, relative to the working folder, or an `http(s)` URL. */
  readonly source: string;
  /** What the file holds. Default: qcow2. */
  readonly format?: DiskFormat | undefined;
  /** The volume's name. Default: the construct's ids below the stack, joined by `-`, and the format. */
  readonly name?: string | undefined;
}

const PROPS: Names<ImageProps> = { pool: true, source: true, format: true, name: true };

/** A disk image, uploaded through libvirt into a pool: the read-only base that disks are made from. */
export class Image extends Construct {
  readonly pool: DirPool;
  readonly format: DiskFormat;
  /** The `libvirt_volume` beneath. */
  readonly resource: Volume;

  constructor(scope: Construct, id: string, props: ImageProps) {
    super(scope, id);
    refuseUnknown(this, 'an Image', props, PROPS);
    this.pool = props.pool;
    this.format = props.format ?? 'qcow2';
    this.resource = new Volume(this, RESOURCE_ID, {
      name: props.name ?? `${defaultName(this)}.${this.format}`,
      pool: props.pool.name,
      target: { format: { type: this.format } },
      create: { content: { url: imageUrl(props.source) } },
    });
    this.node.addValidation({ validate: () => checkImageFile(props.source, this.format) });
  }

  /** A reference to the file's path on the libvirt host. */
  get path(): string {
    return this.resource.path;
  }

  /** A reference to the size that the disk has for a guest, in bytes. */
  get capacity(): number {
    return this.resource.capacity;
  }
}
