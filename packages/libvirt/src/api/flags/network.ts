// Flags by libvirt's own names, without their prefix. Combine them with |.

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

/** virNetworkCreateFlags. Since 7.8. */
export const NetworkCreateFlags = { VALIDATE: 1 } as const;

/** virNetworkDefineFlags. Since 7.7. */
export const NetworkDefineFlags = { VALIDATE: 1 } as const;

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

/** virNetworkPortCreateFlags. Since 5.5. */
export const NetworkPortCreateFlags = {
  RECLAIM: 1,
  /** Since 7.8. */ VALIDATE: 2,
} as const;

/** virIPAddrType. Since 1.2.6. */
export const IpAddressType = { IPV4: 0, IPV6: 1 } as const;

/** virNWFilterDefineFlags. Since 7.7. */
export const NwfilterDefineFlags = { VALIDATE: 1 } as const;

/** virNWFilterBindingCreateFlags. Since 7.8. */
export const NwfilterBindingCreateFlags = { VALIDATE: 1 } as const;

/** virConnectListAllInterfacesFlags. */
export const InterfaceListFlags = { INACTIVE: 1, ACTIVE: 2 } as const;

/** virInterfaceXMLFlags. */
export const InterfaceXmlFlags = { INACTIVE: 1 } as const;

/** virInterfaceDefineFlags. Since 7.7. */
export const InterfaceDefineFlags = { VALIDATE: 1 } as const;
