import { diff, domain } from '@virtform/schema';
import { editArgs, editsFrom } from '../../../src/kinds/shared/edits.js';

const from = {
  name: 'web',
  memory: 65_536,
  memory_unit: 'KiB',
  devices: { graphics: [{ vnc: { auto_port: true } }], disks: [{ target: { dev: 'vda' } }] },
};
const to = {
  name: 'web',
  memory: 1,
  memory_unit: 'GiB',
  devices: {
    graphics: [{ vnc: { auto_port: true, passwd: 'hush' } }],
    disks: [{ target: { dev: 'vda' }, serial: 'x' }],
  },
};
const passwd = ['devices', 'graphics', 0, 'vnc', 'passwd'];

test('edits go into a step as plain data and come back as they were, secrets by their path', () => {
  const differences = diff(domain, from, to, { applied: {} });
  const args = editArgs(differences, { secrets: [passwd], applied: undefined });
  expect(JSON.stringify(args)).not.toContain('hush');
  const carried: unknown = JSON.parse(JSON.stringify(args));
  expect(carried).toEqual(args);
  expect(editsFrom(args, to)).toEqual(
    differences.flatMap(({ edits }) => edits.map(({ path, value }) => ({ path, value }))),
  );
});

test('of the metadata only what the program put there goes', () => {
  const [before, after] = ['<a:n xmlns:a="urn:a"/>', '<b:n xmlns:b="urn:b"/>'];
  const differences = diff(
    domain,
    { metadata: { xml: `${before}<m/>` } },
    { metadata: { xml: after } },
    { applied: {} },
  );
  expect(editArgs(differences, { secrets: [], applied: { metadata: { xml: before } } })).toMatchObject([
    { before, value: after },
  ]);
  expect(editArgs(differences, { secrets: [], applied: undefined })).toMatchObject([{ before: '' }]);
});
