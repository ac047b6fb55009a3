import { parseIp, prefixOfNetmask } from '../compare/syntax.js';
import { isUnset, numberAt, partAt, textAt, type Part } from './part.js';

/** An address as a number. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** A network: its first address and the bits that its addresses share. */
export interface Subnet extends Address {
  readonly prefix: number;
}

/** The address at a path; undefined where there is none, or none that is known. */
export function addressAt(part: Part, ...path: readonly string[]): Address | undefined {
  return parseIp(textAt(part, ...path) ?? '');
}

const bitsOf = (version: 4 | 6): number => (version === 4 ? 32 : 128);

/** The network in which an address stands, from `address`, `netmask` and `prefix`; undefined where that is not known. */
export function subnetAt(part: Part): Subnet | undefined {
  const address = addressAt(part, 'address');
  const prefix = address === undefined ? undefined : prefixAt(part, address);
  if (address === undefined || prefix === undefined || prefix > bitsOf(address.version)) return undefined;
  return subnetOf(address, prefix);
}

/** The network of an address, of so many bits. */
function subnetOf({ version, value }: Address, prefix: number): Subnet {
  const host = BigInt(bitsOf(version) - prefix);
  return { version, prefix, value: (value >> host) << host };
}

/** What libvirt makes of it: a prefix before a netmask, and without both the class of the address (`virSocketAddrGetIPPrefix`). */
function prefixAt(part: Part, address: Address): number | undefined {
  const prefix = partAt(part, 'prefix');
  const netmask = partAt(part, 'netmask');
  if (!isUnset(prefix) && numberAt(prefix) !== 0) return numberAt(prefix);
  if (!isUnset(netmask)) return prefixOfNetmask(textAt(netmask) ?? '');
  if (address.value === 0n) return 0;
  return address.version === 6 ? 64 : classOf(Number(address.value >> 24n));
}

function classOf(first: number): number | undefined {
  return first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : undefined;
}

/** Whether an address stands in a network. */
export function contains(subnet: Subnet, address: Address): boolean {
  return subnet.version === address.version && subnetOf(address, subnet.prefix).value === subnet.value;
}

/** The last address of a network. */
export function lastOf({ version, value, prefix }: Subnet): bigint {
  return value + (1n << BigInt(bitsOf(version) - prefix)) - 1n;
}

/** Whether two networks share addresses. */
export function overlap(left: Subnet, right: Subnet): boolean {
  return left.prefix <= right.prefix ? contains(left, right) : contains(right, left);
}
