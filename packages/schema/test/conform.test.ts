import { mark, Marked, SetValue, UNKNOWN, type Value } from '@virtform/values';
import { conform, resources } from '../src/index';
import { domains } from './samples/domains';
import { networks } from './samples/networks';
import { pools } from './samples/pools';

const { libvirt_domain: domain, libvirt_network: network, libvirt_volume: volume } = resources;
const guest = { name: 'web', type: 'kvm' };

/** What is wrong, in one line each. */
const problems = (body: Value, schema = domain) =>
  conform(schema, body).diagnostics.map(
    ({ path = [], summary, action }) => `${path.join('.')}: ${summary} / ${action ?? ''}`,
  );

describe('what is taken', () => {
  test.each([
    ...Object.entries(domains).map(([title, value]) => [title, domain, { type: 'qemu', ...value }] as const),
    ...Object.entries(networks).map(([title, value]) => [title, network, value] as const),
    ...Object.entries(pools).map(([title, value]) => [title, resources.libvirt_pool, value] as const),
  ])('%s', (_title, schema, value) => {
    const body = { ...value, name: 'x' };
    expect(conform(schema, body)).toEqual({ value: body, diagnostics: [] });
  });

  test('texts, numbers and booleans are converted as Terraform does', () => {
    const body = { ...guest, memory: '64', title: 7, autostart: 'true', vcpu: '9007199254740993' };
    expect(conform(domain, body).value).toEqual({
      ...guest,
      memory: 64,
      title: '7',
      autostart: true,
      vcpu: 9007199254740993n,
    });
  });

  test('null is absent, and a set is a list', () => {
    const body = { ...guest, title: null, os: { init_args: new SetValue(['a', 'b']), kernel: null } };
    expect(conform(domain, body).value).toEqual({ ...guest, os: { init_args: ['a', 'b'] } });
  });

  test('unknown values stand for anything, marks stay', () => {
    const secret = mark('s3cret', ['sensitive']);
    const body = {
      ...guest,
      memory: UNKNOWN,
      devices: { disks: UNKNOWN, graphics: [{ vnc: { passwd: secret } }] },
    };
    expect(conform(domain, body)).toEqual({ value: body, diagnostics: [] });
  });

  test('another spelling of a name', () => {
    const source = { qemuvd_agent: { mouse: { mode: 'client' } } };
    const body = { ...guest, devices: { channels: [{ source }] } };
    expect(conform(domain, body).value).toMatchObject({
      devices: { channels: [{ source: { qemu_vd_agent: { mouse: { mode: 'client' } } } }] },
    });
  });
});

