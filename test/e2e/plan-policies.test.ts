import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { terraformCompliance } from '../testbed/terraform-compliance.js';

// A tool that reads Terraform's plans is given one of ours, as a pipeline would do it.

let hypervisor: Hypervisor;
let app: TestApp;

const MAIN = {
  terraform: { required_providers: { libvirt: { source: 'dmacvicar/libvirt', version: '0.9.7' } } },
  resource: {
    libvirt_network: {
      net: { name: 'policies', forward: { mode: 'nat' }, ips: [{ address: '10.94.0.1', prefix: 24 }] },
    },
    libvirt_domain: {
      guest: {
        count: 2,
        name: 'guest-${count.index}',
        type: 'qemu',
        memory: 128,
        memory_unit: 'MiB',
        vcpu: 2,
        os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
        devices: {
          interfaces: [{ source: { network: { network: '${libvirt_network.net.name}' } } }],
        },
      },
    },
  },
};

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  app = configurationApp(hypervisor, 'policies-app', {
    'main.tf.json': { ...MAIN, provider: { libvirt: { uri: hypervisor.uri } } },
  });
  expect(await app.virtform('plan', '-out=saved')).toMatchObject({ code: 0, stderr: '' });
  const shown = await app.virtform('show', '-json', 'saved');
  writeFileSync(path.join(app.folder, 'plan.json'), shown.stdout);
}, 90_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

test.each<[policy: string, scenario: string, code: number, says: RegExp]>([
  [
    'every network is behind NAT',
    `Given I have libvirt_network defined
     Then it must contain forward
     And it must contain mode
     And its value must be nat`,
    0,
    /1 scenarios \(1 passed\)/,
  ],
  [
    'a guest has at most four processors',
    `Given I have libvirt_domain defined
     Then it must contain vcpu
     And its value must be less and equal to 4`,
    0,
    /1 scenarios \(1 passed\)/,
  ],
  [
    'a guest has one processor',
    `Given I have libvirt_domain defined
     Then it must contain vcpu
     And its value must be less than 2`,
    1,
    /libvirt_domain\.guest\[0\].* 2 is not less than 2/,
  ],
  [
    'no network is made',
    `Given I have libvirt_network defined
     When its name is policies
     Then it must not contain forward`,
    1,
    /libvirt_network\.net/,
  ],
])(
  'terraform-compliance: %s',
  async (policy, scenario, code, says) => {
    const features = path.join(app.folder, policy.replaceAll(' ', '-'));
    mkdirSync(features);
    writeFileSync(
      path.join(features, 'lab.feature'),
      `Feature: ${policy}\n  Scenario: ${policy}\n    ${scenario}\n`,
    );
    const found = await terraformCompliance(path.join(app.folder, 'plan.json'), features);
    expect(found).toEqual({ code, output: expect.stringMatching(says) });
  },
  120_000,
);
