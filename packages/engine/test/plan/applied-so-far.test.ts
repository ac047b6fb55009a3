import { domain, network } from '@virtform/schema';
import type { ValueObject } from '@virtform/values';
import { appliedSoFar } from '../../src/plan/applied-so-far.js';

const disk = (dev: string, file: string): ValueObject => ({
  source: { file: { file } },
  target: { dev, bus: 'virtio' },
});
const disks = (...items: readonly ValueObject[]): ValueObject => ({ devices: { disks: items } });
const [root, data, other] = [disk('vda', '/root'), disk('vdb', '/data'), disk('vdb', '/other')];

test.each<[what: string, before: ValueObject, tried: ValueObject, actual: ValueObject, soFar: ValueObject]>([
  [
    'what is done counts, what is not does not',
    { title: 'old', description: 'old' },
    { title: 'new', description: 'new' },
    { title: 'new', description: 'old' },
    { title: 'new', description: 'old' },
  ],
  [
    'what somebody changed meanwhile stays as it was applied',
    { title: 'old', description: 'old' },
    { title: 'new', description: 'old' },
    { title: 'new', description: 'by hand' },
    { title: 'new', description: 'old' },
  ],
  [
    'an amount goes with its unit, where it is done',
    { memory: 512, memory_unit: 'MiB' },
    { memory: 1, memory_unit: 'GiB' },
    { memory: 1048576 },
    { memory: 1, memory_unit: 'GiB' },
  ],
  [
    'and where it is not',
    { memory: 512, memory_unit: 'MiB' },
    { memory: 1, memory_unit: 'GiB' },
    { memory: 524288 },
    { memory: 512, memory_unit: 'MiB' },
  ],
  ['what was taken out is out', { title: 'old' }, {}, {}, {}],
  ['or is not yet', { title: 'old' }, {}, { title: 'old' }, { title: 'old' }],
  ['what was put in is in', {}, { title: 'new' }, { title: 'new' }, { title: 'new' }],
  ['or is not yet there', {}, { title: 'new' }, {}, {}],
  [
    'a device that was plugged in is one of ours',
    disks(root),
    disks(root, data),
    disks(root, data),
    disks(root, data),
  ],
  ['one that was not is none', disks(root), disks(root, data), disks(root), disks(root)],
  ['one that is out is gone', disks(root, data), disks(root), disks(root), disks(root)],
  ['one that is not out yet stays', disks(root, data), disks(root), disks(root, data), disks(root, data)],
  [
    'one that is changed in its place',
    disks(root, data),
    disks(root, other),
    disks(root, data),
    disks(root, data),
  ],
  [
    'one that somebody else took out was applied all the same',
    disks(root, data),
    { ...disks(root, data), title: 'new' },
    { ...disks(root), title: 'new' },
    { ...disks(root, data), title: 'new' },
  ],
])('%s', (_, before, tried, actual, soFar) => {
  expect(appliedSoFar(domain.attributes, before, tried, actual)).toEqual(soFar);
});

test('a list that the program has no longer is gone when its elements are', () => {
  const before = { dns: { host: [{ ip: '10.0.0.1', hostnames: [{ hostname: 'a' }] }] } };
  expect(appliedSoFar(network.attributes, before, {}, {})).toEqual({});
  expect(appliedSoFar(network.attributes, before, {}, before)).toEqual(before);
});
