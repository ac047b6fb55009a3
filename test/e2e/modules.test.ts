import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

// One module, used for each of two rooms: a network and a guest on it. One room goes, another comes, one is moved to another key.

let hypervisor: Hypervisor;
let app: TestApp;

const ROOM = `
variable "name" {
  type = string
  validation {
    condition     = can(regex("^[a-z]+$", var.name))
    error_message = "A room is called by small letters."
  }
}
variable "number" { type = number }
variable "memory" {
  type    = number
  default = 48
}
resource "libvirt_network" "net" {
  name   = var.name
  bridge = { name = "vfmod\${var.number}" }
  ips    = [{ address = cidrhost("10.95.\${var.number}.0/24", 1), prefix = 24 }]
}
resource "libvirt_domain" "guest" {
  name        = "\${var.name}-guest"
  type        = "qemu"
  memory      = var.memory
  memory_unit = "MiB"
  vcpu        = 1
  running     = true
  title       = templatefile("\${path.module}/title.tftpl", { name = var.name })
  os          = { type = "hvm", type_arch = "x86_64", type_machine = "pc" }
  devices = {
    interfaces = [{
      model  = { type = "virtio" }
      source = { network = { network = libvirt_network.net.name } }
    }]
  }
}
output "guest" { value = libvirt_domain.guest.name }
output "address" { value = libvirt_network.net.ips[0].address }
`;

const rooms = (keys: string, more = ''): string => `
provider "libvirt" { uri = "${hypervisor.uri}" }
module "room" {
  source   = "./room"
  for_each = { ${keys} }
  name     = each.key
  number   = each.value
}
output "rooms" { value = { for key, room in module.room : key => "\${room.guest} at \${room.address}" } }
${more}
`;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  app = configurationApp(hypervisor, 'modules-app', {});
  mkdirSync(path.join(app.folder, 'room'));
  writeFileSync(path.join(app.folder, 'room/main.tf'), ROOM);
  writeFileSync(path.join(app.folder, 'room/title.tftpl'), 'The guest of ${name}');
}, 90_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

function program(text: string): void {
  writeFileSync(path.join(app.folder, 'main.tf'), text);
}

async function applied(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await app.virtform('apply', '-auto-approve', '-no-color', ...words);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

async function names(): Promise<readonly string[]> {
  const of = async (...words: readonly string[]): Promise<readonly string[]> =>
    (await virsh(hypervisor.uri, ...words, '--name')).split('\n').filter((line) => line !== '');
  return [...(await of('net-list')), ...(await of('list'))].sort();
}

test('each instance has its network and its guest, and then there is nothing to do', async () => {
  program(rooms('red = 1, blue = 2'));
  const said = await applied();
  expect(said).toContain('"red" = "red-guest at 10.95.1.1"');
  expect(await names()).toEqual(['blue', 'blue-guest', 'red', 'red-guest']);
  expect(await virsh(hypervisor.uri, 'dumpxml', 'red-guest')).toContain(
    `address="module.room[&quot;red&quot;].libvirt_domain.guest"`,
  );
  expect(await virsh(hypervisor.uri, 'desc', '--title', 'red-guest')).toContain('The guest of red');
  expect((await app.virtform('plan', '-detailed-exitcode')).code).toBe(0);
}, 120_000);

test('the state tells modules as Terraform does', () => {
  const state: unknown = JSON.parse(readFileSync(path.join(app.folder, 'terraform.tfstate'), 'utf8'));
  expect(state).toMatchObject({
    resources: expect.arrayContaining([
      expect.objectContaining({
        module: 'module.room["red"]',
        type: 'libvirt_domain',
        instances: [expect.objectContaining({ dependencies: ['module.room.libvirt_network.net'] })],
      }),
    ]),
  });
});

test('an instance can be meant alone', async () => {
  const { code, stdout } = await app.virtform(
    'plan',
    '-no-color',
    '-replace=module.room["blue"].libvirt_domain.guest',
    '-target=module.room["blue"]',
  );
  expect(code).toBe(0);
  expect(stdout).toContain('module.room["blue"].libvirt_domain.guest');
  expect(stdout).not.toContain('module.room["red"]');
}, 60_000);

test('one goes, one comes; the guest that stays runs on', async () => {
  const id = await virsh(hypervisor.uri, 'domid', 'blue-guest');
  program(rooms('blue = 2, green = 3'));
  await applied();
  expect(await names()).toEqual(['blue', 'blue-guest', 'green', 'green-guest']);
  expect(await virsh(hypervisor.uri, 'domid', 'blue-guest')).toBe(id);
}, 120_000);

test('what moves out of the module stays as it is', async () => {
  const id = await virsh(hypervisor.uri, 'domid', 'green-guest');
  program(
    rooms(
      'blue = 2',
      `moved {
         from = module.room["green"]
         to   = module.alone
       }
       module "alone" {
         source = "./room"
         name   = "green"
         number = 3
       }`,
    ),
  );
  await applied();
  expect(await virsh(hypervisor.uri, 'domid', 'green-guest')).toBe(id);
  const { stdout } = await app.virtform('state', 'list');
  expect(stdout.trim().split('\n')).toEqual([
    'module.alone.libvirt_domain.guest',
    'module.alone.libvirt_network.net',
    'module.room["blue"].libvirt_domain.guest',
    'module.room["blue"].libvirt_network.net',
  ]);
  expect((await app.virtform('plan', '-detailed-exitcode')).code).toBe(0);
}, 120_000);

test('a value that a module does not take stops everything before anything is touched', async () => {
  program(rooms('Blue = 2'));
  const { code, stderr } = await app.virtform('apply', '-auto-approve', '-no-color');
  expect(code).toBe(1);
  expect(stderr).toContain('A room is called by small letters.');
  expect(stderr).toContain('module.room["Blue"].var.name');
  expect(await names()).toContain('blue-guest');
}, 60_000);

test('destroy leaves nothing', async () => {
  program(rooms('blue = 2'));
  const { code } = await app.virtform('destroy', '-auto-approve');
  expect(code).toBe(0);
  expect(await names()).toEqual([]);
}, 120_000);
