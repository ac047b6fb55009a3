/** Bytes in each unit that a size may name. */
const UNITS = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

/** An amount of memory or storage: `'512 MiB'`, `'1.5 GiB'`, or a number of bytes. */
export type Size = number | `${number} ${keyof typeof UNITS}`;

const SIZE = /^(\d+(?:\.\d+)?) (B|KiB|MiB|GiB|TiB)$/;

/**
 * The bytes of a size.
 *
 * @throws RangeError for text that is no size, and where no whole number of bytes comes out
 */
export function bytes(size: Size): number {
  const amount = typeof size === 'number' ? size : parse(size);
  if (Number.isSafeInteger(amount) && amount > 0) return amount;
  throw new RangeError(`The size ${JSON.stringify(size)} is not a whole, positive number of bytes.`);
}

/**
 * The KiB of a size: what libvirt counts memory in.
 *
 * @throws RangeError where no whole number of KiB comes out
 */
export function kibibytes(size: Size): number {
  const amount = bytes(size) / UNITS.KiB;
  if (Number.isInteger(amount)) return amount;
  throw new RangeError(
    `The size ${JSON.stringify(size)} is not a whole number of KiB, which memory is counted in.`,
  );
}

function parse(text: string): number {
  const match = SIZE.exec(text);
  if (match === null) {
    throw new RangeError(`'${text}' is no size. Sizes read '512 MiB' or '1.5 GiB', or are numbers of bytes.`);
  }
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
}
