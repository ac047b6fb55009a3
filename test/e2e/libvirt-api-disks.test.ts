import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  BlockCommitFlags,
  BlockCopyFlags,
  BlockJobAbortFlags,
  BlockJobType,
  CheckpointXmlFlags,
  type Domain,
  DomainAffectFlags,
  DomainBlockResizeFlags,
  DomainJobOperation,
  DomainJobStatsFlags,
  DomainJobType,
  type Domains,
  SnapshotCreateFlags,
  SnapshotDeleteFlags,
  typed,
  typedParameters,
  valuesOf,
} from '@virtform/libvirt';
import { bootGuest, type Guest } from '../testbed/guest.js';
import { openHost } from '../testbed/host.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';

// The disks of a running guest: jobs on them, snapshots, checkpoints and backups.

const hypervisor = sharedHypervisor();
const { host, domain } = openHost(() => hypervisor().uri);
const MIB = 1_048_576n;

const domains = (): Domains => host().domains;
const place = (name: string): string => path.join(hypervisor().scratch, name);
let guest: Guest;
let dom: Domain;

beforeAll(async () => {
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', place('data.qcow2'), '64M']);
  guest = await bootGuest(hypervisor(), {
    name: 'store',
    devices: `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
      <source file='${place('data.qcow2')}'/><target dev='vda' bus='virtio'/></disk>`,
  });
  dom = await domain('store');
});

/** The files that the guest's disk is made of, the one that is written to first. */
async function chain(): Promise<readonly string[]> {
  const xml = await domains().xmlDesc(dom);
  const disk = /<disk [\s\S]*?<\/disk>/.exec(xml)?.[0] ?? '';
  return [...disk.matchAll(/<source file='([^']*)'/g)].map(([, file = '']) => path.basename(file));
}

