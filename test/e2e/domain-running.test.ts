import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { changeTable, rowsOf } from '@virtform/schema';
import { formatPath, type JsonObject } from '@virtform/values';
import { randomOf, sampleOf } from '../../packages/schema/test/traits/random.js';
import { Workbench } from '../../packages/engine/test/kinds/workbench.js';
import { hasCgroups } from '../../scripts/hypervisor/cgroups.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';
import { baseProgram, type Machine } from './change-trials/guests.js';
import { bootSubject, layOut, lifeOf, prepareHost, type Subject } from './change-trials/subject.js';
import type { Places } from './change-trials/trials.js';
import { perform, SIDES } from './domain-running/acts.js';
import { crowded } from './domain-running/crowded.js';
import { drifts, impactOf } from './domain-running/drifts.js';
import { strangers } from './domain-running/strangers.js';
import { DRIFT_NOT_TRIED } from './domain-running/untried.js';

// One guest that runs, and says much: nothing that happens to it or its host makes a plan of what is as it is wanted, and what
// others change in it is put back while it runs.

jest.setTimeout(300_000);

const MACHINES: readonly Machine[] = ['q35', 'pc'];
/** What a guest is, and the program that it is held against. */
interface Held {
  readonly subject: Subject;
  readonly program: JsonObject;
}

let hypervisor: Hypervisor;
let bench: Workbench;
const held = new Map<Machine, Promise<Held>>();

/** `npm test` makes a few of them on one machine, others with another seed. */
const FEW = 6;
const NOWHERE = { scratch: '/nowhere', hostDisk: '/dev/null', otherDisk: '/dev/null' };
const isFull = process.env.VIRTFORM_TEST === 'full';
const named = drifts(NOWHERE).map((drift, index): readonly [string, number, Machine] => [
  `${drift.row}: ${drift.side}`,
  index,
  drift.machine,
]);
const chosen = isFull
  ? named
  : sampleOf(
      named.filter(([, , machine]) => machine === 'q35'),
      FEW,
      randomOf(Number(process.env.VIRTFORM_SEED ?? 1)),
    );

test('each row of the table is tried on each side, or there is a reason why not', () => {
  const table = changeTable('libvirt_domain');
  const rows = table === undefined ? [] : rowsOf(table).map(({ name }) => name);
  const wanted = rows.flatMap((row) => SIDES.map((side) => `${row}: ${side}`));
  const tried = [
    ...named.map(([name]) => name),
    ...strangers(NOWHERE).flatMap(({ row }) => SIDES.map((side) => `${row}: ${side}`)),
  ];
  const reasons = Object.entries(DRIFT_NOT_TRIED).flatMap(([row, reason]) =>
    (typeof reason === 'string' ? SIDES : Object.keys(reason)).map((side) => `${row}: ${side}`),
  );
  expect([...tried, ...reasons].toSorted()).toEqual(wanted.toSorted());
});

const withCgroups = hasCgroups() ? describe : describe.skip;
if (!hasCgroups()) console.warn('No guest runs: this machine has no cgroups v1 mounted.');

withCgroups('a guest that says much and runs', () => {
  let host: Places;
  let subject: Subject;

  /** Boots a guest when it is first asked for, and brings it back to where it was. */
  async function crowd(machine: Machine): Promise<Held> {
    const boot = async (): Promise<Held> => {
      const wanted = crowded(await baseProgram(hypervisor, machine), machine, host);
      // A process that may not use more memory than that has to be allowed by the host to lock as much, which a container is not.
      const atFirst = Object.fromEntries(Object.entries(wanted).filter(([name]) => name !== 'memory_tune'));
      return { program: wanted, subject: await bootSubject(hypervisor, bench, addressOf(machine), atFirst) };
    };
    const it = held.get(machine) ?? boot();
    held.set(machine, it);
    const { program } = await it;
    // One that failed leaves nothing to the next.
    await bench.apply(addressOf(machine), program);
    return it;
  }

  beforeAll(async () => {
    hypervisor = await startTestHypervisor({ cgroups: true });
    bench = await Workbench.open(hypervisor.uri);
    host = layOut(hypervisor);
    await prepareHost(hypervisor, bench);
    ({ subject } = await crowd('q35'));
  });
  afterAll(async () => {
    await bench.close();
    await hypervisor.stop();
  });

  test('is left alone by a second apply', async () => {
    await isSettled();
  });

  test('is left alone after its own reboot', async () => {
    const before = await lifeOf(subject);
    await subject.guest.exec('/bin/sh', '-c', '(sleep 1; reboot -f) >/dev/null 2>&1 &');
    await untilTrue(
      'the guest has booted',
      async () => (await lifeOf(subject)).bootId !== before.bootId,
      120_000,
    );
    expect(await lifeOf(subject)).toMatchObject({ pid: before.pid });
    await isSettled();
  });

  test('is left alone after the daemon was started anew', async () => {
    await reconnected(() => Promise.resolve());
    await isSettled();
  });

  test('is left alone after its host was called something else', async () => {
    await reconnected(async () => {
      // Not every release has the command.
      await hypervisor.run(['/bin/sh', '-c', 'echo called-otherwise >/proc/sys/kernel/hostname']);
    });
    expect((await virsh(hypervisor.uri, 'hostname')).trim()).toBe('called-otherwise');
    await isSettled();
  });

  test.each(chosen)('%s: it is seen, and put back while it runs', async (_what, index, machine) => {
    const drift = drifts(host)[index];
    if (drift === undefined) throw new Error('no such drift');
    const { subject: it, program } = await crowd(machine);
    const places = [...drift.beside, drift.path];
    const before = await lifeOf(it);
    for (const act of drift.by) await perform(hypervisor, it.guest.name, act, drift.side);
    const { action, changes, drift: seen } = await bench.propose(it.address, program);
    expect({
      action,
      changes: changes.map(({ path: at, impact }) => `${formatPath(at)} ${impact}`),
      seen: seen.map(({ path: at }) => formatPath(at)),
    }).toEqual({
      action: 'update',
      changes: places.map((place) => `${place} ${impactOf(drift)}`),
      // Drift is told of the definition; where only what runs is another, that is a change to be made.
      seen: drift.side === 'running' ? [] : places,
    });
    await bench.apply(it.address, program);
    await isSettled(machine);
    expect(await lifeOf(it)).toMatchObject({ bootId: before.bootId, pid: before.pid });
  });

  test.each(MACHINES)('what others put into it is theirs, and stays: %s', async (machine) => {
    const { subject: it } = await crowd(machine);
    const its = strangers(host).filter((stranger) => stranger.machine === machine);
    for (const { comes } of its) await perform(hypervisor, it.guest.name, comes, 'both sides');
    await isSettled(machine);
    for (const { goes } of its) await perform(hypervisor, it.guest.name, goes, 'both sides');
    await isSettled(machine);
  });
});

