import { domain } from '@virtform/schema';
import type { JsonObject, Path } from '@virtform/values';
import { labelOf } from '../../../src/kinds/shared/lines.js';

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
