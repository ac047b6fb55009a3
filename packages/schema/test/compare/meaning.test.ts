import { UNKNOWN, type Path, type Value, type ValueObject } from '@virtform/values';
import { spellingOf } from '../../src/compare/meaning';
import { attributeAt, diff, documents, resources, sameMeaning } from '../../src/index';

const {
  libvirt_domain: domain,
  libvirt_network: network,
  libvirt_pool: pool,
  libvirt_volume: volume,
} = resources;
const { nwfilter, secret } = documents;
const matches = ['entries', 'rule', 'matches'];

const at = (schema: typeof domain, path: Path) => {
  const attribute = attributeAt(schema, path);
  if (attribute === undefined) throw new Error(`no attribute ${path.join('.')}`);
  return attribute;
};

describe('one thing said in two ways', () => {
  test.each<[typeof domain, Path, Value | undefined, Value | undefined]>([
    [domain, ['os', 'type_machine'], 'q35', 'pc-q35-7.2'],
    [domain, ['os', 'type_machine'], 'pc', 'pc-i440fx-7.2'],
    [domain, ['os', 'type_machine'], 'virt', 'virt-7.2'],
    [domain, ['devices', 'interfaces', 'mac', 'address'], '52:54:00:AA:BB:CC', '52:54:00:aa:bb:cc'],
    [network, ['ips', 'address'], '2001:DB8:0::1', '2001:db8::1'],
    [network, ['ips', 'address'], '::ffff:10.0.0.1', '::ffff:a00:1'],
    [domain, ['title'], '', undefined],
    [domain, ['title'], null, undefined],
    [domain, ['features', 'acpi'], false, undefined],
    [domain, ['devices', 'disks', 'io_tune', 'total_iops_sec_max'], 0, undefined],
    [domain, ['devices', 'disks', 'driver', 'cache'], 'default', undefined],
    [domain, ['devices', 'filesystems', 'space_hard_limit'], 0, undefined],
    [domain, ['os', 'acpi', 'tables', 'path'], '/srv//table', '/srv/table'],
    [domain, ['memory_backing'], {}, undefined],
    [domain, ['qemu_commandline'], {}, undefined],
    [domain, ['memory_backing'], { memory_allocation: {} }, undefined],
    [domain, ['on_crash'], undefined, 'destroy'],
    [domain, ['devices', 'disks', 'device'], undefined, 'disk'],
    [domain, ['devices', 'disks'], [], undefined],
    [domain, ['vcpu_cpuset'], '0-3,^2', '0,1,3'],
    [domain, ['gen_id'], '43DC0CF8809B4ADB9BEAA9ABB5F3D90E', '43dc0cf8-809b-4adb-9bea-a9abb5f3d90e'],
    [domain, ['vcpu'], '2', 2],
    [domain, ['vcpu'], '2.0', 2n],
    [network, ['ips', 'address'], 'not one', 'not one'],
    [domain, ['autostart'], 'true', true],
    [pool, ['target', 'path'], '/srv/pool/', '/srv/pool'],
    [nwfilter, [...matches, 'mac', 'protocol_id'], 'IPv4', '0x0800'],
    [nwfilter, [...matches, 'mac', 'protocol_id'], '0x88CC', '35020'],
    [nwfilter, [...matches, 'tcp', 'src_ip_mask'], '255.255.255.0', '24'],
    [nwfilter, [...matches, 'tcp_ipv6', 'src_ip_mask'], 'ffff:ffff::', '32'],
    [nwfilter, [...matches, 'tcp', 'flags'], 'ACK,SYN/SYN', 'SYN,ACK/SYN'],
    [nwfilter, [...matches, 'tcp', 'match'], true, undefined],
    [nwfilter, ['chain'], undefined, 'root'],
    [secret, ['private'], false, undefined],
    [pool, ['target', 'permissions', 'mode'], '755', '0755'],
    [
      domain,
      ['metadata', 'xml'],
      "<a xmlns='u' x='1' y='2'> <b/></a>",
      "<o xmlns='v'/><a y='2' x='1' xmlns='u'><b/></a>",
    ],
  ])('%#: %s', (schema, path, wanted, actual) => {
    const attribute = at(schema, path);
    expect(sameMeaning(attribute, wanted, actual)).toBe(true);
    // Lists are searched by spelling: what is one thing must be spelled alike.
    if (attribute.kind === 'scalar') {
      expect(spellingOf(attribute, wanted)).toBe(spellingOf(attribute, actual));
    }
  });
});

test('an amount is rounded up to whole units of those that libvirt counts in', () => {
  const limit = at(domain, ['memory_tune', 'hard_limit']);
  const units = (wanted: string) => ({
    wanted: { hard_limit_unit: wanted },
    actual: { hard_limit_unit: 'KiB' },
  });
  expect(sameMeaning(limit, 1000, 977, units('KB'))).toBe(true);
  expect(sameMeaning(limit, 1, 1, units('b'))).toBe(true);
  expect(sameMeaning(limit, 1000, 978, units('KB'))).toBe(false);
});

