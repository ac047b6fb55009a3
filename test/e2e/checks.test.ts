import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

let hypervisor: Hypervisor;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
}, 60_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

const configuration = (uri: string, wished: string): string => `
resource "terraform_data" "wished" { input = "${wished}" }
provider "libvirt" { uri = "${uri}" }
resource "libvirt_network" "net" {
  name = "checked"
  ips  = [{ address = "10.92.0.1", prefix = 24 }]
  lifecycle {
    postcondition {
      condition     = self.name == terraform_data.wished.output
      error_message = "Its UUID is \${self.uuid}."
    }
  }
}
resource "libvirt_network" "waiting" {
  name       = "waiting"
  depends_on = [libvirt_network.net]
}
check "name" {
  assert {
    condition     = libvirt_network.net.name == "another"
    error_message = "It has its own name."
  }
}
`;

test('what has to hold of a network is asked of the one that libvirt made', async () => {
  const app = configurationApp(hypervisor, 'checks', {});
  const write = (wished: string): void =>
    writeFileSync(path.join(app.folder, 'main.tf'), configuration(hypervisor.uri, wished));
  write('other');
  const failed = await app.virtform('apply', '-auto-approve');
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/Resource postcondition failed[^]*Its UUID is [\da-f-]{36}\./);
  expect(failed.stderr).toContain('Check block assertion failed');
  const names = async (): Promise<readonly string[]> =>
    (await virsh(hypervisor.uri, 'net-list', '--all', '--name')).split('\n').filter((name) => name !== '');
  expect(await names()).toEqual(['checked']);
  write('checked');
  const mended = await app.virtform('apply', '-auto-approve');
  expect(mended).toMatchObject({ code: 0 });
  expect([...(await names())].sort()).toEqual(['checked', 'waiting']);
  expect((await app.virtform('plan', '-detailed-exitcode')).code).toBe(0);
}, 120_000);
