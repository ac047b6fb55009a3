// Flags by libvirt's own names, without their prefix. Combine them with |.

/** virConnectListAllStoragePoolsFlags. */
export const StoragePoolListFlags = {
  INACTIVE: 1,
  ACTIVE: 2,
  PERSISTENT: 4,
  TRANSIENT: 8,
  AUTOSTART: 16,
  NO_AUTOSTART: 32,
  DIR: 64,
  FS: 128,
  NETFS: 256,
  LOGICAL: 512,
  DISK: 1024,
  ISCSI: 2048,
  SCSI: 4096,
  MPATH: 8192,
  RBD: 16384,
  SHEEPDOG: 32768,
  /** Since 1.2.1. */ GLUSTER: 0x0001_0000,
  /** Since 1.2.8. */ ZFS: 0x0002_0000,
  /** Since 3.1. */ VSTORAGE: 0x0004_0000,
  /** Since 5.6. */ ISCSI_DIRECT: 0x0008_0000,
} as const;

/** virStorageXMLFlags. */
export const StorageXmlFlags = { INACTIVE: 1 } as const;

/** virStoragePoolState. */
export const StoragePoolState = {
  INACTIVE: 0,
  BUILDING: 1,
  RUNNING: 2,
  DEGRADED: 3,
  INACCESSIBLE: 4,
} as const;

/** virStoragePoolDefineFlags. Since 7.7. */
export const StoragePoolDefineFlags = { VALIDATE: 1 } as const;

/** virStoragePoolBuildFlags. OVERWRITE destroys what is there. */
export const StoragePoolBuildFlags = { NEW: 0, REPAIR: 1, RESIZE: 2, NO_OVERWRITE: 4, OVERWRITE: 8 } as const;

/** virStoragePoolCreateFlags. Since 1.3.1. */
export const StoragePoolCreateFlags = {
  NORMAL: 0,
  WITH_BUILD: 1,
  WITH_BUILD_OVERWRITE: 2,
  WITH_BUILD_NO_OVERWRITE: 4,
} as const;

/** virStoragePoolDeleteFlags. */
export const StoragePoolDeleteFlags = { NORMAL: 0, ZEROED: 1 } as const;

/** virStorageVolType. */
export const StorageVolType = {
  FILE: 0,
  BLOCK: 1,
  DIR: 2,
  NETWORK: 3,
  /** Since 1.2. */ NETDIR: 4,
  /** Since 1.3.4. */ PLOOP: 5,
} as const;

/** virStorageVolCreateFlags. */
export const StorageVolCreateFlags = {
  /** Since 1.0.1. */ PREALLOC_METADATA: 1,
  /** Since 1.2.13. */ REFLINK: 2,
  /** Since 8.10. */ VALIDATE: 4,
} as const;

/** virStorageVolDeleteFlags. */
export const StorageVolDeleteFlags = {
  NORMAL: 0,
  ZEROED: 1,
  /** Since 1.2.21. */ WITH_SNAPSHOTS: 2,
} as const;

/** virStorageVolInfoFlags. GET_PHYSICAL: `allocation` is then the bytes that the file takes on its file system. Since 3.0. */
export const StorageVolInfoFlags = { USE_ALLOCATION: 0, GET_PHYSICAL: 1 } as const;

/** virStorageVolResizeFlags. */
export const StorageVolResizeFlags = { ALLOCATE: 1, DELTA: 2, SHRINK: 4 } as const;

/** virStorageVolWipeAlgorithm. All but ZERO and TRIM take the program scrub(1) on the host. */
export const StorageVolWipeAlgorithm = {
  ZERO: 0,
  NNSA: 1,
  DOD: 2,
  BSI: 3,
  GUTMANN: 4,
  SCHNEIER: 5,
  PFITZNER7: 6,
  PFITZNER33: 7,
  RANDOM: 8,
  /** Since 1.3.2. */ TRIM: 9,
} as const;
