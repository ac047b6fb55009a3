import type { Placed } from './compose';
import { guestOf, type Kitchen } from './kitchen';

/** Two attributes that the hypervisor takes in no guest, and what it said to each in which they were tried. */
export interface Refused {
  readonly names: readonly [string, string];
  readonly why: readonly string[];
}

/** Guests in which two attributes are tried, of all that their values and the elements that they are tried in make. */
const MOST_TRIES = 6;

/** The first that the hypervisor takes; what it said to the others where there is none. */
export async function firstTaken<T extends readonly Placed[]>(
  kitchen: Kitchen,
  tries: Iterable<T>,
): Promise<{ readonly placed: T } | { readonly why: readonly string[] }> {
  const why: string[] = [];
  for (const placed of tries) {
    const guest = guestOf(kitchen, placed);
    if (guest === undefined) continue;
    const refusal =
      (await kitchen.refuses(guest)) ?? (isNear(placed) ? await kitchen.forbids(guest) : undefined);
    if (refusal === undefined) return { placed };
    why.push(refusal);
    if (why.length === MOST_TRIES) break;
  }
  return { why };
}

/** Whether all belong to one part of the guest, or to one kind of device: a grammar forbids nothing across these. */
function isNear(placed: readonly Placed[]): boolean {
  const parts = placed.map(({ trait: { names } }) =>
    names.slice(0, names[0] === 'devices' ? 2 : 1).join('.'),
  );
  return new Set(parts).size === 1;
}

/** Each value of one beside each of the other, values of either soon. */
export function* twoOf(
  one: readonly Placed[],
  other: readonly Placed[],
): Generator<readonly [Placed, Placed]> {
  for (let far = 0; far < other.length; far += 1) {
    for (const [index, left] of one.entries()) {
      const right = other[(index + far) % other.length];
      if (right !== undefined) yield [left, right];
    }
  }
}
