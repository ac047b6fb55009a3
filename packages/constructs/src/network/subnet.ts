/** An IPv4 subnet in CIDR notation. */
export type Cidr = `${number}.${number}.${number}.${number}/${number}`;

/** The addresses of a subnet that a network of guests needs to know. */
export interface Subnet {
  readonly prefix: number;
  /** The host's own address, the first one: `10.20.30.1`. */
  readonly gateway: string;
  /** The last address that a guest can have. */
  readonly last: string;
  /** The first address of the upper half: `10.20.30.128`. */
  readonly middle: string;
  /** Whether a guest can have an address. */
  contains(address: string): boolean;
}

/** A /30 is the smallest that holds the host and a guest; libvirt bridges are never larger than a /8. */
const PREFIXES = { min: 8, max: 30 };

/**
 * Reads a subnet.
 *
 * @throws RangeError for text that is none, for a prefix outside 8 to 30 and for an address that is not the first of its subnet
 */
export function subnet(cidr: Cidr): Subnet {
  const [address = '', length = ''] = cidr.split('/');
  const prefix = /^\d+$/.test(length) ? Number(length) : NaN;
  const base = toNumber(address);
  if (base === undefined || !(prefix >= PREFIXES.min && prefix <= PREFIXES.max)) {
    throw new RangeError(
      `'${cidr}' is no subnet for guests. It wants an IPv4 address and a prefix from ${PREFIXES.min} to ${PREFIXES.max}: '10.20.30.0/24'.`,
    );
  }
  const size = 2 ** (32 - prefix);
  if (base % size !== 0) {
    throw new RangeError(
      `'${cidr}' does not begin where a /${prefix} begins; '${toText(base - (base % size))}/${prefix}' does.`,
    );
  }
  const last = base + size - 2;
  return {
    prefix,
    gateway: toText(base + 1),
    middle: toText(base + size / 2),
    last: toText(last),
    contains: (text) => {
      const number = toNumber(text);
      return number !== undefined && number > base + 1 && number <= last;
    },
  };
}

function toNumber(address: string): number | undefined {
  const parts = address.split('.');
  const numbers = parts.map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : NaN));
  if (parts.length !== 4 || !numbers.every((part) => part <= 255)) return undefined;
  return numbers.reduce((sum, part) => sum * 256 + part, 0);
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
