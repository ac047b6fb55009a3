import { domain } from '@virtform/schema';
import type { JsonObject, Path } from '@virtform/values';
import { labelOf, nameOf } from '../../../src/kinds/shared/element-names.js';

test.each<[what: string, whole: JsonObject, path: Path, label: string]>([
  ['a disk', { devices: { disks: [{ target: { dev: 'vdb' } }] } }, ['devices', 'disks', 0], 'disk vdb'],
  [
    'a number that JSON cannot carry',
    { cpu_tune: { vcpu_pin: [{ vcpu: 2n ** 60n, cpu_set: '1' }] } },
    ['cpu_tune', 'vcpu_pin', 0],
    'vcpu_pin 1152921504606846976',
  ],
])('%s is called by what tells it from others', (_, whole, path, label) => {
  expect(labelOf(domain.attributes, whole, path)).toBe(label);
});

test.each<[what: string, whole: JsonObject, path: Path, name: string | undefined]>([
  [
    'a setting of a disk',
    { devices: { disks: [{ target: { dev: 'vdb' } }] } },
    ['devices', 'disks', 0, 'driver', 'cache'],
    'disk vdb driver.cache',
  ],
  [
    'a step that repeats the one before',
    { devices: { disks: [{ target: { dev: 'vdb' } }] } },
    ['devices', 'disks', 0, 'source', 'file', 'file'],
    'disk vdb source.file',
  ],
  [
    'a display, by its type',
    { devices: { graphics: [{ vnc: { listen: '127.0.0.1' } }] } },
    ['devices', 'graphics', 0, 'vnc', 'listen'],
    'graphics vnc listen',
  ],
  ['what is in no list', { os: { type: 'hvm' } }, ['os', 'type'], undefined],
])('%s is named with the element that it belongs to', (_, whole, path, name) => {
  expect(nameOf(domain.attributes, whole, path)).toBe(name);
});
