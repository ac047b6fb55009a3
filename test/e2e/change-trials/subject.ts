import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '@virtform/values';
import { textAt } from '../../../packages/engine/src/kinds/shared/attributes.js';
import type { Workbench } from '../../../packages/engine/test/kinds/workbench.js';
import type { Hypervisor } from '../../../scripts/hypervisor.js';
import { guestOf, type Guest } from '../../testbed/guest.js';
import { untilTrue } from '../../testbed/time.js';
import { virsh } from '../../testbed/virsh.js';
import type { Eyes, Places } from './trials.js';

/** A guest that runs, and the program that it is at first. */
export interface Subject {
  readonly address: string;
  readonly base: JsonObject;
  readonly guest: Guest;
  readonly eyes: Eyes;
}

/** What tells one boot of a guest from another. */
export interface Life {
  readonly bootId: string;
  readonly uptime: number;
  readonly pid: string;
}

export async function lifeOf({ guest, eyes }: Subject): Promise<Life> {
  return {
    bootId: await guest.bootId(),
    uptime: await guest.uptime(),
    pid: await eyes.host(`cat /run/libvirt/qemu/${guest.name}.pid`),
  };
}

/** Makes a guest, and waits until it can be asked. */
export async function bootSubject(
  hypervisor: Hypervisor,
  bench: Workbench,
  address: string,
  base: JsonObject,
): Promise<Subject> {
  await bench.apply(address, base);
  const guest = guestOf(hypervisor.uri, textAt(base, ['name']) ?? '');
  await guest.ready();
  // On a busy machine the agent is late for some calls.
  const patiently = <T>(ask: () => Promise<T>): Promise<T> =>
    untilTrue('the agent answers', async () => ({ answer: await ask() })).then(({ answer }) => answer);
  const inside: Eyes['inside'] = async (script) =>
    (await patiently(() => guest.exec('/bin/sh', '-c', script))).stdout;
  // The modules are loaded by hand: there is no udev.
  await inside('for module in virtio_input virtiofs virtio_rng virtio_scsi; do modprobe $module; done');
  return {
    address,
    base,
    guest: {
      ...guest,
      bootId: () => patiently(() => guest.bootId()),
      uptime: () => patiently(() => guest.uptime()),
    },
    eyes: {
      inside,
      virsh: (command, ...args) => virsh(hypervisor.uri, command, guest.name, ...args),
      host: async (script) => (await hypervisor.run(['/bin/sh', '-c', script])).stdout,
    },
  };
}

/** Puts files there that trials ask for. */
export function layOut({ scratch }: Hypervisor): Places {
  for (const name of ['a', 'b'])
    writeFileSync(path.join(scratch, `${name}.iso`), `medium ${name}`.padEnd(4096));
  for (const name of ['root', 'data', 'stranger'])
    execFileSync('qemu-img', ['create', '-q', '-f', 'raw', path.join(scratch, `${name}.img`), '16M']);
  mkdirSync(path.join(scratch, 'shared'));
  writeFileSync(path.join(scratch, 'shared', 'hello'), 'from the host\n');
  const [disk = 'vda', other = disk] = readdirSync('/sys/block').filter(
    (name) => !/^(ram|zram|sr|fd)/.test(name),
  );
  return { scratch, hostDisk: `/dev/${disk}`, otherDisk: `/dev/${other}` };
}

const FILTER = `<filter name='tried'><rule action='drop' direction='out'><mac srcmacaddr='52:54:00:00:00:99'/></rule></filter>`;

/** Networks and a filter that trials ask for. */
export async function prepareHost({ uri, scratch }: Hypervisor, bench: Workbench): Promise<void> {
  const file = path.join(scratch, 'filter.xml');
  writeFileSync(file, FILTER);
  await virsh(uri, 'nwfilter-define', file);
  // SPICE listens only where something beside the loopback has an address.
  await bench.apply('libvirt_network.lab', {
    name: 'lab',
    bridge: { name: 'virbr81' },
    ips: [{ address: '10.81.0.1', prefix: 24 }],
  });
  await bench.apply('libvirt_network.other', { name: 'other', bridge: { name: 'virbr82' } });
}