describe('an image on a server', () => {
  const name = at(domain, ['devices', 'disks', 'source', 'network', 'name']);
  const at0 = (protocol: string, other = protocol) => ({ wanted: { protocol }, actual: { protocol: other } });

  test.each([
    ['iscsi', 'iqn.2024-01.org.example:disk', 'iqn.2024-01.org.example:disk/0', true],
    ['iscsi', 'iqn.2024-01.org.example:disk', 'iqn.2024-01.org.example:disk/1', false],
    ['iscsi', 'iqn.2024-01.org.example:disk', 'iqn.2024-01.org.example:other/0', false],
    ['rbd', 'pool/image', 'pool/image/0', false],
    ['nbd', 'disk', 'disk/0', false],
  ])('%s: %s, %s', (protocol, wanted, actual, same) => {
    expect(sameMeaning(name, wanted, actual, at0(protocol))).toBe(same);
  });

  test('a device of an iSCSI server is an image by its place', () => {
    const device = at(domain, ['devices', 'hostdevs', 'subsys_scsi', 'source', 'iscsi', 'name']);
    expect(sameMeaning(device, 'iqn.2024-01.org.example:disk', 'iqn.2024-01.org.example:disk/0')).toBe(true);
  });
});

test('XML that lies deep costs no more than it is long', () => {
  const deep = (text: string): string => `${'<a b="c">'.repeat(200)}${text}${'</a>'.repeat(200)}`;
  const xml = at(domain, ['metadata', 'xml']);
  expect(sameMeaning(xml, deep('x'), deep(' x '))).toBe(true);
  expect(sameMeaning(xml, deep('x'), deep('y'))).toBe(false);
});

describe('an empty element that libvirt keeps differs from none', () => {
  test.each<[Path]>([
    [['features', 'hyper_v']],
    [['features', 'apic']],
    [['features', 'pv_spinlock']],
    [['memory_backing', 'memory_huge_pages']],
    [['devices', 'disks', 'transient']],
  ])('%p', (path) => {
    expect(sameMeaning(at(domain, path), {}, undefined)).toBe(false);
  });
});

describe('things that differ', () => {
  test.each<[typeof domain, Path, Value | undefined, Value | undefined]>([
    [domain, ['os', 'type_machine'], 'q35', 'pc-i440fx-7.2'],
    [domain, ['os', 'type_machine'], 'pc-q35-7.1', 'pc-q35-7.2'],
    [network, ['ips', 'address'], '10.0.0.1', '::a00:1'],
    [nwfilter, [...matches, 'mac', 'protocol_id'], 'ipv4', '2049'],
    [nwfilter, [...matches, 'mac', 'protocol_id'], 'other', 'third'],
    [nwfilter, [...matches, 'tcp', 'src_ip_mask'], '255.0.255.0', '255.0.255.1'],
    [nwfilter, [...matches, 'tcp', 'flags'], 'SYN/ACK', 'ACK/SYN'],
    [domain, ['title'], 'a', undefined],
    [domain, ['features', 'apic'], {}, undefined],
    [domain, ['on_crash'], undefined, 'restart'],
    [domain, ['vcpu'], 2, 3],
    [domain, ['vcpu'], UNKNOWN, 2],
    [domain, ['vcpu_cpuset'], '0-2', '0-3'],
    [domain, ['metadata', 'xml'], "<a xmlns='u'/>", "<a xmlns='v'/>"],
    [domain, ['devices', 'disks'], [{ target: { dev: 'vda' } }], [{ target: { dev: 'vdb' } }]],
  ])('%#: %s', (schema, path, wanted, actual) => {
    expect(sameMeaning(at(schema, path), wanted, actual)).toBe(false);
  });
});

describe('amounts', () => {
  const same = (wanted: ValueObject, actual: ValueObject, schema = domain) =>
    diff(schema, actual, wanted).length === 0;

  test.each<[ValueObject, ValueObject]>([
    [
      { memory: 512, memory_unit: 'MiB' },
      { memory: 524288, memory_unit: 'KiB' },
    ],
    [{ memory: 524288 }, { memory: 524288, memory_unit: 'KiB' }],
    [
      { memory: 1, memory_unit: 'G' },
      { memory: 1048576, memory_unit: 'KiB' },
    ],
    // Rounded up to whole KiB, and to whole MiB when the guest starts.
    [
      { memory: 65536001, memory_unit: 'B' },
      { memory: 64001, memory_unit: 'KiB' },
    ],
    [{ memory: 64001 }, { memory: 64512, memory_unit: 'KiB' }],
  ])('%j is %j', (wanted, actual) => {
    expect(same(wanted, actual)).toBe(true);
  });

  test.each<[ValueObject, ValueObject]>([
    [
      { memory: 512, memory_unit: 'MiB' },
      { memory: 512, memory_unit: 'KiB' },
    ],
    [
      { memory: 512, memory_unit: 'MB' },
      { memory: 524288, memory_unit: 'KiB' },
    ],
    [{ memory: 512 }, {}],
  ])('%j is not %j', (wanted, actual) => {
    expect(same(wanted, actual)).toBe(false);
  });

  test('a volume counts in bytes', () => {
    expect(same({ capacity: 2, capacity_unit: 'GiB' }, { capacity: 2147483648 }, volume)).toBe(true);
    expect(same({ capacity: 1000 }, { capacity: 1024, capacity_unit: 'bytes' }, volume)).toBe(true);
  });
});

test('a netmask and a prefix', () => {
  const wanted = { ips: [{ address: '10.0.0.1', netmask: '255.255.255.0' }] };
  const actual = { ips: [{ address: '10.0.0.1', prefix: 24 }] };
  expect(diff(network, actual, wanted, { applied: wanted })).toEqual([]);
  expect(diff(network, wanted, actual, { applied: actual })).toEqual([]);
});
