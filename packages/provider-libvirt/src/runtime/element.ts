import type { Attributes } from '@virtform/schema';
import { ImportableResource, type TerraformMetaArguments, type TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { toAttributes, type Values } from './mapping.js';
import { GENERATOR_METADATA } from './metadata.js';

/** What every resource and data source takes beside its attributes. */
const META_ARGUMENTS: ReadonlySet<string> = new Set<keyof TerraformMetaArguments>([
  'connection',
  'count',
  'dependsOn',
  'forEach',
  'lifecycle',
  'provider',
  'provisioners',
]);

/** A configuration, as cdktf's class wants it, and the values of the attributes. */
export interface SplitConfig {
  readonly element: TerraformMetaArguments & {
    readonly terraformResourceType: string;
    readonly terraformGeneratorMetadata: typeof GENERATOR_METADATA;
  };
  readonly values: Values;
}

/** Parts a configuration into what cdktf's own class takes, and the values of the attributes. */
export function splitConfig(terraformResourceType: string, config: Values): SplitConfig {
  const meta: Record<string, unknown> = {};
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    if (!META_ARGUMENTS.has(key)) values[key] = value;
    else if (value !== undefined) meta[key] = value;
  }
  return {
    element: { ...meta, terraformResourceType, terraformGeneratorMetadata: GENERATOR_METADATA },
    values,
  };
}

/** What cdktf writes into the JSON of a resource or data source. */
export function synthesize(attributes: Attributes, values: unknown): Record<string, unknown> {
  return { ...toAttributes(attributes, values as Values, 'resource') };
}

/** Asks for the code of an object that exists, under the address that it will have. */
export function importable(
  terraformResourceType: string,
  scope: Construct,
  importToId: string,
  importId: string,
  provider: TerraformProvider | undefined,
): ImportableResource {
  return new ImportableResource(scope, importToId, {
    terraformResourceType,
    importId,
    ...(provider === undefined ? {} : { provider }),
  });
}

/** The static side that resources and data sources share. */
export interface ElementClass<T> {
  new (scope: Construct, id: string, config?: Values): T;
  readonly tfResourceType: string;
  generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource;
}
