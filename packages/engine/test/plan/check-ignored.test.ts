import { domain, terraformData } from '@virtform/schema';
import type { Diagnostic } from '@virtform/values';
import { checkIgnored } from '../../src/plan/check-ignored.js';
import { configurationOf } from '../config/given';

const found = async (path: string, type: string): Promise<readonly Diagnostic[]> => {
  const { resources } = await configurationOf({
    resource: { [type]: { x: { lifecycle: { ignore_changes: [path] } } } },
  });
  const block = resources.get(`${type}.x`);
  if (block === undefined) throw new Error('the block is missing');
  return checkIgnored(block, type === 'libvirt_domain' ? domain : terraformData);
};

test.each([
  ['libvirt_domain', 'memory'],
  ['libvirt_domain', 'devices.disks[0].source.file.file'],
  ['libvirt_domain', 'devices["disks"]'],
  ['libvirt_domain', 'devices.disks[1]'],
  ['terraform_data', 'input.anything["at all"][2]'],
])('%s: %s can be ignored', async (type, path) => {
  expect(await found(path, type)).toEqual([]);
});

test.each([
  ['libvirt_domain', 'memroy', 'error', 'Did you mean "memory"?'],
  ['libvirt_domain', 'devices.dsks[0]', 'error', 'Did you mean "disks"?'],
  ['libvirt_domain', 'memory.size', 'error', undefined],
  ['terraform_data', 'nothing_of_the_kind', 'error', undefined],
  ['terraform_data', 'id', 'warning', 'Take it out of ignore_changes.'],
] as const)('%s: %s is an %s', async (type, path, severity, action) => {
  const diagnostics = await found(path, type);
  expect(diagnostics).toMatchObject([{ severity, address: `${type}.x` }]);
  expect(diagnostics[0]?.action).toBe(action);
});
