import { UNKNOWN, type ValueObject } from '@virtform/values';
import { applyEdits, decode, diff, encode, resources } from '../../src/index';
import { lines } from './lines';

const { libvirt_domain: domain, libvirt_network: network } = resources;

describe('lists of thousands', () => {
  // Each of these takes minutes where every element is held against every other.
  const names = Array.from({ length: 5_000 }, (_, index) => `vd${index}`);
  const guest = (disks: readonly ValueObject[]): ValueObject => ({ name: 'x', devices: { disks } });
  const there = guest(names.map((dev) => ({ target: { dev }, source: { file: { file: `/${dev}` } } })));
  const document = encode(domain, there);
  const applied = (wanted: ValueObject) =>
    decode(
      domain,
      applyEdits(
        domain,
        document,
        diff(domain, there, wanted).flatMap(({ edits }) => edits),
      ),
    );

  test.each<[string, ValueObject]>([
    ['each with another setting', guest(names.map((dev) => ({ target: { dev }, serial: dev })))],
    ['all with other names', guest(names.map((dev) => ({ target: { dev: `new-${dev}` } })))],
    ['in another order', guest(names.toReversed().map((dev) => ({ target: { dev }, shareable: true })))],
  ])('%s', (_what, wanted) => {
    expect(diff(domain, applied(wanted), wanted)).toEqual([]);
  });

  test('set as a whole', () => {
    const disks = names.map((dev) => ({ target: { dev: `new-${dev}` } }));
    const edited = applyEdits(domain, document, [{ path: ['devices', 'disks'], value: disks }]);
    expect(decode(domain, edited)).toMatchObject({ devices: { disks } });
  });
});

test('another branch is chosen also where all that it says is what libvirt takes without', () => {
  const audio = (kind: ValueObject): ValueObject => ({ devices: { audios: [{ id: 1, ...kind }] } });
  const [none, oss] = [audio({ none: {} }), audio({ oss: { output: {} } })];
  const edited = applyEdits(
    domain,
    encode(domain, none),
    diff(domain, none, oss).flatMap(({ edits }) => edits),
  );
  expect(decode(domain, edited)).toEqual(oss);
});

test('a console of another kind than the one that libvirt makes of the serial port is told from it', () => {
  const file = (path: string): ValueObject => ({ file: { path } });
  const there = {
    devices: {
      consoles: [
        { source: file('/serial'), target: { type: 'serial', port: 0 } },
        { source: file('/console'), target: { type: 'virtio', port: 0 } },
      ],
    },
  };
  const wanted = { devices: { consoles: [{ source: file('/console'), target: { type: 'virtio' } }] } };
  expect(lines(there, wanted, { applied: wanted })).toEqual([]);
  // Where it is gone, the other is none that was asked for.
  const left = { devices: { consoles: there.devices.consoles.slice(0, 1) } };
  expect(lines(left, wanted, { applied: wanted })).toMatchObject([{ edits: [expect.stringContaining('+')] }]);
});

describe('leaf by leaf', () => {
  test('a value, and one that is not XML', () => {
    expect(lines({ vcpu: 2, running: true }, { vcpu: 4, running: false })).toEqual([
      { change: 'running: true → false', edits: [] },
      { change: 'vcpu: 2 → 4', edits: ['vcpu = 4'] },
    ]);
  });

  test('an amount takes its unit along', () => {
    expect(lines({ memory: 1048576, memory_unit: 'KiB' }, { memory: 2, memory_unit: 'GiB' })).toEqual([
      { change: 'memory: 1048576 → 2', edits: ['memory = 2', 'memory_unit = "GiB"'] },
    ]);
  });

  test('a value that is not known yet', () => {
    expect(diff(domain, { vcpu: 2 }, { vcpu: UNKNOWN })).toMatchObject([
      { path: ['vcpu'], before: 2, after: UNKNOWN },
    ]);
  });

  test('an object that is new is told by its leaves, one that is gone as a whole', () => {
    expect(lines({}, { os: { boot_menu: { enable: 'yes' } }, features: { apic: {} } })).toEqual([
      { change: 'os.boot_menu.enable: - → "yes"', edits: ['os.boot_menu.enable = "yes"'] },
      { change: 'features.apic: - → {}', edits: ['features.apic = {}'] },
    ]);
    expect(lines({ pm: { suspend_to_mem: { enabled: 'no' } } }, {})).toEqual([
      { change: 'pm: {"suspend_to_mem":{"enabled":"no"}} → -', edits: ['pm = -'] },
    ]);
  });
});

test('a way out of a network is not the same as none, also where libvirt would choose it', () => {
  const nat = { forward: { mode: 'nat' } };
  expect(lines({}, nat, {}, network)).toEqual([
    { change: 'forward.mode: - → "nat"', edits: ['forward.mode = "nat"'] },
  ]);
  expect(lines(nat, { forward: {} }, { applied: { forward: {} } }, network)).toEqual([]);
});

