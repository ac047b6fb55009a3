import { suggest } from '@virtform/values';

const known = ['memory', 'memory_unit', 'vcpu', 'name', 'autostart', 'devices'];

test.each<[string, string | undefined]>([
  ['memroy', 'memory'],
  ['Memory', 'memory'],
  ['vcpus', 'vcpu'],
  ['nmae', 'name'],
  ['auto_start', 'autostart'],
  ['colour', undefined],
  ['x', undefined],
])('%s means %s', (name, meant) => {
  expect(suggest(name, known)).toBe(meant);
});
