import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp, quickstartApp } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

let hypervisor: Hypervisor;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
}, 60_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

const network = (name: string, more: object = {}): object => ({
  provider: { libvirt: [{ uri: hypervisor.uri }] },
  resource: { libvirt_network: { net: { name, ips: [{ address: '10.91.0.1', prefix: 24 }], ...more } } },
});

/** Defines a network by hand, as somebody else would. */
async function defineNetwork(name: string, uuid: string): Promise<void> {
  const file = path.join(hypervisor.scratch, `${name}.xml`);
  writeFileSync(file, `<network><name>${name}</name><uuid>${uuid}</uuid><title>not ours</title></network>`);
  await virsh(hypervisor.uri, 'net-define', file);
}

test('an object of the same name that is not ours is refused by name, and left as it is', async () => {
  const uuid = randomUUID();
  await defineNetwork('theirs', uuid);
  const before = await virsh(hypervisor.uri, 'net-dumpxml', 'theirs');
  const app = configurationApp(hypervisor, 'clash', { 'main.tf.json': network('theirs') });
  const plan = await app.virtform('plan');
  expect(plan.code).toBe(1);
  expect(plan.stderr).toContain('theirs');
  expect(plan.stderr).toContain(uuid);
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 1 });
  expect(await virsh(hypervisor.uri, 'net-dumpxml', 'theirs')).toBe(before);
}, 60_000);

test('an unknown attribute is an error with its path and a suggestion', async () => {
  const app = configurationApp(hypervisor, 'misspelt', {
    'main.tf.json': network('spelt', { ips: [{ adress: '10.91.0.1', prefix: 24 }], autostrat: true }),
  });
  for (const command of ['validate', 'plan']) {
    const { code, stderr } = await app.virtform(command);
    expect(code).toBe(1);
    expect(stderr).toContain('libvirt_network.net');
    expect(stderr).toContain('ips[0].adress');
    expect(stderr).toContain('Did you mean address?');
    expect(stderr).toContain('Did you mean autostart?');
  }
}, 60_000);

test('an unknown attribute of a construct names the construct', async () => {
  const app = await quickstartApp(hypervisor, 'construct');
  app.edit(
    "new TerraformOutput(this, 'mac',",
    "guest.resource.addOverride('memroy', 1);\n    new TerraformOutput(this, 'mac',",
  );
  const { code, stderr } = await app.virtform('validate');
  expect(code).toBe(1);
  expect(stderr).toContain('memroy');
  expect(stderr).toContain('quickstart/hello');
  expect(stderr).toContain('Did you mean memory?');
}, 60_000);

test('an object that contradicts itself, or another one, is refused before anything is touched', async () => {
  const disk = { source: { file: { file: '/x' } }, target: { dev: 'vda', bus: 'virtio' } };
  const guest = {
    name: 'twice',
    type: 'qemu',
    memory: 1024,
    vcpu_current: 2,
    devices: { disks: [disk, disk] },
  };
  const app = configurationApp(hypervisor, 'contradictions', {
    'main.tf.json': {
      provider: { libvirt: [{ uri: hypervisor.uri }] },
      resource: {
        libvirt_network: { one: { name: 'same' }, two: { name: 'same' } },
        libvirt_domain: { guest, other: { ...guest, devices: {}, vcpu_current: 1 } },
      },
    },
  });
  for (const command of [['validate'], ['plan'], ['apply', '-auto-approve']]) {
    const { code, stderr } = await app.virtform(...command);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /2 vCPUs are more than the maximum of 1\n +in libvirt_domain.guest, at vcpu_current/,
    );
    expect(stderr).toMatch(
      /two disks are called vda\n +in libvirt_domain.guest, at devices.disks\[1\].target.dev/,
    );
    expect(stderr).toMatch(/two networks are called same\n +in libvirt_network.two, at name/);
    expect(stderr).toMatch(/two domains are called twice\n +in libvirt_domain.other, at name/);
  }
  expect(await virsh(hypervisor.uri, 'net-list', '--all', '--name')).not.toContain('same');
  expect(await virsh(hypervisor.uri, 'list', '--all', '--name')).not.toContain('twice');
}, 60_000);

test('no daemon: the error says which host, why, and how to start one', async () => {
  const socket = path.join(hypervisor.scratch, 'nobody', 'libvirt-sock');
  const app = configurationApp(hypervisor, 'nobody-home', {
    'main.tf.json': {
      provider: { libvirt: [{ uri: `qemu:///system?socket=${socket}` }] },
      resource: { libvirt_network: { net: { name: 'n' } } },
    },
  });
  const { code, stderr } = await app.virtform('plan');
  expect(code).toBe(1);
  expect(stderr).toContain(socket);
  expect(stderr).toMatch(/systemctl start|libvirtd/);
}, 60_000);

test('apply without anybody to ask refuses, and changes nothing', async () => {
  const app = configurationApp(hypervisor, 'unasked', { 'main.tf.json': network('unasked') });
  const { code, stderr } = await app.virtform('apply');
  expect(code).toBe(1);
  expect(stderr).toContain('-auto-approve');
  expect(await virsh(hypervisor.uri, 'net-list', '--all', '--name')).not.toContain('unasked');
}, 60_000);

test('the machine-readable output is one JSON object a line, from version to outputs', async () => {
  const app = configurationApp(hypervisor, 'json', {
    'main.tf.json': { ...network('jsonnet'), output: { id: { value: '${libvirt_network.net.id}' } } },
  });
  const applied = await app.virtform('apply', '-auto-approve', '-json');
  expect(applied).toMatchObject({ code: 0, stderr: '' });
  const messages = applied.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
  const types = messages.map((message) => message.type);
  expect(types[0]).toBe('version');
  expect(types.at(-1)).toBe('outputs');
  expect(types).toEqual(
    expect.arrayContaining(['planned_change', 'change_summary', 'apply_start', 'apply_complete']),
  );
  const id = await app.virtform('output', '-raw', 'id');
  expect(id.stdout).toBe((await virsh(hypervisor.uri, 'net-uuid', 'jsonnet')).trim());
  expect(await app.virtform('state', 'list')).toMatchObject({ code: 0, stdout: 'libvirt_network.net\n' });
  expect(await app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0 });
}, 90_000);