describe('lists', () => {
  const vda = { source: { file: { file: '/a' } }, target: { dev: 'vda' } };
  const vdb = { source: { file: { file: '/b' } }, target: { dev: 'vdb' } };

  test('order does not matter where elements are known by something', () => {
    expect(lines({ devices: { disks: [vda, vdb] } }, { devices: { disks: [vdb, vda] } })).toEqual([]);
  });

  test('a new element is one difference, and so is one that is gone', () => {
    expect(lines({ devices: { disks: [vda] } }, { devices: { disks: [vdb] } })).toEqual([
      {
        change: `devices.disks[0]: ${JSON.stringify(vda)} → -`,
        edits: ['devices.disks[target.dev="vda"] = -'],
      },
      {
        change: `devices.disks[0]: - → ${JSON.stringify(vdb)}`,
        edits: [`devices.disks[+] = ${JSON.stringify(vdb)}`],
      },
    ]);
  });

  test('what an element leaves out is what libvirt takes for it: a disk is no CD drive', () => {
    const disks = (...devices: readonly ValueObject[]): ValueObject => ({ devices: { disks: devices } });
    const cdrom = { device: 'cdrom', source: { file: { file: '/a.iso' } } };
    const plain = { source: { file: { file: '/b.img' } } };
    expect(lines(disks(cdrom, plain), disks(plain, cdrom))).toEqual([]);
  });

  test('the first card is the first one, wherever it is said: libvirt puts it before the others', () => {
    const card = (memory: number, primary?: string): ValueObject => ({
      model: { type: 'virtio', vram: memory, ...(primary === undefined ? {} : { primary }) },
    });
    const videos = (...cards: readonly ValueObject[]): ValueObject => ({ devices: { videos: cards } });
    const stored = videos(card(3, 'yes'), card(1), card(2));
    expect(lines(stored, videos(card(1), card(2, 'no'), card(3, 'yes')))).toEqual([]);
    expect(lines(stored, videos(card(1), card(2), card(4, 'yes'))).map(({ change }) => change)).toEqual([
      'devices.videos[2].model.vram: 3 → 4',
    ]);
  });

  test('inside an element that stays, by what it is known by in the document', () => {
    const hosts = (name: string) => ({
      ips: [{ address: '10.0.0.1', dhcp: { hosts: [{ mac: '52:54:00:00:00:01', name }] } }],
    });
    expect(lines(hosts('a'), hosts('b'), {}, network)).toEqual([
      {
        change: 'ips[0].dhcp.hosts[0].name: "a" → "b"',
        edits: ['ips[address="10.0.0.1"].dhcp.hosts[mac="52:54:00:00:00:01"].name = "b"'],
      },
    ]);
  });
});

describe('three ways: what was applied, what is there, what is wanted', () => {
  const there: ValueObject = {
    vcpu: 2,
    title: 'by hand',
    on_crash: 'restart',
    cpu: { mode: 'custom', check: 'none', model: 'qemu64' },
    devices: {
      interfaces: [{ mac: { address: '52:54:00:00:00:01' } }, { mac: { address: '52:54:00:00:00:02' } }],
    },
  };

  test('what nobody configured stays', () => {
    expect(lines(there, { vcpu: 2 }, { applied: { vcpu: 2 } })).toEqual([]);
  });

  test('what was configured and is so no longer goes, with what libvirt had filled in there', () => {
    const applied = {
      on_crash: 'restart',
      cpu: { mode: 'custom' },
      devices: { interfaces: [{ mac: { address: '52:54:00:00:00:02' } }] },
    };
    expect(lines(there, { devices: { interfaces: [] } }, { applied }).map(({ edits }) => edits)).toEqual([
      ['cpu = -'],
      ['on_crash = -'],
      ['devices.interfaces[mac.address="52:54:00:00:00:02"] = -'],
    ]);
  });

  describe('of devices that are known by their place', () => {
    const cards = (...types: readonly string[]): ValueObject => ({
      devices: { videos: types.map((type) => ({ model: { type } })) },
    });
    const edits = (from: ValueObject, applied: ValueObject) =>
      lines(from, applied, { applied }).flatMap((difference) => difference.edits);

    test('one that became of another kind is put back', () => {
      expect(edits(cards('qxl'), cards('none'))).toEqual([
        'devices.videos[0] = -',
        'devices.videos[+] = {"model":{"type":"none"}}',
      ]);
    });

    test('one that somebody put beside them stays', () => {
      expect(edits(cards('qxl', 'virtio'), cards('virtio'))).toEqual([]);
      expect(edits(cards('qxl', 'vga'), cards('virtio'))).toEqual([
        'devices.videos[+] = {"model":{"type":"virtio"}}',
      ]);
    });
  });
});
