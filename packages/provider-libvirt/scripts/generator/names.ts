import type { ResourceSchema } from '@virtform/schema';
import { camelCase, capitalize } from '../../src/runtime/names.js';

/** How a schema's module and class are called: as in every prebuilt provider. */
export interface ModuleNames {
  /** The folder in lib: `cloudinit-disk`, `data-libvirt-node-info`, `provider`. */
  readonly folder: string;
  /** The namespace in the package's index: `cloudinitDisk`. */
  readonly namespace: string;
  /** `CloudinitDisk`, `DataLibvirtNodeInfo`, `LibvirtProvider`. */
  readonly className: string;
}

const PREFIX = 'libvirt_';

/** Names for a schema's module. */
export function moduleNames(schema: ResourceSchema): ModuleNames {
  if (schema.kind === 'provider') {
    return { folder: 'provider', namespace: 'provider', className: 'LibvirtProvider' };
  }
  const name = schema.kind === 'data' ? `data_${schema.type}` : schema.type.slice(PREFIX.length);
  const namespace = camelCase(name);
  return { folder: name.replaceAll('_', '-'), namespace, className: capitalize(namespace) };
}
