import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

// A guest, its network, its pool and its disk, made by hand and running: they come into the program, change while the guest runs,
// and leave the program again. Nobody who uses the guest notices more than the change that was asked for.

let hypervisor: Hypervisor;
let app: TestApp;
let folder: string;

const NETWORK = `<network>
  <name>byhand</name>
  <bridge name='vfimp0'/>
  <domain name='byhand.test'/>
  <ip address='10.92.0.1' netmask='255.255.255.0'><dhcp><range start='10.92.0.100' end='10.92.0.200'/></dhcp></ip>
</network>`;

const guestXml = (disk: string): string => `<domain type='qemu'>
  <name>byhand</name>
  <title>made by a person</title>
  <metadata><note:note xmlns:note='http://example.org/note'>keep me</note:note></metadata>
  <memory unit='MiB'>64</memory>
  <vcpu current='1'>2</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  <devices>
    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${disk}'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><mac address='52:54:00:92:00:01'/><source network='byhand'/><model type='virtio'/></interface>
    <serial type='pty'/>
  </devices>
</domain>`;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  const { uri, scratch } = hypervisor;
  folder = path.join(scratch, 'byhand-pool');
  await mkdir(folder);
  await virsh(uri, 'pool-define-as', 'byhand', 'dir', '--target', folder);
  await virsh(uri, 'pool-start', 'byhand');
  await virsh(uri, 'vol-create-as', 'byhand', 'disk.qcow2', '16M', '--format', 'qcow2');
  const define = async (command: string, name: string, xml: string): Promise<void> => {
    const file = path.join(scratch, `${name}.xml`);
    writeFileSync(file, xml);
    await virsh(uri, command, file);
  };
  await define('net-define', 'byhand-network', NETWORK);
  await virsh(uri, 'net-start', 'byhand');
  await define('define', 'byhand-guest', guestXml(path.join(folder, 'disk.qcow2')));
  await virsh(uri, 'start', 'byhand');
  app = configurationApp(hypervisor, 'import-app', {});
}, 90_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

/** What the program says of these objects: some of what is there, and not all. */
interface Wish {
  readonly capacity?: number;
  readonly second?: boolean;
  readonly hosts?: readonly object[];
}

function program({ capacity = 16, second = false, hosts }: Wish = {}): Record<string, object> {
  const disk = (volume: string, dev: string): object => ({
    driver: { name: 'qemu', type: 'qcow2' },
    source: { file: { file: `\${libvirt_volume.${volume}.path}` } },
    target: { dev, bus: 'virtio' },
  });
  const volume = (name: string, size: number): object => ({
    name,
    pool: '${libvirt_pool.pool.name}',
    capacity: size * 1024 * 1024,
    target: { format: { type: 'qcow2' } },
  });
  return {
    libvirt_network: {
      net: {
        name: 'byhand',
        ips: [
          {
            address: '10.92.0.1',
            netmask: '255.255.255.0',
            dhcp: {
              ranges: [{ start: '10.92.0.100', end: '10.92.0.200' }],
              ...(hosts === undefined ? {} : { hosts }),
            },
          },
        ],
      },
    },
    libvirt_pool: { pool: { name: 'byhand', type: 'dir', target: { path: folder } } },
    libvirt_volume: {
      disk: volume('disk.qcow2', capacity),
      ...(second ? { second: volume('second.qcow2', 8) } : {}),
    },
    libvirt_domain: {
      guest: {
        name: 'byhand',
        type: 'qemu',
        memory: 64,
        memory_unit: 'MiB',
        vcpu: 2,
        vcpu_current: 1,
        running: true,
        os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'pc' },
        devices: { disks: [disk('disk', 'vda'), ...(second ? [disk('second', 'vdb')] : [])] },
      },
    },
  };
}

function write(resource: object | undefined, more: object = {}): void {
  writeFileSync(
    path.join(app.folder, 'main.tf.json'),
    JSON.stringify({
      provider: { libvirt: { uri: hypervisor.uri } },
      ...(resource === undefined ? {} : { resource }),
      ...more,
    }),
  );
}

/** Everything that libvirt says of the four. */
async function pictures(): Promise<readonly string[]> {
  const { uri } = hypervisor;
  return [
    await virsh(uri, 'dumpxml', '--inactive', 'byhand'),
    await virsh(uri, 'dumpxml', 'byhand'),
    await virsh(uri, 'domid', 'byhand'),
    await virsh(uri, 'net-dumpxml', 'byhand'),
    await virsh(uri, 'pool-dumpxml', '--inactive', 'byhand'),
    (await virsh(uri, 'vol-dumpxml', '--pool', 'byhand', 'disk.qcow2')).replace(
      /<timestamps>.*<\/timestamps>/s,
      '',
    ),
  ];
}

async function nothingLeft(): Promise<void> {
  const plan = await app.virtform('plan', '-detailed-exitcode');
  expect(plan).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('No changes.') });
}

test('what a program says of objects made by hand is taken over, and nothing of them changes', async () => {
  const before = await pictures();
  const uuid = await virsh(hypervisor.uri, 'net-uuid', 'byhand');
  write(program(), {
    locals: { disk: path.join(folder, 'disk.qcow2') },
    import: [
      { to: 'libvirt_network.net', id: uuid.toUpperCase() },
      { to: 'libvirt_pool.pool', id: 'byhand' },
      { to: 'libvirt_volume.disk', id: '${local.disk}' },
      { to: 'libvirt_domain.guest', id: 'byhand' },
    ],
  });
  const plan = await app.virtform('plan');
  expect(plan).toMatchObject({ code: 0, stderr: '' });
  expect(plan.stdout).toContain('libvirt_domain.guest will be imported');
  expect(plan.stdout).toContain('Plan: 4 to import, 0 to add, 0 to change, 0 to destroy.');

  const applied = await app.virtform('apply', '-auto-approve');
  expect(applied).toMatchObject({ code: 0, stderr: '' });
  expect(applied.stdout).toContain('Resources: 4 imported, 0 added, 0 changed, 0 destroyed.');
  expect(await pictures()).toEqual(before);
  await nothingLeft();
}, 120_000);

