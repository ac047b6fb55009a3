import type { Rule } from '../../../src/kinds/shared/rules.js';
import { patternOf, ruleFor } from '../../../src/kinds/shared/rules.js';

const rule = (path: string, on: Rule<string>['on']): Rule<string> => ({
  path,
  on,
  effect: `${on} ${path}`,
  impact: 'none',
});
const rules = [
  rule('memory', 'change'),
  rule('devices.disks[]', 'add'),
  rule('devices.disks[]', 'change'),
  rule('devices.disks[].source', 'change'),
];

test.each([
  [['memory'], 'change', 'change memory'],
  [['memory_unit'], 'change', undefined],
  [['devices', 'disks', 0], 'add', 'add devices.disks[]'],
  [['devices', 'disks', 0], 'remove', undefined],
  [['devices', 'disks', 0, 'source', 'slices', 1], 'add', 'change devices.disks[].source'],
  [['devices', 'disks', 2, 'serial'], 'change', 'change devices.disks[]'],
  [['devices', 'disks', 2, 'source', 'file', 'file'], 'change', 'change devices.disks[].source'],
] as const)('the most exact rule for %j, %s', (path, on, effect) => {
  expect(ruleFor(rules, path, on)?.effect).toBe(effect);
});

test('indexes are no part of a pattern', () => {
  expect(patternOf(['ips', 0, 'dhcp', 'hosts', 3, 'mac'])).toBe('ips[].dhcp.hosts[].mac');
});
