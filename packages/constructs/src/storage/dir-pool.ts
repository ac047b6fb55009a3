import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { Construct } from 'constructs';
import { defaultName, RESOURCE_ID } from '../naming.js';
import { type Names, refuseUnknown } from '../props.js';

/** What a folder of volumes is told. */
export interface DirPoolProps {
  /** The folder on the libvirt host; libvirt makes it where it is missing. */
  readonly path: string;
  /** libvirt's name. Default: the construct's ids below the stack, joined by `-`. */
  readonly name?: string | undefined;
}

const PROPS: Names<DirPoolProps> = { path: true, name: true };

/** A folder on the libvirt host that holds disk images. */
export class DirPool extends Construct {
  /** The `libvirt_pool` beneath. */
  readonly resource: Pool;

  constructor(scope: Construct, id: string, props: DirPoolProps) {
    super(scope, id);
    refuseUnknown(this, 'a DirPool', props, PROPS);
    this.resource = new Pool(this, RESOURCE_ID, {
      name: props.name ?? defaultName(this),
      type: 'dir',
      target: { path: props.path },
    });
  }

  /** A reference to the pool's name. */
  get name(): string {
    return this.resource.name;
  }
}
