import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect, libvirt } from '@virtform/libvirt';
import { bundledProgram } from '../bundled.js';
import { compare, type Contender } from '../compare.js';
import type { Figure } from '../figure.js';
import { runOnce } from '../program.js';
import { openSession } from '../session.js';

const GUEST = 'plugged';
const SIZE = 1_048_576;

/** A disk plugged into a running guest and its definition: the step of a plan, against the command that people type. */
export const hotPlug: Figure = {
  name: 'hot-plug',
  title: 'A disk plugged into a running guest, the time of the call',
  rounds: 21,
  async measure({ hypervisor, folder, rounds }) {
    const place = folder('disks');
    const program = bundledProgram('domain-kind.ts', place);
    const disk = path.join(place, 'disk.img');
    writeFileSync(disk, '');
    truncateSync(disk, SIZE);
    await startGuest(hypervisor.uri);
    const document = path.join(place, 'disk.xml');
    writeFileSync(document, diskXml(disk));
    const ours = await openSession({
      name: 'attach-device',
      command: program('plug', hypervisor.uri, GUEST, disk),
    });
    try {
      const comparison = await compare(ours, virshAttach(hypervisor.uri, document, program), rounds);
      return [{ ...comparison, limits: [{ of: 'time', atMost: 1.3 }] }];
    } finally {
      await ours.end();
    }
  },
};

/** virsh says itself how long a command took, without its start and its connection. */
function virshAttach(uri: string, document: string, program: ReturnType<typeof bundledProgram>): Contender {
  const name = 'virsh attach-device';
  return {
    name,
    run: async () => {
      const command = [
        'virsh',
        '-t',
        '-c',
        uri,
        'attach-device',
        GUEST,
        document,
        '--live',
        '--config',
      ] as const;
      const { stdout, cost } = await runOnce({ name, command });
      await runOnce({ name, command: program('unplug', uri, GUEST) });
      const time = /\(Time: ([\d.]+) ms\)/.exec(stdout)?.[1];
      if (time === undefined) throw new Error(`${name} was to say how long it took, not: ${stdout}`);
      return { ...cost, time: Number(time) };
    },
  };
}

/** Nothing runs in it: to plug a disk in, and to take one out on SCSI, needs no guest's help. */
async function startGuest(uri: string): Promise<void> {
  const host = await connect(uri);
  try {
    const { domains } = libvirt(host);
    const xml = `<domain type='qemu'>
      <name>${GUEST}</name>
      <memory unit='MiB'>32</memory>
      <os><type arch='x86_64' machine='q35'>hvm</type></os>
      <devices><controller type='scsi' model='virtio-scsi'/></devices>
    </domain>`;
    await domains.create(await domains.defineXml(xml));
  } finally {
    await host.close();
  }
}

function diskXml(file: string): string {
  return `<disk type='file' device='disk'>
  <driver name='qemu' type='raw'/>
  <source file='${file}'/>
  <target dev='sdb' bus='scsi'/>
</disk>
`;
}
