import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parkingName, parkingUuid } from '../../packages/engine/src/kinds/shared/parking-name.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { virsh, virshNames } from '../testbed/virsh.js';

// A network that stops takes its bridge along, and a started one does not take the taps of running guests back: the tool does.

const hypervisor = sharedHypervisor();

const MACS = { ours: '52:54:00:00:00:01', theirs: '52:54:00:00:00:02' };

/** A guest without a disk, which runs as long as nobody stops it. */
const guest = {
  name: 'ours',
  type: 'qemu',
  memory: 32,
  memory_unit: 'MiB',
  running: true,
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  devices: {
    interfaces: [
      {
        mac: { address: MACS.ours },
        model: { type: 'virtio' },
        source: { network: { network: '${libvirt_network.lab.name}' } },
      },
    ],
  },
};

function want(app: TestApp, network: object): void {
  const resource = {
    libvirt_network: { lab: { name: 'lab', bridge: { name: 'virbrlab' }, ...network } },
    libvirt_domain: { ours: guest },
  };
  const document = { provider: { libvirt: [{ uri: hypervisor().uri }] }, resource };
  writeFileSync(path.join(app.folder, 'main.tf.json'), JSON.stringify(document));
}

/** A guest that nobody but its maker knows of. */
async function startTheirs(): Promise<void> {
  const theirs = file(
    'theirs',
    `<domain type='qemu'><name>theirs</name><memory unit='MiB'>32</memory>
      <os><type arch='x86_64' machine='q35'>hvm</type></os>
      <devices><interface type='network'><mac address='${MACS.theirs}'/><source network='lab'/><model type='virtio'/></interface></devices>
    </domain>`,
  );
  await virsh(hypervisor().uri, 'create', theirs);
}

function file(name: string, xml: string): string {
  const at = path.join(hypervisor().scratch, `${name}.xml`);
  writeFileSync(at, xml);
  return at;
}

/** The bridge that the tap of a guest is plugged into; empty where it is none. */
async function bridgeOf(name: string): Promise<string> {
  const [tap = ''] = /vnet\d+/.exec(await virsh(hypervisor().uri, 'domiflist', name)) ?? [];
  const { stdout } = await hypervisor().run(['readlink', `/sys/class/net/${tap}/master`]);
  return path.basename(stdout.trim());
}

async function plugged(): Promise<object> {
  return { ours: await bridgeOf('ours'), theirs: await bridgeOf('theirs') };
}

const IN = { ours: 'virbrlab', theirs: 'virbrlab' };
const first = { ips: [{ address: '10.93.0.1', prefix: 24 }] };
let app: TestApp;
let ids: readonly string[];

test('guests run on a network', async () => {
  app = configurationApp(hypervisor(), 'restart', {});
  want(app, first);
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  await startTheirs();
  ids = [await virsh(hypervisor().uri, 'domid', 'ours'), await virsh(hypervisor().uri, 'domid', 'theirs')];
  expect(await plugged()).toEqual(IN);
}, 120_000);

async function expectWhole(): Promise<void> {
  expect(await plugged()).toEqual(IN);
  expect(await virshNames(hypervisor().uri, 'net-list', '--all')).toEqual(['lab']);
  expect([
    await virsh(hypervisor().uri, 'domid', 'ours'),
    await virsh(hypervisor().uri, 'domid', 'theirs'),
  ]).toEqual(ids);
  const ports = (await virsh(hypervisor().uri, 'net-port-list', 'lab')).trim().split('\n');
  expect(ports).toHaveLength(2);
  const planned = await app.virtform('plan', '-detailed-exitcode');
  expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') });
}

test('one that is replaced says whom it leaves alone for a moment, and has them back afterwards', async () => {
  const planned = await app.virtform('plan', '-replace=libvirt_network.lab');
  expect(planned.stdout).toMatch(/-\/\+ libvirt_network\.lab/);
  expect(planned.stdout).toMatch(/! guest ours +is without it until it is there again/);
  expect(planned.stdout).toMatch(/! guest theirs +is without it until it is there again/);
  const applied = await app.virtform('apply', '-auto-approve', '-replace=libvirt_network.lab');
  expect(applied).toMatchObject({ code: 0, stderr: '' });
  await expectWhole();
}, 120_000);

test('one that somebody stopped has them back once it is started', async () => {
  await virsh(hypervisor().uri, 'net-destroy', 'lab');
  expect(await plugged()).toEqual({ ours: '', theirs: '' });
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  await expectWhole();
}, 120_000);

test('what a killed apply left parked is put back by the next one', async () => {
  const parking = parkingName('lab');
  // As it is left between the start of the network and the last guest: one is back already.
  const make = file(
    'parking',
    `<network><name>${parking}</name><uuid>${parkingUuid('lab')}</uuid></network>`,
  );
  await virsh(hypervisor().uri, 'net-create', make);
  const nic = `<interface type='network'><mac address='${MACS.ours}'/><source network='${parking}'/><model type='virtio'/></interface>`;
  await virsh(hypervisor().uri, 'update-device', 'ours', file('nic', nic), '--live');
  expect(await plugged()).not.toEqual(IN);
  const planned = await app.virtform('plan');
  expect(planned.stdout).toMatch(/guests +.*interrupted.* → .*back on the network/);
  expect(planned.stdout).not.toContain('libvirt_domain.ours');
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  await expectWhole();
}, 120_000);

test('whom it does not get back it tells, and the network is there', async () => {
  // Another one has the name of the network on which they would be parked meanwhile.
  await virsh(
    hypervisor().uri,
    'net-create',
    file('taken', `<network><name>${parkingName('lab')}</name></network>`),
  );
  const applied = await app.virtform('apply', '-auto-approve', '-replace=libvirt_network.lab');
  expect(applied.code).toBe(0);
  const said = `${applied.stdout}${applied.stderr}`;
  for (const name of ['ours', 'theirs']) {
    expect(said).toContain(`guest ${name} could not be put back onto network lab`);
    expect(said).toContain(`virsh shutdown ${name}, then virsh start ${name}`);
  }
  await virsh(hypervisor().uri, 'net-destroy', parkingName('lab'));
  expect(await plugged()).toEqual({ ours: '', theirs: '' });
  await virsh(hypervisor().uri, 'net-destroy', 'lab');
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  await expectWhole();
}, 120_000);

test('one that goes for good says who goes on without it, and takes along where they were parked', async () => {
  const planned = await app.virtform('plan', '-destroy');
  expect(planned.stdout).toMatch(/! guest theirs +goes on without it/);
  // Its own guest goes as well.
  expect(planned.stdout).not.toContain('! guest ours');
  await virsh(hypervisor().uri, 'destroy', 'theirs');
  const left = `<network><name>${parkingName('lab')}</name><uuid>${parkingUuid('lab')}</uuid></network>`;
  await virsh(hypervisor().uri, 'net-create', file('left', left));
  expect(await app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect(await virshNames(hypervisor().uri, 'net-list', '--all')).toEqual([]);
}, 120_000);
