import { formatBytes, type JsonObject } from '@virtform/values';
import { EXIT, type Invocation, type Runner } from '../command.js';
import { guestsOf, type HostGuests, withoutSecrets } from '../guests.js';
import type { Output } from '../io.js';
import { alignRows } from '../report/rows.js';
import { printJson } from '../report/outputs.js';
import type { GuestStatus } from '@virtform/engine';

/** The guests of the stack, as they are now. */
export const ps: Runner = async (invocation) => {
  const hosts = await guestsOf(invocation, invocation.names);
  return withoutSecrets(hosts, invocation, ({ out }) => showGuests(hosts, invocation, out));
};

async function showGuests(
  hosts: readonly HostGuests[],
  { json, style }: Invocation,
  out: Output,
): Promise<number> {
  const { readGuests, realEffects } = await import('@virtform/engine');
  const effects = realEffects();
  const rows: {
    readonly address: string;
    readonly status: GuestStatus | undefined;
    readonly name: string;
  }[] = [];
  for (const { uri, guests } of hosts) {
    const read = await effects.hosts.connect(uri, 'read');
    const inspect = once(() => effects.hosts.connect(uri, 'inspect'));
    try {
      const found = await readGuests(
        { read, inspect: inspect.get },
        guests.map((guest) => guest.uuid),
        effects.clock,
      );
      for (const { address, uuid, shown } of guests) {
        rows.push({ address, name: shown, status: found.find((status) => status.uuid === uuid) });
      }
    } finally {
      await Promise.all([read.close(), inspect.made()?.then((caller) => caller.close())]);
    }
  }
  if (json) {
    const guests = rows.map(({ address, name, status }) => ({
      address,
      name,
      ...(status === undefined ? { state: 'gone' } : jsonStatus(status)),
    }));
    out.write(`${printJson(guests)}\n`);
    return EXIT.done;
  }
  if (rows.length === 0) {
    out.write('The state holds no guests. virtform plan shows what there would be.\n');
    return EXIT.done;
  }
  const head = ['NAME', 'ID', 'STATUS', 'CPU', 'LOAD', 'MEMORY', 'USED', 'DISKS', 'ADDRESSES'].map(
    (text) => ({ text, paint: style.strong }),
  );
  const lines = rows.map(({ name, status }) => ({ cells: cellsOf(name, status).map((text) => ({ text })) }));
  out.write(
    alignRows(
      [{ cells: head }, ...lines],
      head.map(() => 60),
    )
      .map((line) => `${line}\n`)
      .join(''),
  );
  return EXIT.done;
}

const NONE = '-';

function cellsOf(name: string, status: GuestStatus | undefined): readonly string[] {
  if (status === undefined) return [name, NONE, 'gone from its host', NONE, NONE, NONE, NONE, NONE, NONE];
  const disks = status.disks.map((disk) =>
    disk.capacity === undefined ? disk.name : `${disk.name} ${formatBytes(disk.capacity)}`,
  );
  return [
    name,
    status.id === undefined ? NONE : String(status.id),
    status.state,
    status.vcpus === 0 ? NONE : String(status.vcpus),
    status.load === undefined ? NONE : `${Math.round(status.load * 100)}%`,
    formatBytes(status.memory * 1024n),
    status.memoryUsed === undefined ? NONE : formatBytes(status.memoryUsed * 1024n),
    disks.join(', ') || NONE,
    addressesCell(status),
  ];
}

function addressesCell({ addresses, isAgentLate }: GuestStatus): string {
  const known = addresses.map(({ address }) => address).join(', ');
  if (!isAgentLate) return known || NONE;
  return `${known || 'unknown'} (its agent does not answer)`;
}

function jsonStatus(status: GuestStatus): JsonObject {
  const { uuid, id, state, vcpus, load, memory, memoryUsed, disks, addresses, isAgentLate } = status;
  return {
    uuid,
    id: id ?? null,
    state,
    vcpus,
    load: load ?? null,
    memory_kib: memory,
    memory_used_kib: memoryUsed ?? null,
    disks: disks.map((disk) => ({
      name: disk.name,
      source: disk.source ?? null,
      capacity: disk.capacity ?? null,
    })),
    addresses: addresses.map((address) => ({ ...address })),
    agent_late: isAgentLate,
  };
}

/** Makes a thing when it is first asked for, and knows whether it was. */
function once<Thing>(make: () => Promise<Thing>): {
  get: () => Promise<Thing>;
  made: () => Promise<Thing> | undefined;
} {
  let made: Promise<Thing> | undefined;
  return { get: () => (made ??= make()), made: () => made };
}
