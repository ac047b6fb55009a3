// Flags by libvirt's own names, without their prefix. Combine them with |.

/** virDomainXMLFlags. SECURE and MIGRATABLE are refused to read-only connections. */
export const DomainXmlFlags = {
  SECURE: 1,
  INACTIVE: 2,
  UPDATE_CPU: 4,
  /** Since 1.0. */ MIGRATABLE: 8,
} as const;

/** virDomainModificationImpact: what a change is made to. CURRENT is the running guest, or the definition of one that is off. */
export const DomainAffectFlags = { CURRENT: 0, LIVE: 1, CONFIG: 2 } as const;

/** virDomainDefineFlags. Since 1.2.12. */
export const DomainDefineFlags = { VALIDATE: 1 } as const;

/** virDomainCreateFlags. A guest with AUTODESTROY ends with the connection that started it, which is any of a pool's. */
export const DomainCreateFlags = {
  PAUSED: 1,
  AUTODESTROY: 2,
  BYPASS_CACHE: 4,
  FORCE_BOOT: 8,
  /** Since 1.2.12. */ VALIDATE: 16,
  /** Since 8.1. */ RESET_NVRAM: 32,
} as const;

/** virDomainDestroyFlagsValues. GRACEFUL fails where the guest's process does not end by itself. */
export const DomainDestroyFlags = {
  GRACEFUL: 1,
  /** Since 8.3. */ REMOVE_LOGS: 2,
} as const;

/** virDomainUndefineFlagsValues: what goes, or stays, with the definition. */
export const DomainUndefineFlags = {
  MANAGED_SAVE: 1,
  SNAPSHOTS_METADATA: 2,
  /** Since 1.2.9. */ NVRAM: 4,
  /** Since 2.3. */ KEEP_NVRAM: 8,
  /** Since 5.6. */ CHECKPOINTS_METADATA: 16,
  /** Since 8.9. */ TPM: 32,
  /** Since 8.9. */ KEEP_TPM: 64,
} as const;

/** virDomainShutdownFlagValues; virDomainRebootFlagValues are the same. */
export const DomainShutdownFlags = {
  DEFAULT: 0,
  ACPI_POWER_BTN: 1,
  GUEST_AGENT: 2,
  /** Since 1.0.1. */ INITCTL: 4,
  /** Since 1.0.1. */ SIGNAL: 8,
  /** Since 1.2.5. */ PARAVIRT: 16,
} as const;

/** virConnectListAllDomainsFlags. */
export const DomainListFlags = {
  ACTIVE: 1,
  INACTIVE: 2,
  PERSISTENT: 4,
  TRANSIENT: 8,
  RUNNING: 16,
  PAUSED: 32,
  SHUTOFF: 64,
  OTHER: 128,
  MANAGEDSAVE: 256,
  NO_MANAGEDSAVE: 512,
  AUTOSTART: 1024,
  NO_AUTOSTART: 2048,
  HAS_SNAPSHOT: 4096,
  NO_SNAPSHOT: 8192,
  /** Since 5.6. */ HAS_CHECKPOINT: 16384,
  /** Since 5.6. */ NO_CHECKPOINT: 32768,
} as const;

/** virDomainState. */
export const DomainState = {
  NOSTATE: 0,
  RUNNING: 1,
  BLOCKED: 2,
  PAUSED: 3,
  SHUTDOWN: 4,
  SHUTOFF: 5,
  CRASHED: 6,
  PMSUSPENDED: 7,
} as const;

/** virDomainRunningReason: why a guest is RUNNING. */
export const DomainRunningReason = {
  UNKNOWN: 0,
  BOOTED: 1,
  MIGRATED: 2,
  RESTORED: 3,
  FROM_SNAPSHOT: 4,
  UNPAUSED: 5,
  MIGRATION_CANCELED: 6,
  SAVE_CANCELED: 7,
  WAKEUP: 8,
  /** Since 1.1.1. */ CRASHED: 9,
  /** Since 1.3.3. */ POSTCOPY: 10,
  /** Since 8.5. */ POSTCOPY_FAILED: 11,
} as const;

