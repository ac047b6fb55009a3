import { provider } from '@virtform/schema';
import { generateFiles } from '../../scripts/generator/modules.js';
import { moduleNames } from '../../scripts/generator/names.js';
import { machine } from '../runtime/machine.js';

it.each([
  ['libvirt_domain', 'resource', { folder: 'domain', namespace: 'domain', className: 'Domain' }],
  [
    'libvirt_cloudinit_disk',
    'resource',
    { folder: 'cloudinit-disk', namespace: 'cloudinitDisk', className: 'CloudinitDisk' },
  ],
  [
    'libvirt_node_info',
    'data',
    { folder: 'data-libvirt-node-info', namespace: 'dataLibvirtNodeInfo', className: 'DataLibvirtNodeInfo' },
  ],
  ['libvirt', 'provider', { folder: 'provider', namespace: 'provider', className: 'LibvirtProvider' }],
] as const)('%s, a %s, is called as in a prebuilt provider', (type, kind, names) => {
  expect(moduleNames({ ...machine, type, kind })).toEqual(names);
});

it('is one folder a schema and an index that loads what is asked for', () => {
  const files = new Map(generateFiles([provider, machine]).map(({ path, content }) => [path, content]));
  expect([...files.keys()]).toEqual([
    'provider/index.js',
    'provider/index.d.ts',
    'machine/index.js',
    'machine/index.d.ts',
    'index.js',
    'index.d.ts',
  ]);
  expect(files.get('machine/index.js')).toContain(
    "exports.Machine = resourceClass('Machine', resources.libvirt_machine);",
  );
  expect(files.get('index.js')).toContain("get: () => require('./machine/index.js')");
  expect(files.get('index.d.ts')).toContain("export * as machine from './machine/index.js';");
});
