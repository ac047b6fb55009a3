import type { ResourceSchema } from '@virtform/schema';
import {
  ImportableResource,
  type TerraformMetaArguments,
  type TerraformProvider,
  TerraformResource,
} from 'cdktf';
import type { Construct } from 'constructs';
import { defineAccessors, VALUES } from './accessors.js';
import { toAttributes, type Values } from './mapping.js';
import { GENERATOR_METADATA } from './metadata.js';
import { makeReference } from './reference.js';

/** What every resource takes beside its attributes. */
const META_ARGUMENTS: ReadonlySet<string> = new Set<keyof TerraformMetaArguments>([
  'connection',
  'count',
  'dependsOn',
  'forEach',
  'lifecycle',
  'provider',
  'provisioners',
]);

function splitConfig(config: Values): { readonly meta: TerraformMetaArguments; readonly values: Values } {
  const isMeta = ([key, value]: readonly [string, unknown]): boolean =>
    META_ARGUMENTS.has(key) && value !== undefined;
  const entries = Object.entries(config);
  return {
    meta: Object.fromEntries(entries.filter(isMeta)),
    values: Object.fromEntries(entries.filter(([key]) => !META_ARGUMENTS.has(key))),
  };
}

/** Each attribute for the HCL renderer, which takes a plain value where it is told that the attribute is no block. */
export function toHcl(attributes: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { value, isBlock: false, type: 'any', storageClassType: 'any' },
    ]),
  );
}

/** The class of a resource type, as the runtime knows it; the generated declaration says which attributes it has. */
export interface ResourceClass {
  new (scope: Construct, id: string, config?: Values): TerraformResource;
  readonly tfResourceType: string;
  generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource;
}

/** The class of one resource type; its declaration is generated beside it. */
export function resourceClass(className: string, schema: ResourceSchema): ResourceClass {
  const { attributes } = schema;
  const Resource = class extends TerraformResource {
    static readonly tfResourceType = schema.type;

    /** The code for an object that exists, by `terraform plan -generate-config-out`. */
    static generateConfigForImport(
      scope: Construct,
      importToId: string,
      importFromId: string,
      provider?: TerraformProvider,
    ): ImportableResource {
      return new ImportableResource(scope, importToId, {
        terraformResourceType: schema.type,
        importId: importFromId,
        ...(provider === undefined ? {} : { provider }),
      });
    }

    [VALUES]: unknown;

    constructor(scope: Construct, id: string, config: Values = {}) {
      const { meta, values } = splitConfig(config);
      super(scope, id, {
        terraformResourceType: schema.type,
        terraformGeneratorMetadata: GENERATOR_METADATA,
        ...meta,
      });
      this[VALUES] = values;
    }

    protected override synthesizeAttributes(): Record<string, unknown> {
      return { ...toAttributes(attributes, this[VALUES] as Values, 'resource') };
    }

    protected override synthesizeHclAttributes(): Record<string, unknown> {
      return toHcl(this.synthesizeAttributes());
    }
  };
  defineAccessors(Resource.prototype, attributes, 'resource', makeReference);
  Object.defineProperty(Resource, 'name', { value: className });
  return Resource;
}
