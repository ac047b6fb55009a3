// Flags by libvirt's own names, without their prefix. Combine them with |.

/** virDomainBlockResizeFlags; without BYTES the size is in KiB. With CAPACITY a disk takes all that its device has. */
export const DomainBlockResizeFlags = {
  BYTES: 1,
  /** Since 10.0. */ CAPACITY: 2,
} as const;

/** virDomainBlockJobType. COPY and ACTIVE_COMMIT go on until they are pivoted or aborted. */
export const BlockJobType = {
  UNKNOWN: 0,
  PULL: 1,
  COPY: 2,
  COMMIT: 3,
  /** Since 1.2.6. */ ACTIVE_COMMIT: 4,
  /** Since 6.0. */ BACKUP: 5,
} as const;

/** virDomainBlockJobAbortFlags. ASYNC does not wait for the end; PIVOT ends a copy or an active commit by going over to its target. */
export const BlockJobAbortFlags = { ASYNC: 1, PIVOT: 2 } as const;

/** virDomainBlockJobInfoFlags. Without it, bandwidth is in MiB/s. Since 1.2.9. */
export const BlockJobInfoFlags = { BANDWIDTH_BYTES: 1 } as const;

/** virDomainBlockJobSetSpeedFlags. Without it, bandwidth is in MiB/s. Since 1.2.9. */
export const BlockJobSetSpeedFlags = { BANDWIDTH_BYTES: 1 } as const;

/** virDomainBlockPullFlags. Without it, bandwidth is in MiB/s. Since 1.2.9. */
export const BlockPullFlags = { BANDWIDTH_BYTES: 64 } as const;

/** virDomainBlockRebaseFlags. Without BANDWIDTH_BYTES, bandwidth is in MiB/s. */
export const BlockRebaseFlags = {
  SHALLOW: 1,
  REUSE_EXT: 2,
  COPY_RAW: 4,
  COPY: 8,
  /** Since 1.2.7. */ RELATIVE: 16,
  /** Since 1.2.9. */ COPY_DEV: 32,
  /** Since 1.2.9. */ BANDWIDTH_BYTES: 64,
} as const;

/** virDomainBlockCopyFlags. A guest that has a definition needs TRANSIENT_JOB: the job ends with the guest's process. */
export const BlockCopyFlags = {
  /** Since 1.2.8. */ SHALLOW: 1,
  /** Since 1.2.8. */ REUSE_EXT: 2,
  /** Since 3.5. */ TRANSIENT_JOB: 4,
  /** Since 8.0. */ SYNCHRONOUS_WRITES: 8,
} as const;

/** virDomainBlockCommitFlags. ACTIVE is needed where the top is what the guest writes to. Without BANDWIDTH_BYTES, bandwidth is in MiB/s. */
export const BlockCommitFlags = {
  SHALLOW: 1,
  DELETE: 2,
  /** Since 1.2.6. */ ACTIVE: 4,
  /** Since 1.2.7. */ RELATIVE: 8,
  /** Since 1.2.9. */ BANDWIDTH_BYTES: 16,
} as const;

/** virDomainDiskErrorCode. */
export const DiskErrorCode = { NONE: 0, UNSPEC: 1, NO_SPACE: 2 } as const;

/** virDomainBackupBeginFlags. Since 6.0. */
export const BackupBeginFlags = { REUSE_EXTERNAL: 1 } as const;
