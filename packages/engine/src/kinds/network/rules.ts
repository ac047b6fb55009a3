import { NetworkUpdateCommand, NetworkUpdateSection } from '@virtform/libvirt';
import type { Impact } from '../kind.js';
import type { Rule, RuleEvent } from '../shared/rules.js';

export type NetworkEffect = 'redefine' | 'update' | 'set-autostart' | 'recreate';

/** The section of virNetworkUpdate that a list belongs to, and whether an element can be changed in its place. */
export interface NetworkRule extends Rule<NetworkEffect> {
  readonly section?: NetworkSection;
}

/** Sections as virsh calls them. */
export const SECTIONS = {
  'ip-dhcp-host': NetworkUpdateSection.IP_DHCP_HOST,
  'ip-dhcp-range': NetworkUpdateSection.IP_DHCP_RANGE,
  'forward-interface': NetworkUpdateSection.FORWARD_INTERFACE,
  portgroup: NetworkUpdateSection.PORTGROUP,
  'dns-host': NetworkUpdateSection.DNS_HOST,
  'dns-txt': NetworkUpdateSection.DNS_TXT,
  'dns-srv': NetworkUpdateSection.DNS_SRV,
} as const;
export type NetworkSection = keyof typeof SECTIONS;

/** Commands as virsh calls them. */
export const COMMANDS = {
  modify: NetworkUpdateCommand.MODIFY,
  delete: NetworkUpdateCommand.DELETE,
  'add-last': NetworkUpdateCommand.ADD_LAST,
} as const;
export type NetworkCommand = keyof typeof COMMANDS;
/** MODIFY is there for DHCP hosts and port groups alone. */
export const MODIFIABLE: ReadonlySet<NetworkSection> = new Set(['ip-dhcp-host', 'portgroup']);

function updatable(
  path: string,
  section: NetworkSection,
  costs: Readonly<Record<RuleEvent, readonly [impact: Impact, why?: string]>>,
): readonly NetworkRule[] {
  return (['add', 'change', 'remove'] as const).map((on): NetworkRule => {
    const [impact, why] = costs[on];
    return { path, on, effect: 'update', section, impact, ...(why === undefined ? {} : { why }) };
  });
}

const RENEWAL = 'guests take it when they renew their lease';
const LOOKUP = 'guests see it at their next look-up';

/**
 * What changing a network costs while it is active. Everything else in it (bridge, addresses, forward mode, domain) libvirt
 * changes neither live nor by an update of the stored definition: it is redefined, and waits for the network's next start.
 */
export const NETWORK_RULES: readonly NetworkRule[] = [
  {
    path: 'name',
    on: 'change',
    effect: 'recreate',
    impact: 'replace',
    why: 'libvirt cannot rename a network',
  },
  { path: 'autostart', on: 'change', effect: 'set-autostart', impact: 'none' },
  { path: 'metadata', on: 'change', effect: 'redefine', impact: 'none' },
  ...updatable('ips[].dhcp.hosts[]', 'ip-dhcp-host', {
    add: ['none'],
    change: ['live', RENEWAL],
    remove: ['live', RENEWAL],
  }),
  ...updatable('ips[].dhcp.ranges[]', 'ip-dhcp-range', {
    add: ['none'],
    change: ['live', RENEWAL],
    remove: ['live', RENEWAL],
  }),
  ...updatable('forward.interfaces[]', 'forward-interface', {
    add: ['none'],
    change: ['none'],
    remove: ['none', 'guests that use it keep it'],
  }),
  ...updatable('port_groups[]', 'portgroup', {
    add: ['none'],
    change: ['none', 'interfaces that are plugged in keep what they have'],
    remove: ['none', 'interfaces that are plugged in keep what they have'],
  }),
  ...updatable('dns.host[]', 'dns-host', {
    add: ['live', LOOKUP],
    change: ['live', LOOKUP],
    remove: ['live', LOOKUP],
  }),
  ...updatable('dns.tx_ts[]', 'dns-txt', {
    add: ['live', LOOKUP],
    change: ['live', LOOKUP],
    remove: ['live', LOOKUP],
  }),
  ...updatable('dns.sr_vs[]', 'dns-srv', {
    add: ['live', LOOKUP],
    change: ['live', LOOKUP],
    remove: ['live', LOOKUP],
  }),
];

/** What has no rule of its own. */
export const NETWORK_FALLBACK: NetworkRule = {
  path: '',
  on: 'change',
  effect: 'redefine',
  impact: 'next-boot',
  why: 'a network takes it at its next start',
};