test('a guest that somebody renamed while it was off is renamed back, and not while it runs', async () => {
  const host = await startTestHypervisor();
  const kinds = await Workbench.open(host.uri);
  const address = 'libvirt_domain.named';
  const wanted = {
    name: 'named',
    type: 'qemu',
    memory: 65536,
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  };
  await kinds.apply(address, wanted);
  await virsh(host.uri, 'domrename', 'named', 'otherwise');
  const { changes, drift, steps } = await kinds.propose(address, wanted);
  expect({
    changes: changes.map(({ path: at, impact }) => `${formatPath(at)} ${impact}`),
    drift: drift.map(({ path: at }) => formatPath(at)),
    steps: steps.map(({ effect }) => effect),
  }).toEqual({ changes: ['name none'], drift: ['name'], steps: ['rename'] });
  await kinds.apply(address, wanted);
  expect(await virsh(host.uri, 'list', '--all', '--name')).toBe('named');

  await virsh(host.uri, 'domrename', 'named', 'otherwise');
  await virsh(host.uri, 'start', 'otherwise');
  expect(await kinds.propose(address, wanted)).toMatchObject({
    steps: [],
    diagnostics: [{ summary: `${address} cannot be renamed while it runs` }],
  });
  await kinds.close();
  await host.stop();
});

/** A machine type is an alias that libvirt resolves when it defines a guest; a newer QEMU resolves it otherwise. */
test('a guest keeps the machine that an alias stood for when it was made', async () => {
  const host = await startTestHypervisor();
  const kinds = await Workbench.open(host.uri);
  for (const [alias, older] of [
    ['q35', 'pc-q35-6.2'],
    ['pc', 'pc-i440fx-6.2'],
  ] as const) {
    const address = `libvirt_domain.${alias}`;
    const wanted = {
      name: alias,
      type: 'qemu',
      memory: 65536,
      os: { type: 'hvm', type_arch: 'x86_64', type_machine: alias },
    };
    await kinds.apply(address, wanted);
    const made = await virsh(host.uri, 'dumpxml', alias, '--inactive');
    const file = path.join(host.scratch, 'older.xml');
    writeFileSync(file, made.replace(/machine='[^']*'/, `machine='${older}'`));
    await virsh(host.uri, 'define', file);
    expect(await kinds.propose(address, wanted)).toMatchObject({ action: 'no-op', changes: [], drift: [] });
    await kinds.apply(address, { ...wanted, title: 'Changed' });
    expect(await virsh(host.uri, 'dumpxml', alias, '--inactive')).toContain(`machine='${older}'`);
  }
  await kinds.close();
  await host.stop();
});

function addressOf(machine: Machine): string {
  return `libvirt_domain.crowded_${machine}`;
}

/** Nothing is planned, and an apply changes nothing of what is stored or runs. */
async function isSettled(machine: Machine = 'q35'): Promise<void> {
  const it = await held.get(machine);
  if (it === undefined) throw new Error(`nothing was booted on ${machine}`);
  const { subject, program } = it;
  const dump = (...flags: readonly string[]): Promise<string> =>
    virsh(hypervisor.uri, 'dumpxml', subject.guest.name, '--security-info', ...flags);
  // How far the guest has followed its balloon, and its virtio-mem, it tells from time to time.
  const dumps = async (): Promise<readonly string[]> => [
    await dump('--inactive'),
    (await dump()).replace(/<current(Memory)?\b.*/g, ''),
  ];
  const before = await dumps();
  expect(await bench.propose(subject.address, program)).toMatchObject({
    action: 'no-op',
    changes: [],
    drift: [],
    waiting: [],
    diagnostics: [],
  });
  await bench.apply(subject.address, program);
  expect(await dumps()).toEqual(before);
}

async function reconnected(change: () => Promise<void>): Promise<void> {
  await bench.close();
  await change();
  await hypervisor.restartDaemon();
  await bench.reopen(hypervisor.uri);
}
