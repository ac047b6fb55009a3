import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '@virtform/values';
import { Workbench } from '../../packages/engine/test/kinds/workbench.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

// What libvirt keeps of a guest beside its definition, and that a plain undefine refuses over or leaves behind.

const hypervisor = sharedHypervisor();

const ADDRESS = 'libvirt_domain.going';
const NAME = 'going';

/** A place under /var/lib/libvirt, as the hypervisor has it. */
const place = (...names: readonly string[]): string => path.join(hypervisor().folder, 'lib', ...names);
const scratch = (name: string): string => path.join(hypervisor().scratch, name);
const ask = (...words: readonly string[]): Promise<string> => virsh(hypervisor().uri, ...words);

/** A guest without an operating system. */
const going = (more: JsonObject = {}): JsonObject => ({
  name: NAME,
  type: 'qemu',
  memory: 32,
  memory_unit: 'MiB',
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  running: true,
  ...more,
  devices: {
    videos: [{ model: { type: 'none' } }],
    disks: [
      {
        driver: { name: 'qemu', type: 'qcow2' },
        source: { file: { file: scratch('going.qcow2') } },
        target: { dev: 'vda', bus: 'virtio' },
      },
    ],
    ...(more.devices as JsonObject | undefined),
  },
});

function writeBytes(file: string, size: number): string {
  writeFileSync(file, '');
  truncateSync(file, size);
  return file;
}

/** libvirt may leave an empty folder. */
function isLeft(kept: string): boolean {
  return existsSync(kept) && (statSync(kept).isFile() || readdirSync(kept).length > 0);
}

interface Left {
  readonly what: string;
  readonly program?: () => JsonObject;
  /** Makes it, of a guest that runs. */
  readonly make: () => Promise<unknown>;
  /** What it is kept as. */
  readonly kept: () => string;
}

const LEFT: readonly Left[] = [
  {
    what: 'snapshots',
    make: async () => {
      await ask('snapshot-create-as', NAME, 'first');
      await ask('snapshot-create-as', NAME, 'second');
    },
    kept: () => place('qemu', 'snapshot', NAME),
  },
  {
    what: 'a checkpoint',
    make: () => ask('checkpoint-create-as', NAME, 'first'),
    kept: () => place('qemu', 'checkpoint', NAME, 'first.xml'),
  },
  {
    what: 'its memory, saved',
    make: () => ask('managedsave', NAME),
    kept: () => place('qemu', 'save', `${NAME}.save`),
  },
  {
    what: 'variables of its firmware',
    program: () =>
      going({
        features: { acpi: true },
        os: {
          type: 'hvm',
          type_arch: 'x86_64',
          type_machine: 'q35',
          // Nobody looks what they hold: a guest whose firmware is empty does nothing.
          loader: writeBytes(scratch('code.fd'), 131072),
          loader_readonly: 'yes',
          loader_type: 'pflash',
          nv_ram: {
            nv_ram: place('qemu', 'nvram', 'going.fd'),
            template: writeBytes(scratch('vars.fd'), 65536),
          },
        },
      }),
    make: () => Promise.resolve(),
    kept: () => place('qemu', 'nvram', 'going.fd'),
  },
];

let uuid = '';

const TPM: Left = {
  what: 'the state of its TPM',
  program: () =>
    going({ devices: { tpms: [{ model: 'tpm-crb', backend: { emulator: { version: '2.0' } } }] } }),
  make: async () => (uuid = (await ask('domuuid', NAME)).trim()),
  kept: () => place('swtpm', uuid),
};

test.each([...LEFT, TPM])('a guest goes with $what', async ({ program = going, make, kept }) => {
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', scratch('going.qcow2'), '16M']);
  const bench = await Workbench.open(hypervisor().uri);
  try {
    await bench.apply(ADDRESS, program());
    await make();
    expect(existsSync(kept())).toBe(true);
    const { steps, diagnostics } = await bench.apply(ADDRESS, undefined);
    expect(diagnostics).toEqual([]);
    expect(steps.at(-1)?.why).toMatch(/saved state, snapshots, checkpoints, firmware variables and TPM/);
    expect(await ask('list', '--all', '--name')).toBe('');
    expect(isLeft(kept())).toBe(false);
    // A disk is an object of its own, and goes with its volume.
    expect(existsSync(scratch('going.qcow2'))).toBe(true);
  } finally {
    await bench.close();
  }
});
