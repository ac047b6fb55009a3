import { poolCalls } from '../../src/api/pools.js';
import { specifyMethods } from './methods.js';
import { pool, uuid, vol } from './samples.js';

const xml = '<pool/>';

specifyMethods(poolCalls, {
  calls: [
    ['list', [2], ['CONNECT_LIST_ALL_STORAGE_POOLS', { needResults: 1, flags: 2 }]],
    ['lookupByUuid', [uuid], ['STORAGE_POOL_LOOKUP_BY_UUID', { uuid }]],
    ['lookupByName', ['disks'], ['STORAGE_POOL_LOOKUP_BY_NAME', { name: 'disks' }]],
    ['lookupByVolume', [vol], ['STORAGE_POOL_LOOKUP_BY_VOLUME', { vol }]],
    ['lookupByTargetPath', ['/d'], ['STORAGE_POOL_LOOKUP_BY_TARGET_PATH', { path: '/d' }]],
    [
      'findSources',
      ['netfs', '<source/>'],
      ['CONNECT_FIND_STORAGE_POOL_SOURCES', { type: 'netfs', srcSpec: '<source/>', flags: 0 }],
    ],
    ['defineXml', [xml, 1], ['STORAGE_POOL_DEFINE_XML', { xml, flags: 1 }]],
    ['createXml', [xml, 1], ['STORAGE_POOL_CREATE_XML', { xml, flags: 1 }]],
    ['build', [pool, 4], ['STORAGE_POOL_BUILD', { pool, flags: 4 }]],
    ['create', [pool, 1], ['STORAGE_POOL_CREATE', { pool, flags: 1 }]],
    ['destroy', [pool], ['STORAGE_POOL_DESTROY', { pool }]],
    ['delete', [pool, 1], ['STORAGE_POOL_DELETE', { pool, flags: 1 }]],
    ['undefine', [pool], ['STORAGE_POOL_UNDEFINE', { pool }]],
    ['refresh', [pool], ['STORAGE_POOL_REFRESH', { pool, flags: 0 }]],
    ['xmlDesc', [pool, 1], ['STORAGE_POOL_GET_XML_DESC', { pool, flags: 1 }]],
    ['info', [pool], ['STORAGE_POOL_GET_INFO', { pool }]],
    ['isActive', [pool], ['STORAGE_POOL_IS_ACTIVE', { pool }]],
    ['isPersistent', [pool], ['STORAGE_POOL_IS_PERSISTENT', { pool }]],
    ['autostart', [pool], ['STORAGE_POOL_GET_AUTOSTART', { pool }]],
    ['setAutostart', [pool, true], ['STORAGE_POOL_SET_AUTOSTART', { pool, autostart: 1 }]],
    ['volumes', [pool], ['STORAGE_POOL_LIST_ALL_VOLUMES', { pool, needResults: 1, flags: 0 }]],
  ],
  defaults: [
    ['findSources', ['logical'], ['CONNECT_FIND_STORAGE_POOL_SOURCES', { type: 'logical', flags: 0 }]],
    ['setAutostart', [pool, false], ['STORAGE_POOL_SET_AUTOSTART', { pool, autostart: 0 }]],
  ],
  results: [
    ['list', [], { CONNECT_LIST_ALL_STORAGE_POOLS: { pools: [pool], ret: 1 } }, [pool]],
    ['isActive', [pool], { STORAGE_POOL_IS_ACTIVE: { active: 1 } }, true],
    ['isPersistent', [pool], { STORAGE_POOL_IS_PERSISTENT: { persistent: 1 } }, true],
    ['autostart', [pool], { STORAGE_POOL_GET_AUTOSTART: { autostart: 1 } }, true],
    ['volumes', [pool], { STORAGE_POOL_LIST_ALL_VOLUMES: { vols: [vol], ret: 1 } }, [vol]],
  ],
});