/** Writes to the guest's disk, and waits until that is on it. */
async function write(text: string): Promise<void> {
  const { status, stderr } = await guest.exec('/bin/sh', '-c', `echo ${text} > /dev/vda && sync`);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

/** What stands at the beginning of a disk. */
async function contentOf(device: string): Promise<string> {
  return (await guest.exec('/bin/head', '-n', '1', device)).stdout.trim();
}

/** A snapshot of the disk into a file that it goes on in. */
async function external(name: string): Promise<void> {
  const xml = `<domainsnapshot><name>${name}</name><disks>
    <disk name='vda' snapshot='external'><source file='${place(`${name}.qcow2`)}'/></disk></disks></domainsnapshot>`;
  await host().snapshots.createXml(dom, xml, SnapshotCreateFlags.DISK_ONLY | SnapshotCreateFlags.NO_METADATA);
}

describe('a disk', () => {
  test('grows, and says how large it is', async () => {
    await domains().blockResize(dom, 'vda', 96n * MIB, DomainBlockResizeFlags.BYTES);
    const info = await domains().blockInfo(dom, 'vda');
    expect(info.capacity).toBe(96n * MIB);
    expect(info.physical).toBeLessThan(info.capacity);
    await untilTrue('the guest sees it', async () =>
      (await guest.exec('/bin/cat', '/sys/block/vda/size')).stdout.includes(String((96n * MIB) / 512n)),
    );
  });

  test('counts what is read and written', async () => {
    await write('counted');
    const stats = await domains().blockStats(dom, 'vda');
    expect(stats.wrBytes).toBeGreaterThan(0n);
    const more = valuesOf(await domains().blockStatsFlags(dom, 'vda'));
    expect(more).toMatchObject({ wr_operations: expect.any(BigInt), flush_total_times: expect.any(BigInt) });
    expect(await domains().diskErrors(dom)).toEqual([]);
  });

  test('is throttled', async () => {
    const limits = typedParameters({
      total_iops_sec: typed.ullong(100_000n),
      group_name: typed.string('slow'),
    });
    await domains().setBlockIoTune(dom, 'vda', limits, DomainAffectFlags.LIVE);
    expect(valuesOf(await domains().blockIoTune(dom, 'vda', DomainAffectFlags.LIVE))).toMatchObject({
      total_iops_sec: 100_000n,
      group_name: 'slow',
    });
    const weight = typedParameters({ weight: typed.uint(500) });
    await domains().setBlkioParameters(dom, weight, DomainAffectFlags.CONFIG);
    expect(valuesOf(await domains().blkioParameters(dom, DomainAffectFlags.CONFIG))).toMatchObject({
      weight: 500,
      device_weight: '',
    });
  });

  test('tells when it has grown', async () => {
    await domains().setBlockThreshold(dom, 'vda', 64n * MIB);
  });
});

describe('a job on a disk', () => {
  /** Waits until a job that does not end by itself is in step. */
  const inStep = (): Promise<unknown> =>
    untilTrue('the job is in step', async () => {
      const job = await domains().blockJobInfo(dom, 'vda');
      return job !== undefined && job.cur === job.end && job;
    });

  test('commits what was written since a snapshot', async () => {
    await external('since');
    expect(await chain()).toEqual(['since.qcow2', 'data.qcow2']);
    await write('committed');
    await domains().blockCommit(dom, 'vda', {}, BlockCommitFlags.ACTIVE);
    expect(await inStep()).toMatchObject({ type: BlockJobType.ACTIVE_COMMIT });
    await domains().blockJobAbort(dom, 'vda', BlockJobAbortFlags.PIVOT);
    expect(await chain()).toEqual(['data.qcow2']);
    expect(await contentOf('/dev/vda')).toBe('committed');
  });

  test('pulls what lies below, so that the disk stands alone', async () => {
    await external('alone');
    await domains().blockPull(dom, 'vda', 100n);
    await untilTrue('the job is over', async () => (await domains().blockJobInfo(dom, 'vda')) === undefined);
    expect(await chain()).toEqual(['alone.qcow2']);
    expect(await contentOf('/dev/vda')).toBe('committed');
  });

  test('pulls down to a base that stays', async () => {
    await external('middle');
    await external('top');
    await domains().blockRebase(dom, 'vda', { base: place('alone.qcow2') });
    await untilTrue('the job is over', async () => (await domains().blockJobInfo(dom, 'vda')) === undefined);
    expect(await chain()).toEqual(['top.qcow2', 'alone.qcow2']);
  });

  test('copies the disk elsewhere, and can be called off', async () => {
    const target = (name: string): string =>
      `<disk type='file'><source file='${place(name)}'/><driver type='qcow2'/></disk>`;
    const buffer = typedParameters({ 'buf-size': typed.ullong(MIB) });
    await domains().blockCopy(dom, 'vda', target('nowhere.qcow2'), buffer, BlockCopyFlags.TRANSIENT_JOB);
    await domains().blockJobSetSpeed(dom, 'vda', 500n);
    expect(await domains().blockJobInfo(dom, 'vda')).toMatchObject({
      type: BlockJobType.COPY,
      bandwidth: 500n,
    });
    await domains().blockJobAbort(dom, 'vda');
    expect(await domains().blockJobInfo(dom, 'vda')).toBeUndefined();
    expect(await chain()).toEqual(['top.qcow2', 'alone.qcow2']);

    await domains().blockCopy(dom, 'vda', target('moved.qcow2'), [], BlockCopyFlags.TRANSIENT_JOB);
    await inStep();
    await domains().blockJobAbort(dom, 'vda', BlockJobAbortFlags.PIVOT);
    expect(await chain()).toEqual(['moved.qcow2']);
    expect(await contentOf('/dev/vda')).toBe('committed');
  });
});

describe('snapshots', () => {
  const { snapshots } = { snapshots: () => host().snapshots };

  test('take the whole guest back to where it was', async () => {
    const bootId = await guest.bootId();
    await write('before');
    const first = await snapshots().createXml(dom, '<domainsnapshot><name>first</name></domainsnapshot>');
    const second = await snapshots().createXml(dom, '<domainsnapshot><name>second</name></domainsnapshot>');
    expect(await snapshots().list(dom)).toEqual(expect.arrayContaining([first, second]));
    expect(await snapshots().parent(second)).toEqual(first);
    expect(await snapshots().children(first)).toEqual([second]);
    expect(await snapshots().hasCurrent(dom)).toBe(true);
    expect(await snapshots().current(dom)).toEqual(second);
    expect([await snapshots().isCurrent(first), await snapshots().isCurrent(second)]).toEqual([false, true]);
    expect(await snapshots().hasMetadata(first)).toBe(true);
    expect(await snapshots().xmlDesc(second)).toContain('<parent>');

    await write('after');
    await snapshots().revert(await snapshots().lookupByName(dom, 'first'));
    await guest.ready();
    expect(await guest.bootId()).toBe(bootId);
    expect(await contentOf('/dev/vda')).toBe('before');

    await snapshots().delete(first, SnapshotDeleteFlags.CHILDREN);
    expect(await snapshots().list(dom)).toEqual([]);
    dom = await domain('store');
  });

  test('of the disk alone stand in files of their own', async () => {
    const xml = `<domainsnapshot><name>aside</name><disks>
      <disk name='vda' snapshot='external'><source file='${place('aside.qcow2')}'/></disk></disks></domainsnapshot>`;
    const aside = await snapshots().createXml(dom, xml, SnapshotCreateFlags.DISK_ONLY);
    expect(await chain()).toEqual(['aside.qcow2', 'moved.qcow2']);
    await snapshots().delete(aside, SnapshotDeleteFlags.METADATA_ONLY);
    expect(existsSync(place('aside.qcow2'))).toBe(true);
  });
});

test('a backup holds what was written since a checkpoint', async () => {
  const { checkpoints } = host();
  const backup = (name: string, since?: string): string =>
    `<domainbackup>${since === undefined ? '' : `<incremental>${since}</incremental>`}<disks>
      <disk name='vda' backup='yes' type='file'><target file='${place(name)}'/><driver type='qcow2'/></disk>
    </disks></domainbackup>`;
  const monday = '<domaincheckpoint><name>monday</name></domaincheckpoint>';
  const ended = (): Promise<unknown> =>
    untilTrue('the backup has ended', async () => {
      const stats = await domains().jobStats(dom, DomainJobStatsFlags.COMPLETED);
      return stats.type === DomainJobType.COMPLETED && stats;
    });

  await domains().backupBegin(dom, backup('full.qcow2'), monday);
  expect(await ended()).toMatchObject({ operation: DomainJobOperation.BACKUP, success: true });
  await write('on.tuesday');
  const tuesday = await checkpoints.createXml(
    dom,
    '<domaincheckpoint><name>tuesday</name></domaincheckpoint>',
  );
  const first = await checkpoints.lookupByName(dom, 'monday');
  expect(await checkpoints.list(dom)).toEqual(expect.arrayContaining([first, tuesday]));
  expect(await checkpoints.parent(tuesday)).toEqual(first);
  expect(await checkpoints.children(first)).toEqual([tuesday]);
  expect(await checkpoints.xmlDesc(first, CheckpointXmlFlags.SIZE)).toContain("bitmap='monday'");

  await domains().backupBegin(dom, backup('increment.qcow2', 'monday'));
  await ended();
  const used = (name: string): number =>
    Number(
      /"actual-size": (\d+)/.exec(
        execFileSync('qemu-img', ['info', '--output=json', place(name)]).toString(),
      )?.[1],
    );
  expect(used('increment.qcow2')).toBeLessThan(1_000_000);
  expect(
    execFileSync('qemu-io', ['-r', '-U', '-c', 'read -v 0 16', place('increment.qcow2')]).toString(),
  ).toContain('on.tuesday');

  await checkpoints.delete(tuesday);
  await checkpoints.delete(first);
  expect(await checkpoints.list(dom)).toEqual([]);
});
