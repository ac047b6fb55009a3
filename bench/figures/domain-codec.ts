import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { compare } from '../compare.js';
import { type Bench, benchProgram, type Figure } from '../figure.js';
import type { Measurement } from '../measurement.js';
import { ownTime } from '../program.js';

/** A guest with so many disks, as libvirt writes it: 1.8 KB with one, 200 KB with 640. */
function document(disks: number): string {
  const disk = (index: number): string => `    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' discard='unmap'/>
      <source file='/var/lib/libvirt/images/disk-${index}.qcow2'/>
      <target dev='vd${index}' bus='virtio'/>
      <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
    </disk>
`;
  return `<domain type='kvm'>
  <name>web</name>
  <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
  <memory unit='KiB'>1048576</memory>
  <currentMemory unit='KiB'>1048576</currentMemory>
  <vcpu placement='static' current='1'>2</vcpu>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
    <boot dev='hd'/>
  </os>
  <features>
    <acpi/>
    <apic/>
  </features>
  <cpu mode='host-model' check='partial'/>
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>destroy</on_crash>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
${Array.from({ length: disks }, (_, index) => disk(index)).join('')}    <interface type='network'>
      <mac address='52:54:00:23:8d:86'/>
      <source network='default'/>
      <model type='virtio'/>
      <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
    </interface>
    <serial type='pty'>
      <target type='isa-serial' port='0'>
        <model name='isa-serial'/>
      </target>
    </serial>
    <console type='pty'>
      <target type='serial' port='0'/>
    </console>
    <channel type='unix'>
      <target type='virtio' name='org.qemu.guest_agent.0'/>
      <address type='virtio-serial' controller='0' bus='0' port='1'/>
    </channel>
    <memballoon model='virtio'/>
  </devices>
</domain>
`;
}

const DOCUMENTS = [
  { what: 'a typical guest', disks: 1, times: 2_000, atMost: 0.3 },
  { what: 'one of 200 KB', disks: 640, times: 20, atMost: 10 },
];

/** Reading and writing XML with all that a schema knows, against a parser written in C that knows nothing. */
export const domainCodec: Figure = {
  name: 'domain-codec',
  title: "A guest's XML to its attributes and back, against Python's ElementTree, which leaves it a tree",
  rounds: 15,
  async measure(bench) {
    const all: Measurement[] = [];
    for (const document of DOCUMENTS) all.push(...(await measureDocument(bench, document)));
    return all;
  },
};

async function measureDocument(
  { folder, rounds }: Bench,
  { what, disks, times, atMost }: (typeof DOCUMENTS)[number],
): Promise<readonly Measurement[]> {
  const file = path.join(folder(`codec-${disks}`), 'domain.xml');
  writeFileSync(file, document(disks));
  const measured: Measurement[] = [];
  for (const [direction, title] of [
    ['decode', 'read'],
    ['encode', 'written'],
  ] as const) {
    const ours = { name: '@virtform/schema', command: benchProgram('codec.cjs', direction, file, times) };
    const theirs = { name: 'ElementTree', command: benchProgram('codec.py', direction, file, times) };
    measured.push({
      title: `${what}, ${title}`,
      ...(await compare(ownTime(ours), ownTime(theirs), rounds)),
      limits: [{ of: 'milliseconds', atMost }],
    });
  }
  return measured;
}
