import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatPath, type JsonObject } from '@virtform/values';
import { randomOf, sampleOf } from '../../packages/schema/test/traits/random.js';
import { Workbench } from '../../packages/engine/test/kinds/workbench.js';
import { hasCgroups } from '../../scripts/hypervisor/cgroups.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';
import { baseProgram } from './change-trials/guests.js';
import { bootSubject, layOut, lifeOf, prepareHost, type Subject } from './change-trials/subject.js';
import { crowded } from './domain-running/crowded.js';
import { drifts } from './domain-running/drifts.js';

// One guest that runs, and says much: nothing that happens to it or its host makes a plan of what is as it is wanted, and what
// others change in it is put back while it runs.

jest.setTimeout(300_000);

const ADDRESS = 'libvirt_domain.crowded';
let hypervisor: Hypervisor;
let bench: Workbench;
let subject: Subject;
let program: JsonObject;

/** `npm test` makes a few of them, others with another seed. */
const FEW = 6;
const isFull = process.env.VIRTFORM_TEST === 'full';
const chosen = isFull ? drifts() : sampleOf(drifts(), FEW, randomOf(Number(process.env.VIRTFORM_SEED ?? 1)));

const withCgroups = hasCgroups() ? describe : describe.skip;
if (!hasCgroups()) console.warn('No guest runs: this machine has no cgroups v1 mounted.');

withCgroups('a guest that says much and runs', () => {
  beforeAll(async () => {
    hypervisor = await startTestHypervisor({ cgroups: true });
    bench = await Workbench.open(hypervisor.uri);
    layOut(hypervisor);
    await prepareHost(hypervisor, bench);
    program = crowded(await baseProgram(hypervisor, 'q35'), hypervisor);
    subject = await bootSubject(hypervisor, bench, ADDRESS, program);
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
      await hypervisor.run(['hostname', 'called-otherwise']);
    });
    expect((await virsh(hypervisor.uri, 'hostname')).trim()).toBe('called-otherwise');
    await isSettled();
  });

  test.each(chosen)('%s: it is seen, and put back while it runs', async (_what, drift) => {
    const before = await lifeOf(subject);
    for (const command of drift.by) await virsh(hypervisor.uri, ...command);
    const { action, changes, drift: seen } = await bench.propose(ADDRESS, program);
    expect({
      action,
      changes: changes.map(({ path: at, impact }) => `${formatPath(at)} ${impact}`),
      seen: seen.map(({ path: at }) => formatPath(at)),
    }).toEqual({
      action: 'update',
      changes: [`${drift.path} ${drift.impact}`],
      // Drift is told of the definition; where only what runs is another, that is a change to be made.
      seen: drift.liveOnly === true ? [] : [drift.path],
    });
    await bench.apply(ADDRESS, program);
    await isSettled();
    expect(await lifeOf(subject)).toMatchObject({ bootId: before.bootId, pid: before.pid });
  });
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

/** Nothing is planned, and an apply changes nothing of what is stored or runs. */
async function isSettled(): Promise<void> {
  const dump = (...flags: readonly string[]): Promise<string> =>
    virsh(hypervisor.uri, 'dumpxml', subject.guest.name, '--security-info', ...flags);
  // How far the guest has followed its balloon it tells from time to time.
  const dumps = async (): Promise<readonly string[]> => [
    await dump('--inactive'),
    (await dump()).replace(/<currentMemory.*/, ''),
  ];
  const before = await dumps();
  expect(await bench.propose(ADDRESS, program)).toMatchObject({
    action: 'no-op',
    changes: [],
    drift: [],
    waiting: [],
    diagnostics: [],
  });
  await bench.apply(ADDRESS, program);
  expect(await dumps()).toEqual(before);
}

async function reconnected(change: () => Promise<void>): Promise<void> {
  await bench.close();
  await change();
  await hypervisor.restartDaemon();
  await bench.reopen(hypervisor.uri);
}
