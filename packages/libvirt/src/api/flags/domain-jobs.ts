// Flags by libvirt's own names, without their prefix. Combine them with |.

/** virDomainMigrateFlags. migrateToUri adds PEER2PEER by itself. */
export const MigrateFlags = {
  LIVE: 1,
  PEER2PEER: 2,
  TUNNELLED: 4,
  PERSIST_DEST: 8,
  UNDEFINE_SOURCE: 16,
  PAUSED: 32,
  NON_SHARED_DISK: 64,
  NON_SHARED_INC: 128,
  CHANGE_PROTECTION: 256,
  UNSAFE: 512,
  /** Since 1.0.1. */ OFFLINE: 1024,
  /** Since 1.0.3. */ COMPRESSED: 2048,
  /** Since 1.1. */ ABORT_ON_ERROR: 4096,
  /** Since 1.2.3. */ AUTO_CONVERGE: 8192,
  /** Since 1.2.9. */ RDMA_PIN_ALL: 16384,
  /** Since 1.3.3. */ POSTCOPY: 32768,
  /** Since 3.2. */ TLS: 0x0001_0000,
  /** Since 5.2. */ PARALLEL: 0x0002_0000,
  /** Since 8.0. */ NON_SHARED_SYNCHRONOUS_WRITES: 0x0004_0000,
  /** Since 8.5. */ POSTCOPY_RESUME: 0x0008_0000,
  /** Since 8.5. */ ZEROCOPY: 0x0010_0000,
} as const;

/** virDomainMigrateMaxSpeedFlags. Since 5.1. */
export const MigrateMaxSpeedFlags = { POSTCOPY: 1 } as const;

/** virDomainJobType. */
export const DomainJobType = {
  NONE: 0,
  BOUNDED: 1,
  UNBOUNDED: 2,
  COMPLETED: 3,
  FAILED: 4,
  CANCELLED: 5,
} as const;

/** virDomainJobOperation: what a job is about. Since 3.3. */
export const DomainJobOperation = {
  UNKNOWN: 0,
  START: 1,
  SAVE: 2,
  RESTORE: 3,
  MIGRATION_IN: 4,
  MIGRATION_OUT: 5,
  SNAPSHOT: 6,
  SNAPSHOT_REVERT: 7,
  DUMP: 8,
  /** Since 6.0. */ BACKUP: 9,
  /** Since 9.0. */ SNAPSHOT_DELETE: 10,
} as const;

/** virDomainGetJobStatsFlags. The figures of a job that has ended are forgotten when they are read, unless they are to be kept. */
export const DomainJobStatsFlags = {
  /** Since 1.2.9. */ COMPLETED: 1,
  /** Since 6.0. */ KEEP_COMPLETED: 2,
} as const;

/** virDomainAbortJobFlagsValues. POSTCOPY interrupts a migration that is in its post-copy phase. Since 8.5. */
export const DomainAbortJobFlags = { POSTCOPY: 1 } as const;
