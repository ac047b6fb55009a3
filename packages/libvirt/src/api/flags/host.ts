// Flags by libvirt's own names, without their prefix. Combine them with |.

/** virCPUCompareResult: whether a host can run guests with a CPU. */
export const CpuCompareResult = { INCOMPATIBLE: 0, IDENTICAL: 1, SUPERSET: 2 } as const;

/** virConnectCompareCPUFlags. */
export const CompareCpuFlags = {
  /** Since 1.2.6. */ FAIL_INCOMPATIBLE: 1,
  /** Since 6.9. */ VALIDATE_XML: 2,
} as const;

/** virConnectBaselineCPUFlags. */
export const BaselineCpuFlags = {
  /** Since 1.1.2. */ EXPAND_FEATURES: 1,
  /** Since 1.2.14. */ MIGRATABLE: 2,
} as const;

/** virConnectGetDomainCapabilitiesFlags. Since 11.0. */
export const DomainCapabilitiesFlags = { DISABLE_DEPRECATED_FEATURES: 1 } as const;

/** virNodeAllocPagesFlags. SET can also free pages. Since 1.2.9. */
export const AllocPagesFlags = { ADD: 0, SET: 1 } as const;

/** virConnectListAllNodeDeviceFlags. */
export const NodeDeviceListFlags = {
  CAP_SYSTEM: 1,
  CAP_PCI_DEV: 2,
  CAP_USB_DEV: 4,
  CAP_USB_INTERFACE: 8,
  CAP_NET: 16,
  CAP_SCSI_HOST: 32,
  CAP_SCSI_TARGET: 64,
  CAP_SCSI: 128,
  CAP_STORAGE: 256,
  /** Since 1.0.4. */ CAP_FC_HOST: 512,
  /** Since 1.0.4. */ CAP_VPORTS: 1024,
  /** Since 1.1. */ CAP_SCSI_GENERIC: 2048,
  /** Since 3.1. */ CAP_DRM: 4096,
  /** Since 3.4. */ CAP_MDEV_TYPES: 8192,
  /** Since 3.4. */ CAP_MDEV: 16384,
  /** Since 3.4. */ CAP_CCW_DEV: 32768,
  /** Since 6.8. */ CAP_CSS_DEV: 0x0001_0000,
  /** Since 6.9. */ CAP_VDPA: 0x0002_0000,
  /** Since 7.0. */ CAP_AP_CARD: 0x0004_0000,
  /** Since 7.0. */ CAP_AP_QUEUE: 0x0008_0000,
  /** Since 7.0. */ CAP_AP_MATRIX: 0x0010_0000,
  /** Since 7.9. */ CAP_VPD: 0x0020_0000,
  /** Since 11.1. */ CAP_CCWGROUP_DEV: 0x0040_0000,
  /** Since 11.1. */ CAP_CCWGROUP_MEMBER: 0x0080_0000,
  /** Since 10.1. */ PERSISTENT: 0x1000_0000,
  /** Since 10.1. */ TRANSIENT: 0x2000_0000,
  /** Since 7.3. */ INACTIVE: 0x4000_0000,
  /** Since 7.3. */ ACTIVE: 0x8000_0000,
} as const;

/** virNodeDeviceXMLFlags. Since 10.1. */
export const NodeDeviceXmlFlags = { INACTIVE: 1 } as const;

/** virNodeDeviceCreateXMLFlags. Since 8.10. */
export const NodeDeviceCreateFlags = { VALIDATE: 1 } as const;

/** virNodeDeviceDefineXMLFlags. Since 8.10. */
export const NodeDeviceDefineFlags = { VALIDATE: 1 } as const;

/** virNodeDeviceUpdateFlags. Since 10.1. */
export const NodeDeviceUpdateFlags = { CURRENT: 0, LIVE: 1, CONFIG: 2 } as const;

/** virSecretUsageType. */
export const SecretUsageType = {
  NONE: 0,
  VOLUME: 1,
  CEPH: 2,
  /** Since 1.0.4. */ ISCSI: 3,
  /** Since 2.3. */ TLS: 4,
  /** Since 5.6. */ VTPM: 5,
} as const;

/** virConnectListAllSecretsFlags. */
export const SecretListFlags = { EPHEMERAL: 1, NO_EPHEMERAL: 2, PRIVATE: 4, NO_PRIVATE: 8 } as const;

/** virSecretDefineFlags. Since 7.7. */
export const SecretDefineFlags = { VALIDATE: 1 } as const;
