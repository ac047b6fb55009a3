import type { Syntax } from '../facts.js';

/** An IPv4 or IPv6 address as a number; undefined for anything else. */
export function parseIp(text: string): { readonly version: 4 | 6; readonly value: bigint } | undefined {
  const four = parseIpv4(text);
  if (four !== undefined) return { version: 4, value: four };
  const six = parseIpv6(text);
  return six === undefined ? undefined : { version: 6, value: six };
}

const DECIMAL_BYTE = /^(?:0|[1-9]\d{0,2})$/;

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!DECIMAL_BYTE.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(parseGroups);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const given = head.length + (tail?.length ?? 0);
  if (tail === undefined ? given !== 8 : given > 7) return undefined;
  const groups = [...head, ...Array.from({ length: 8 - given }, () => 0n), ...(tail ?? [])];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

function parseGroups(text: string): readonly bigint[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: bigint[] = [];
  for (const [index, part] of parts.entries()) {
    const embedded = index === parts.length - 1 && part.includes('.') ? parseIpv4(part) : undefined;
    if (embedded !== undefined) groups.push(embedded >> 16n, embedded & 0xffffn);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

/** The prefix length that a netmask says; undefined where it is none. */
export function prefixOfNetmask(netmask: string): number | undefined {
  const mask = parseIpv4(netmask);
  if (mask === undefined) return undefined;
  const ones = mask.toString(2).padStart(32, '0').indexOf('0');
  const prefix = ones < 0 ? 32 : ones;
  const expected = prefix === 0 ? 0n : (0xffffffffn << BigInt(32 - prefix)) & 0xffffffffn;
  return mask === expected ? prefix : undefined;
}

/** The number of leading ones of a mask that is written out, of either version, or as that number; undefined where it is none. */
export function prefixOfMask(text: string): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  const mask = parseIp(text);
  if (mask === undefined) return undefined;
  const bits = mask.value.toString(2).padStart(mask.version === 4 ? 32 : 128, '0');
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : undefined;
}

/** The netmask of an IPv4 prefix length. */
export function netmaskOfPrefix(prefix: number): string {
  const mask = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (mask >>> shift) & 255).join('.');
}

const NUMBER_RANGE = /^(\^?)(\d+)(?:-(\d+))?$/;
/** More CPUs than any host has; a set beyond it is a mistake, not a reason to fill the memory. */
const MOST_NUMBERS = 65536;

/** The numbers of a set such as `0-3,^2,8`; undefined where it is none. */
export function parseNumberSet(text: string): ReadonlySet<number> | undefined {
  const numbers = new Set<number>();
  for (const part of text.split(',')) {
    const [, not, first, last = first] = NUMBER_RANGE.exec(part.trim()) ?? [];
    if (first === undefined) return undefined;
    const [low, high] = [Number(first), Number(last)];
    if (high < low || high >= MOST_NUMBERS) return undefined;
    for (let number = low; number <= high; number += 1) {
      if (not === '^') numbers.delete(number);
      else numbers.add(number);
    }
  }
  return numbers;
}

const HOST_NAME = /^(?=.{1,253}\.?$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_-]{1,63})*\.?$/;

const CONNECTION_STATES =
  /^(?:NONE|(?:NEW|ESTABLISHED|RELATED|INVALID)(?:,(?:NEW|ESTABLISHED|RELATED|INVALID))*)$/;
const FLAGS = '(?:ALL|NONE|(?:SYN|ACK|URG|PSH|FIN|RST)(?:,(?:SYN|ACK|URG|PSH|FIN|RST))*)';
const TCP_FLAGS = new RegExp(`^${FLAGS}/${FLAGS}$`);

/** What each syntax wants, in words that complete "has to be …", and whether a text keeps to it. */
export const syntaxes: Readonly<
  Record<Syntax, { readonly wants: string; readonly test: (text: string) => boolean }>
