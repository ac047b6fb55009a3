import { DirPool, Disk, NatNetwork, VirtualMachine, type VirtualMachineProps } from '../../src/index.js';
import { type Attributes, stack, synthesized } from '../synth.js';

function domain(
  props: Partial<VirtualMachineProps> = {},
  context: Readonly<Record<string, unknown>> = {},
): Attributes {
  const scope = stack(context);
  new VirtualMachine(scope, 'web', { cpus: 2, memory: '256 MiB', ...props });
  return synthesized(scope, 'libvirt_domain.web');
}

/** A domain made with what its own stack holds. */
function domainIn(props: (scope: ReturnType<typeof stack>) => Partial<VirtualMachineProps>): Attributes {
  const scope = stack();
  new VirtualMachine(scope, 'web', { cpus: 2, memory: '256 MiB', ...props(scope) });
  return synthesized(scope, 'libvirt_domain.web');
}

function devices(attributes: Attributes): Attributes {
  return attributes.devices as Attributes;
}

describe('a virtual machine by default', () => {
  it('is what a modern Linux guest wants', () => {
    expect(domain()).toEqual({
      devices: expect.any(Object),
      type: 'kvm',
      name: 'web',
      memory: 262144,
      current_memory: 262144,
      vcpu: 4,
      vcpu_current: 2,
      os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35', boot_devices: [{ dev: 'hd' }] },
      cpu: { mode: 'host-passthrough' },
      features: { acpi: true, apic: {} },
      clock: {
        offset: 'utc',
        timer: [
          { name: 'rtc', tick_policy: 'catchup' },
          { name: 'pit', tick_policy: 'delay' },
          { name: 'hpet', present: 'no' },
        ],
      },
      pm: { suspend_to_mem: { enabled: 'no' }, suspend_to_disk: { enabled: 'no' } },
      on_poweroff: 'destroy',
      on_reboot: 'restart',
      on_crash: 'destroy',
      running: true,
    });
  });

  it('can be talked to and has no display', () => {
    expect(devices(domain())).toEqual({
      controllers: expect.any(Array),
      disks: [],
      interfaces: [],
      serials: [{ target: { type: 'isa-serial', port: 0 } }],
      consoles: [{ target: { type: 'serial', port: 0 } }],
      channels: [{ source: { unix: {} }, target: { virt_io: { name: 'org.qemu.guest_agent.0' } } }],
      rngs: [{ model: 'virtio', backend: { random: '/dev/urandom' } }],
      mem_balloon: { model: 'virtio', stats: { period: 5 } },
    });
  });

  it('has free PCI ports below an explicit root, so that devices can be added while it runs', () => {
    const controllers = devices(domain()).controllers as readonly Attributes[];
    expect(controllers[0]).toEqual({ type: 'pci', index: 0, model: 'pcie-root' });
    expect(controllers.slice(1)).toEqual(
      Array.from({ length: 14 }, (_, port) => ({ type: 'pci', index: port + 1, model: 'pcie-root-port' })),
    );
  });
});

describe('what a virtual machine is told', () => {
  it.each<[string, Partial<VirtualMachineProps>, object]>([
    ['its name', { name: 'www' }, { name: 'www' }],
    [
      'texts for people, which are no templates',
      { title: '${a}', description: '%{b}' },
      { title: '$${a}', description: '%%{b}' },
    ],
    ['to stay off', { running: false }, { running: false }],
    ['to start with the host', { autostart: true }, { autostart: true }],
    ['its processor', { cpu: 'maximum' }, { cpu: { mode: 'maximum' } }],
    ['its machine', { machine: 'pc-q35-7.2' }, { os: { type_machine: 'pc-q35-7.2' } }],
  ])('%s', (_, props, expected) => {
    expect(domain(props)).toMatchObject(expected);
  });

  it('emulation, where the processor is left to QEMU', () => {
    const attributes = domain({ type: 'qemu' });
    expect(attributes).toMatchObject({ type: 'qemu' });
    expect(attributes).not.toHaveProperty('cpu');
  });

  it("emulation by the app's context, unless it says otherwise itself", () => {
    const context = { 'virtform:domainType': 'qemu' };
    expect(domain({}, context)).toMatchObject({ type: 'qemu' });
    expect(domain({ type: 'kvm' }, context)).toMatchObject({ type: 'kvm' });
  });

  it('a context that says something else is refused', () => {
    expect(() => domain({}, { 'virtform:domainType': 'xen' })).toThrow(
      /virtform:domainType is "xen": it wants kvm or qemu/,
    );
  });

  it('a machine without PCI Express has no ports for it', () => {
    expect(devices(domain({ machine: 'pc' }))).not.toHaveProperty('controllers');
  });
});

