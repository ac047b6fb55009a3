import { UNKNOWN, type ValueObject } from '@virtform/values';
import { decode, diff, encode, project, resources } from '../src/index';
import { lines } from './compare/lines';

const { libvirt_domain: domain, libvirt_pool: pool } = resources;

describe('what libvirt pays no heed to', () => {
  const group = { name: 'vg', type: 'logical' };
  const nic = (dev: string, more: ValueObject = {}): ValueObject => ({
    devices: {
      interfaces: [{ source: { vhost_user: { dev } }, mac: { address: '52:54:00:00:00:01' }, ...more }],
    },
  });
  const passt = { backend: { type: 'passt' } };

  test('is no difference, whether it is said, changed or taken out', () => {
    const there = { ...group, target: { path: '/dev/vg' } };
    const said = { ...group, target: { path: '/srv' } };
    for (const [to, applied] of [
      [said, said],
      [said, group],
      [group, said],
    ] as const) {
      expect(diff(pool, there, to, { applied })).toEqual([]);
    }
  });

  test('makes no element of a list of which it is all', () => {
    const device = (more: ValueObject): ValueObject => ({
      block_io_tune: { device: [{ path: '/dev/sdx', ...more }] },
    });
    expect(lines({}, device({}))).toEqual([]);
    expect(lines({}, device({ read_iops_sec: 0 }))).toEqual([]);
    expect(lines({}, device({ read_iops_sec: 10 })).map(({ change }) => change)).toEqual([
      'block_io_tune.device[0]: - → {"path":"/dev/sdx","read_iops_sec":10}',
    ]);
  });

  test('is the terminal of a device that is one for want of another kind', () => {
    const serial = (source: ValueObject): ValueObject => ({ devices: { serials: [{ source }] } });
    const there = { devices: { serials: [{ target: { port: 0 } }] } };
    const pty = serial({ pty: { path: '/dev/pts/7' } });
    expect(lines(there, pty, { applied: pty })).toEqual([]);
    expect(project(domain, pty, there)).toEqual(pty);
    const file = serial({ file: { path: '/srv/log' } });
    expect(lines(file, pty, { applied: pty })).not.toEqual([]);
  });

  test('is neither written nor lost from the state', () => {
    expect(decode(domain, encode(domain, nic('eth0')))).toEqual(
      decode(
        domain,
        encode(domain, {
          devices: { interfaces: [{ source: { vhost_user: {} }, mac: { address: '52:54:00:00:00:01' } }] },
        }),
      ),
    );
    expect(project(domain, nic('eth0'), nic('eth1'))).toEqual(nic('eth0'));
  });

  const port = (source: ValueObject): ValueObject => ({ source, protocol: { type: 'telnet' } });
  const unix = { unix: { mode: 'connect', path: '/run/it.sock' } };
  const share = (type: string): ValueObject => ({
    devices: {
      filesystems: [
        { driver: { type }, target: { dir: 'it' }, binary: { cache: { mode: 'none' }, xattr: 'on' } },
      ],
    },
  });

  const hostdev = { pci: { address: { domain: 0, bus: 1, slot: 0, function: 0 } } };
  const moved = { queues: 2, tx_mode: 'timer', guest: { csum: 'off' } };
  const usb = { usb: { address: { bus: 1, device: 2 } } };
  const folders = (more: ValueObject): ValueObject => ({
    devices: { filesystems: [{ target: { dir: 'it' }, ...more }] },
  });
  const mapped = { align_size: 2048, pmem: true };
  const readonly = { size: 1024, read_only: true };
  const memory = (device: ValueObject): ValueObject => ({
    devices: { memorydevs: [{ target: { size: 1024 }, ...device }] },
  });
  const nics = (...interfaces: readonly ValueObject[]): ValueObject => ({ devices: { interfaces } });

  const inputs = (type: string, source?: ValueObject): ValueObject => ({
    devices: { inputs: [{ type, ...(source === undefined ? {} : { source }) }] },
  });
  const ofCard = {
    vram: 65536,
    heads: 2,
    primary: 'yes',
    accel: { accel3d: 'yes' },
    resolution: { x: 1280, y: 800 },
  };
  const aroundCard = {
    driver: { name: 'vhostuser', packed: 'on' },
    acpi: { index: 3 },
    address: { pci: { domain: 0, bus: 0, slot: 9, function: 0 } },
  };

  // What libvirt stores nothing of.
  test.each<[string, ValueObject, ValueObject]>([
    [
      'the protocol of a serial port at a unix socket',
      { devices: { serials: [port(unix)] } },
      { devices: { serials: [{ source: unix }] } },
    ],
    [
      'the protocol of a smartcard that is passed through a unix socket',
      { devices: { smartcards: [{ passthrough: unix, protocol: { type: 'telnet' } }] } },
      { devices: { smartcards: [{ passthrough: unix }] } },
    ],
    [
      'the protocol of a daemon for random numbers at a unix socket',
      { devices: { rngs: [{ model: 'virtio', backend: { egd: port(unix) } }] } },
      { devices: { rngs: [{ model: 'virtio', backend: { egd: { source: unix } } }] } },
    ],
    [
      'which model of processor is asked for where the largest one is',
      {
        cpu: {
          mode: 'maximum',
          match: 'exact',
          model: 'Nehalem',
          model_fallback: 'forbid',
          model_vendor_id: 'GenuineIntel',
          vendor: 'Intel',
        },
      },
      { cpu: { mode: 'maximum' } },
    ],
    [
      "how exactly the host's own model has to be provided",
      { cpu: { mode: 'host-model', match: 'exact', model: 'Nehalem' } },
      { cpu: { mode: 'host-model', model: 'Nehalem' } },
    ],
    [
      'the port and the address of a display that is reached nowhere',
      { devices: { graphics: [{ vnc: { port: 5905, listen: '10.0.0.1', listeners: [{ none: true }] } }] } },
      { devices: { graphics: [{ vnc: { listeners: [{ none: true }] } }] } },
    ],
    [
      'that a display at a socket picks its ports',
      { devices: { graphics: [{ spice: { auto_port: true, tls_port: 7, listeners: [{ socket: {} }] } }] } },
      { devices: { graphics: [{ spice: { listeners: [{ socket: { socket: '/run/s' } }] } }] } },
    ],
    [
      'the address of a display that is reached on a network',
      {
        devices: {
          graphics: [{ vnc: { listen: '10.0.0.1', listeners: [{ network: { network: 'lab' } }] } }],
        },
      },
      { devices: { graphics: [{ vnc: { listeners: [{ network: { network: 'lab' } }] } }] } },
    ],
    [
      'a label that libvirt makes itself',
      { sec_label: [{ type: 'dynamic', model: 'dac', label: '+0:+0' }] },
      { sec_label: [{ type: 'dynamic', model: 'dac' }] },
    ],
    [
      'codecs of a sound card that has none',
      { devices: { sounds: [{ model: 'ac97', codec: [{ type: 'micro' }] }] } },
      { devices: { sounds: [{ model: 'ac97' }] } },
    ],
    [
      'CPUs of the host for vCPUs that are placed by it',
      { vcpu_placement: 'auto', vcpu_cpuset: '0-1' },
      { vcpu_placement: 'auto' },
    ],
    [
      'what a balloon is called that is none, and where it is',
      { devices: { mem_balloon: { model: 'none', alias: { name: 'ua-b' }, acpi: { index: 3 } } } },
      { devices: { mem_balloon: { model: 'none' } } },
    ],
    [
      'the device of the host of an input that has none',
      inputs('keyboard', { passthrough: { ev_dev: '/dev/input/event8' } }),
      inputs('keyboard'),
    ],
    [
      'another kind of device of the host',
      inputs('evdev', { passthrough: { ev_dev: '/dev/input/event8' }, ev_dev: { dev: '/dev/input/event7' } }),
      inputs('evdev', { ev_dev: { dev: '/dev/input/event7' } }),
    ],
    [
      'everything but the name of a graphics card that is none',
      {
        devices: { videos: [{ model: { type: 'none', ...ofCard }, ...aroundCard, alias: { name: 'ua-v' } }] },
      },
      { devices: { videos: [{ model: { type: 'none' }, alias: { name: 'ua-v' } }] } },
    ],
    [
      'the memory of a system management mode that is off',
      { features: { smm: { state: 'off', tseg: 16, tseg_unit: 'MiB' } } },
      { features: { smm: { state: 'off' } } },
    ],
    [
      'how timers of Hyper-V that are off send their messages',
      { features: { hyper_v: { stimer: { state: 'off', direct: { state: 'on' } } } } },
      { features: { hyper_v: { stimer: { state: 'off' } } } },
    ],
    [
      'how packets are moved to a device of the host',
      nics({ source: { hostdev }, model: { type: 'virtio' }, driver: { ats: 'on', ...moved } }),
      nics({ source: { hostdev }, model: { type: 'virtio' }, driver: { ats: 'on' } }),
    ],
    [
      'how packets are moved to a device that is not of virtio',
      nics({ source: { user: {} }, model: { type: 'e1000' }, driver: moved }),
      nics({ source: { user: {} }, model: { type: 'e1000' } }),
    ],
    [
      'who moves packets to a device that is not of virtio, and what through',
      nics({
        source: { user: {} },
        model: { type: 'e1000' },
        driver: { name: 'qemu' },
        backend: { vhost: '/dev/vhost-net' },
      }),
      nics({ source: { user: {} }, model: { type: 'e1000' } }),
    ],
    [
      'who moves packets to a USB device of the host, and what through',
      nics({ source: { hostdev: usb }, driver: { name: 'vfio' }, backend: { vhost: '/dev/vhost-net' } }),
      nics({ source: { hostdev: usb } }),
    ],
    [
      'how long a menu waits that there is not',
      { os: { boot_menu: { enable: 'no', timeout: '5' } } },
      { os: { boot_menu: { enable: 'no' } } },
    ],
    [
      'the format and the writes of a folder whose driver has no type',
      folders({ driver: { format: 'raw', wr_policy: 'immediate', iommu: 'on' } }),
      folders({ driver: { iommu: 'on' } }),
    ],
    [
      'a file behind memory that has none',
      memory({ model: 'dimm', source: { page_size: 4, path: '/m', ...mapped }, target: readonly }),
      memory({ model: 'dimm', source: { page_size: 4 }, target: { size: 1024 } }),
    ],
    [
      'how the file behind virtio memory is mapped',
      memory({ model: 'virtio-pmem', source: { path: '/m', ...mapped }, target: readonly }),
      memory({ model: 'virtio-pmem', source: { path: '/m' }, target: { size: 1024 } }),
    ],
    [
      'the virtiofsd of a folder that goes by 9p',
      share('path'),
      { devices: { filesystems: [{ driver: { type: 'path' }, target: { dir: 'it' } }] } },
    ],
  ])('is %s', (_what, said, stored) => {
    expect(lines(stored, said, { applied: said })).toEqual([]);
    expect(project(domain, said, stored)).toEqual(said);
  });

  test('counts where it is heeded', () => {
    expect(
      lines({ cpu: { mode: 'host-model' } }, { cpu: { mode: 'host-model', model: 'Nehalem' } }),
    ).not.toEqual([]);
    const virtio = { source: { user: {} }, model: { type: 'virtio' } };
    expect(lines(nics(virtio), nics({ ...virtio, driver: moved }))).not.toEqual([]);
    expect(lines(nics({ source: { user: {} } }), nics({ source: { user: {} }, driver: moved }))).not.toEqual(
      [],
    );
    const tcp = { tcp: { mode: 'connect', host: 'h', service: '1' } };
    expect(
      lines({ devices: { serials: [{ source: tcp }] } }, { devices: { serials: [port(tcp)] } }),
    ).not.toEqual([]);
    expect(
      lines(
        { devices: { filesystems: [{ driver: { type: 'virtiofs' }, target: { dir: 'it' } }] } },
        share('virtiofs'),
      ),
    ).not.toEqual([]);
    expect(
      lines(inputs('evdev', { ev_dev: { dev: '/dev/a' } }), inputs('evdev', { ev_dev: { dev: '/dev/b' } })),
    ).not.toEqual([]);
    const card = (model: ValueObject): ValueObject => ({ devices: { videos: [{ model }] } });
    expect(lines(card({ type: 'vga' }), card({ type: 'vga', ...ofCard }))).not.toEqual([]);
    expect(lines(nic('eth0', passt), nic('eth1', passt)).map(({ change }) => change)).toEqual([
      'devices.interfaces[0].source.vhost_user.dev: "eth0" → "eth1"',
    ]);
    expect(decode(domain, encode(domain, nic('eth0', passt)))).toEqual(nic('eth0', passt));
  });

  test.each<[string, ValueObject, ValueObject, readonly string[]]>([
    [
      'who moves packets to a PCI device of the host, whatever its model',
      nics({ source: { hostdev }, model: { type: 'e1000' }, driver: { name: 'vfio' } }),
      nics({ source: { hostdev }, model: { type: 'e1000' } }),
      ['devices.interfaces[0].driver.name: - → "vfio"'],
    ],
    [
      'who moves packets to a device of virtio, and what through',
      nics({
        source: { user: {} },
        model: { type: 'virtio' },
        driver: { name: 'qemu' },
        backend: { vhost: '/v' },
      }),
      nics({ source: { user: {} }, model: { type: 'virtio' } }),
      ['devices.interfaces[0].driver.name: - → "qemu"', 'devices.interfaces[0].backend.vhost: - → "/v"'],
    ],
    [
      'how long a menu waits that there is',
      { os: { boot_menu: { enable: 'yes', timeout: '5' } } },
      { os: { boot_menu: { enable: 'yes' } } },
      ['os.boot_menu.timeout: - → "5"'],
    ],
    [
      'the format and the writes of a folder whose driver has a type',
      folders({ driver: { type: 'path', format: 'raw', wr_policy: 'immediate' } }),
      folders({ driver: { type: 'path' } }),
      [
        'devices.filesystems[0].driver.format: - → "raw"',
        'devices.filesystems[0].driver.wr_policy: - → "immediate"',
      ],
    ],
    [
      'the file behind an NVDIMM, and how it is mapped',
      memory({ model: 'nvdimm', source: { path: '/m', ...mapped }, target: readonly }),
      memory({ model: 'nvdimm', target: { size: 1024 } }),
      ['path: - → "/m"', 'align_size: - → 2048', 'pmem: - → true']
        .map((line) => `devices.memorydevs[0].source.${line}`)
        .concat('devices.memorydevs[0].target.read_only: - → true'),
    ],
    [
      'the file behind virtio memory',
      memory({ model: 'virtio-pmem', source: { path: '/m' } }),
      memory({ model: 'virtio-pmem' }),
      ['devices.memorydevs[0].source.path: - → "/m"'],
    ],
  ])('is not %s', (_what, said, stored, changes) => {
    expect(lines(stored, said, { applied: said }).map(({ change }) => change)).toEqual(changes);
  });

  test('counts where what it depends on is not known yet', () => {
    const undecided = nic('eth1', { backend: UNKNOWN });
    expect(lines(nic('eth0', passt), undecided).map(({ change }) => change)).toContain(
      'devices.interfaces[0].source.vhost_user.dev: "eth0" → "eth1"',
    );
    const e1000 = { model: { type: 'e1000' } };
    const moving = nics({ source: UNKNOWN, ...e1000, driver: { name: 'vfio' } });
    expect(lines(nics({ source: { hostdev }, ...e1000 }), moving).map(({ change }) => change)).toContain(
      'devices.interfaces[0].driver.name: - → "vfio"',
    );
  });
});