> = {
  uuid: {
    wants: 'a UUID such as 6de76374-2292-4164-a848-4c992db9fd42',
    test: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  },
  mac: {
    wants: 'a MAC address such as 52:54:00:12:34:56, with an even first byte',
    test: (text) => /^[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$/i.test(text),
  },
  ip: { wants: 'an IPv4 or IPv6 address', test: (text) => parseIp(text) !== undefined },
  ipv4: { wants: 'an IPv4 address', test: (text) => parseIpv4(text) !== undefined },
  ipv6: { wants: 'an IPv6 address', test: (text) => parseIp(text)?.version === 6 },
  'any-mac': {
    wants: 'a MAC address or the mask of one, such as 01:80:c2:00:00:00',
    test: (text) => /^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/i.test(text),
  },
  'ipv4-mask': {
    wants: 'a mask such as 255.255.255.0 or 24',
    test: (text) => parseIp(text)?.version !== 6 && (prefixOfMask(text) ?? Infinity) <= 32,
  },
  'ipv6-mask': {
    wants: 'a mask such as ffff:ffff:: or 32',
    test: (text) => parseIp(text)?.version !== 4 && (prefixOfMask(text) ?? Infinity) <= 128,
  },
  number: {
    wants: 'a whole number, decimal or hexadecimal (0x1f)',
    test: (text) => /^(?:\d+|0[xX][0-9a-fA-F]+)$/.test(text),
  },
  'filter-chain': {
    wants: 'root, or at most 12 characters that begin with mac, vlan, stp, arp, rarp, ipv4 or ipv6',
    test: (text) => text === 'root' || /^(?=.{1,12}$)(?:mac|vlan|stp|arp|rarp|ipv4|ipv6)[\w.:-]*$/.test(text),
  },
  'connection-states': {
    wants: 'NONE, or a list of NEW, ESTABLISHED, RELATED and INVALID with commas between',
    test: (text) => CONNECTION_STATES.test(text),
  },
  'tcp-flags': {
    wants: 'a mask and flags such as SYN,ACK/SYN; ALL and NONE stand for all and none',
    test: (text) => TCP_FLAGS.test(text),
  },
  'ipset-flags': {
    wants: 'one to six of src and dst with commas between',
    test: (text) => /^(?:src|dst)(?:,(?:src|dst)){0,5}$/i.test(text),
  },
  'ip-prefix': {
    wants: 'an address with a prefix length, such as 10.0.0.0/24',
    test: (text) => {
      const [address = '', prefix = ''] = text.split('/');
      const parsed = parseIp(address);
      return (
        parsed !== undefined &&
        /^\d{1,3}$/.test(prefix) &&
        Number(prefix) <= (parsed.version === 4 ? 32 : 128)
      );
    },
  },
  'port-range': {
    wants: 'a port or a range of ports, such as 1024-65535',
    test: (text) => /^\d{1,5}(?:-\d{1,5})?$/.test(text),
  },
  'octal-mode': {
    wants: 'a file mode in octal digits, such as 0644',
    test: (text) => /^0?[0-7]{3,4}$/.test(text),
  },
  'cpu-set': {
    wants: 'a set of numbers such as 0-3,^2',
    test: (text) => parseNumberSet(text) !== undefined,
  },
  iqn: {
    wants: 'an iSCSI name such as iqn.2024-01.org.example:disk',
    test: (text) => /^(?:iqn\.|eui\.|naa\.)\S+$/i.test(text),
  },
  wwn: {
    wants: 'a world wide name of 16 hexadecimal digits',
    test: (text) => /^(?:0x)?[0-9a-f]{16}$/i.test(text),
  },
  // libvirt names files after its objects, and virsh prints one a line.
  'object-name': {
    wants: 'a name without slashes and line breaks',
    test: (text) => /^[^/\n]+$/.test(text),
  },
  'host-name': { wants: 'a host name', test: (text) => HOST_NAME.test(text) },
};
