import type { ResourceSchema } from '@virtform/schema';
import { type ImportableResource, TerraformDataSource, type TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { defineAccessors, VALUES } from './accessors.js';
import { type ElementClass, importable, splitConfig, synthesize } from './element.js';
import { toHcl } from './hcl.js';
import type { Values } from './mapping.js';
import { makeReference } from './reference.js';

/** The class of a data source, as the runtime knows it; the generated declaration says which attributes it has. */
export type DataSourceClass = ElementClass<TerraformDataSource>;

/** The class of one data source; its declaration is generated beside it. */
export function dataSourceClass(className: string, schema: ResourceSchema): DataSourceClass {
  const { type, attributes } = schema;
  const DataSource = class extends TerraformDataSource {
    static readonly tfResourceType = type;

    /** The code for an object that exists, by `terraform plan -generate-config-out`. */
    static generateConfigForImport(
      scope: Construct,
      importToId: string,
      importFromId: string,
      provider?: TerraformProvider,
    ): ImportableResource {
      return importable(type, scope, importToId, importFromId, provider);
    }

    [VALUES]: unknown;

    constructor(scope: Construct, id: string, config: Values = {}) {
      const { element, values } = splitConfig(type, config);
      super(scope, id, element);
      this[VALUES] = values;
    }

    protected override synthesizeAttributes(): Record<string, unknown> {
      return synthesize(attributes, this[VALUES]);
    }

    protected override synthesizeHclAttributes(): Record<string, unknown> {
      return toHcl(this.synthesizeAttributes());
    }
  };
  defineAccessors(DataSource.prototype, attributes, 'resource', makeReference);
  Object.defineProperty(DataSource, 'name', { value: className });
  return DataSource;
}
