import type { ResourceSchema } from '@virtform/schema';
import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { setValue, type Valued, valueOf, VALUES } from './accessors.js';
import { toHcl } from './hcl.js';
import { toAttributes, type Values } from './mapping.js';
import { GENERATOR_METADATA, PROVIDER_SOURCE } from './metadata.js';
import { capitalize, propertyName } from './names.js';

/** The provider's class, as the runtime knows it. */
export interface ProviderClass {
  new (scope: Construct, id: string, config?: Values): TerraformProvider;
  readonly tfResourceType: string;
}

/** The provider's class: its settings can be read back, but nothing can refer to them. */
export function providerClass(className: string, schema: ResourceSchema): ProviderClass {
  const { attributes } = schema;
  const Provider = class extends TerraformProvider {
    static readonly tfResourceType = schema.type;

    [VALUES]: unknown;

    constructor(scope: Construct, id: string, config: Values = {}) {
      super(scope, id, {
        terraformResourceType: schema.type,
        terraformGeneratorMetadata: GENERATOR_METADATA,
        terraformProviderSource: PROVIDER_SOURCE,
      });
      this[VALUES] = config;
    }

    protected override synthesizeAttributes(): Record<string, unknown> {
      const settings = toAttributes(attributes, this[VALUES] as Values, 'provider');
      // The alias is written by cdktf's own class, from its property.
      return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'alias'));
    }

    protected override synthesizeHclAttributes(): Record<string, unknown> {
      return toHcl(this.synthesizeAttributes());
    }
  };
  const properties = Object.keys(attributes).map((name) => propertyName(name, 'provider'));
  for (const property of [...properties, 'alias']) defineSetting(Provider.prototype, property);
  Object.defineProperty(Provider, 'name', { value: className });
  return Provider;
}

function defineSetting(prototype: object, property: string): void {
  const get = function (this: Valued): unknown {
    return valueOf(this, property);
  };
  const set = function (this: Valued, value: unknown): void {
    setValue(this, property, value);
  };
  const reset = function (this: Valued): void {
    setValue(this, property, undefined);
  };
  Object.defineProperties(prototype, {
    [property]: { configurable: true, enumerable: true, get, set },
    [`${property}Input`]: { configurable: true, get },
    [`reset${capitalize(property)}`]: { configurable: true, value: reset },
  });
}
