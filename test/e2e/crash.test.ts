import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh, virshNames } from '../testbed/virsh.js';

// A real daemon and a real SIGKILL. The moments are spread over the whole apply by a seeded sequence; the simulated host, where
// every await is tried, covers what these few miss.

let hypervisor: Hypervisor;
let app: TestApp;

/** Moments of each test as fractions of an uninterrupted apply; more of them in the full run. */
const MOMENTS = process.env.VIRTFORM_TEST === 'full' ? 45 : 5;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
}, 60_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

interface Wanted {
  readonly vcpus: number;
  readonly title: string;
  readonly disks: readonly string[];
  readonly hosts: readonly object[];
}

const FIRST: Wanted = { vcpus: 1, title: 'first', disks: ['root'], hosts: [] };
const SECOND: Wanted = {
  vcpus: 2,
  title: 'second',
  disks: ['root', 'data'],
  hosts: [{ mac: '52:54:00:00:00:01', ip: '10.93.0.10', name: 'web' }],
};

/** Without what an update of a guest that nobody answers in can take out again. */
const TAKEN_BACK: Wanted = { ...SECOND, title: FIRST.title, hosts: FIRST.hosts };

function configuration({ vcpus, title, disks, hosts }: Wanted) {
  const dhcp = {
    ranges: [{ start: '10.93.0.100', end: '10.93.0.200' }],
    ...(hosts.length === 0 ? {} : { hosts }),
  };
  return {
    provider: { libvirt: [{ uri: hypervisor.uri }] },
    resource: {
      libvirt_network: {
        net: { name: 'crashnet', autostart: true, ips: [{ address: '10.93.0.1', prefix: 24, dhcp }] },
      },
      libvirt_pool: {
        p: { name: 'crashpool', type: 'dir', target: { path: path.join(hypervisor.scratch, 'crashpool') } },
      },
      libvirt_volume: Object.fromEntries(
        disks.map((name) => [
          name,
          {
            name: `${name}.qcow2`,
            pool: '${libvirt_pool.p.name}',
            capacity: 1048576,
            target: { format: { type: 'qcow2' } },
          },
        ]),
      ),
      libvirt_domain: {
        web: {
          name: 'crashweb',
          type: 'qemu',
          title,
          memory: 96,
          memory_unit: 'MiB',
          vcpu: 2,
          vcpu_current: vcpus,
          running: true,
          os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
          features: { acpi: true },
          devices: {
            controllers: [
              { type: 'pci', index: 0, model: 'pcie-root' },
              ...Array.from({ length: 8 }, () => ({ type: 'pci', model: 'pcie-root-port' })),
            ],
            disks: disks.map((name, index) => ({
              driver: { name: 'qemu', type: 'qcow2' },
              source: { file: { file: `\${libvirt_volume.${name}.path}` } },
              target: { dev: `vd${'ab'[index] ?? ''}`, bus: 'virtio' },
            })),
            interfaces: [
              {
                mac: { address: '52:54:00:00:00:01' },
                model: { type: 'virtio' },
                source: { network: { network: '${libvirt_network.net.name}' } },
              },
            ],
          },
        },
      },
    },
  };
}

/** The same program with its guest under another name, and its network, which the state has forgotten, taken over. */
function moving(wanted: Wanted): object {
  const { resource, ...more } = configuration(wanted);
  const { web: server, ...others } = resource.libvirt_domain;
  return {
    ...more,
    resource: { ...resource, libvirt_domain: { ...others, server } },
    moved: { from: 'libvirt_domain.web', to: 'libvirt_domain.server' },
    import: { to: 'libvirt_network.net', id: 'crashnet' },
  };
}

function want(wanted: Wanted): void {
  writeFileSync(path.join(app.folder, 'main.tf.json'), JSON.stringify(configuration(wanted)));
}

/** What the host holds, without what differs between two runs of the same program: UUIDs and paths stay, run-time ids go. */
async function onHost(): Promise<object> {
  const [domains, networks, pools] = await Promise.all([
    virshNames(hypervisor.uri, 'list', '--all'),
    virshNames(hypervisor.uri, 'net-list', '--all'),
    virshNames(hypervisor.uri, 'pool-list', '--all'),
  ]);
  const volumes = pools.includes('crashpool')
    ? (await virsh(hypervisor.uri, 'vol-list', 'crashpool'))
        .split('\n')
        .map((line) => line.trim().split(/\s+/)[0])
        .sort()
    : [];
  const disks = domains.includes('crashweb')
    ? (await virsh(hypervisor.uri, 'domblklist', 'crashweb'))
        .split('\n')
        .map((line) => line.trim().split(/\s+/)[0])
    : [];
  const vcpus = domains.includes('crashweb')
    ? await virsh(hypervisor.uri, 'vcpucount', 'crashweb', '--live', '--active')
    : undefined;
  const title = domains.includes('crashweb')
    ? await virsh(hypervisor.uri, 'desc', 'crashweb', '--title')
    : undefined;
  const hosts = networks.includes('crashnet')
    ? (await virsh(hypervisor.uri, 'net-dumpxml', 'crashnet'))
        .split('\n')
        .filter((line) => line.includes('<host'))
        .map((line) => line.trim())
    : [];
  return {
    domains,
    networks: networks.filter((name) => name === 'crashnet'),
    pools,
    volumes,
    disks,
    vcpus,
    title,
    hosts,
  };
}