describe('what is refused', () => {
  test('everything at once, each with its path and what to do', () => {
    const body = {
      name: 'web',
      memroy: 1,
      uuid: 'x',
      vcpu: 0,
      os: { firmware: 'uefi', bootdevices: [] },
      devices: { interfaces: [{ mac: { address: '01:00:00:00:00:01' } }, 7] },
    };
    expect(problems(body)).toEqual([
      'memroy: libvirt_domain has no attribute "memroy" / Did you mean memory?',
      expect.stringMatching(/^type: type is missing in libvirt_domain \/ Give it: /),
      expect.stringMatching(/^uuid: uuid cannot be set: the host decides it/),
      'vcpu: vcpu is 0 / Give a number from 1 to 65535.',
      'os.bootdevices: os has no attribute "bootdevices" / Did you mean boot_devices?',
      'os.firmware: firmware is "uefi" / Did you mean "efi"? libvirt takes: bios, efi.',
      expect.stringMatching(/^devices\.interfaces\.0\.mac\.address: .* It has to be a MAC address/),
      'devices.interfaces.1: interfaces[1] has to be an object, not a number / Write it as { … }.',
    ]);
  });

  test.each<[string, Value, string]>([
    ['an object for a list', { devices: { disks: { a: 1 } } }, 'disks has to be a list, not an object'],
    ['a list for a text', { title: ['a'] }, 'title has to be a text, not a list'],
    ['a word for a number', { memory: 'much' }, 'memory has to be a number, not a text'],
    ['more than 64 bits hold', { memory: 2n ** 64n }, 'memory is 18446744073709551616'],
    ['a fraction', { vcpu: 1.5 }, 'vcpu has to be a whole number, not 1.5'],
    ['a text that XML cannot carry', { title: 'a\u0001' }, 'title holds the character U+0001'],
    ['XML that is none', { metadata: { xml: '<a>' } }, 'xml is not well-formed XML'],
    ['a unit that is none', { memory: 1, memory_unit: 'GB1' }, 'memory_unit is "GB1"'],
    ['a name with a slash', { name: 'a/b' }, 'name is "a/b"'],
    ['a name of two lines', { name: 'a\nb' }, 'name is "a\\nb"'],
    ['a name that says nothing', { name: '' }, 'name is ""'],
    ['a set of CPUs that is none', { vcpu_cpuset: '3-1' }, 'vcpu_cpuset is "3-1"'],
    [
      'two sources of one disk',
      { devices: { disks: [{ source: { file: { file: '/a' }, volume: { pool: 'p', volume: 'v' } } }] } },
      'volume and file exclude each other',
    ],
    [
      'a branch against the kind that is named',
      { devices: { controllers: [{ type: 'pci', usb: {} }] } },
      'usb and type = "pci" exclude each other',
    ],
    [
      'what libvirt cannot take in this place',
      { devices: { disks: [{ source: { reservations: { source: { udp: { bind_host: 'a' } } } } }] } },
      'udp cannot be used here',
    ],
    [
      'what libvirt tells of hosts alone',
      { sys_info: [{ smbios: { processor: [{ entry: [{ name: 'version', value: 'mine' }] }] } }] },
      'processor cannot be used here',
    ],
    [
      'a file for a text of SMBIOS',
      { sys_info: [{ smbios: { bios: { entry: [{ name: 'vendor', file: '/a', value: 'b' }] } } }] },
      'file cannot be used here',
    ],
    [
      'an own end of a tunnel that has none',
      { devices: { interfaces: [{ source: { server: { port: 5558, local: { port: 5559 } } } }] } },
      'local cannot be used here',
    ],
    [
      'a unit that libvirt does not read',
      {
        cpu: {
          numa: {
            cell: [
              {
                memory: 65536,
                caches: [
                  {
                    level: 1,
                    associativity: 'direct',
                    policy: 'writeback',
                    size: { value: '1', unit: 'MiB' },
                    line: { value: '64', unit: 'B' },
                  },
                ],
              },
            ],
          },
        },
      },
      'unit is "MiB"',
    ],
    [
      'what the element says by being there',
      { devices: { shmems: [{ name: 'a', msi: { enabled: 'yes' } }] } },
      'enabled cannot be used here',
    ],
    [
      'a cipher that libvirt reads from the image',
      {
        devices: {
          disks: [{ encryption: { cipher: { name: 'aes', size: 256, mode: 'xts', hash: 'sha256' } } }],
        },
      },
      'cipher cannot be used here',
    ],
    [
      'a kind of parallel port',
      { devices: { parallels: [{ target: { type: 'isa-parallel' } }] } },
      'type cannot be used here',
    ],
    [
      'a controller of the host beside the adapter',
      {
        devices: {
          hostdevs: [
            { subsys_scsi: { source: { host: { adapter: { name: 'a' }, address: { controller: 0 } } } } },
          ],
        },
      },
      'controller cannot be used here',
    ],
    [
      'a name of the driver of a folder',
      { devices: { filesystems: [{ driver: { name: 'of-mine' }, target: { dir: 'share' } }] } },
      'name cannot be used here',
    ],
  ])('%s', (_what, part, summary) => {
    const { diagnostics } = conform(domain, { ...guest, ...(part as Record<string, Value>) });
    expect(diagnostics.map((found) => found.summary)).toEqual([summary]);
  });

  test.each(['B', 'byte', 'bytes', 'k', 'KiB', 'kb', 'M', 'MiB', 'MB', 'g', 'GiB', 'TB', 'PiB', 'e', ''])(
    'an amount may be given in %j',
    (unit) => {
      expect(problems({ ...guest, memory: 1, memory_unit: unit })).toEqual([]);
    },
  );

  test('a value that newer hosts may know is doubted where a known one is near, and let pass where none is', () => {
    const on = (bus: string) =>
      conform(domain, { ...guest, devices: { disks: [{ target: { dev: 'vda', bus } }] } });
    expect(on('virtoi').diagnostics).toMatchObject([
      {
        severity: 'warning',
        summary: 'bus is "virtoi", which is none of the known ones',
        action: 'Did you mean "virtio"?',
      },
    ]);
    expect(on('virtoi').value).toMatchObject({ devices: { disks: [{ target: { bus: 'virtoi' } }] } });
    expect(on('thunderbolt').diagnostics).toEqual([]);
    expect(conform(domain, { ...guest, os: { type_arch: 'armv6l' } }).diagnostics).toEqual([]);
  });

  test('an address that is none', () => {
    expect(problems({ name: 'n', ips: [{ address: '10.0.0.256', prefix: 129 }] }, network)).toEqual([
      'ips.0.address: address is "10.0.0.256" / It has to be an IPv4 or IPv6 address.',
      'ips.0.prefix: prefix is 129 / Give a number from 0 to 128.',
    ]);
  });

  test('a missing part of an object that is not XML', () => {
    expect(problems({ name: 'v', pool: 'p', create: {} }, volume)).toEqual([
      'create.content: content is missing in create / Give it: a file whose bytes are uploaded.',
    ]);
  });

  test('a sensitive value is never quoted', () => {
    const passwd = new Marked('\u0001', new Set(['sensitive']));
    const firmware = mark('geheim', ['sensitive']);
    const text = JSON.stringify(
      conform(domain, { ...guest, os: { firmware }, devices: { graphics: [{ vnc: { passwd } }] } })
        .diagnostics,
    );
    expect(text).toContain('firmware is the value');
    expect(text).not.toContain('geheim');
  });
});