describe('disks', () => {
  const disks = (make: (disk: (id: string) => Disk) => VirtualMachineProps['disks']) =>
    devices(
      domainIn((scope) => {
        const pool = new DirPool(scope, 'pool', { path: '/srv/disks' });
        return { disks: make((id) => new Disk(scope, id, { pool, size: '1 GiB' })) };
      }),
    ).disks;

  it('are virtio devices in order, found by the path of their volume', () => {
    expect(disks((disk) => [disk('root'), disk('data')])).toEqual([
      {
        source: { file: { file: '${libvirt_volume.root.path}' } },
        driver: { name: 'qemu', type: 'qcow2', discard: 'unmap' },
        target: { dev: 'vda', bus: 'virtio' },
      },
      expect.objectContaining({ target: { dev: 'vdb', bus: 'virtio' } }),
    ]);
  });

  it('can keep a name, and be named inside the guest', () => {
    expect(disks((disk) => [{ disk: disk('data'), target: 'vdc', serial: 'DATA' }])).toMatchObject([
      { target: { dev: 'vdc' }, serial: 'DATA' },
    ]);
  });

  it('cannot share a name', () => {
    expect(() => disks((disk) => [{ disk: disk('a'), target: 'vdb' }, disk('b')])).toThrow(
      "lab/web: two of its disks cannot both be vdb. Give one of them another 'target'.",
    );
  });
});

describe('networks', () => {
  it('get a virtio NIC each', () => {
    const attributes = domainIn((scope) => ({
      networks: [new NatNetwork(scope, 'net', { cidr: '10.20.30.0/24' }), 'user'],
    }));
    expect(devices(attributes).interfaces).toEqual([
      {
        mac: { address: expect.stringMatching(/^52:54:00/) },
        model: { type: 'virtio' },
        source: { network: { network: '${libvirt_network.net.name}' } },
      },
      { mac: { address: expect.any(String) }, model: { type: 'virtio' }, source: { user: {} } },
    ]);
  });

  it('keep the MAC address of a NIC when others come before it', () => {
    const scope = stack();
    const net = new NatNetwork(scope, 'net', { cidr: '10.20.30.0/24' });
    const machine = (networks: VirtualMachineProps['networks']) => {
      scope.node.tryRemoveChild('web');
      return new VirtualMachine(scope, 'web', { cpus: 1, memory: '256 MiB', networks }).macOn(net);
    };
    expect(machine(['user', net])).toBe(machine([net]));
  });

  it('cannot promise an address where QEMU gives them out', () => {
    expect(() => domain({ networks: [{ network: 'user', ip: '10.0.2.20' }] })).toThrow(
      /lab\/web cannot have 10\.0\.2\.20 on the user-mode network/,
    );
  });

  it('can be the same twice, by two NICs', () => {
    const scope = stack();
    const { nics } = new VirtualMachine(scope, 'web', {
      cpus: 1,
      memory: '256 MiB',
      networks: ['user', 'user'],
    });
    expect(nics[0]?.mac).not.toBe(nics[1]?.mac);
  });
});
