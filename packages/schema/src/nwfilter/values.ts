import { bool, num, ScalarAttribute, str } from '../dsl.js';
import { between, byDefault, Fact, ipv4, ipv6, known, variable } from '../facts.js';

/** A number as a filter takes it: decimal, hexadecimal, or a variable; libvirt gives it back in the same base. */
export const number = (
  at: string,
  description: string,
  max: number,
  names: Readonly<Record<string, number>> = {},
  min = 0,
): ScalarAttribute =>
  str(
    at,
    description,
    { syntax: 'number', meaning: { as: 'number', names: lowerCased(names) } },
    between(min, max),
    variable,
    Object.keys(names).length === 0 ? {} : known(...Object.keys(names)),
  );

/** Names count in either case. */
function lowerCased(names: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(names).map(([name, value]) => [name.toLowerCase(), value]));
}

export const byte = (at: string, description: string): ScalarAttribute => number(at, description, 0xff);
export const word = (at: string, description: string): ScalarAttribute => number(at, description, 0xffff);

const macValue: Fact = { syntax: 'any-mac', meaning: { as: 'case-insensitive' } };

export const macAddress = (at: string, description: string): ScalarAttribute =>
  str(at, description, macValue, variable);

/** Addresses and masks of one version of IP. */
export interface IpVersion {
  readonly address: (at: string, description: string) => ScalarAttribute;
  readonly mask: (at: string, description: string) => ScalarAttribute;
}

const version = (address: Fact, mask: Fact): IpVersion => ({
  address: (at, description) => str(at, description, address, variable),
  mask: (at, description) => str(at, description, mask, { meaning: { as: 'mask' } }, variable),
});

export const ipv4Values = version(ipv4, { syntax: 'ipv4-mask' });
export const ipv6Values = version(ipv6, { syntax: 'ipv6-mask' });

/** Protocols in Ethernet frames (ETHERTYPE_…). */
export const ETHERNET_PROTOCOLS = { arp: 0x0806, rarp: 0x8035, ipv4: 0x0800, ipv6: 0x86dd, vlan: 0x8100 };

/** Protocols in IP packets (IPPROTO_…). */
export const IP_PROTOCOLS = {
  tcp: 6,
  udp: 17,
  udplite: 136,
  esp: 50,
  ah: 51,
  icmp: 1,
  igmp: 2,
  sctp: 132,
  icmpv6: 58,
};

/** Operations of ARP and RARP, as RFC 826, RFC 903 and their followers number them. */
export const ARP_OPERATIONS = {
  Request: 1,
  Reply: 2,
  Request_Reverse: 3,
  Reply_Reverse: 4,
  DRARP_Request: 5,
  DRARP_Reply: 6,
  DRARP_Error: 7,
  InARP_Request: 8,
  ARP_NAK: 9,
};

/** `match` of every protocol. */
export const match = (): ScalarAttribute =>
  bool(
    '@match',
    'What is said here has to hold; false: it must not. The masks of addresses follow their addresses',
    byDefault(true),
  );

/** `comment` of every protocol; libvirt cuts it at 256 characters. */
export const comment = (): ScalarAttribute => str('@comment', 'Remark of at most 256 characters');

/** A rank: lower comes first. */
export const priority = (description: string, ...facts: readonly Fact[]): ScalarAttribute =>
  num('@priority', description, between(-1000, 1000), ...facts);
