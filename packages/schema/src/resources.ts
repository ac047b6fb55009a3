import { builtinDataSources, dataSources } from './data-sources.js';
import { domain } from './domain/index.js';
import type { ResourceSchema } from './dsl.js';
import { cloudinitDisk, combustion, ignition } from './files.js';
import { network } from './network.js';
import { pool } from './pool.js';
import { terraformData } from './terraform-data.js';
import { volume } from './volume.js';

/** Every resource type that is an object of libvirt, by name. A schema is built when its attributes are first asked for. */
export const resources: Readonly<Record<ResourceType, ResourceSchema>> = {
  libvirt_domain: domain,
  libvirt_network: network,
  libvirt_pool: pool,
  libvirt_volume: volume,
};

/** The resource types that are known. */
export type ResourceType = 'libvirt_domain' | 'libvirt_network' | 'libvirt_pool' | 'libvirt_volume';

/** Resources that are files on the machine that applies. Their values are no libvirt objects and have no XML. */
export const fileResources: Readonly<Record<FileResourceType, ResourceSchema>> = {
  libvirt_cloudinit_disk: cloudinitDisk,
  libvirt_combustion: combustion,
  libvirt_ignition: ignition,
};

/** The resource types that are files. */
export type FileResourceType = 'libvirt_cloudinit_disk' | 'libvirt_combustion' | 'libvirt_ignition';

/** Resources of Terraform's own, built-in provider: the state alone holds them. */
export const builtinResources: Readonly<Record<'terraform_data', ResourceSchema>> = {
  terraform_data: terraformData,
};

/** The names of managed resources and those of data sources are apart from each other. */
export type SchemaMode = 'managed' | 'data';

/** The schema of a resource type or a data source; undefined where there is none of that name. */
export function schemaOf({
  mode,
  type,
}: {
  readonly mode: SchemaMode;
  readonly type: string;
}): ResourceSchema | undefined {
  return SCHEMAS[mode].get(type);
}

const SCHEMAS: Readonly<Record<SchemaMode, ReadonlyMap<string, ResourceSchema>>> = {
  managed: new Map(Object.entries({ ...resources, ...fileResources, ...builtinResources })),
  data: new Map(Object.entries({ ...dataSources, ...builtinDataSources })),
};
