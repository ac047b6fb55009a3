// Flags by libvirt's own names, without their prefix. Combine them with |.

/** virDomainXMLFlags. SECURE and MIGRATABLE are refused to read-only connections. */
export const DomainXmlFlags = { SECURE: 1, INACTIVE: 2, UPDATE_CPU: 4, MIGRATABLE: 8 } as const;

/** virDomainModificationImpact: what a change is made to. */
export const DomainAffectFlags = { CURRENT: 0, LIVE: 1, CONFIG: 2 } as const;

/** virDomainDeviceModifyFlags. */
export const DomainDeviceFlags = { CURRENT: 0, LIVE: 1, CONFIG: 2, FORCE: 4 } as const;

/** virDomainDefineFlags. */
export const DomainDefineFlags = { VALIDATE: 1 } as const;

/** virDomainCreateFlags. */
export const DomainCreateFlags = {
  PAUSED: 1,
  AUTODESTROY: 2,
  BYPASS_CACHE: 4,
  FORCE_BOOT: 8,
  VALIDATE: 16,
  RESET_NVRAM: 32,
} as const;

/** virDomainDestroyFlagsValues. GRACEFUL fails where the guest's process does not end by itself. */
export const DomainDestroyFlags = { GRACEFUL: 1 } as const;

/** virDomainUndefineFlagsValues: what goes, or stays, with the definition. */
export const DomainUndefineFlags = {
  MANAGED_SAVE: 1,
  SNAPSHOTS_METADATA: 2,
  NVRAM: 4,
  KEEP_NVRAM: 8,
  CHECKPOINTS_METADATA: 16,
  TPM: 32,
  KEEP_TPM: 64,
} as const;

/** virDomainShutdownFlagValues; virDomainRebootFlagValues are the same. */
export const DomainShutdownFlags = {
  DEFAULT: 0,
  ACPI_POWER_BTN: 1,
  GUEST_AGENT: 2,
  INITCTL: 4,
  SIGNAL: 8,
  PARAVIRT: 16,
} as const;

/** virDomainVcpuFlags. */
export const DomainVcpuFlags = {
  CURRENT: 0,
  LIVE: 1,
  CONFIG: 2,
  MAXIMUM: 4,
  GUEST: 8,
  HOTPLUGGABLE: 16,
} as const;

/** virDomainMemoryModFlags. */
export const DomainMemoryFlags = { CURRENT: 0, LIVE: 1, CONFIG: 2, MAXIMUM: 4 } as const;

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

/** virDomainConsoleFlags. FORCE takes a console away from whoever has it open; SAFE refuses where that cannot be known. */
export const DomainConsoleFlags = { FORCE: 1, SAFE: 2 } as const;

/** virDomainChannelFlags. */
export const DomainChannelFlags = { FORCE: 1 } as const;

/** virDomainMetadataType. */
export const DomainMetadataType = { DESCRIPTION: 0, TITLE: 1, ELEMENT: 2 } as const;

/** virDomainInterfaceAddressesSource. */
export const InterfaceAddressesSource = { LEASE: 0, AGENT: 1, ARP: 2 } as const;

/** virDomainStatsTypes. */
export const DomainStats = {
  STATE: 1,
  CPU_TOTAL: 2,
  BALLOON: 4,
  VCPU: 8,
  INTERFACE: 16,
  BLOCK: 32,
  PERF: 64,
  IOTHREAD: 128,
  MEMORY: 256,
  DIRTYRATE: 512,
  VM: 1024,
} as const;

/** virConnectGetAllDomainStatsFlags. NOWAIT leaves out what would have to wait for a busy guest. */
export const DomainStatsFlags = {
  ACTIVE: 1,
  INACTIVE: 2,
  RUNNING: 16,
  PAUSED: 32,
  SHUTOFF: 64,
  NOWAIT: 0x2000_0000,
  BACKING: 0x4000_0000,
} as const;

/** virDomainBlockResizeFlags; without BYTES the size is in KiB. */
export const DomainBlockResizeFlags = { BYTES: 1 } as const;

/** virConnectListAllNetworksFlags. */
export const NetworkListFlags = {
  INACTIVE: 1,
  ACTIVE: 2,
  PERSISTENT: 4,
  TRANSIENT: 8,
  AUTOSTART: 16,
  NO_AUTOSTART: 32,
} as const;

/** virNetworkXMLFlags. */
export const NetworkXmlFlags = { INACTIVE: 1 } as const;

/** virNetworkUpdateCommand. */
export const NetworkUpdateCommand = { MODIFY: 1, DELETE: 2, ADD_LAST: 3, ADD_FIRST: 4 } as const;

/** virNetworkUpdateSection. */
export const NetworkUpdateSection = {
  BRIDGE: 1,
  DOMAIN: 2,
  IP: 3,
  IP_DHCP_HOST: 4,
  IP_DHCP_RANGE: 5,
  FORWARD: 6,
  FORWARD_INTERFACE: 7,
  FORWARD_PF: 8,
  PORTGROUP: 9,
  DNS_HOST: 10,
  DNS_TXT: 11,
  DNS_SRV: 12,
} as const;

/** virNetworkUpdateFlags. */
export const NetworkUpdateFlags = { CURRENT: 0, LIVE: 1, CONFIG: 2 } as const;

/** virConnectListAllStoragePoolsFlags. */
export const StoragePoolListFlags = {
  INACTIVE: 1,
  ACTIVE: 2,
  PERSISTENT: 4,
  TRANSIENT: 8,
  AUTOSTART: 16,
  NO_AUTOSTART: 32,
} as const;

/** virStorageXMLFlags. */
export const StorageXmlFlags = { INACTIVE: 1 } as const;

/** virStoragePoolBuildFlags. OVERWRITE destroys what is there. */
export const StoragePoolBuildFlags = { NEW: 0, REPAIR: 1, RESIZE: 2, NO_OVERWRITE: 4, OVERWRITE: 8 } as const;

/** virStoragePoolCreateFlags. */
export const StoragePoolCreateFlags = {
  NORMAL: 0,
  WITH_BUILD: 1,
  WITH_BUILD_OVERWRITE: 2,
  WITH_BUILD_NO_OVERWRITE: 4,
} as const;

/** virStoragePoolDeleteFlags. */
export const StoragePoolDeleteFlags = { NORMAL: 0, ZEROED: 1 } as const;

/** virStorageVolCreateFlags. */
export const StorageVolCreateFlags = { PREALLOC_METADATA: 1, REFLINK: 2 } as const;

/** virStorageVolResizeFlags. */
export const StorageVolResizeFlags = { ALLOCATE: 1, DELTA: 2, SHRINK: 4 } as const;
