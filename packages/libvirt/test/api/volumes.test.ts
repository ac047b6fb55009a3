import { volumeCalls } from '../../src/api/volumes.js';
import { specifyMethods } from './methods.js';
import { pool, vol } from './samples.js';

const xml = '<volume/>';
const info = { type: 0, capacity: 9n, allocation: 4n };

specifyMethods(volumeCalls, {
  others: ['upload', 'uploadSparse', 'uploadFile', 'download', 'downloadSparse', 'downloadFile'],
  calls: [
    ['createXml', [pool, xml, 1], ['STORAGE_VOL_CREATE_XML', { pool, xml, flags: 1 }]],
    [
      'createXmlFrom',
      [pool, xml, vol, 1],
      ['STORAGE_VOL_CREATE_XML_FROM', { pool, xml, clonevol: vol, flags: 1 }],
    ],
    ['delete', [vol, 2], ['STORAGE_VOL_DELETE', { vol, flags: 2 }]],
    ['lookupByName', [pool, 'a'], ['STORAGE_VOL_LOOKUP_BY_NAME', { pool, name: 'a' }]],
    ['lookupByKey', ['/a'], ['STORAGE_VOL_LOOKUP_BY_KEY', { key: '/a' }]],
    ['lookupByPath', ['/a'], ['STORAGE_VOL_LOOKUP_BY_PATH', { path: '/a' }]],
    ['xmlDesc', [vol], ['STORAGE_VOL_GET_XML_DESC', { vol, flags: 0 }]],
    ['info', [vol], ['STORAGE_VOL_GET_INFO', { vol }]],
    ['infoFlags', [vol, 1], ['STORAGE_VOL_GET_INFO_FLAGS', { vol, flags: 1 }]],
    ['path', [vol], ['STORAGE_VOL_GET_PATH', { vol }]],
    ['resize', [vol, 1_024n, 4], ['STORAGE_VOL_RESIZE', { vol, capacity: 1_024n, flags: 4 }]],
    ['wipe', [vol], ['STORAGE_VOL_WIPE', { vol, flags: 0 }]],
    ['wipePattern', [vol, 9], ['STORAGE_VOL_WIPE_PATTERN', { vol, algorithm: 9, flags: 0 }]],
  ],
  defaults: [
    ['delete', [vol], ['STORAGE_VOL_DELETE', { vol, flags: 0 }]],
    ['resize', [vol, 1_024n], ['STORAGE_VOL_RESIZE', { vol, capacity: 1_024n, flags: 0 }]],
  ],
  results: [
    ['createXml', [pool, xml], { STORAGE_VOL_CREATE_XML: { vol } }, vol],
    ['info', [vol], { STORAGE_VOL_GET_INFO: info }, info],
    ['path', [vol], { STORAGE_VOL_GET_PATH: { name: '/disks/a' } }, '/disks/a'],
  ],
});
