import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

// What Terraform with dmacvicar/libvirt 0.9.7 leaves behind: objects on the host (made here by virsh, with the XML that provider
// sends) and a state that holds what the program says, null for the rest, and none of our bookkeeping.

let hypervisor: Hypervisor;
let app: TestApp;
let pool: string;

const uuids = {
  pool: '6de76374-2292-4164-a848-4c992db9fd42',
  network: '420e686b-e695-43a8-a9e0-0069e6416c61',
  domain: '9b156e46-f5b6-4e60-936d-4793d3500326',
};

const networkAttributes = {
  name: 'swapnet',
  autostart: true,
  domain: { name: 'swap.test', local_only: 'yes' },
  forward: { mode: 'nat' },
  ips: [
    {
      address: '10.92.0.1',
      prefix: 24,
      dhcp: {
        hosts: [{ ip: '10.92.0.11', mac: '52:54:00:77:00:01', name: 'vm1' }],
        ranges: [{ start: '10.92.0.100', end: '10.92.0.200' }],
      },
    },
  ],
};

const domainAttributes = (): object => ({
  name: 'vm1',
  type: 'qemu',
  memory: 64,
  memory_unit: 'MiB',
  vcpu: 1,
  running: true,
  autostart: false,
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35', boot_devices: [{ dev: 'hd' }] },
  devices: {
    disks: [
      {
        driver: { name: 'qemu', type: 'qcow2' },
        source: { file: { file: `${pool}/cow.qcow2` } },
        target: { dev: 'vda', bus: 'virtio' },
      },
    ],
    interfaces: [
      {
        mac: { address: '52:54:00:77:00:01' },
        model: { type: 'virtio' },
        source: { network: { network: 'swapnet' } },
      },
      { model: { type: 'virtio' }, source: { network: { network: 'swapnet' } } },
    ],
    channels: [{ source: { unix: {} }, target: { virt_io: { name: 'org.qemu.guest_agent.0' } } }],
    graphics: [{ vnc: { auto_port: true, listen: '127.0.0.1' } }],
    serials: [{ target: { type: 'isa-serial', port: 0 } }],
    consoles: [{ target: { type: 'serial', port: 0 } }],
  },
});

const poolAttributes = (): object => ({ name: 'swappool', type: 'dir', target: { path: pool } });
const baseAttributes = {
  name: 'base.qcow2',
  pool: 'swappool',
  capacity: 67108864,
  target: { format: { type: 'qcow2' } },
};
const overlayAttributes = (): object => ({
  name: 'cow.qcow2',
  pool: 'swappool',
  capacity: 128,
  capacity_unit: 'MiB',
  target: { format: { type: 'qcow2' } },
  backing_store: { path: `${pool}/base.qcow2`, format: { type: 'qcow2' } },
});

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  pool = path.join(hypervisor.scratch, 'swappool');
  await makeObjects();
  app = configurationApp(hypervisor, 'swap', {
    'main.tf.json': {
      provider: { libvirt: [{ uri: hypervisor.uri }] },
      resource: {
        libvirt_pool: { p: poolAttributes() },
        libvirt_network: { net: networkAttributes },
        libvirt_volume: {
          base: { ...baseAttributes, pool: '${libvirt_pool.p.name}' },
          cow: {
            ...overlayAttributes(),
            backing_store: { path: '${libvirt_volume.base.path}', format: { type: 'qcow2' } },
          },
        },
        libvirt_domain: {
          vm1: { ...domainAttributes(), depends_on: ['libvirt_network.net', 'libvirt_volume.cow'] },
        },
      },
    },
    'terraform.tfstate': terraformState(),
  });
}, 90_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

test('a state that Terraform wrote plans to nothing, and the plan leaves it alone', async () => {
  const before = readFileSync(path.join(app.folder, 'terraform.tfstate'), 'utf8');
  const plan = await app.virtform('plan', '-detailed-exitcode');
  expect(plan.stderr).toBe('');
  expect(plan.stdout).toContain('No changes.');
  expect(plan.stdout).not.toContain('Changed outside');
  expect(plan.code).toBe(0);
  expect(readFileSync(path.join(app.folder, 'terraform.tfstate'), 'utf8')).toBe(before);
}, 60_000);

