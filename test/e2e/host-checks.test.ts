import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '@virtform/values';
import { writePowerButtonDisk } from '../../scripts/boot-programs.js';
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

// A running guest has what is transient over an image that only libvirt knows of, so that none holds one so here.
// What QEMU says to two guests with one image decides what a plan says: each is asked of the same two.
const ACCESSES = {
  writes: {},
  reads: { read_only: true },
  shares: { shareable: true },
  overlays: { transient: {} },
};
type Access = keyof typeof ACCESSES;
const XML: Readonly<Record<Access, string>> = {
  writes: '',
  reads: '<readonly/>',
  shares: '<shareable/>',
  overlays: '<transient/>',
};

function guestXml(name: string, image: string, access: Access): string {
  const file = path.join(hypervisor.scratch, `${name}.xml`);
  writeFileSync(
    file,
    `<domain type='qemu'><name>${name}</name><memory unit='MiB'>16</memory><os><type machine='q35'>hvm</type></os>
      <devices><disk type='file' device='disk'><driver name='qemu' type='${formatOf(image)}'/><source file='${image}'/>
      <target dev='vda' bus='virtio'/>${XML[access]}</disk></devices></domain>`,
  );
  return file;
}

const formatOf = (image: string): string => path.extname(image).slice(1);

function makeImage(name: string, ...options: readonly string[]): string {
  const image = path.join(hypervisor.scratch, name);
  execFileSync('qemu-img', ['create', '-q', '-f', formatOf(name), ...options, image, '1M']);
  chmodSync(image, 0o666);
  return image;
}

/** Whether a guest that libvirt is given as it is starts; it goes again. */
async function starts(image: string, access: Access): Promise<boolean> {
  try {
    await virsh(hypervisor.uri, 'create', guestXml('asked', image, access));
  } catch (error) {
    expect(String(error)).toMatch(/Failed to get|another process/);
    return false;
  }
  await virsh(hypervisor.uri, 'destroy', 'asked');
  return true;
}

const user = (image: string, access: Access): JsonObject =>
  guest({
    running: true,
    devices: {
      disks: [
        {
          driver: { name: 'qemu', type: formatOf(image) },
          source: { file: { file: image } },
          target: { dev: 'vda', bus: 'virtio' },
          ...ACCESSES[access],
        },
      ],
    },
  });

async function agreesWithQemu(image: string, mine: Access): Promise<string> {
  const [runs, { code, stderr }] = [await starts(image, mine), await plan(user(image, mine))];
  if (code !== 0) expect(stderr).toMatch(/of guest holder, which is running/);
  return `${mine}: QEMU ${runs ? 'starts' : 'refuses'} it, the plan ${code === 0 ? 'lets it pass' : 'refuses it'}`;
}

const BOTH = ['QEMU starts it, the plan lets it pass', 'QEMU refuses it, the plan refuses it'] as const;

test.each<[held: Access, runBeside: readonly Access[]]>([
  ['writes', []],
  ['reads', ['reads']],
  ['shares', ['shares']],
])(
  'a disk that a running guest %s is refused where QEMU refuses it',
  async (held, runBeside) => {
    const image = makeImage(`${held}.raw`);
    await virsh(hypervisor.uri, 'create', guestXml('holder', image, held));
    for (const mine of ['writes', 'reads', 'shares', 'overlays'] as const) {
      const [passes, refused] = BOTH;
      expect(await agreesWithQemu(image, mine)).toBe(
        `${mine}: ${runBeside.includes(mine) ? passes : refused}`,
      );
    }
    await virsh(hypervisor.uri, 'destroy', 'holder');
  },
  120_000,
);

// Guests without an operating system: the one that gives the disk up hears its power button, and the other is plugged in to.
test('a disk moves from one guest to another in one plan: it is let go of before it is taken', async () => {
  const [image, system] = [makeImage('moved.raw'), path.join(hypervisor.scratch, 'button.raw')];
  writePowerButtonDisk(system);
  const raw = (file: string, dev: string): JsonObject => ({
    driver: { name: 'qemu', type: 'raw' },
    source: { file: { file } },
    target: { dev, bus: 'virtio' },
  });
  const named = (name: string, running: boolean, disks: readonly JsonObject[]): JsonObject => ({
    ...guest({ os: { ...OS, boot_devices: [{ dev: 'hd' }] }, features: { acpi: true } }),
    name,
    running,
    devices: { videos: [{ model: { type: 'none' } }], disks: [...disks] },
  });
  const write = (a: JsonObject, b: JsonObject): void =>
    writeFileSync(
      path.join(app.folder, 'main.tf.json'),
      JSON.stringify({
        provider: { libvirt: [{ uri: hypervisor.uri }] },
        resource: { libvirt_domain: { a, b } },
      }),
    );
  const app = configurationApp(hypervisor, 'moving', {});
  write(named('a', true, []), named('b', true, [raw(system, 'vda'), raw(image, 'vdb')]));
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  // While it keeps running with it, the other cannot have it.
  write(named('a', true, [raw(image, 'vda')]), named('b', true, [raw(system, 'vda'), raw(image, 'vdb')]));
  const refused = await app.virtform('plan');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/two guests write to one image[\s\S]*libvirt_domain\.a/);
  write(named('a', true, [raw(image, 'vda')]), named('b', false, [raw(system, 'vda')]));
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect(await virsh(hypervisor.uri, 'domblklist', 'a')).toContain(image);
  expect(await virshNames(hypervisor.uri, 'list')).toEqual(['a']);
  expect(await app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
}, 120_000);
