// Flags by libvirt's own names, without their prefix. Combine them with |.

/** virDomainSnapshotCreateFlags. */
export const SnapshotCreateFlags = {
  REDEFINE: 1,
  CURRENT: 2,
  NO_METADATA: 4,
  HALT: 8,
  DISK_ONLY: 16,
  REUSE_EXT: 32,
  QUIESCE: 64,
  ATOMIC: 128,
  /** Since 1.0.1. */ LIVE: 256,
  /** Since 5.6. */ VALIDATE: 512,
} as const;

/** virDomainSnapshotXMLFlags. SECURE is refused to read-only connections. Since 5.1. */
export const SnapshotXmlFlags = { SECURE: 1 } as const;

/** virDomainSnapshotListFlags. ROOTS is for the snapshots of a guest, DESCENDANTS for the children of a snapshot. */
export const SnapshotListFlags = {
  ROOTS: 1,
  DESCENDANTS: 1,
  LEAVES: 4,
  NO_LEAVES: 8,
  METADATA: 2,
  NO_METADATA: 16,
  /** Since 1.0.1. */ INACTIVE: 32,
  /** Since 1.0.1. */ ACTIVE: 64,
  /** Since 1.0.1. */ DISK_ONLY: 128,
  /** Since 1.0.1. */ INTERNAL: 256,
  /** Since 1.0.1. */ EXTERNAL: 512,
  /** Since 5.2. */ TOPOLOGICAL: 1024,
} as const;

/** virDomainSnapshotRevertFlags. */
export const SnapshotRevertFlags = {
  RUNNING: 1,
  PAUSED: 2,
  FORCE: 4,
  /** Since 8.1. */ RESET_NVRAM: 8,
} as const;

/** virDomainSnapshotDeleteFlags. */
export const SnapshotDeleteFlags = { CHILDREN: 1, METADATA_ONLY: 2, CHILDREN_ONLY: 4 } as const;

/** virDomainCheckpointCreateFlags. Since 5.6. */
export const CheckpointCreateFlags = {
  REDEFINE: 1,
  QUIESCE: 2,
  /** Since 6.10. */ REDEFINE_VALIDATE: 4,
} as const;

/** virDomainCheckpointXMLFlags. SECURE is refused to read-only connections. Since 5.6. */
export const CheckpointXmlFlags = { SECURE: 1, NO_DOMAIN: 2, SIZE: 4 } as const;

/** virDomainCheckpointListFlags. ROOTS is for the checkpoints of a guest, DESCENDANTS for the children of a checkpoint. Since 5.6. */
export const CheckpointListFlags = {
  ROOTS: 1,
  DESCENDANTS: 1,
  TOPOLOGICAL: 2,
  LEAVES: 4,
  NO_LEAVES: 8,
} as const;

/** virDomainCheckpointDeleteFlags. Since 5.6. */
export const CheckpointDeleteFlags = { CHILDREN: 1, METADATA_ONLY: 2, CHILDREN_ONLY: 4 } as const;