test('an import that is done is left in the program without harm, and so is none', async () => {
  await nothingLeft();
  write(program());
  await nothingLeft();
}, 60_000);

test('what was taken over changes while the guest runs; what the program does not mention stays', async () => {
  const id = await virsh(hypervisor.uri, 'domid', 'byhand');
  write(
    program({
      second: true,
      hosts: [{ mac: '52:54:00:92:00:01', ip: '10.92.0.10', name: 'byhand' }],
    }),
  );
  const plan = await app.virtform('plan');
  expect(plan).toMatchObject({ code: 0, stderr: '' });
  expect(plan.stdout).toContain('Plan: 1 to add, 2 to change, 0 to destroy.');
  expect(plan.stdout).toContain('None restarts.');
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  await nothingLeft();

  const [stored = '', running = '', now, network = ''] = await pictures();
  expect(now).toBe(id);
  for (const xml of [stored, running]) {
    expect(xml).toContain('second.qcow2');
    expect(xml).toContain('<title>made by a person</title>');
    expect(xml).toContain('keep me');
    expect(xml).toContain('52:54:00:92:00:01');
    expect(xml).toMatch(/<serial type='pty'>|<serial type='pty'\/>/);
  }
  expect(network).toContain("ip='10.92.0.10'");
  expect(network).toContain("<domain name='byhand.test'/>");
}, 120_000);

test('what a removed block speaks of leaves the state and goes on as it is', async () => {
  const before = await pictures();
  const removed = [
    'libvirt_network.net',
    'libvirt_pool.pool',
    'libvirt_volume.disk',
    'libvirt_volume.second',
  ];
  write(undefined, {
    removed: [...removed, 'libvirt_domain.guest'].map((from) => ({ from, lifecycle: { destroy: false } })),
  });
  const plan = await app.virtform('plan');
  expect(plan.code).toBe(0);
  expect(plan.stdout).toContain('Plan: 0 to add, 0 to change, 0 to destroy, 5 to forget.');
  expect(plan.stderr).toContain('no longer be managed');
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0 });
  expect(await app.virtform('state', 'list')).toMatchObject({ code: 0, stdout: '' });
  expect(await pictures()).toEqual(before);
}, 90_000);

test('the command import takes one object over at once; then the plan is empty', async () => {
  const { libvirt_network: network } = program({
    hosts: [{ mac: '52:54:00:92:00:01', ip: '10.92.0.10', name: 'byhand' }],
  });
  write({ libvirt_network: network });
  const imported = await app.virtform('import', 'libvirt_network.net', 'byhand');
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  expect(imported.stdout).toContain('Import successful!');
  await nothingLeft();

  const again = await app.virtform('import', 'libvirt_network.net', 'byhand');
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('already managed') });
  const absent = await app.virtform('import', 'libvirt_network.other', 'byhand');
  expect(absent).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('does not exist in the configuration'),
  });
}, 90_000);

test('a guest is taken over by the command with all that it has, and nothing is planned to be taken from it', async () => {
  const { libvirt_network: network, libvirt_domain: guest } = program();
  write({
    libvirt_network: network,
    libvirt_domain: JSON.parse(
      JSON.stringify(guest).replaceAll('${libvirt_volume.disk.path}', path.join(folder, 'disk.qcow2')),
    ) as object,
  });
  expect(
    await app.virtform('import', 'libvirt_domain.guest', await virsh(hypervisor.uri, 'domuuid', 'byhand')),
  ).toMatchObject({
    code: 0,
    stderr: '',
  });
  const shown = await app.virtform('state', 'show', '-json', 'libvirt_domain.guest');
  expect(JSON.parse(shown.stdout)).toMatchObject({
    values: {
      title: 'made by a person',
      running: true,
      devices: { interfaces: [{ mac: { address: '52:54:00:92:00:01' } }] },
    },
  });
  await nothingLeft();
}, 90_000);

test.each<[why: string, id: string, says: RegExp]>([
  ['that is not there', 'nobody', /non-existent remote object[\s\S]*nobody/],
  ['that the state has already', 'byhand', /what libvirt_network\.net is/],
])(
  'an object %s is refused by name',
  async (_, id, says) => {
    const { libvirt_network: network } = program();
    write(
      { libvirt_network: { ...network, other: { name: 'other' } } },
      { import: { to: 'libvirt_network.other', id } },
    );
    expect(await app.virtform('plan')).toMatchObject({ code: 1, stderr: expect.stringMatching(says) });
  },
  60_000,
);

test('what another state made is refused, and whose it is stands in the message', async () => {
  const other = configurationApp(hypervisor, 'other-app', {
    'main.tf.json': {
      provider: { libvirt: { uri: hypervisor.uri } },
      resource: { libvirt_network: { theirs: { name: 'theirs' } } },
    },
  });
  expect(await other.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  write(
    { libvirt_network: { ours: { name: 'theirs' } } },
    { import: { to: 'libvirt_network.ours', id: 'theirs' } },
  );
  const { code, stderr } = await app.virtform('plan', '-target=libvirt_network.ours');
  expect(code).toBe(1);
  expect(stderr).toMatch(/libvirt_network\.theirs of the state with lineage [0-9a-f-]{36}/);
  expect(stderr).toContain('virtform state rm libvirt_network.theirs');
}, 90_000);
