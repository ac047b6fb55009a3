import { contentOf, type Definition, type Values } from './grammar.js';
import { numbersApart } from './numbers.js';
import type { Allowed, Place } from './places.js';

/** Something in which libvirt's schema and ours differ. */
export interface Gap {
  /** `domain/devices/disk/source@file`; `domain/devices/disk` is an element with all that is in it, `…#text` its text. */
  readonly path: string;
  /** The values, or ranges of numbers (`4096…65535`), of something that both have; without them one of the two lacks it. */
  readonly values?: readonly string[];
}

/** `path`, or `path = value | value`. */
export function describeGap({ path, values }: Gap): string {
  return values === undefined ? path : `${path} = ${values.join(' | ')}`;
}

/** How much of libvirt's schema ours has. */
export interface Coverage {
  /** Attributes, texts and elements that both have. */
  readonly covered: number;
  /** What libvirt's lets stand in a document, and ours does not. */
  readonly gaps: readonly Gap[];
  /** Values that ours lets stand, and libvirt's does not. */
  readonly excess: readonly Gap[];
}

/** Holds what may stand in an element against what ours knows there. An element within itself is looked at once. */
export function findGaps(path: string, definitions: readonly Definition[], ours: Place): Coverage {
  const gaps: Gap[] = [];
  const excess: Gap[] = [];
  let covered = 0;
  const compare = (at: string, theirs: Values, allowed: Allowed | undefined): void => {
    if (allowed === undefined) {
      gaps.push({ path: at });
      return;
    }
    covered++;
    const { refused, beyond } = apart(theirs, allowed);
    if (refused.length > 0) gaps.push({ path: at, values: refused });
    if (beyond.length > 0) excess.push({ path: at, values: beyond });
  };
  const visit = (
    at: string,
    here: readonly Definition[],
    known: Place,
    above: readonly Definition[],
  ): void => {
    covered++;
    if (known.whole) return;
    const { attributes, children, text } = contentOf(here);
    for (const [name, values] of attributes) compare(`${at}@${name}`, values, known.attributes.get(name));
    if (text !== undefined) compare(`${at}#text`, text, known.text);
    for (const [name, inner] of children) {
      const fresh = inner.filter(({ element }) => above.every((other) => other.element !== element));
      const place = known.children.get(name);
      if (fresh.length === 0) continue;
      if (place === undefined) gaps.push({ path: `${at}/${name}` });
      else visit(`${at}/${name}`, fresh, place, [...above, ...fresh]);
    }
  };
  visit(path, definitions, ours, definitions);
  return { covered, gaps, excess };
}

/** The values of one place that ours refuse, and those that only ours take. */
function apart(
  theirs: Values,
  ours: Allowed,
): { readonly refused: readonly string[]; readonly beyond: readonly string[] } {
  const { values, named } = ours;
  const refused = values === undefined ? [] : [...theirs.listed].filter((value) => !values.has(value));
  const beyond = [...named].filter((value) => !theirs.takes(value));
  const numbers = numbersApart(theirs, ours.numbers);
  return { refused: [...refused, ...numbers.refused], beyond: [...beyond, ...numbers.beyond] };
}
