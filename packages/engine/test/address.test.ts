import fc from 'fast-check';
import {
  blockAddress,
  formatAddress,
  formatBlock,
  InstanceAddress,
  inModule,
  parseAddress,
  resourceOf,
  sameModule,
} from '../src/address.js';

const root = { module: [], mode: 'managed', type: 'libvirt_domain', name: 'web' } as const;

test.each<[string, InstanceAddress]>([
  ['libvirt_domain.web', root],
  ['libvirt_domain.web[2]', { ...root, key: 2 }],
  ['libvirt_domain.web["a.b[0]"]', { ...root, key: 'a.b[0]' }],
  ['libvirt_domain.web["say \\"hi\\""]', { ...root, key: 'say "hi"' }],
  ['data.libvirt_node_info.here', { module: [], mode: 'data', type: 'libvirt_node_info', name: 'here' }],
  ['module.lab.libvirt_domain.web', { ...root, module: [{ name: 'lab' }] }],
  [
    'module.lab["x"].module.rack[1].libvirt_domain.web',
    {
      ...root,
      module: [
        { name: 'lab', key: 'x' },
        { name: 'rack', key: 1 },
      ],
    },
  ],
])('%s is read and written', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
  expect(formatAddress(address)).toBe(text);
});

test.each([
  '',
  'libvirt_domain',
  'libvirt_domain.',
  '.web',
  'libvirt_domain.web.more.and',
  'libvirt_domain.web[',
  'libvirt_domain.web[x]',
  'libvirt_domain[0].web',
  'a b.c',
  'module.lab',
  'libvirt_domain.web["\\q"]',
])('%p is no address of a resource', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test('any key survives', () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat(), fc.string()), (key) => {
      expect(parseAddress(formatAddress({ ...root, key }))).toEqual({ ...root, key });
    }),
  );
});

test('resourceOf drops the key', () => {
  expect(resourceOf({ ...root, key: 1 })).toEqual(root);
});

describe('a block', () => {
  const rack = [{ name: 'lab', key: 'a.b' }, { name: 'rack' }];

  test('is known without any keys', () => {
    expect(formatBlock({ ...root, module: rack })).toBe('module.lab.module.rack.libvirt_domain.web');
    const instance: InstanceAddress = { ...root, key: 2 };
    expect(blockAddress(instance)).toEqual(root);
  });

  test('stands in a module, as what is no resource does', () => {
    expect(inModule([], 'var.size')).toBe('var.size');
    expect(inModule(rack, 'output.ip')).toBe('module.lab["a.b"].module.rack.output.ip');
  });

  test.each([
    [rack, true],
    [
      [
        { name: 'lab', key: 'a.b' },
        { name: 'rack', key: 0 },
      ],
      false,
    ],
    [[{ name: 'lab' }, { name: 'rack' }], false],
    [[{ name: 'lab', key: 'a.b' }], false],
  ])('is in one instance of it: %j is that one, %s', (other, same) => {
    expect(sameModule(rack, other)).toBe(same);
  });
});
