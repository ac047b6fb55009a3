import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '@virtform/values';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp, type CommandOutcome } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh, virshNames } from '../testbed/virsh.js';

// What a host cannot do of a guest is known before anything is touched.

let hypervisor: Hypervisor;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  const file = path.join(hypervisor.scratch, 'other.xml');
  writeFileSync(
    file,
    `<domain type='qemu'><name>other</name><memory unit='MiB'>16</memory><os><type machine='q35'>hvm</type></os>
      <devices><disk type='file' device='disk'><source file='/var/lib/libvirt/images/other.img'/><target dev='vda' bus='virtio'/></disk>
      <interface type='user'><mac address='52:54:00:77:00:77'/></interface></devices></domain>`,
  );
  await virsh(hypervisor.uri, 'define', file);
}, 60_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

const OS = { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' };
const guest = (more: JsonObject): JsonObject => ({
  name: 'checked',
  type: 'qemu',
  memory: 16,
  memory_unit: 'MiB',
  os: OS,
  ...more,
});

let counter = 0;
async function plan(wanted: JsonObject): Promise<CommandOutcome> {
  counter += 1;
  const app = configurationApp(hypervisor, `plan-${counter}`, {
    'main.tf.json': {
      provider: { libvirt: [{ uri: hypervisor.uri }] },
      resource: { libvirt_domain: { it: wanted } },
    },
  });
  return app.virtform('plan');
}

test.each<[what: string, wanted: JsonObject, says: RegExp]>([
  [
    'machine',
    guest({ os: { ...OS, type_machine: 'q36' } }),
    /the machine 'q36' is not supported by emulator/,
  ],
  [
    'architecture',
    guest({ os: { ...OS, type_arch: 'riscv64' } }),
    /unable to find any emulator to serve 'riscv64'/,
  ],
  [
    'emulator',
    guest({ devices: { emulator: '/usr/bin/no-such-qemu' } }),
    /no-such-qemu: No such file or directory/,
  ],
  [
    'CPU model',
    guest({ running: true, cpu: { mode: 'custom', model: 'Pentium5' } }),
    /knows no CPU model "Pentium5"/,
  ],
  ['CPU mode', guest({ running: true, cpu: { mode: 'host-passthrough' } }), /no CPU mode "host-passthrough"/],
  ['video card', guest({ devices: { videos: [{ model: { type: 'vbox' } }] } }), /no video card "vbox"/],
  ['vCPUs', guest({ vcpu: 300 }), /300 vCPUs are more than the \d+/],
])(
  'what it does not have is refused: %s',
  async (_what, wanted, says) => {
    const { code, stderr } = await plan(wanted);
    expect(code).toBe(1);
    expect(stderr).toMatch(says);
    expect(stderr).toContain('libvirt_domain.it');
    expect(await virshNames(hypervisor.uri, 'list', '--all')).toEqual(['other']);
  },
  60_000,
);

test.each<[what: string, wanted: JsonObject, says: RegExp]>([
  [
    'more memory than there is',
    guest({ memory: 8, memory_unit: 'TiB' }),
    /8 TiB of memory are more than the/,
  ],
  [
    'a disk of another guest',
    guest({
      devices: {
        disks: [
          {
            source: { file: { file: '/var/lib/libvirt/images/other.img' } },
            target: { dev: 'vda', bus: 'virtio' },
          },
        ],
      },
    }),
    /is disk vda of guest other already/,
  ],
  [
    'a MAC of another guest',
    guest({ devices: { interfaces: [{ mac: { address: '52:54:00:77:00:77' }, source: { user: {} } }] } }),
    /the MAC 52:54:00:77:00:77 belongs to guest other already/,
  ],
])(
  'what would not end well is told: %s',
  async (_what, wanted, says) => {
    const { code, stdout, stderr } = await plan(wanted);
    expect(code).toBe(0);
    expect(stdout + stderr).toMatch(says);
  },
  60_000,
);

test('a guest that the host can run is planned without a word', async () => {
  const { code, stdout, stderr } = await plan(guest({ cpu: { mode: 'custom', model: 'qemu64' } }));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('1 to add');
  expect(stdout).not.toContain('Warning');
}, 60_000);
