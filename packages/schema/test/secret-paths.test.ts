import { domain, secretPaths } from '@virtform/schema';

test('secrets are found by their paths, in lists and in each of their elements', () => {
  const graphics = [{ vnc: { port: 5900 } }, { spice: { passwd: 'x' } }, { vnc: { passwd: 'y' } }];
  expect(secretPaths(domain.attributes, { name: 'web', devices: { graphics } })).toEqual([
    ['devices', 'graphics', 1, 'spice', 'passwd'],
    ['devices', 'graphics', 2, 'vnc', 'passwd'],
  ]);
});

test('what is not as the schema has it holds none', () => {
  expect(secretPaths(domain.attributes, { devices: 'x', nothing: { passwd: 'y' } })).toEqual([]);
});
