import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { Network } from '@cdktf/provider-libvirt/lib/network';
import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { type Attribute, type Attributes, conform, type ResourceSchema, resources } from '@virtform/schema';
import type { TerraformResource, TerraformStack } from 'cdktf';
import * as fc from 'fast-check';
import { valuesOf } from '../../schema/test/arbitrary';
import { domains } from '../../schema/test/samples/domains';
import { networks } from '../../schema/test/samples/networks';
import { pools } from '../../schema/test/samples/pools';
import { type Holder, propertyName } from '../src/runtime/names.js';
import { synthesized } from './synthesized.js';

type Body = Readonly<Record<string, unknown>>;

/** What a program writes in order to say what stands in the JSON. */
function toProperties(attributes: Attributes, body: Body, holder: Holder): Body {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const attribute = attributes[name];
      if (attribute === undefined) throw new Error(`There is no ${name}.`);
      return [propertyName(name, holder), toProperty(attribute, value)];
    }),
  );
}

function toProperty(attribute: Attribute, value: unknown): unknown {
  if (attribute.kind === 'object') return toProperties(attribute.attributes, value as Body, 'object');
  if (attribute.kind === 'scalar' || attribute.element === 'string') return value;
  const { element } = attribute;
  return (value as readonly Body[]).map((item) => toProperties(element, item, 'object'));
}

/** Programs have no integers that a number cannot hold. */
function inNumbers(body: Body): Body {
  const text = JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
  return JSON.parse(text) as Body;
}

const volumes: Readonly<Record<string, Body>> = {
  'an image over another': {
    pool: 'disks',
    capacity: 8,
    capacity_unit: 'GiB',
    target: { format: { type: 'qcow2' }, permissions: { mode: '0600' } },
    backing_store: { path: '/srv/base.qcow2', format: { type: 'qcow2' } },
  },
  'a download': { pool: 'disks', create: { content: { url: 'https://example.org/image.qcow2' } } },
};

/** A generated class, whatever its configuration is. */
type SomeClass = new (scope: TerraformStack, id: string, config: never) => TerraformResource;

describe.each<
  [type: string, schema: ResourceSchema, Class: SomeClass, samples: Readonly<Record<string, Body>>]
>([
  ['libvirt_domain', resources.libvirt_domain, Domain, domains],
  ['libvirt_network', resources.libvirt_network, Network, networks],
  ['libvirt_pool', resources.libvirt_pool, Pool, pools],
  ['libvirt_volume', resources.libvirt_volume, Volume, volumes],
])('%s, made by its class', (type, schema, Class, samples) => {
  const synthesize = (body: Body): Body => {
    const { resource } = synthesized((stack) => {
      Reflect.construct(Class, [stack, 'it', toProperties(schema.attributes, body, 'resource')]);
    });
    return resource?.[type]?.it ?? {};
  };

  test.each(Object.entries(samples))('says what the sample does: %s', (_, sample) => {
    const body = { name: 'sample', ...sample };
    const written = synthesize(body);
    expect(written).toEqual(body);
    expect(conform(schema, written).diagnostics).toEqual([]);
  });

  it('says whatever the schema allows', () => {
    fc.assert(
      fc.property(valuesOf(schema).map(inNumbers), (body) => {
        expect(synthesize(body)).toEqual(body);
      }),
      { numRuns: 50, seed: 20240501 },
    );
  });
});