describe('what leaves the choice to libvirt', () => {
  const devices = (list: string, device: ValueObject): ValueObject => ({ devices: { [list]: [device] } });
  const nic = (pci: ValueObject): ValueObject =>
    devices('interfaces', { source: { user: {} }, address: { pci } });
  const placed = nic({ domain: 0, bus: 1, slot: 0, function: 0 });
  const channel = (port: number): ValueObject =>
    devices('channels', { source: { unix: {} }, address: { virtio_serial: { controller: 0, port } } });
  const display = (kind: string, said: ValueObject): ValueObject => devices('graphics', { [kind]: said });
  const nodes = (memory: ValueObject): ValueObject => ({ numa_tune: { memory } });
  const scheduled = (...those: readonly ValueObject[]): ValueObject => ({ cpu_tune: { vcpu_sched: those } });
  const cacheLine = (line: ValueObject): ValueObject => ({
    cpu: { numa: { cell: [{ id: 0, caches: [{ level: 1, line }] }] } },
  });
  const reconnect = (said: ValueObject): ValueObject =>
    devices('serials', { source: { tcp: { host: 'h', service: '1', mode: 'connect', reconnect: said } } });

  // What is said, and what libvirt 9.0 stored of it.
  test.each<[string, ValueObject, ValueObject]>([
    ['a PCI address of zeros', nic({ domain: 0, bus: 0, slot: 0, function: 0 }), placed],
    ['a PCI address with a bus of zero alone', nic({ bus: 0 }), placed],
    ['a PCI address with a function alone', nic({ function: 1 }), placed],
    ['a PCI address that says the slot is shared', nic({ multi_function: 'on' }), placed],
    ['port zero of a virtio-serial controller', channel(0), channel(1)],
    [
      'a card that is not to be the first, and is the only one',
      devices('videos', { model: { type: 'qxl', primary: 'no' } }),
      devices('videos', { model: { type: 'qxl', primary: 'yes' } }),
    ],
    [
      'a SCSI controller of any model',
      devices('controllers', { type: 'scsi', index: 0, model: 'auto' }),
      devices('controllers', { type: 'scsi', index: 0, model: 'lsilogic' }),
    ],
    [
      'the usual backend of a network card',
      devices('interfaces', { source: { user: {} }, backend: { type: 'default' } }),
      devices('interfaces', { source: { user: {} } }),
    ],
    [
      'the mode of a socket that libvirt names',
      devices('channels', { source: { unix: { mode: 'bind' } }, target: { virt_io: { name: 'a' } } }),
      devices('channels', { source: { unix: {} }, target: { virt_io: { name: 'a' } } }),
    ],
    ['the pause before no attempt', reconnect({ enabled: 'no', timeout: 5 }), reconnect({ enabled: 'no' })],
    [
      'a port beside automatic ones',
      display('vnc', { port: 5977, auto_port: true }),
      display('vnc', { port: -1, auto_port: true }),
    ],
    [
      'a port with TLS beside automatic ones',
      display('spice', { tls_port: 5979, auto_port: true }),
      display('spice', { auto_port: true }),
    ],
    [
      'ports that are both picked',
      display('spice', { port: -1, tls_port: -1, auto_port: false }),
      display('spice', { auto_port: true }),
    ],
    ['port zero of a display', display('vnc', { port: 0 }), display('vnc', { auto_port: false })],
    ['no automatic ports of SPICE', display('spice', { auto_port: false }), display('spice', {})],
    [
      'what goes with a feature that is off',
      { features: { hyper_v: { spinlocks: { state: 'off', retries: 8191 } } } },
      { features: { hyper_v: { spinlocks: { state: 'off' } } } },
    ],
    [
      'the unit of a line of the cache, which libvirt counts in bytes',
      cacheLine({ value: '1', unit: 'bytes' }),
      cacheLine({ value: '1', unit: 'B' }),
    ],
    [
      'the area of labels of memory that has none',
      devices('memorydevs', { model: 'dimm', target: { size: 1024, label: { size: 128 } } }),
      devices('memorydevs', { model: 'dimm', target: { size: 1024 } }),
    ],
    [
      'the address of a network that a display waits at, while nobody runs',
      display('vnc', { listeners: [{ network: { network: 'lab', address: '10.0.0.1' } }] }),
      display('vnc', { listeners: [{ network: { network: 'lab' } }] }),
    ],
    [
      'labels of the socket of a virtual switch',
      devices('interfaces', {
        source: {
          vhost_user: {
            chardev: { unix: { mode: 'client', path: '/a.sock', sec_label: [{ relabel: 'no' }] } },
          },
        },
      }),
      devices('interfaces', {
        source: { vhost_user: { chardev: { unix: { mode: 'client', path: '/a.sock' } } } },
      }),
    ],
    [
      'who connects to a server of disks',
      devices('disks', { source: { vhost_user: { unix: { mode: 'client', path: '/a.sock' } } } }),
      devices('disks', { source: { vhost_user: { unix: { path: '/a.sock' } } } }),
    ],
    [
      'an image label, while nobody runs',
      { sec_label: [{ type: 'static', model: 'dac', label: '+0:+0', image_label: '+0:+0' }] },
      { sec_label: [{ type: 'static', model: 'dac', label: '+0:+0' }] },
    ],
    [
      'which vCPUs are scheduled together',
      scheduled({ vcpus: '0-1,3', scheduler: 'fifo', priority: 1 }),
      scheduled(...['0', '1', '3'].map((vcpus) => ({ vcpus, scheduler: 'fifo', priority: 1 }))),
    ],
    [
      'a policy for variables of the firmware',
      { os: { nv_ram: { nv_ram: '', source: { startup_policy: 'optional', file: { file: '/a' } } } } },
      { os: { nv_ram: { nv_ram: '', source: { file: { file: '/a' } } } } },
    ],
    [
      'who chooses nodes that are named',
      nodes({ nodeset: '0', placement: 'static' }),
      nodes({ nodeset: '0' }),
    ],
  ])('%s', (_what, said, stored) => {
    expect(lines(stored, said, { applied: said })).toEqual([]);
    expect(project(domain, said, stored)).toEqual(said);
    expect(lines(decode(domain, encode(domain, said)), said)).toEqual([]);
  });

  test('does not hide that something else is wanted', () => {
    const changes = (from: ValueObject, to: ValueObject) =>
      lines(from, to, { applied: from }).map(({ change }) => change);
    const address = 'devices.interfaces[0].address';
    expect(changes(placed, nic({ bus: 0, slot: 5 }))).toContain(`${address}.pci.slot: 0 → 5`);
    const said = nic({ domain: 0, bus: 0, slot: 0 });
    expect(lines(placed, said, { applied: nic({ bus: 1, slot: 0 }) }).map(({ edits }) => edits)).toEqual([
      ['devices.interfaces[0].address = -'],
    ]);
    expect(
      lines(
        scheduled(
          { vcpus: '0', scheduler: 'fifo', priority: 1 },
          { vcpus: '1', scheduler: 'fifo', priority: 2 },
        ),
        scheduled({ vcpus: '0,2', scheduler: 'fifo', priority: 1 }, { vcpus: '3', scheduler: 'batch' }),
        { applied: scheduled({ vcpus: '0-1', scheduler: 'fifo', priority: 1 }) },
      ),
    ).toEqual([
      {
        change: 'cpu_tune.vcpu_sched[1]: {"vcpus":"1","scheduler":"fifo","priority":2} → -',
        edits: ['cpu_tune.vcpu_sched[vcpus="1"] = -'],
      },
      {
        change: 'cpu_tune.vcpu_sched[0]: - → {"vcpus":"2","scheduler":"fifo","priority":1}',
        edits: ['cpu_tune.vcpu_sched[+] = {"vcpus":"2","scheduler":"fifo","priority":1}'],
      },
      {
        change: 'cpu_tune.vcpu_sched[1]: - → {"vcpus":"3","scheduler":"batch"}',
        edits: ['cpu_tune.vcpu_sched[+] = {"vcpus":"3","scheduler":"batch"}'],
      },
    ]);
    expect(changes(placed, nic({ bus: 0, zpci: { uid: 1 } }))).toContain(`${address}.pci.zpci.uid: - → 1`);
    expect(changes(display('vnc', { port: 5977, auto_port: false }), display('vnc', { port: -1 }))).toContain(
      'devices.graphics[0].vnc.port: 5977 → -1',
    );
    expect(changes(display('spice', { tls_port: 5979 }), display('spice', { tls_port: 5980 }))).toEqual([
      'devices.graphics[0].spice.tls_port: 5979 → 5980',
    ]);
  });
});