/** Numbers between 0 and 1, the same in every run. */
function moments(count: number): readonly number[] {
  // Additive recurrence with the golden ratio: spreads evenly for any count.
  return Array.from({ length: count }, (_, index) => ((index + 1) * 0.6180339887498949) % 1);
}

/** Applies to the end, holds that nothing is left to do, and tells how long changing took. */
async function applyWhole(): Promise<number> {
  const applied = await app.virtform('apply', '-auto-approve');
  expect(applied).toMatchObject({ code: 0, stderr: '' });
  // Nobody but the tool has touched anything: what a killed apply did is not told as the doing of others.
  expect(applied.stdout).not.toContain('Changed outside of virtform');
  expect(await app.virtform('plan', '-detailed-exitcode')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('No changes.'),
  });
  return applied.changing;
}

/** Runs a command that is killed at a moment of the time that its changes take; 1 where that cut it short. */
async function killedAt(moment: number, elapsed: number, ...words: readonly string[]): Promise<number> {
  const { signal } = await app.virtformKilled(moment * elapsed, ...words);
  return signal === 'SIGKILL' ? 1 : 0;
}

async function destroyWhole(): Promise<number> {
  const destroyed = await app.virtform('destroy', '-auto-approve');
  expect(destroyed).toMatchObject({ code: 0, stderr: '' });
  expect(await onHost()).toEqual({
    domains: [],
    networks: [],
    pools: [],
    volumes: [],
    disks: [],
    vcpus: undefined,
    title: undefined,
    hosts: [],
  });
  return destroyed.changing;
}

test('an apply that makes everything, killed at any moment, is finished by the next one', async () => {
  app = configurationApp(hypervisor, 'create', {});
  want(FIRST);
  const elapsed = await applyWhole();
  const leaves = await onHost();
  await destroyWhole();
  let killed = 0;
  for (const moment of moments(MOMENTS)) {
    killed += await killedAt(moment, elapsed, 'apply', '-auto-approve');
    await applyWhole();
    expect(await onHost()).toEqual(leaves);
    await destroyWhole();
  }
  expect(killed).toBeGreaterThan(0);
}, 1_200_000);

test('an apply that changes a running guest, killed at any moment, is finished or undone by the next one', async () => {
  app = configurationApp(hypervisor, 'change', {});
  want(FIRST);
  await applyWhole();
  want(SECOND);
  const elapsed = await applyWhole();
  const after = await onHost();
  await destroyWhole();
  let killed = 0;
  for (const [index, moment] of moments(MOMENTS).entries()) {
    want(FIRST);
    await applyWhole();
    const id = await virsh(hypervisor.uri, 'domid', 'crashweb');
    want(SECOND);
    killed += await killedAt(moment, elapsed, 'apply', '-auto-approve');
    // Every other time the program is taken back in part: then nothing of that stays, though the killed apply had put it in.
    const isTakenBack = index % 2 === 1;
    want(isTakenBack ? TAKEN_BACK : SECOND);
    await applyWhole();
    expect(await onHost()).toEqual(isTakenBack ? { ...after, title: FIRST.title, hosts: [] } : after);
    expect(await virsh(hypervisor.uri, 'domid', 'crashweb')).toBe(id);
    await destroyWhole();
  }
  expect(killed).toBeGreaterThan(0);
}, 1_200_000);

test('an apply that moves and takes over, killed at any moment, is finished by the next one', async () => {
  app = configurationApp(hypervisor, 'move', {});
  const addresses = ['libvirt_domain.server', 'libvirt_network.net', 'libvirt_pool.p'];
  const volumes = SECOND.disks.map((name) => `libvirt_volume.${name}`).sort();
  const prepare = async (): Promise<string> => {
    want(FIRST);
    await applyWhole();
    expect(await app.virtform('state', 'rm', 'libvirt_network.net')).toMatchObject({ code: 0 });
    writeFileSync(path.join(app.folder, 'main.tf.json'), JSON.stringify(moving(SECOND)));
    return virsh(hypervisor.uri, 'domid', 'crashweb');
  };
  await prepare();
  const elapsed = await applyWhole();
  const leaves = await onHost();
  await destroyWhole();
  let killed = 0;
  for (const moment of moments(Math.ceil(MOMENTS / 2))) {
    const id = await prepare();
    killed += await killedAt(moment, elapsed, 'apply', '-auto-approve');
    await applyWhole();
    expect(await onHost()).toEqual(leaves);
    expect(await virsh(hypervisor.uri, 'domid', 'crashweb')).toBe(id);
    const { stdout } = await app.virtform('state', 'list');
    expect(stdout.trim().split('\n').sort()).toEqual([...addresses, ...volumes]);
    await destroyWhole();
  }
  expect(killed).toBeGreaterThan(0);
}, 1_200_000);

test('a destroy, killed at any moment, is finished by the next one', async () => {
  app = configurationApp(hypervisor, 'destroy', {});
  want(FIRST);
  await applyWhole();
  const elapsed = await destroyWhole();
  let killed = 0;
  for (const moment of moments(Math.ceil(MOMENTS / 2))) {
    await applyWhole();
    killed += await killedAt(moment, elapsed, 'destroy', '-auto-approve');
    await destroyWhole();
  }
  expect(killed).toBeGreaterThan(0);
}, 1_200_000);
