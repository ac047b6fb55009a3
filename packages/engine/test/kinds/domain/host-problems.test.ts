import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseXml } from '@virtform/schema';
import type { JsonObject } from '@virtform/values';
import { hostProblems } from '../../../src/kinds/domain/host-problems.js';

// What libvirt 9.0 with QEMU 7.2 said of a host without firmware for UEFI and without swtpm: virsh domcapabilities.
const capabilities = parseXml(
  readFileSync(path.join(__dirname, '..', 'fixtures', 'domain-capabilities.xml'), 'utf8'),
);
const limits = { capabilities, memory: 4n * 1024n ** 3n, runs: true };

const devices = (more: JsonObject): JsonObject => ({ devices: more });

test.each<[what: string, wanted: JsonObject, at: string, says: RegExp]>([
  ['firmware', { os: { firmware: 'efi' } }, 'os.firmware', /no firmware "efi"/],
  ['a disk bus', devices({ disks: [{ target: { bus: 'ide' } }] }), 'devices.disks.0.target.bus', /"ide"/],
  ['a video card', devices({ videos: [{ model: { type: 'gop' } }] }), 'devices.videos.0.model.type', /"gop"/],
  ['a TPM', devices({ tpms: [{ model: 'tpm-spapr' }] }), 'devices.tpms.0.model', /TPM "tpm-spapr"/],
  [
    'the back end of a TPM',
    devices({ tpms: [{ backend: { emulator: {} } }] }),
    'devices.tpms.0.backend.emulator',
    /back end of a TPM "emulator"/,
  ],
  ['a display', devices({ graphics: [{ vnc: {} }, { rdp: {} }] }), 'devices.graphics.1.rdp', /display "rdp"/],
  ['a CPU mode', { cpu: { mode: 'host-passthrough' } }, 'cpu.mode', /CPU mode "host-passthrough"/],
  ['a CPU model', { cpu: { mode: 'custom', model: 'Pentium5' } }, 'cpu.model', /no CPU model "Pentium5"/],
  ['so many vCPUs', { vcpu: 300 }, 'vcpu', /300 vCPUs are more than the 288/],
  ['so much memory', { memory: 5, memory_unit: 'GiB' }, 'memory', /5 GiB of memory are more than the 4 GiB/],
])('a host that does not have it: %s', (_what, wanted, at, says) => {
  const problems = hostProblems(wanted, limits);
  expect(problems.map((problem) => problem.path?.join('.'))).toEqual([at]);
  expect(problems[0]?.summary).toMatch(says);
  expect(problems[0]?.action).toBeDefined();
});

test('what is missed when a guest is started is none of one that stays off', () => {
  const wanted = { os: { firmware: 'efi' }, cpu: { mode: 'host-passthrough' }, vcpu: 300 };
  const problems = hostProblems(wanted, { ...limits, runs: false });
  expect(problems.map((problem) => problem.path?.join('.'))).toEqual(['vcpu']);
});

test('a guest as people have them is no problem', () => {
  const wanted = {
    vcpu: 2,
    memory: 1,
    memory_unit: 'GiB',
    cpu: { mode: 'custom', model: 'qemu64' },
    os: { type: 'hvm', type_machine: 'q35' },
    devices: {
      disks: [{ device: 'disk', target: { dev: 'vda', bus: 'virtio' } }],
      videos: [{ model: { type: 'virtio' } }],
      graphics: [{ vnc: { auto_port: true } }],
      rngs: [{ model: 'virtio', backend: { random: '/dev/urandom' } }],
    },
  };
  expect(hostProblems(wanted, limits)).toEqual([]);
});

test('a daemon that lists less is not asked for more', () => {
  const older = parseXml(
    '<domainCapabilities><devices><disk supported="yes"/></devices></domainCapabilities>',
  );
  expect(
    hostProblems(devices({ disks: [{ target: { bus: 'ide' } }] }), {
      ...limits,
      capabilities: older,
    }),
  ).toEqual([]);
});
