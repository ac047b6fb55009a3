import { alikeIn, Attributes, list, named, resource, str } from '../dsl.js';
import { byDefault, filled, oneOf, required, uuid } from '../facts.js';
import { filterReference } from '../shapes/network.js';
import { all, arp, bare, icmp, ip, ipv6, mac, stp, tcp, vlan, withPorts } from './packets.js';
import { ipv4Values, ipv6Values, IpVersion, priority } from './values.js';

interface Protocol {
  readonly description: string;
  readonly attributes: () => Attributes;
}

/** The protocols above IP, which are there for both versions. */
const CARRIED: readonly (readonly [string, string, (version: IpVersion) => Attributes])[] = [
  ['tcp', 'TCP', tcp],
  ['udp', 'UDP', withPorts],
  ['sctp', 'SCTP', withPorts],
  ['udplite', 'UDP-Lite', bare],
  ['esp', 'ESP (IPsec)', bare],
  ['ah', 'AH (IPsec)', bare],
  ['all', 'Whatever protocol', all],
];

/** What a rule may be about, by the name of its element. */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  mac: { description: 'Ethernet frames', attributes: mac },
  vlan: { description: 'Frames with a VLAN tag', attributes: vlan },
  stp: { description: 'Messages of the spanning tree protocol', attributes: stp },
  arp: { description: 'ARP', attributes: arp },
  rarp: { description: 'RARP', attributes: arp },
  ip: { description: 'IPv4, seen in the frame', attributes: () => ip(ipv4Values) },
  ipv6: { description: 'IPv6, seen in the frame', attributes: () => ipv6(ipv6Values) },
  icmp: { description: 'ICMP', attributes: () => icmp(ipv4Values) },
  icmpv6: { description: 'ICMPv6', attributes: () => icmp(ipv6Values) },
  igmp: { description: 'IGMP', attributes: () => bare(ipv4Values) },
  ...Object.fromEntries(
    CARRIED.flatMap(([name, title, attributes]): readonly [string, Protocol][] => [
      [name, { description: `${title} over IPv4`, attributes: () => attributes(ipv4Values) }],
      [`${name}-ipv6`, { description: `${title} over IPv6`, attributes: () => attributes(ipv6Values) }],
    ]),
  ),
};

const keyOf = (name: string): string => name.replace('-', '_');

const rule = (): Attributes => ({
  action: str(
    '@action',
    'What happens to a packet that fits',
    oneOf('drop', 'accept', 'reject', 'return', 'continue'),
    required,
  ),
  direction: str(
    '@direction',
    'Way of the packet, seen from the guest',
    oneOf('in', 'out', 'inout'),
    required,
  ),
  priority: priority('Rank among the rules of a chain; lower comes first', byDefault(500), filled),
  state_match: str(
    '@statematch',
    'false: packets of a connection that was let through are judged like any other',
    oneOf('false'),
  ),
  matches: list(
    Object.keys(PROTOCOLS).join('|'),
    'What packets fit, all of it; elements of one protocol, of which libvirt keeps those like the first',
    () =>
      Object.fromEntries(
        Object.entries(PROTOCOLS).map(([name, { description, attributes }]) => [
          keyOf(name),
          named(name, description, attributes),
        ]),
      ),
    // libvirt 9.0 writes first what comes first in its own order, 11.3 what has to hold.
    alikeIn(...Object.keys(PROTOCOLS).map((name) => `${keyOf(name)}.match`)),
  ),
});

/** A network filter: rules for the packets of NICs that refer to it. */
export const nwfilter = resource(
  'nwfilter',
  {
    kind: 'document',
    description: 'A network filter: rules for the packets of the NICs that refer to it.',
    root: 'filter',
    computed: ['uuid'],
  },
  () => ({
    name: str('@name', 'Name, unique on the host', required),
    chain: str(
      '@chain',
      'Chain that the rules go into: root, or one for frames of the protocol that its name begins with',
      { syntax: 'filter-chain' },
      byDefault('root'),
      filled,
    ),
    priority: priority('Rank among the chains; by default that of the protocol', filled),
    uuid: str('uuid', 'UUID', uuid, filled),
    entries: list('filterref|rule', 'Rules and further filters, in their order', () => ({
      filterref: named('filterref', 'All the rules of another filter', filterReference),
      rule: named('rule', 'A rule', rule),
    })),
  }),
);
