import { network } from '@virtform/schema';
import type { ValueObject } from '@virtform/values';
import { ignoreChanges, parseAttributePath } from '../../src/plan/ignore-changes.js';

const ignore = (ignored: readonly string[] | 'all', wanted: ValueObject, before?: ValueObject): unknown =>
  ignoreChanges(ignored, network, wanted, before);

test.each<
  [what: string, ignored: readonly string[], wanted: ValueObject, before: ValueObject, result: ValueObject]
>([
  [
    'an attribute',
    ['title'],
    { name: 'b', title: 'new' },
    { name: 'a', title: 'old' },
    { name: 'b', title: 'old' },
  ],
  ['one that was not there', ['title'], { name: 'b', title: 'new' }, { name: 'a' }, { name: 'b' }],
  [
    'one that the program does not mention',
    ['title'],
    { name: 'b' },
    { name: 'a', title: 'old' },
    { name: 'b', title: 'old' },
  ],
  [
    'a part of an object',
    ['forward.mode'],
    { forward: { mode: 'nat', dev: 'x' } },
    { forward: { mode: 'route', dev: 'y' } },
    { forward: { mode: 'route', dev: 'x' } },
  ],
  ['a part of an object that neither has', ['forward.mode'], { name: 'b' }, { name: 'a' }, { name: 'b' }],
  [
    'a part of one element',
    ['ips[1].address'],
    { ips: [{ address: '1' }, { address: '2' }] },
    { ips: [{ address: '8' }, { address: '9' }] },
    { ips: [{ address: '1' }, { address: '9' }] },
  ],
  [
    'an element that was not there',
    ['ips[1]'],
    { ips: [{ address: '1' }, { address: '2' }] },
    { ips: [{ address: '8' }] },
    { ips: [{ address: '1' }, { address: '2' }] },
  ],
  [
    'a key of a map',
    ['tags["a b"]'],
    { tags: { 'a b': 1, c: 2 } },
    { tags: { 'a b': 8, c: 9 } },
    { tags: { 'a b': 8, c: 2 } },
  ],
])('what is ignored stays as it was: %s', (_what, ignored, wanted, before, result) => {
  expect(ignore(ignored, wanted, before)).toEqual(result);
});

test('all is everything that a program may set, not what the host tells', () => {
  const before = { name: 'a', title: 'old', uuid: 'u', id: 'u' };
  expect(ignore('all', { name: 'b' }, before)).toEqual({ name: 'a', title: 'old' });
});

test('nothing was before the create, so the program counts', () => {
  expect(ignore('all', { name: 'b' })).toEqual({ name: 'b' });
  expect(ignore(['name'], { name: 'b' })).toEqual({ name: 'b' });
});

test('paths are read as the language writes them', () => {
  expect(parseAttributePath('devices.disks[0].source')).toEqual(['devices', 'disks', 0, 'source']);
  expect(parseAttributePath('tags["a \\"b\\""]')).toEqual(['tags', 'a "b"']);
});
