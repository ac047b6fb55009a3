import { jobCalls } from '../../../src/api/domain/jobs.js';
import { recorder } from '../recorder.js';
import { specifyMethods } from '../methods.js';
import { dom } from '../samples.js';

specifyMethods(jobCalls, {
  calls: [
    ['jobInfo', [dom], ['DOMAIN_GET_JOB_INFO', { dom }]],
    ['jobStats', [dom, 1], ['DOMAIN_GET_JOB_STATS', { dom, flags: 1 }]],
    ['abortJob', [dom, 1], ['DOMAIN_ABORT_JOB_FLAGS', { dom, flags: 1 }]],
    ['migrateMaxDowntime', [dom], ['DOMAIN_MIGRATE_GET_MAX_DOWNTIME', { dom, flags: 0 }]],
    [
      'migrateSetMaxDowntime',
      [dom, 300n],
      ['DOMAIN_MIGRATE_SET_MAX_DOWNTIME', { dom, downtime: 300n, flags: 0 }],
    ],
    ['migrateMaxSpeed', [dom, 1], ['DOMAIN_MIGRATE_GET_MAX_SPEED', { dom, flags: 1 }]],
    [
      'migrateSetMaxSpeed',
      [dom, 10n, 1],
      ['DOMAIN_MIGRATE_SET_MAX_SPEED', { dom, bandwidth: 10n, flags: 1 }],
    ],
    ['migrateCompressionCache', [dom], ['DOMAIN_MIGRATE_GET_COMPRESSION_CACHE', { dom, flags: 0 }]],
    [
      'migrateSetCompressionCache',
      [dom, 64n],
      ['DOMAIN_MIGRATE_SET_COMPRESSION_CACHE', { dom, cacheSize: 64n, flags: 0 }],
    ],
    ['migrateStartPostCopy', [dom], ['DOMAIN_MIGRATE_START_POST_COPY', { dom, flags: 0 }]],
  ],
  // What needs no flags is asked in the way that older daemons know, too.
  defaults: [['abortJob', [dom], ['DOMAIN_ABORT_JOB', { dom }]]],
  results: [
    ['migrateMaxDowntime', [dom], { DOMAIN_MIGRATE_GET_MAX_DOWNTIME: { downtime: 300n } }, 300n],
    ['migrateMaxSpeed', [dom], { DOMAIN_MIGRATE_GET_MAX_SPEED: { bandwidth: 10n } }, 10n],
    ['migrateCompressionCache', [dom], { DOMAIN_MIGRATE_GET_COMPRESSION_CACHE: { cacheSize: 64n } }, 64n],
  ],
});

test('a job’s figures come as such', async () => {
  const { caller } = recorder({
    DOMAIN_GET_JOB_STATS: {
      type: 2,
      params: [
        { field: 'operation', type: 'int', value: 5 },
        { field: 'data_total', type: 'ullong', value: 9n },
      ],
    },
  });
  await expect(jobCalls(caller).jobStats(dom)).resolves.toMatchObject({
    type: 2,
    operation: 5,
    dataTotal: 9n,
  });
});
