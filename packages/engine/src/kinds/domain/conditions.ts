import type { Path, Value } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { attributeAt, elementsAt, numberAt, textAt } from '../shared/attributes.js';
import type { Change } from '../three-way.js';
import { unpluggable, type GuestFacts } from './guest-facts.js';

/** What has to hold of a change and of the guest that runs, so that a rule counts. */
export type Condition = (change: Change, guest: GuestFacts) => boolean;

/** Both a new device and the value that it is plugged in with. */
export const isHotPluggable: Condition = (change, guest) => guest.takes(change);

/** A device of which a guest has one at most comes or goes as a whole; what changes inside of it waits. */
export const plugs =
  (event: 'add' | 'remove'): Condition =>
  ({ path }, guest) => {
    const { wanted, running } = guest;
    const device = path.slice(0, 2);
    const [before, after] = [attributeAt(running, device), attributeAt(wanted, device)];
    if ((before === undefined) !== (event === 'add')) return false;
    return (
      (after === undefined) === (event === 'remove') && guest.takes({ path: device, event, before, after })
    );
  };

export const isRemovable: Condition = ({ path }, guest) => {
  const device = textAt(guest.wanted, [...path.slice(0, 3), 'device']);
  return device === 'cdrom' || device === 'floppy';
};

/** A limit is a number, and 0 where it is taken out; a group of disks cannot be left again while the guest runs. */
export const isLimit: Condition = ({ path, after }) => after !== undefined || path.at(-1) !== 'group_name';

/** Threads that bear no numbers of their own have those from 1 on. One that serves a disk does not go. */
export const areFreeIoThreads: Condition = ({ before = 0, after = 0 }, { wanted, running }) => {
  if (typeof after !== 'number' || typeof before !== 'number') return false;
  if (wanted.io_thread_i_ds !== undefined) return false;
  const busy = ['disks', 'controllers'].flatMap((list) =>
    elementsAt(running, ['devices', list]).flatMap((device) => [
      numberAt(device, ['driver', 'io_thread']) ?? 0,
      attributeAt(device, ['driver', 'io_threads']) === undefined ? 0 : before,
    ]),
  );
  return after > before || busy.every((id) => id <= after);
};

/** The memory of a running guest moves to other nodes in this mode alone: qemuDomainSetNumaParamsLive. */
export const isRestrictive: Condition = (change, { running }) =>
  change.after !== undefined && textAt(running, ['numa_tune', 'memory', 'mode']) === 'restrictive';

/** Each vCPU that is to be on is on or can be plugged in, each that is to be off is off or can be pulled out. */
export const areVcpusApart: Condition = (_change, { wanted, running }) => {
  const list = ['vcpus', 'vcpu'];
  const on = new Set(elementsAt(running, list).filter(isOn).map(numberOf));
  const goes = unpluggable(running);
  const vcpus = elementsAt(wanted, list);
  return (
    vcpus.length > 0 &&
    vcpus.every((each) => isOn(each) || !on.has(numberOf(each)) || goes.has(numberOf(each)))
  );
};

/** The same of one of them, by whether it comes or goes. */
export const isVcpuApart =
  (event: 'comes' | 'goes'): Condition =>
  (change, guest) =>
    (change.after === 'yes') === (event === 'comes') && areVcpusApart(change, guest);

function isOn(vcpu: Value): boolean {
  return textAt(vcpu, ['enabled']) === 'yes';
}

function numberOf(vcpu: Value): number | undefined {
  return numberAt(vcpu, ['id']);
}

export const isVirtioMem: Condition = ({ path, after }, { wanted }) =>
  after !== undefined && textAt(wanted, [...path.slice(0, 3), 'model']) === 'virtio-mem';

/** QEMU takes another password where it was started with one alone, and asks for that which it has until it ends (seen). */
export const keepsPassword: Condition = ({ path, running: difference }, { wanted, running }) => {
  if (difference === undefined) return true;
  const [devices = '', list = '', place = 0, kind = ''] = path;
  const passwordOf = (guest: Attributes, at: Path[number]): Value | undefined =>
    attributeAt(guest, [devices, list, at, kind, 'passwd']);
  const there = difference.edits[0]?.path[2];
  return (
    typeof there === 'number' &&
    passwordOf(running, there) !== undefined &&
    passwordOf(wanted, place) !== undefined
  );
};
