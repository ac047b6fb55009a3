import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { quickstartApp, type TestApp } from '../testbed/app.js';
import { type Guest, guestOf } from '../testbed/guest.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';

// One guest lives through the whole file: what matters is that it never notices.
let hypervisor: Hypervisor;
let app: TestApp;
let guest: Guest;
let bootId: string;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  app = await quickstartApp(hypervisor);
  guest = guestOf(hypervisor.uri, 'hello');
}, 120_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

/** Applies, and holds the promise that the plan afterwards is empty. */
async function applied(...options: readonly string[]): Promise<string> {
  const outcome = await app.virtform('apply', '-auto-approve', ...options);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  const plan = await app.virtform('plan', '-detailed-exitcode');
  expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') });
  return outcome.stdout;
}

test('a plan of nothing yet reads, shows what will be, and makes nothing', async () => {
  const plan = await app.virtform('plan', '-detailed-exitcode');
  expect(plan).toMatchObject({ code: 2, stderr: '' });
  expect(plan.stdout).toContain('Plan: 5 to add, 0 to change, 0 to destroy.');
  expect(await virsh(hypervisor.uri, 'list', '--all', '--name')).toBe('');
  expect(existsSync(path.join(app.folder, 'terraform.quickstart.tfstate'))).toBe(false);
}, 60_000);

test('apply brings up network, pool, image, disk and guest, and the guest answers', async () => {
  expect(await applied()).toContain('Apply complete! Resources: 5 added, 0 changed, 0 destroyed.');
  const waited = await app.virtform('wait', '-for=lease,agent', '-timeout=2m', 'hello');
  expect(waited).toMatchObject({ code: 0, stderr: '' });
  bootId = await guest.bootId();
}, 240_000);

/** The balloon is the guest's to follow, and one that is short of CPU time takes a while. */
async function hasMemory(kib: number): Promise<void> {
  await untilTrue(`the guest with ${kib} KiB`, async () =>
    (await virsh(hypervisor.uri, 'dommemstat', 'hello')).split('\n').includes(`actual ${kib}`),
  );
}

test('ps shows the guest with what it has', async () => {
  // A guest that has just booted gives its memory back as fast as it is let.
  await untilTrue('the guest with 256 MiB', async () => {
    const { stdout, code } = await app.virtform('ps');
    expect(code).toBe(0);
    return /^hello +\d+ +running +1 .* 256 MiB .*10\.77\.0\.\d+$/m.test(stdout);
  });
}, 90_000);

test('evidence from inside agrees with what was declared', async () => {
  const { stdout, code } = await app.virtform('evidence');
  expect(stdout).not.toContain('FAIL');
  expect(code).toBe(0);
  for (const file of [
    'domain.xml',
    'lspci.txt',
    'dmidecode.txt',
    'cpuinfo.txt',
    'addresses.txt',
    'checks.txt',
  ]) {
    expect(existsSync(path.join(app.folder, 'evidence', 'hello', file))).toBe(true);
  }
  const again = await app.virtform('evidence');
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') });
}, 60_000);

test('-max-impact=none refuses a vCPU with exit code 3, and nothing changes', async () => {
  app.edit('cpus: 1,', 'cpus: 2,');
  const refused = await app.virtform('apply', '-auto-approve', '-max-impact=none');
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('libvirt_domain.hello') });
  expect((await guest.exec('/bin/nproc')).stdout.trim()).toBe('1');
}, 60_000);

test('a vCPU, memory, a disk and a DHCP host are given to the running guest', async () => {
  app.edit("memory: { size: '256 MiB',", "memory: { size: '384 MiB',");
  app.edit('disks: [root],', "disks: [root, new Disk(this, 'data', { pool, size: '64 MiB' })],");
  app.edit(
    'networks: [network],',
    "networks: [network === 'user' ? network : { network, ip: '10.77.0.10' }],",
  );
  const plan = await app.virtform('plan');
  expect(plan.stdout).toContain('Plan: 1 to add, 2 to change, 0 to destroy.');
  expect(plan.stdout).toContain('Guests: hello changes while it runs. None restarts. No data is destroyed.');
  const before = await guest.uptime();

  expect(await applied()).toContain('Apply complete! Resources: 1 added, 2 changed, 0 destroyed.');

  expect(await guest.bootId()).toBe(bootId);
  expect(await guest.uptime()).toBeGreaterThan(before);
  // QEMU has plugged the CPU when libvirt answers; the guest's kernel brings it up a moment later.
  await untilTrue('two CPUs in the guest', async () => (await guest.exec('/bin/nproc')).stdout === '2\n');
  expect((await guest.exec('/bin/cat', '/sys/block/vdb/size')).stdout.trim()).toBe(String(64 * 2048));
  await hasMemory(393216);
  expect(await virsh(hypervisor.uri, 'net-dumpxml', 'quickstart')).toContain("ip='10.77.0.10'");
}, 120_000);

test('a machine type waits for the next boot, is stored, and is then shown as waiting', async () => {
  app.edit("machine: 'q35',", "machine: 'pc-q35-7.1',");
  const plan = await app.virtform('plan');
  expect(plan.stdout).toMatch(/type_machine .*next boot/);
  expect(plan.stdout).toContain('None restarts.');

  await applied();

  const after = await app.virtform('plan');
  expect(after.stdout).toMatch(
    /waiting for the next boot:\n\s+libvirt_domain\.hello\S*\n\s+os\.type_machine +pc-q35-7\.2 → pc-q35-7\.1/,
  );
  expect(await virsh(hypervisor.uri, 'dumpxml', '--inactive', 'hello')).toContain("machine='pc-q35-7.1'");
  expect(await guest.bootId()).toBe(bootId);
}, 90_000);

test('what a person changes by hand is seen as drift and put back without a restart', async () => {
  await virsh(hypervisor.uri, 'setmem', 'hello', '300M', '--live', '--config');
  const plan = await app.virtform('plan', '-detailed-exitcode');
  expect(plan.code).toBe(2);
  expect(plan.stdout).toContain('Changed outside of virtform');
  await applied();
  await hasMemory(393216);
  expect(await guest.bootId()).toBe(bootId);
}, 120_000);

test('a saved plan is carried out as it is, and refused once it is stale', async () => {
  app.edit(
    "disks: [root, new Disk(this, 'data', { pool, size: '64 MiB' })],",
    "disks: [root, new Disk(this, 'data', { pool, size: '96 MiB' })],",
  );
  expect(await app.virtform('plan', '-out=grow.plan')).toMatchObject({ code: 0, stderr: '' });
  expect(await app.virtform('show', 'grow.plan')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('96 MiB'),
  });
  expect(await app.virtform('apply', 'grow.plan')).toMatchObject({ code: 0, stderr: '' });
  expect((await guest.exec('/bin/cat', '/sys/block/vdb/size')).stdout.trim()).toBe(String(96 * 2048));
  expect(await app.virtform('apply', 'grow.plan')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('stale'),
  });
}, 120_000);

test('destroy takes away all of it', async () => {
  const { stdout, code } = await app.virtform('destroy', '-auto-approve');
  expect(stdout).toContain('Destroy complete! Resources: 6 destroyed.');
  expect(code).toBe(0);
  expect(await virsh(hypervisor.uri, 'list', '--all', '--name')).toBe('');
  expect(await virsh(hypervisor.uri, 'net-list', '--all', '--name')).not.toContain('quickstart');
  expect(await virsh(hypervisor.uri, 'pool-list', '--all', '--name')).toBe('');
  expect(existsSync(path.join(hypervisor.scratch, 'app-pool'))).toBe(false);
}, 120_000);