test('drift that Terraform does not see is seen: the memory', async () => {
  await virsh(hypervisor.uri, 'setmaxmem', 'vm1', '96M', '--config');
  const plan = await app.virtform('plan', '-detailed-exitcode');
  expect(plan).toMatchObject({ code: 2, stdout: expect.stringMatching(/memory +96 MiB → 64 MiB/) });
  await virsh(hypervisor.uri, 'setmaxmem', 'vm1', '64M', '--config');
  expect(await app.virtform('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
}, 60_000);

test('what the program does not mention is never removed', async () => {
  await virsh(hypervisor.uri, 'desc', 'vm1', '--config', '--live', '--title', 'by hand');
  expect(await app.virtform('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
}, 60_000);

/** The objects as that provider makes them. */
async function makeObjects(): Promise<void> {
  const define = async (
    command: string,
    name: string,
    xml: string,
    ...more: readonly string[]
  ): Promise<void> => {
    const file = path.join(hypervisor.scratch, `${name}.xml`);
    writeFileSync(file, xml);
    await virsh(hypervisor.uri, command, ...more, file);
  };
  await define(
    'pool-define',
    'pool',
    `<pool type='dir'><name>swappool</name><uuid>${uuids.pool}</uuid><target><path>${pool}</path></target></pool>`,
  );
  await virsh(hypervisor.uri, 'pool-build', 'swappool');
  await virsh(hypervisor.uri, 'pool-start', 'swappool');
  await virsh(hypervisor.uri, 'pool-autostart', 'swappool');
  await define(
    'vol-create',
    'base',
    `<volume><name>base.qcow2</name><capacity>67108864</capacity><target><format type='qcow2'/></target></volume>`,
    'swappool',
  );
  await define(
    'vol-create',
    'cow',
    `<volume><name>cow.qcow2</name><capacity unit='MiB'>128</capacity><target><format type='qcow2'/></target>
     <backingStore><path>${pool}/base.qcow2</path><format type='qcow2'/></backingStore></volume>`,
    'swappool',
  );
  await define(
    'net-define',
    'net',
    `<network><name>swapnet</name><uuid>${uuids.network}</uuid><forward mode='nat'/><domain name='swap.test' localOnly='yes'/>
     <ip address='10.92.0.1' prefix='24'><dhcp><range start='10.92.0.100' end='10.92.0.200'/>
     <host mac='52:54:00:77:00:01' name='vm1' ip='10.92.0.11'/></dhcp></ip></network>`,
  );
  await virsh(hypervisor.uri, 'net-start', 'swapnet');
  await virsh(hypervisor.uri, 'net-autostart', 'swapnet');
  await define(
    'define',
    'vm1',
    `<domain type='qemu'><name>vm1</name><uuid>${uuids.domain}</uuid><memory unit='MiB'>64</memory><vcpu>1</vcpu>
     <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os>
     <devices>
       <disk type='file'><driver name='qemu' type='qcow2'/><source file='${pool}/cow.qcow2'/><target dev='vda' bus='virtio'/></disk>
       <interface type='network'><mac address='52:54:00:77:00:01'/><source network='swapnet'/><model type='virtio'/></interface>
       <interface type='network'><source network='swapnet'/><model type='virtio'/></interface>
       <serial type='pty'><target type='isa-serial' port='0'/></serial>
       <console type='pty'><target type='serial' port='0'/></console>
       <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
       <graphics type='vnc' autoport='yes' listen='127.0.0.1'/>
     </devices></domain>`,
  );
  await virsh(hypervisor.uri, 'start', 'vm1');
}

function terraformState(): object {
  const resource = (
    type: string,
    name: string,
    attributes: object,
    dependencies: readonly string[] = [],
  ): object => ({
    mode: 'managed',
    type,
    name,
    provider: 'provider["registry.terraform.io/dmacvicar/libvirt"]',
    instances: [
      {
        schema_version: 0,
        attributes,
        sensitive_attributes: [],
        ...(dependencies.length === 0 ? {} : { dependencies }),
      },
    ],
  });
  const file = (name: string, allocation: number, physical: number): object => ({
    id: `${pool}/${name}`,
    key: `${pool}/${name}`,
    path: `${pool}/${name}`,
    allocation,
    physical,
  });
  return {
    version: 4,
    terraform_version: '1.11.4',
    serial: 15,
    lineage: 'c446e70d-2dd5-b375-30aa-6f9973fc34f4',
    outputs: {},
    resources: [
      resource(
        'libvirt_domain',
        'vm1',
        { ...domainAttributes(), id: 1, uuid: uuids.domain, title: null, description: null },
        ['libvirt_network.net', 'libvirt_pool.p', 'libvirt_volume.base', 'libvirt_volume.cow'],
      ),
      resource('libvirt_network', 'net', {
        ...networkAttributes,
        id: uuids.network,
        uuid: uuids.network,
        bridge: null,
      }),
      resource('libvirt_pool', 'p', {
        ...poolAttributes(),
        id: uuids.pool,
        uuid: uuids.pool,
        capacity: 270553174016,
        allocation: 13610532864,
        available: 256942641152,
        create: null,
        destroy: null,
      }),
      resource(
        'libvirt_volume',
        'base',
        {
          ...baseAttributes,
          target: { format: { type: 'qcow2' }, path: `${pool}/base.qcow2` },
          ...file('base.qcow2', 200704, 196624),
        },
        ['libvirt_pool.p'],
      ),
      resource(
        'libvirt_volume',
        'cow',
        {
          ...overlayAttributes(),
          target: { format: { type: 'qcow2' }, path: `${pool}/cow.qcow2` },
          ...file('cow.qcow2', 200704, 196640),
        },
        ['libvirt_pool.p', 'libvirt_volume.base'],
      ),
    ],
    check_results: null,
  };
}
