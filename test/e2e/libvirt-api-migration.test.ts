import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Domain,
  DomainJobOperation,
  DomainJobType,
  DomainShutoffReason,
  DomainState,
  type JobStats,
  MigrateFlags,
  type Migration,
} from '@virtform/libvirt';
import { type Cable, layCable } from '../testbed/cable.js';
import { bootGuest, type Guest, guestOf } from '../testbed/guest.js';
import { openHost, refusal } from '../testbed/host.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';

// A running guest moves from one private hypervisor to another, which share a folder of disks.

const here = sharedHypervisor({ tcp: true });
const there = sharedHypervisor({ tcp: true });
const source = openHost(() => here().uri);
const destination = openHost(() => there().uri);

let cable: Cable;
let disks = '';
let guest: Guest;
let dom: Domain;

beforeAll(async () => {
  cable = await layCable(here(), there());
  disks = mkdtempSync(path.join(tmpdir(), 'virtform-shared-'));
  execFileSync('qemu-img', ['create', '-q', '-f', 'raw', path.join(disks, 'data.raw'), '16M']);
  guest = await bootGuest(here(), {
    name: 'mover',
    devices: `<disk type='file' device='disk'><driver name='qemu' type='raw'/>
      <source file='${disks}/data.raw'/><target dev='vda' bus='virtio'/></disk>`,
  });
  dom = await source.domain('mover');
});

afterAll(() => {
  rmSync(disks, { recursive: true, force: true });
});

const uri = (): string => `qemu+tcp://${cable.other}/system`;

/** How it can be done here: libvirt takes a folder of the machine for no shared storage, which makes the migration unsafe in its eyes. */
const way = (more: Migration = {}): Migration => ({
  flags: MigrateFlags.LIVE | MigrateFlags.UNSAFE,
  migrateUri: `tcp://${cable.other}`,
  ...more,
});

/** The guest runs at the source as before, and nothing of it is at the destination. */
async function expectStayed(bootId: string): Promise<void> {
  expect(await source.host().domains.state(dom)).toMatchObject({ state: DomainState.RUNNING });
  expect(await guest.bootId()).toBe(bootId);
  expect(await destination.host().domains.list()).toEqual([]);
}

describe('a migration that does not come about leaves the guest where it was', () => {
  test('refused, in libvirt’s words', async () => {
    const bootId = await guest.bootId();
    const refused = await refusal(
      source.host().domains.migrateToUri(dom, uri(), way({ flags: MigrateFlags.LIVE })),
    );
    expect(refused).toMatchObject({ fault: 'host', codeName: 'VIR_ERR_MIGRATE_UNSAFE' });
    await expectStayed(bootId);
  });

  test('to a host that is not there', async () => {
    const bootId = await guest.bootId();
    const nobody = `qemu+tcp://${cable.other}:1/system`;
    const refused = await refusal(source.host().domains.migrateToUri(dom, nobody, way()));
    expect(refused.message).toContain('Connection refused');
    await expectStayed(bootId);
  });

  test('aborted while it ran', async () => {
    const bootId = await guest.bootId();
    const giveUp = new AbortController();
    const seen: JobStats[] = [];
    // At 1 MiB a second it would take minutes.
    const aborted = await refusal(
      source.host().domains.migrateToUri(dom, uri(), way({ bandwidth: 1n }), {
        signal: giveUp.signal,
        interval: 50,
        onProgress: (stats) => {
          seen.push(stats);
          if ((stats.dataProcessed ?? 0n) > 0n) giveUp.abort(new Error('changed my mind'));
        },
      }),
    );
    expect(aborted).toMatchObject({
      fault: 'host',
      codeName: 'VIR_ERR_OPERATION_ABORTED',
      message: expect.stringMatching(/given up here \(changed my mind\): .*canceled by client/),
    });
    expect(seen.at(-1)).toMatchObject({ operation: DomainJobOperation.MIGRATION_OUT });
    await expectStayed(bootId);
  });

  test('with nothing moving any more', async () => {
    const bootId = await guest.bootId();
    // What the hypervisors say to each other is dropped from some point on; what the daemons say is not.
    const firewall = (command: string): Promise<unknown> =>
      there().run(['iptables', command, 'INPUT', '-p', 'tcp', '--dport', '49152:49215', '-j', 'DROP']);
    let dropping: Promise<unknown> | undefined;
    const stalled = source.host().domains.migrateToUri(dom, uri(), way({ bandwidth: 20n }), {
      deadline: 1_000,
      interval: 50,
      onProgress: (stats) => {
        if ((stats.dataProcessed ?? 0n) > 0n) dropping ??= firewall('-I');
      },
    });
    const failure = await refusal(stalled).finally(() => firewall('-D'));
    expect(failure.message).toContain('given up here (no byte moved for 1000 ms)');
    await expectStayed(bootId);
  });
});

test('a guest that runs goes on running elsewhere', async () => {
  const bootId = await guest.bootId();
  expect(
    (await guest.exec('/bin/sh', '-c', 'echo luggage > /dev/vda && sync && touch /run/luggage')).status,
  ).toBe(0);
  const uptime = await guest.uptime();

  const seen: JobStats[] = [];
  const outcome = await source
    .host()
    .domains.migrateToUri(dom, uri(), way({ destinationName: 'moved', bandwidth: 200n }), {
      interval: 10,
      onProgress: (stats) => seen.push(stats),
    });

  expect(seen.length).toBeGreaterThan(0);
  expect(seen[0]).toMatchObject({ type: DomainJobType.UNBOUNDED, memoryTotal: expect.any(BigInt) });
  expect(outcome.stats).toMatchObject({ type: DomainJobType.COMPLETED, dataRemaining: 0n });
  expect(outcome.stats?.dataProcessed).toBeGreaterThan(0n);
  expect(await source.host().domains.state(dom)).toEqual({
    state: DomainState.SHUTOFF,
    reason: DomainShutoffReason.MIGRATED,
  });
  const moved = await destination.domain('moved');
  expect(moved.uuid).toBe(dom.uuid);
  const arrived = guestOf(there().uri, 'moved');
  await arrived.ready();
  expect(await arrived.bootId()).toBe(bootId);
  expect(await arrived.uptime()).toBeGreaterThan(uptime);
  expect((await arrived.exec('/bin/ls', '/run/luggage')).status).toBe(0);
  expect((await arrived.exec('/bin/head', '-n', '1', '/dev/vda')).stdout).toBe('luggage\n');
});

test('and back, leaving nothing behind', async () => {
  const back = await destination.host().domains.migrateToUri(
    await destination.domain('moved'),
    `qemu+tcp://${cable.one}/system`,
    {
      flags: MigrateFlags.LIVE | MigrateFlags.UNSAFE,
      migrateUri: `tcp://${cable.one}`,
      destinationName: 'mover',
    },
    { interval: 10 },
  );
  // The destination had no definition of it: with the guest, its figures are gone, too, but for the last that were seen.
  expect(back.stats?.type).not.toBe(DomainJobType.COMPLETED);
  expect(await destination.host().domains.list()).toEqual([]);
  expect(await source.host().domains.state(dom)).toMatchObject({ state: DomainState.RUNNING });
  await guest.ready();
});