/** virDomainPausedReason: why a guest is PAUSED. */
export const DomainPausedReason = {
  UNKNOWN: 0,
  USER: 1,
  MIGRATION: 2,
  SAVE: 3,
  DUMP: 4,
  IOERROR: 5,
  WATCHDOG: 6,
  FROM_SNAPSHOT: 7,
  SHUTTING_DOWN: 8,
  /** Since 1.0.1. */ SNAPSHOT: 9,
  /** Since 1.1.1. */ CRASHED: 10,
  /** Since 1.2.14. */ STARTING_UP: 11,
  /** Since 1.3.3. */ POSTCOPY: 12,
  /** Since 1.3.3. */ POSTCOPY_FAILED: 13,
  /** Since 9.2. */ API_ERROR: 14,
} as const;

/** virDomainShutdownReason: why a guest is in SHUTDOWN. */
export const DomainShutdownReason = { UNKNOWN: 0, USER: 1 } as const;

/** virDomainShutoffReason: why a guest is SHUTOFF. */
export const DomainShutoffReason = {
  UNKNOWN: 0,
  SHUTDOWN: 1,
  DESTROYED: 2,
  CRASHED: 3,
  MIGRATED: 4,
  SAVED: 5,
  FAILED: 6,
  FROM_SNAPSHOT: 7,
  /** Since 4.10. */ DAEMON: 8,
} as const;

/** virDomainCrashedReason: why a guest is CRASHED. */
export const DomainCrashedReason = {
  UNKNOWN: 0,
  /** Since 1.1.1. */ PANICKED: 1,
} as const;

/** virDomainControlState: whether the hypervisor can be asked for this guest. */
export const DomainControlState = { OK: 0, JOB: 1, OCCUPIED: 2, ERROR: 3 } as const;

/** virDomainControlErrorReason: the details of DomainControlState.ERROR. Since 1.2.14. */
export const DomainControlErrorReason = { NONE: 0, UNKNOWN: 1, MONITOR: 2, INTERNAL: 3 } as const;

/** virDomainMetadataType; virNetworkMetadataType is the same. */
export const DomainMetadataType = { DESCRIPTION: 0, TITLE: 1, ELEMENT: 2 } as const;

/** virDomainLifecycle: what happens to a guest. Since 3.9. */
export const DomainLifecycle = { POWEROFF: 0, REBOOT: 1, CRASH: 2 } as const;

/** virDomainLifecycleAction: what libvirt does about it. Since 3.9. */
export const DomainLifecycleAction = {
  DESTROY: 0,
  RESTART: 1,
  RESTART_RENAME: 2,
  PRESERVE: 3,
  COREDUMP_DESTROY: 4,
  COREDUMP_RESTART: 5,
} as const;

/** virDomainMessageType. Since 7.1. */
export const DomainMessageType = {
  DEPRECATION: 1,
  TAINTING: 2,
  /** Since 11.1. */ IOERRORS: 4,
} as const;

/** virDomainSaveRestoreFlags. RUNNING and PAUSED say how the guest begins when it is restored, whatever it was when it was saved. */
export const DomainSaveFlags = {
  BYPASS_CACHE: 1,
  RUNNING: 2,
  PAUSED: 4,
  /** Since 8.1. */ RESET_NVRAM: 8,
} as const;

/** virDomainSaveImageXMLFlags. Since 5.1. */
export const DomainSaveImageXmlFlags = { SECURE: 1 } as const;

/** virDomainCoreDumpFlags. LIVE lets the guest run on meanwhile; MEMORY_ONLY writes a file for crash(8) and gdb. */
export const DomainCoreDumpFlags = { CRASH: 1, LIVE: 2, BYPASS_CACHE: 4, RESET: 8, MEMORY_ONLY: 16 } as const;

/** virDomainCoreDumpFormat; all but RAW need DomainCoreDumpFlags.MEMORY_ONLY. Since 1.2.3. */
export const DomainCoreDumpFormat = {
  RAW: 0,
  KDUMP_ZLIB: 1,
  KDUMP_LZO: 2,
  KDUMP_SNAPPY: 3,
  /** Since 7.4. */ WIN_DMP: 4,
} as const;
