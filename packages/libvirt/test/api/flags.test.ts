import * as blocks from '../../src/api/flags/domain-blocks.js';
import * as guest from '../../src/api/flags/domain-guest.js';
import * as jobs from '../../src/api/flags/domain-jobs.js';
import * as resources from '../../src/api/flags/domain-resources.js';
import * as domain from '../../src/api/flags/domain.js';
import * as host from '../../src/api/flags/host.js';
import * as network from '../../src/api/flags/network.js';
import * as snapshot from '../../src/api/flags/snapshot.js';
import * as storage from '../../src/api/flags/storage.js';

const all: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
  blocks,
  guest,
  jobs,
  resources,
  domain,
  host,
  network,
  snapshot,
  storage,
].flatMap((subject) => Object.entries(subject));

/** Values as libvirt's headers have them, spread over the tables. */
test.each([
  [domain.DomainUndefineFlags.KEEP_TPM, 64],
  [domain.DomainPausedReason.IOERROR, 5],
  [domain.DomainShutoffReason.MIGRATED, 4],
  [resources.DomainMemoryStat.RSS, 7],
  [resources.DomainStatsFlags.ENFORCE_STATS, 2_147_483_648],
  [blocks.BlockPullFlags.BANDWIDTH_BYTES, 64],
  [blocks.BlockJobType.ACTIVE_COMMIT, 4],
  [jobs.MigrateFlags.PEER2PEER, 2],
  [jobs.MigrateFlags.POSTCOPY, 32_768],
  [jobs.MigrateFlags.ZEROCOPY, 1_048_576],
  [jobs.DomainJobOperation.MIGRATION_OUT, 5],
  [guest.GuestInfoTypes.INTERFACES, 64],
  [snapshot.SnapshotCreateFlags.DISK_ONLY, 16],
  [snapshot.CheckpointListFlags.TOPOLOGICAL, 2],
  [storage.StorageVolWipeAlgorithm.TRIM, 9],
  [storage.StoragePoolListFlags.ISCSI_DIRECT, 524_288],
  [host.NodeDeviceListFlags.CAP_MDEV, 16_384],
  [host.NodeDeviceListFlags.ACTIVE, 2_147_483_648],
  [network.NetworkUpdateSection.DNS_SRV, 12],
])('%d', (value, expected) => {
  expect(value).toBe(expected);
});

/** Two names of one value, for the two kinds of lists that it serves. */
const TWICE = ['SnapshotListFlags', 'CheckpointListFlags'];

test.each(all.filter(([name]) => !TWICE.includes(name)))('no two of %s have one value', (_, flags) => {
  const values = Object.values(flags);
  expect(new Set(values).size).toBe(values.length);
});

test.each(all.filter(([name]) => name.endsWith('Flags')))('%s can be combined', (_, flags) => {
  const bits = Object.values(flags).filter((value) => value !== 0);
  expect(bits.filter((value) => !Number.isInteger(Math.log2(value)))).toEqual([]);
});
