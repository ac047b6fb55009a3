import { isIPv6 } from 'node:net';
import { Numeric, toBigInt } from '@virtform/values';
import { listOf } from '../types.js';
import { asNumber, asText, FunctionFamily, FunctionProblem, listType, parameter } from './function.js';

/** A range of addresses: its first one as a number, and how many bits say which range it is. */
interface Range {
  readonly base: bigint;
  readonly prefix: number;
  /** 32 or 128. */
  readonly bits: number;
}

function parseRange(text: string, argument = 0): Range {
  const [address = '', length = '', ...more] = text.split('/');
  // A zone says through which interface, not which address.
  const bits = isFourParts(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : 0;
  if (bits === 0 || more.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > bits)
    throw new FunctionProblem(
      `invalid CIDR expression: ${JSON.stringify(text)} is no ADDRESS/LENGTH`,
      argument,
    );
  const prefix = Number(length);
  const host = BigInt(bits - prefix);
  return { base: (parseIp(address) >> host) << host, prefix, bits };
}

/** Terraform reads leading zeros as decimal, as it always has: 010.0.0.1 is 10.0.0.1. */
function isFourParts(text: string): boolean {
  return /^\d+(?:\.\d+){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

function parseIp(text: string): bigint {
  if (isFourParts(text)) return join(text.split('.').map(Number), 8n);
  const plain = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (...parts) => {
    const [a, b, c, d] = parts.slice(1, 5).map(Number);
    return [(a ?? 0) * 256 + (b ?? 0), (c ?? 0) * 256 + (d ?? 0)].map((part) => part.toString(16)).join(':');
  });
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const first = groups(head);
  const last = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return join([...first, ...Array.from({ length: zeros }, () => 0), ...last], 16n);
}

function join(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((total, part) => (total << width) + BigInt(part), 0n);
}

function formatIp(address: bigint, bits: number): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => ((address >> shift) & 255n).toString()).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((address >> BigInt(112 - 16 * index)) & 0xffffn),
  );
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  // RFC 5952: the longest run of at least two zero groups is left out.
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let run = 0;
  for (const [index, group] of groups.entries()) {
    run = group === 0 ? run + 1 : 0;
    if (run > best.length) best = { start: index - run + 1, length: run };
  }
  return best;
}

function formatRange({ base, prefix, bits }: Range): string {
  return `${formatIp(base, bits)}/${prefix}`;
}

function whole(value: Numeric, argument: number): bigint {
  const integer = toBigInt(value);
  if (integer === undefined) throw new FunctionProblem('a whole number is required', argument);
  return integer;
}

/** A negative number counts from the end of the range. */
function host(range: Range, number: bigint): string {
  const size = 1n << BigInt(range.bits - range.prefix);
  if (number >= size || number < -size)
    throw new FunctionProblem(`prefix of ${range.prefix} does not accommodate a host numbered ${number}`, 1);
  return formatIp(range.base + (number < 0n ? size + number : number), range.bits);
}

function subnet(range: Range, added: bigint, number: bigint): Range {
  const prefix = range.prefix + Number(added);
  if (added < 0n) throw new FunctionProblem('must extend prefix by at least zero bits', 1);
  if (added > 32n && range.bits === 32)
    throw new FunctionProblem('may not extend prefix by more than 32 bits', 1);
  if (prefix > range.bits)
    throw new FunctionProblem(
      `insufficient address space to extend prefix of ${range.prefix} by ${added}`,
      1,
    );
  if (number < 0n || number >= 1n << added)
    throw new FunctionProblem(
      `prefix extension of ${added} does not accommodate a subnet numbered ${number}`,
      2,
    );
  return { base: range.base + (number << BigInt(range.bits - prefix)), prefix, bits: range.bits };
}

/** Subnets one behind the other, each at the next place where one of its size can begin. */
function subnets(range: Range, sizes: readonly bigint[]): readonly Range[] {
  const end = range.base + (1n << BigInt(range.bits - range.prefix));
  let next = range.base;
  return sizes.map((added, index) => {
    if (added < 1n) throw new FunctionProblem('must extend prefix by at least one bit', index + 1);
    const prefix = range.prefix + Number(added);
    if (added > 32n) throw new FunctionProblem('may not extend prefix by more than 32 bits', index + 1);
    if (prefix > range.bits)
      throw new FunctionProblem(
        `would extend prefix to ${prefix} bits, which is too long for an address of ${range.bits} bits`,
        index + 1,
      );
    const size = 1n << BigInt(range.bits - prefix);
    const base = ((next + size - 1n) / size) * size;
    if (base + size > end)
      throw new FunctionProblem(
        `not enough remaining address space for a subnet with a prefix of ${prefix} bits behind the previous ones`,
        index + 1,
      );
    next = base + size;
    return { base, prefix, bits: range.bits };
  });
}

export const NETWORK: FunctionFamily = {
  cidrhost: {
    parameters: [parameter('prefix', 'string'), parameter('hostnum', 'number')],
    returns: 'string',
    run: ([prefix, number]) => host(parseRange(asText(prefix)), whole(asNumber(number), 1)),
  },
  cidrnetmask: {
    parameters: [parameter('prefix', 'string')],
    returns: 'string',
    run: ([prefix]) => {
      const range = parseRange(asText(prefix));
      if (range.bits !== 32)
        throw new FunctionProblem('IPv6 addresses cannot have a netmask: use the prefix length', 0);
      const hostBits = BigInt(32 - range.prefix);
      return formatIp((0xffffffffn >> hostBits) << hostBits, 32);
    },
  },
  cidrsubnet: {
    parameters: [
      parameter('prefix', 'string'),
      parameter('newbits', 'number'),
      parameter('netnum', 'number'),
    ],
    returns: 'string',
    run: ([prefix, added, number]) =>
      formatRange(subnet(parseRange(asText(prefix)), whole(asNumber(added), 1), whole(asNumber(number), 2))),
  },
  cidrsubnets: {
    parameters: [parameter('prefix', 'string')],
    rest: parameter('newbits', 'number'),
    returns: listType('string'),
    run: ([prefix, ...sizes]) => {
      const range = parseRange(asText(prefix));
      const wanted = sizes.map((size, index) => whole(asNumber(size), index + 1));
      return listOf(subnets(range, wanted).map(formatRange), 'string');
    },
  },
};
