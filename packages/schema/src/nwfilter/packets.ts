import { Attributes, bool, str } from '../dsl.js';
import { Fact, since, variable } from '../facts.js';
import {
  ARP_OPERATIONS,
  byte,
  comment,
  ETHERNET_PROTOCOLS,
  IP_PROTOCOLS,
  ipv4Values,
  IpVersion,
  macAddress,
  match,
  number,
  word,
} from './values.js';

const sender = (): Attributes => ({
  src_mac_addr: macAddress('@srcmacaddr', 'MAC of the sender'),
  src_mac_mask: macAddress('@srcmacmask', 'Mask of the MAC of the sender'),
});

const frame = (): Attributes => ({
  ...sender(),
  dst_mac_addr: macAddress('@dstmacaddr', 'MAC of the receiver'),
  dst_mac_mask: macAddress('@dstmacmask', 'Mask of the MAC of the receiver'),
});

/** What every protocol says, around what it says of its own. */
const said = (own: Attributes): Attributes => ({ match: match(), ...own, comment: comment() });

/** `<mac>`: any Ethernet frame. */
export const mac = (): Attributes =>
  said({
    ...frame(),
    protocol_id: number('@protocolid', 'Protocol in the frame', 0xffff, ETHERNET_PROTOCOLS, 0x600),
  });

/** `<vlan>`: a frame with a VLAN tag. */
export const vlan = (): Attributes =>
  said({
    ...frame(),
    vlan_id: number('@vlanid', 'VLAN number', 0xfff),
    encap_protocol: number('@encap-protocol', 'Protocol behind the tag', 0xffff, ETHERNET_PROTOCOLS, 0x600),
  });

/** The two ends of a range; the second alone means nothing. */
const span = (
  name: string,
  at: string,
  what: string,
  value: (at: string, description: string) => Attributes[string],
): Attributes => ({
  [name]: value(at, `${what}, or the first of a range`),
  [`${name}_hi`]: value(`${at}-hi`, `Last ${what.toLowerCase()} of the range`),
});

const longWord = (at: string, description: string) => number(at, description, 0xffffffff);

/** `<stp>`: messages by which bridges find their tree. */
export const stp = (): Attributes =>
  said({
    ...sender(),
    type: byte('@type', 'Type of the message'),
    flags: byte('@flags', 'Flags of the message'),
    ...span('root_priority', '@root-priority', 'Priority of the root', word),
    root_address: macAddress('@root-address', 'MAC of the root'),
    root_address_mask: macAddress('@root-address-mask', 'Mask of the MAC of the root'),
    ...span('root_cost', '@root-cost', 'Cost of the path to the root', longWord),
    ...span('sender_priority', '@sender-priority', 'Priority of the sending bridge', word),
    sender_address: macAddress('@sender-address', 'MAC of the sending bridge'),
    sender_address_mask: macAddress('@sender-address-mask', 'Mask of the MAC of the sending bridge'),
    ...span('port', '@port', 'Number of the port', word),
    ...span('age', '@age', 'Age of the message', word),
    ...span('max_age', '@max-age', 'Age at which a message is dropped', word),
    ...span('hello_time', '@hello-time', 'Time between messages', word),
    ...span('forward_delay', '@forward-delay', 'Time before a port forwards', word),
  });

/** `<arp>` and `<rarp>`. */
export const arp = (): Attributes =>
  said({
    ...frame(),
    hw_type: word('@hwtype', 'Kind of hardware'),
    protocol_type: word('@protocoltype', 'Kind of protocol'),
    op_code: number('@opcode', 'Operation', 0xffff, ARP_OPERATIONS),
    arp_src_mac_addr: macAddress('@arpsrcmacaddr', 'MAC of the sender in the packet'),
    arp_dst_mac_addr: macAddress('@arpdstmacaddr', 'MAC of the target in the packet'),
    arp_src_ip_addr: ipv4Values.address('@arpsrcipaddr', 'IPv4 address of the sender in the packet'),
    arp_src_ip_mask: {
      ...ipv4Values.mask('@arpsrcipmask', 'Mask of the address of the sender'),
      ...since('1.2.3'),
    },
    arp_dst_ip_addr: ipv4Values.address('@arpdstipaddr', 'IPv4 address of the target in the packet'),
    arp_dst_ip_mask: {
      ...ipv4Values.mask('@arpdstipmask', 'Mask of the address of the target'),
      ...since('1.2.3'),
    },
    gratuitous: bool('@gratuitous', 'The packet tells an address without being asked'),
  });

