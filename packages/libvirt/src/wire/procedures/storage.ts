import { storagePool, storageVol, uuid } from '../objects.js';
import { change, download, inspect, read, set, upload } from '../procedure.js';
import { array, int, LIST_MAX, optional, string, uhyper, uint } from '../xdr.js';

/** Storage pools and volumes. */
export const storageProcedures = {
  CONNECT_FIND_STORAGE_POOL_SOURCES: inspect(
    75,
    { type: string, srcSpec: optional(string), flags: uint },
    { xml: string },
  ),
  STORAGE_POOL_CREATE_XML: change(76, { xml: string, flags: uint }, { pool: storagePool }),
  STORAGE_POOL_DEFINE_XML: set(77, { xml: string, flags: uint }, { pool: storagePool }),
  STORAGE_POOL_CREATE: change(78, { pool: storagePool, flags: uint }, {}),
  STORAGE_POOL_BUILD: change(79, { pool: storagePool, flags: uint }, {}),
  STORAGE_POOL_DESTROY: change(80, { pool: storagePool }, {}),
  STORAGE_POOL_DELETE: change(81, { pool: storagePool, flags: uint }, {}),
  STORAGE_POOL_UNDEFINE: set(82, { pool: storagePool }, {}),
  STORAGE_POOL_REFRESH: change(83, { pool: storagePool, flags: uint }, {}),
  STORAGE_POOL_LOOKUP_BY_NAME: read(84, { name: string }, { pool: storagePool }),
  STORAGE_POOL_LOOKUP_BY_UUID: read(85, { uuid: uuid }, { pool: storagePool }),
  STORAGE_POOL_LOOKUP_BY_VOLUME: read(86, { vol: storageVol }, { pool: storagePool }),
  STORAGE_POOL_GET_INFO: read(
    87,
    { pool: storagePool },
    { state: uint, capacity: uhyper, allocation: uhyper, available: uhyper },
  ),
  STORAGE_POOL_GET_XML_DESC: read(88, { pool: storagePool, flags: uint }, { xml: string }),
  STORAGE_POOL_GET_AUTOSTART: read(89, { pool: storagePool }, { autostart: int }),
  STORAGE_POOL_SET_AUTOSTART: set(90, { pool: storagePool, autostart: int }, {}),
  STORAGE_VOL_CREATE_XML: change(93, { pool: storagePool, xml: string, flags: uint }, { vol: storageVol }),
  STORAGE_VOL_DELETE: change(94, { vol: storageVol, flags: uint }, {}),
  STORAGE_VOL_LOOKUP_BY_NAME: read(95, { pool: storagePool, name: string }, { vol: storageVol }),
  STORAGE_VOL_LOOKUP_BY_KEY: read(96, { key: string }, { vol: storageVol }),
  STORAGE_VOL_LOOKUP_BY_PATH: read(97, { path: string }, { vol: storageVol }),
  STORAGE_VOL_GET_INFO: inspect(98, { vol: storageVol }, { type: int, capacity: uhyper, allocation: uhyper }),
  STORAGE_VOL_GET_XML_DESC: read(99, { vol: storageVol, flags: uint }, { xml: string }),
  STORAGE_VOL_GET_PATH: read(100, { vol: storageVol }, { name: string }),
  STORAGE_VOL_CREATE_XML_FROM: change(
    125,
    { pool: storagePool, xml: string, clonevol: storageVol, flags: uint },
    { vol: storageVol },
  ),
  STORAGE_POOL_IS_ACTIVE: read(154, { pool: storagePool }, { active: int }),
  STORAGE_POOL_IS_PERSISTENT: read(155, { pool: storagePool }, { persistent: int }),
  STORAGE_VOL_WIPE: change(165, { vol: storageVol, flags: uint }, {}),
  STORAGE_VOL_UPLOAD: upload(208, { vol: storageVol, offset: uhyper, length: uhyper, flags: uint }, {}),
  STORAGE_VOL_DOWNLOAD: download(209, { vol: storageVol, offset: uhyper, length: uhyper, flags: uint }, {}),
  STORAGE_VOL_WIPE_PATTERN: change(259, { vol: storageVol, algorithm: uint, flags: uint }, {}),
  STORAGE_VOL_RESIZE: change(260, { vol: storageVol, capacity: uhyper, flags: uint }, {}),
  CONNECT_LIST_ALL_STORAGE_POOLS: read(
    281,
    { needResults: int, flags: uint },
    { pools: array(storagePool, LIST_MAX), ret: uint },
  ),
  STORAGE_POOL_LIST_ALL_VOLUMES: read(
    282,
    { pool: storagePool, needResults: int, flags: uint },
    { vols: array(storageVol, LIST_MAX), ret: uint },
  ),
  STORAGE_VOL_GET_INFO_FLAGS: inspect(
    378,
    { vol: storageVol, flags: uint },
    { type: int, capacity: uhyper, allocation: uhyper },
  ),
  STORAGE_POOL_LOOKUP_BY_TARGET_PATH: read(391, { path: string }, { pool: storagePool }),
  CONNECT_GET_STORAGE_POOL_CAPABILITIES: read(403, { flags: uint }, { capabilities: string }),
} as const;
