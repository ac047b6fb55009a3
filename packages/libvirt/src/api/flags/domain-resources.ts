// Flags by libvirt's own names, without their prefix. Combine them with |.

/** virDomainDeviceModifyFlags. FORCE opens the tray of a drive that the guest has locked. */
export const DomainDeviceFlags = { CURRENT: 0, LIVE: 1, CONFIG: 2, FORCE: 4 } as const;

/** virDomainInterfaceAddressesSource. AGENT is refused to read-only connections. */
export const InterfaceAddressesSource = {
  /** Since 1.2.14. */ LEASE: 0,
  /** Since 1.2.14. */ AGENT: 1,
  /** Since 4.2. */ ARP: 2,
} as const;

/** virDomainVcpuFlags. */
export const DomainVcpuFlags = {
  CURRENT: 0,
  LIVE: 1,
  CONFIG: 2,
  MAXIMUM: 4,
  /** Since 1.1. */ GUEST: 8,
  /** Since 2.4. */ HOTPLUGGABLE: 16,
} as const;

/** virVcpuState. */
export const VcpuState = { OFFLINE: 0, RUNNING: 1, BLOCKED: 2 } as const;

/** virVcpuHostCpuState: what stands in place of a host CPU where there is none to tell. Since 6.10. */
export const VcpuHostCpu = { OFFLINE: -1, UNAVAILABLE: -2 } as const;

/** virDomainMemoryModFlags. */
export const DomainMemoryFlags = { CURRENT: 0, LIVE: 1, CONFIG: 2, MAXIMUM: 4 } as const;

/** virDomainMemoryStatTags. KiB, but faults and huge pages are counts, and LAST_UPDATE is in seconds since 1970. */
export const DomainMemoryStat = {
  SWAP_IN: 0,
  SWAP_OUT: 1,
  MAJOR_FAULT: 2,
  MINOR_FAULT: 3,
  UNUSED: 4,
  AVAILABLE: 5,
  ACTUAL_BALLOON: 6,
  RSS: 7,
  /** Since 2.1. */ USABLE: 8,
  /** Since 2.1. */ LAST_UPDATE: 9,
  /** Since 4.6. */ DISK_CACHES: 10,
  /** Since 5.4. */ HUGETLB_PGALLOC: 11,
  /** Since 5.4. */ HUGETLB_PGFAIL: 12,
} as const;

/** virDomainMemoryFlags: which address space. */
export const DomainMemoryPeekFlags = { VIRTUAL: 1, PHYSICAL: 2 } as const;

/** virDomainNumatuneMemMode: the parameter `numa_mode`. */
export const NumatuneMemMode = {
  STRICT: 0,
  PREFERRED: 1,
  INTERLEAVE: 2,
  /** Since 7.3. */ RESTRICTIVE: 3,
} as const;

/** virDomainStatsTypes. */
export const DomainStats = {
  /** Since 1.2.8. */ STATE: 1,
  /** Since 1.2.9. */ CPU_TOTAL: 2,
  /** Since 1.2.9. */ BALLOON: 4,
  /** Since 1.2.9. */ VCPU: 8,
  /** Since 1.2.9. */ INTERFACE: 16,
  /** Since 1.2.9. */ BLOCK: 32,
  /** Since 1.3.3. */ PERF: 64,
  /** Since 4.10. */ IOTHREAD: 128,
  /** Since 6.0. */ MEMORY: 256,
  /** Since 7.2. */ DIRTYRATE: 512,
  /** Since 8.9. */ VM: 1024,
} as const;

/**
 * virConnectGetAllDomainStatsFlags. NOWAIT leaves out what would have to wait for a busy guest; ENFORCE_STATS refuses what it cannot tell
 * instead of leaving it out.
 */
export const DomainStatsFlags = {
  /** Since 1.2.8. */ ACTIVE: 1,
  /** Since 1.2.8. */ INACTIVE: 2,
  /** Since 1.2.8. */ PERSISTENT: 4,
  /** Since 1.2.8. */ TRANSIENT: 8,
  /** Since 1.2.8. */ RUNNING: 16,
  /** Since 1.2.8. */ PAUSED: 32,
  /** Since 1.2.8. */ SHUTOFF: 64,
  /** Since 1.2.8. */ OTHER: 128,
  /** Since 4.5. */ NOWAIT: 0x2000_0000,
  /** Since 1.2.12. */ BACKING: 0x4000_0000,
  /** Since 1.2.8. */ ENFORCE_STATS: 0x8000_0000,
} as const;

/** virDomainDirtyRateStatus. Since 7.2. */
export const DirtyRateStatus = { UNSTARTED: 0, MEASURING: 1, MEASURED: 2 } as const;

/** virDomainDirtyRateCalcFlags: how it is measured. Since 8.1. */
export const DirtyRateCalcFlags = { PAGE_SAMPLING: 0, DIRTY_BITMAP: 1, DIRTY_RING: 2 } as const;
