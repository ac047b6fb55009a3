import { blockCalls } from '../../../src/api/domain/blocks.js';
import { specifyMethods } from '../methods.js';
import { dom, params } from '../samples.js';

const path = 'vda';
const info = { allocation: 1n, capacity: 2n, physical: 3n };

specifyMethods(blockCalls, {
  answers: {
    DOMAIN_GET_DISK_ERRORS: { errors: [], nerrors: 2 },
    DOMAIN_GET_BLOCK_IO_TUNE: { params, nparams: 20 },
    DOMAIN_GET_BLKIO_PARAMETERS: { params, nparams: 6 },
  },
  calls: [
    ['blockResize', [dom, 'vda', 64n, 1], ['DOMAIN_BLOCK_RESIZE', { dom, disk: 'vda', size: 64n, flags: 1 }]],
    ['blockInfo', [dom, path], ['DOMAIN_GET_BLOCK_INFO', { dom, path, flags: 0 }]],
    [
      'blockPeek',
      [dom, path, 512n, 4],
      ['DOMAIN_BLOCK_PEEK', { dom, path, offset: 512n, size: 4, flags: 0 }],
    ],
    [
      'diskErrors',
      [dom],
      ['DOMAIN_GET_DISK_ERRORS', { dom, maxerrors: 0, flags: 0 }],
      ['DOMAIN_GET_DISK_ERRORS', { dom, maxerrors: 2, flags: 0 }],
    ],
    [
      'setBlockThreshold',
      [dom, 'vda', 9n],
      ['DOMAIN_SET_BLOCK_THRESHOLD', { dom, dev: 'vda', threshold: 9n, flags: 0 }],
    ],
    [
      'blockIoTune',
      [dom, 'vda', 2],
      ['DOMAIN_GET_BLOCK_IO_TUNE', { dom, disk: 'vda', nparams: 0, flags: 6 }],
      ['DOMAIN_GET_BLOCK_IO_TUNE', { dom, disk: 'vda', nparams: 20, flags: 6 }],
    ],
    [
      'setBlockIoTune',
      [dom, 'vda', params, 1],
      ['DOMAIN_SET_BLOCK_IO_TUNE', { dom, disk: 'vda', params, flags: 1 }],
    ],
    [
      'blkioParameters',
      [dom, 1],
      ['DOMAIN_GET_BLKIO_PARAMETERS', { dom, nparams: 0, flags: 5 }],
      ['DOMAIN_GET_BLKIO_PARAMETERS', { dom, nparams: 6, flags: 5 }],
    ],
    ['setBlkioParameters', [dom, params, 1], ['DOMAIN_SET_BLKIO_PARAMETERS', { dom, params, flags: 1 }]],
    [
      'setThrottleGroup',
      [dom, 'slow', params, 2],
      ['DOMAIN_SET_THROTTLE_GROUP', { dom, group: 'slow', params, flags: 2 }],
    ],
    ['delThrottleGroup', [dom, 'slow', 2], ['DOMAIN_DEL_THROTTLE_GROUP', { dom, group: 'slow', flags: 2 }]],
    ['blockPull', [dom, path, 3n, 64], ['DOMAIN_BLOCK_PULL', { dom, path, bandwidth: 3n, flags: 64 }]],
    [
      'blockRebase',
      [dom, path, { base: '/b', bandwidth: 3n }, 16],
      ['DOMAIN_BLOCK_REBASE', { dom, path, base: '/b', bandwidth: 3n, flags: 16 }],
    ],
    [
      'blockCommit',
      [dom, 'vda', { base: '/b', top: '/t', bandwidth: 3n }, 4],
      ['DOMAIN_BLOCK_COMMIT', { dom, disk: 'vda', base: '/b', top: '/t', bandwidth: 3n, flags: 4 }],
    ],
    [
      'blockCopy',
      [dom, path, '<disk/>', params, 4],
      ['DOMAIN_BLOCK_COPY', { dom, path, destxml: '<disk/>', params, flags: 4 }],
    ],
    ['blockJobInfo', [dom, path, 1], ['DOMAIN_GET_BLOCK_JOB_INFO', { dom, path, flags: 1 }]],
    [
      'blockJobSetSpeed',
      [dom, path, 5n, 1],
      ['DOMAIN_BLOCK_JOB_SET_SPEED', { dom, path, bandwidth: 5n, flags: 1 }],
    ],
    ['blockJobAbort', [dom, path, 2], ['DOMAIN_BLOCK_JOB_ABORT', { dom, path, flags: 2 }]],
    [
      'backupBegin',
      [dom, '<domainbackup/>', '<domaincheckpoint/>', 1],
      [
        'DOMAIN_BACKUP_BEGIN',
        { dom, backupXml: '<domainbackup/>', checkpointXml: '<domaincheckpoint/>', flags: 1 },
      ],
    ],
    ['backupXmlDesc', [dom], ['DOMAIN_BACKUP_GET_XML_DESC', { dom, flags: 0 }]],
  ],
  defaults: [
    ['blockPull', [dom, path], ['DOMAIN_BLOCK_PULL', { dom, path, bandwidth: 0n, flags: 0 }]],
    ['blockRebase', [dom, path, {}], ['DOMAIN_BLOCK_REBASE', { dom, path, bandwidth: 0n, flags: 0 }]],
    ['blockCommit', [dom, 'vda', {}], ['DOMAIN_BLOCK_COMMIT', { dom, disk: 'vda', bandwidth: 0n, flags: 0 }]],
    [
      'blockCopy',
      [dom, path, '<disk/>'],
      ['DOMAIN_BLOCK_COPY', { dom, path, destxml: '<disk/>', params: [], flags: 0 }],
    ],
    [
      'backupBegin',
      [dom, '<domainbackup/>'],
      ['DOMAIN_BACKUP_BEGIN', { dom, backupXml: '<domainbackup/>', flags: 0 }],
    ],
  ],
  results: [
    ['blockInfo', [dom, path], { DOMAIN_GET_BLOCK_INFO: info }, info],
    [
      'diskErrors',
      [dom],
      { DOMAIN_GET_DISK_ERRORS: { errors: [{ disk: 'vda', error: 2 }], nerrors: 1 } },
      [{ disk: 'vda', error: 2 }],
    ],
    ['diskErrors', [dom], {}, []],
    ['blockJobInfo', [dom, path], {}, undefined],
    [
      'blockJobInfo',
      [dom, path],
      { DOMAIN_GET_BLOCK_JOB_INFO: { found: 1, type: 2, bandwidth: 0n, cur: 5n, end: 9n } },
      { type: 2, bandwidth: 0n, cur: 5n, end: 9n },
    ],
    ['backupXmlDesc', [dom], { DOMAIN_BACKUP_GET_XML_DESC: { xml: '<domainbackup/>' } }, '<domainbackup/>'],
  ],
});
