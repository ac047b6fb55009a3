import { isObject, Marked, SetValue, Unknown, type Value, type ValueObject } from '@virtform/values';
import * as fc from 'fast-check';
import { decode, diff, domain, encode, project, resources, says } from '../../src/index';
import { valuesOf } from '../arbitrary';

const schemas = Object.values(resources).map((schema) => [schema.type, schema] as const);
const runs = { numRuns: 100, seed: 20261130 };

describe.each(schemas)('%s', (_type, schema) => {
  test('what is said is no difference, and is stored as it was configured', () => {
    let said = 0;
    fc.assert(
      fc.property(valuesOf(schema), valuesOf(schema), fc.integer(), (value, other, seed) => {
        const actual = decode(schema, encode(schema, { ...other, ...value }));
        const wanted = lessOf(value, seed);
        if (!says(schema, actual, wanted)) return;
        said += 1;
        expect(diff(schema, actual, wanted, { applied: wanted })).toEqual([]);
        expect(project(schema, wanted, actual, { isSaid: true })).toEqual(project(schema, wanted, actual));
      }),
      runs,
    );
    expect(said).toBeGreaterThan(runs.numRuns / 2);
  });

  test('what another object asks for is not said', () => {
    fc.assert(
      fc.property(valuesOf(schema), valuesOf(schema), (value, wanted) => {
        const actual = decode(schema, encode(schema, value));
        const differs = diff(schema, actual, wanted, { applied: wanted }).length > 0;
        expect(differs && says(schema, actual, wanted)).toBe(false);
      }),
      runs,
    );
  });
});

/** A value without some of its parts, which ones as a number says. */
function lessOf(value: ValueObject, seed: number): ValueObject {
  return Object.fromEntries(
    Object.entries(value)
      .filter((_entry, index) => ((seed >> (index % 31)) & 1) === 0)
      .map(([name, part]): [string, Value] => [name, isObject(part) ? lessOf(part, seed >> 1) : part]),
  );
}

const THERE = {
  name: 'web',
  memory: 1048576,
  memory_unit: 'KiB',
  os: { init_args: ['a', 'b'] },
  devices: {
    disks: [
      { device: 'disk', source: { file: { file: '/a' } }, target: { dev: 'vda', bus: 'virtio' } },
      { device: 'disk', source: { file: { file: '/b' } }, target: { dev: 'vdb', bus: 'virtio' } },
    ],
    interfaces: [
      { mac: { address: '52:54:00:00:00:01' }, source: { network: { network: 'lab' } } },
      { mac: { address: '52:54:00:00:00:02' }, source: { network: { network: 'default' } } },
    ],
    serials: [{ target: { type: 'isa-serial', port: 0 } }],
  },
};

const nics = (...names: readonly string[]): ValueObject => ({
  devices: { interfaces: names.map((network) => ({ source: { network: { network } } })) },
});
const disks = (...files: readonly (readonly [dev: string, file: string])[]): ValueObject => ({
  devices: { disks: files.map(([dev, file]) => ({ source: { file: { file } }, target: { dev } })) },
});

test.each<readonly [string, ValueObject]>([
  ['nothing', {}],
  ['in another unit', { memory: 1, memory_unit: 'GiB' }],
  ['without what libvirt filled in', disks(['vda', '/a'])],
  ['elements in another order that bear a name', disks(['vdb', '/b'], ['vda', '/a'])],
  ['elements in order that bear none', nics('lab', 'default')],
  ['the first kind of an element', { devices: { serials: [{ source: { pty: { path: '/dev/pts/3' } } }] } }],
  ['that kind without a word about it', { devices: { serials: [{ source: { pty: {} } }] } }],
  ['a list of texts', { os: { init_args: ['a', 'b'] } }],
  ['what is empty', { devices: { hostdevs: [], disks: [] } }],
  ['what nobody tells', { create: { content: { url: '/x' } } }],
])('says: %s', (_title, wanted) => {
  expect(says(domain, THERE, wanted)).toBe(true);
});

const SPREAD = { cpu_tune: { vcpu_sched: [{ vcpus: '0-1', scheduler: 'batch' }] } };

test.each<readonly [string, ValueObject]>([
  ['another value', { name: 'db' }],
  ['one that is not there', { title: 'Web' }],
  ['an amount that is another in its unit', { memory: 1048576, memory_unit: 'MiB' }],
  ['an element that is not there', disks(['vda', '/a'], ['vdc', '/c'])],
  ['an element that says something else', disks(['vda', '/b'])],
  ['elements in another order that bear no name', nics('default', 'lab')],
  [
    'another choice, of which nothing counts',
    {
      devices: {
        interfaces: [{ mac: { address: '52:54:00:00:00:01' }, source: { vhost_user: { dev: 'eth0' } } }],
      },
    },
  ],
  ['another text of a list', { os: { init_args: ['a', 'c'] } }],
  ['fewer texts than there are', { os: { init_args: ['a'] } }],
  ['an object that is not there', { cpu: { mode: 'host-passthrough' } }],
  ['what is not known yet', { name: new Unknown('string') }],
  ['what is marked', { name: new Marked('web', new Set(['sensitive'])) }],
  ['a set', { devices: { disks: new SetValue([]) } }],
  ['null', { name: null }],
  ['what no schema knows', { nonsense: true }],
  ['a set of numbers, of which libvirt makes an element each', SPREAD],
])('does not say, or cannot tell: %s', (_title, wanted) => {
  expect(says(domain, { ...THERE, ...SPREAD }, wanted)).toBe(false);
});
