import { type DomainMigration, migrationCalls } from '../../../src/api/domain/migration.js';
import {
  DomainJobOperation,
  DomainJobStatsFlags,
  DomainJobType,
  MigrateFlags,
} from '../../../src/api/flags/domain-jobs.js';
import { typed, typedParameters } from '../../../src/api/parameters.js';
import { LibvirtError } from '../../../src/errors.js';
import type { ResultOf } from '../../../src/wire/procedures.js';
import { recorder } from '../recorder.js';
import { dom } from '../samples.js';

const destination = 'qemu+tcp://192.0.2.7/system';

type Migrate = Parameters<DomainMigration['migrateToUri']>[2];

const rows: readonly (readonly [string, Migrate, object])[] = [
  ['nothing more', undefined, { params: [], flags: MigrateFlags.PEER2PEER }],
  [
    'flags',
    { flags: MigrateFlags.LIVE | MigrateFlags.PERSIST_DEST },
    { params: [], flags: MigrateFlags.LIVE | MigrateFlags.PERSIST_DEST | MigrateFlags.PEER2PEER },
  ],
  [
    'all that it can be told',
    {
      migrateUri: 'tcp://192.0.2.7',
      listenAddress: '0.0.0.0',
      destinationName: 'www',
      destinationXml: '<domain/>',
      persistentXml: '<domain/>',
      bandwidth: 10n,
      migrateDisks: ['vda', 'vdb'],
      parameters: typedParameters({ 'parallel.connections': typed.int(2) }),
    },
    {
      params: typedParameters({
        migrate_uri: typed.string('tcp://192.0.2.7'),
        listen_address: typed.string('0.0.0.0'),
        destination_name: typed.string('www'),
        destination_xml: typed.string('<domain/>'),
        persistent_xml: typed.string('<domain/>'),
        bandwidth: typed.ullong(10n),
        migrate_disks: [typed.string('vda'), typed.string('vdb')],
        'parallel.connections': typed.int(2),
      }),
      flags: MigrateFlags.PEER2PEER,
    },
  ],
];

test.each(rows)('is one call of the source, with %s', async (_, migration, expected) => {
  const { caller, calls, options } = recorder();
  await expect(migrationCalls(caller).migrateToUri(dom, destination, migration)).resolves.toEqual({
    stats: undefined,
  });
  expect(calls[0]).toEqual([
    'DOMAIN_MIGRATE_PERFORM3_PARAMS',
    { dom, dconnuri: destination, cookieIn: Buffer.alloc(0), ...expected },
  ]);
  // It takes as long as the guest's memory takes.
  expect(options[0]).toEqual({ deadline: Infinity });
});

test.each([
  'qemu:///system',
  'qemu+tcp://localhost/system',
  'qemu+ssh://root@localhost/system',
  'qemu+ssh:///system?socket=/run/x',
  'host-b',
])('%s is no other host', async (uri) => {
  const { caller, calls } = recorder();
  await expect(migrationCalls(caller).migrateToUri(dom, uri)).rejects.toMatchObject({
    fault: 'caller',
    message: expect.stringContaining(uri),
  });
  expect(calls).toEqual([]);
});

test.each([
  'qemu+ssh://root@host-b/system',
  'qemu+unix:///system?socket=/tmp/forwarded',
  'qemu+tls://[2001:db8::1]/system',
])('%s may be one', async (uri) => {
  const { caller, calls } = recorder();
  await migrationCalls(caller).migrateToUri(dom, uri);
  expect(calls[0]?.[0]).toBe('DOMAIN_MIGRATE_PERFORM3_PARAMS');
});

test('what libvirt refuses is refused in its words', async () => {
  const refusal = new LibvirtError('Unsafe migration: Migration without shared storage is unsafe', {
    fault: 'host',
    code: 81,
  });
  const { caller } = recorder({ DOMAIN_MIGRATE_PERFORM3_PARAMS: () => Promise.reject(refusal) });
  await expect(migrationCalls(caller).migrateToUri(dom, destination)).rejects.toBe(refusal);
});

describe('its figures', () => {
  const figuresOf = (operation: number): ResultOf<'DOMAIN_GET_JOB_STATS'> => ({
    type: DomainJobType.COMPLETED,
    params: typedParameters({ operation: typed.int(operation), downtime: typed.ullong(20n) }),
  });

  test('are those of the finished job, where the source still tells them', async () => {
    const { caller, calls } = recorder({ DOMAIN_GET_JOB_STATS: figuresOf(DomainJobOperation.MIGRATION_OUT) });
    const { stats } = await migrationCalls(caller).migrateToUri(dom, destination);
    expect(stats).toMatchObject({ downtime: 20 });
    expect(calls.at(-1)).toEqual(['DOMAIN_GET_JOB_STATS', { dom, flags: DomainJobStatsFlags.COMPLETED }]);
  });

  test('are not those of an earlier job that it remembers', async () => {
    const { caller } = recorder({ DOMAIN_GET_JOB_STATS: figuresOf(DomainJobOperation.SAVE) });
    await expect(migrationCalls(caller).migrateToUri(dom, destination)).resolves.toEqual({
      stats: undefined,
    });
  });

  test('are unknown, and the migration a success, where the source has forgotten the guest', async () => {
    const { caller } = recorder({ DOMAIN_GET_JOB_STATS: () => Promise.reject(new Error('no such guest')) });
    await expect(migrationCalls(caller).migrateToUri(dom, destination)).resolves.toEqual({
      stats: undefined,
    });
  });
});
