import type { Values } from './grammar.js';
import type { Numbers } from './places.js';

/** Numbers at which limits are: around powers of two and of ten. None is larger than libvirt's largest whole number. */
const LIKELY: readonly bigint[] = [
  -1n,
  ...Array.from({ length: 64 }, (_none, bits) => (1n << BigInt(bits)) - 1n),
  ...Array.from({ length: 63 }, (_none, bits) => 1n << BigInt(bits)),
  ...Array.from({ length: 19 }, (_none, digits) => 10n ** BigInt(digits)),
  ...Array.from({ length: 19 }, (_none, digits) => 10n ** BigInt(digits) - 1n),
];

/**
 * Where numbers of libvirt's schema and of ours differ, as ranges between numbers that were tried: around likely limits and
 * around those that either names.
 */
export function numbersApart(
  theirs: Values,
  ours: readonly Numbers[],
): { readonly refused: readonly string[]; readonly beyond: readonly string[] } {
  if (ours.length === 0) return { refused: [], beyond: [] };
  const limits = [
    ...theirs.bounds,
    ...ours.flatMap(({ min, max }) =>
      [min, max].flatMap((limit) => (limit === undefined ? [] : [BigInt(limit)])),
    ),
  ];
  const near = limits.flatMap((limit) => [limit - 1n, limit, limit + 1n]);
  const tried = [...new Set([...LIKELY, ...near])].sort((left, right) => (left < right ? -1 : 1));
  const isOurs = (number: bigint): boolean =>
    ours.some(
      ({ min, max }) =>
        (min === undefined || number >= BigInt(min)) && (max === undefined || number <= BigInt(max)),
    );
  const isTheirs = (number: bigint): boolean => ours.some(({ spell }) => theirs.takes(spell(number)));
  return {
    refused: ranges(tried, (number) => isTheirs(number) && !isOurs(number)),
    beyond: ranges(tried, (number) => isOurs(number) && !isTheirs(number)),
  };
}

/** Runs of numbers of which something holds: `1`, `5…8`. */
function ranges(numbers: readonly bigint[], holds: (number: bigint) => boolean): readonly string[] {
  const found: (readonly [bigint, bigint])[] = [];
  let first: bigint | undefined;
  numbers.forEach((number, index) => {
    if (!holds(number)) return;
    first ??= number;
    const next = numbers[index + 1];
    if (next !== undefined && holds(next)) return;
    found.push([first, number]);
    first = undefined;
  });
  return found.map(([from, to]) => (from === to ? from.toString() : `${from}…${to}`));
}
