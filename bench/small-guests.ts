import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect, libvirt } from '@virtform/libvirt';
import { writeDocuments } from './documents.js';
import { benchProgram, virtform, type Bench } from './figure.js';
import { writePowerButtonDisk } from '../scripts/boot-programs.js';
import { type Program, runOnce } from './program.js';

export const GUESTS = 20;

/** Running guests with next to no memory, made and taken away by either side. */
export interface SmallGuests {
  readonly ours: { readonly start: Program; readonly destroy: Program };
  /** Theirs does the same calls, one after the other: `remove` pulls the plug, `shut-down` presses the power button and waits. */
  readonly theirs: (what: 'start' | 'remove' | 'shut-down') => Program;
}

/**
 * Prepares guests that differ in nothing but their names: on a network that is there, with disks that are there.
 *
 * @param seconds how long a guest has to shut down when it goes; 0: its plug is pulled
 */
export async function prepareSmallGuests(bench: Bench, name: string, seconds: number): Promise<SmallGuests> {
  const { uri } = bench.hypervisor;
  const folder = bench.folder(name);
  const names = Array.from({ length: GUESTS }, (_, index) => `${name}${String(index).padStart(2, '0')}`);
  const diskOf = (guest: string): string => path.join(folder, 'disks', `${guest}.img`);
  mkdirSync(path.join(folder, 'disks'));
  for (const guest of names) writePowerButtonDisk(diskOf(guest));
  await startNetwork(uri, name);
  const guests = Object.fromEntries(
    names.map((guest) => [
      guest,
      { ...configuration(guest, diskOf(guest), name), destroy: { timeout: seconds } },
    ]),
  );
  const unit = {
    terraform: { required_providers: { libvirt: { source: 'dmacvicar/libvirt', version: '0.9.7' } } },
    provider: { libvirt: { uri } },
    resource: { libvirt_domain: guests },
  };
  writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify(unit, null, 2));
  const ours = { start: apply(folder), destroy: destroy(folder) };
  // What ours makes is what theirs is given to make.
  const documents = path.join(folder, 'documents');
  await runOnce(ours.start);
  await writeDocuments(uri, documents);
  await runOnce(ours.destroy);
  return {
    ours,
    theirs: (what) => ({
      name: 'python3-libvirt',
      command: benchProgram('power.py', what, uri, documents),
      cwd: folder,
      check: ({ code, stdout }) => {
        assert.equal(code, 0);
        assert.equal(stdout.trim(), String(what === 'start' ? GUESTS : 0));
      },
    }),
  };
}

async function startNetwork(uri: string, name: string): Promise<void> {
  const host = await connect(uri);
  try {
    const { networks } = libvirt(host);
    await networks.create(await networks.defineXml(`<network><name>${name}</name></network>`));
  } finally {
    await host.close();
  }
}

function apply(folder: string): Program {
  return {
    name: 'virtform apply',
    command: virtform('apply', '-auto-approve'),
    cwd: folder,
    check: ({ code, stdout }) => {
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`Resources: ${GUESTS} added`));
    },
  };
}

function destroy(folder: string): Program {
  return {
    name: 'virtform destroy',
    command: virtform('destroy', '-auto-approve'),
    cwd: folder,
    check: ({ code, stdout }) => {
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`${GUESTS} destroyed`));
    },
  };
}

function configuration(name: string, disk: string, network: string): object {
  return {
    name,
    type: 'qemu',
    memory: 16,
    memory_unit: 'MiB',
    vcpu: 1,
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35', boot_devices: [{ dev: 'hd' }] },
    features: { acpi: true, apic: {} },
    devices: {
      disks: [
        {
          driver: { name: 'qemu', type: 'raw' },
          source: { file: { file: disk } },
          target: { dev: 'vda', bus: 'virtio' },
        },
      ],
      interfaces: [{ model: { type: 'virtio' }, source: { network: { network } } }],
      serials: [{ target: { port: 0, type: 'isa-serial' } }],
    },
    running: true,
  };
}
