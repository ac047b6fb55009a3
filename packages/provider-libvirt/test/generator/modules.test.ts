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

describe('the package', () => {
  const files = new Map(
    generateFiles([
      { schema: provider, expression: 'provider' },
      { schema: machine, expression: 'resources.libvirt_machine' },
      { schema: { ...machine, kind: 'data' }, expression: 'dataSources.libvirt_machine' },
    ]).map(({ path, content }) => [path, content]),
  );

  it('is one folder a schema, and an index under the two names that a prebuilt provider has', () => {
    expect([...files.keys()]).toEqual([
      ...['provider/index.js', 'provider/index.d.ts'],
      ...['machine/index.js', 'machine/index.d.ts'],
      ...['data-libvirt-machine/index.js', 'data-libvirt-machine/index.d.ts'],
      ...['index.js', 'index.d.ts', 'lazy-index.js', 'lazy-index.d.ts'],
    ]);
  });

  it.each([
    ['provider/index.js', "exports.LibvirtProvider = providerClass('LibvirtProvider', schema.provider);"],
    ['machine/index.js', "exports.Machine = resourceClass('Machine', schema.resources.libvirt_machine);"],
    [
      'data-libvirt-machine/index.js',
      "exports.DataLibvirtMachine = dataSourceClass('DataLibvirtMachine', schema.dataSources.libvirt_machine);",
    ],
    ['index.js', "machine: () => require('./machine/index.js'),"],
    ['index.d.ts', "export * as dataLibvirtMachine from './data-libvirt-machine/index.js';"],
  ])('%s makes what it is for', (file, line) => {
    expect(
      files
        .get(file)
        ?.split('\n')
        .map((text) => text.trim()),
    ).toContain(line);
  });
});