const addresses = ({ address, mask }: IpVersion): Attributes => ({
  src_ip_addr: address('@srcipaddr', 'Address of the sender'),
  src_ip_mask: mask('@srcipmask', 'Mask of the address of the sender'),
  dst_ip_addr: address('@dstipaddr', 'Address of the receiver'),
  dst_ip_mask: mask('@dstipmask', 'Mask of the address of the receiver'),
});

const ports = (): Attributes => ({
  src_port_start: word('@srcportstart', 'Port of the sender, or the first of a range'),
  src_port_end: word('@srcportend', 'Last port of the sender'),
  dst_port_start: word('@dstportstart', 'Port of the receiver, or the first of a range'),
  dst_port_end: word('@dstportend', 'Last port of the receiver'),
});

const trafficClass = (): Attributes => ({
  dscp: number('@dscp', 'Class of service (differentiated services code point)', 63),
});

const protocol = (): Attributes => ({
  protocol: number('@protocol', 'Protocol in the packet; ports need tcp, udp or sctp', 0xff, IP_PROTOCOLS),
});

/** `<ip>`: IPv4 packets, as a bridge sees them. */
export const ip = (version: IpVersion): Attributes =>
  said({ ...frame(), ...addresses(version), ...protocol(), ...ports(), ...trafficClass() });

const ICMP_RANGE = since('1.2.12');

/** `<ipv6>`: IPv6 packets, as a bridge sees them. */
export const ipv6 = (version: IpVersion): Attributes =>
  said({
    ...frame(),
    ...addresses(version),
    ...protocol(),
    ...ports(),
    type: { ...byte('@type', 'Type of ICMPv6, or the first of a range'), ...ICMP_RANGE },
    type_end: { ...byte('@typeend', 'Last type of ICMPv6'), ...ICMP_RANGE },
    code: { ...byte('@code', 'Code of ICMPv6, or the first of a range'), ...ICMP_RANGE },
    code_end: { ...byte('@codeend', 'Last code of ICMPv6'), ...ICMP_RANGE },
  });

/** What the protocols above IP have in common: the host's firewall judges them, which knows connections. */
const carried = ({ address, mask }: IpVersion, own: Attributes, ...ipSetFlags: readonly Fact[]): Attributes =>
  said({
    src_mac_addr: macAddress('@srcmacaddr', 'MAC of the sender'),
    ...addresses({ address, mask }),
    src_ip_from: address('@srcipfrom', 'First address of a range of senders'),
    src_ip_to: address('@srcipto', 'Last address of a range of senders'),
    dst_ip_from: address('@dstipfrom', 'First address of a range of receivers'),
    dst_ip_to: address('@dstipto', 'Last address of a range of receivers'),
    ...trafficClass(),
    conn_limit_above: word('@connlimit-above', 'There are more connections than this'),
    state: str('@state', 'States of the connection', {
      syntax: 'connection-states',
      meaning: { as: 'word-sets' },
    }),
    ip_set: str('@ipset', 'Name of a set of addresses that is kept by the ipset program', variable),
    ip_set_flags: str(
      '@ipsetflags',
      'Which ends of the packet are looked up in the set',
      { syntax: 'ipset-flags', meaning: { as: 'case-insensitive' } },
      ...ipSetFlags,
    ),
    ...own,
  });

/** libvirt's virNWFilterRuleDefFixupIPSet, from 9.0 to 11.3: it means to add them and takes away both where they are given. */
const NO_IP_SET_FLAGS: Fact = {
  refused:
    'libvirt drops the set of this protocol where its flags are given, and looks up the sender where not.',
  filled: true,
};

const carriedOne = (version: IpVersion, own: Attributes): Attributes =>
  carried(version, own, NO_IP_SET_FLAGS);

/** `<all>` and `<all-ipv6>`. */
export const all = (version: IpVersion): Attributes => carried(version, {});

/** `<udp>`, `<sctp>` and their IPv6 fellows. */
export const withPorts = (version: IpVersion): Attributes => carriedOne(version, ports());

/** `<tcp>` and `<tcp-ipv6>`. */
export const tcp = (version: IpVersion): Attributes =>
  carriedOne(version, {
    ...ports(),
    option: byte('@option', 'Number of a TCP option that has to be there'),
    flags: str('@flags', 'Mask and the flags of it that have to be set, such as SYN,ACK/SYN', {
      syntax: 'tcp-flags',
      meaning: { as: 'word-sets' },
    }),
  });

/** `<icmp>` and `<icmpv6>`. */
export const icmp = (version: IpVersion): Attributes =>
  carried(version, {
    type: byte('@type', 'Type of the message'),
    code: byte('@code', 'Code of the message'),
  });

/** `<esp>`, `<ah>`, `<udplite>`, `<igmp>` and their IPv6 fellows. */
export const bare = (version: IpVersion): Attributes => carriedOne(version, {});
