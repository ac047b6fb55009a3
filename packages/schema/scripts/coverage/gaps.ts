import { contentOf, type Definition, type Values } from './grammar.js';
import type { Place } from './places.js';

/** Something that libvirt's schema lets stand in a document, and ours does not. */
export interface Gap {
  /** `domain/devices/disk/source@file`; `domain/devices/disk` is an element with all that is in it, `…#text` its text. */
  readonly path: string;
  /** The values that ours refuses, of an attribute that it has. */
  readonly values?: readonly string[];
}

/** How much of libvirt's schema ours has. */
export interface Coverage {
  /** Attributes, texts and elements that both have. */
  readonly covered: number;
  readonly gaps: readonly Gap[];
}

/** Holds what may stand in an element against what ours knows there. An element within itself is looked at once. */
export function findGaps(path: string, definitions: readonly Definition[], ours: Place): Coverage {
  const gaps: Gap[] = [];
  let covered = 0;
  const visit = (
    at: string,
    here: readonly Definition[],
    known: Place,
    above: readonly Definition[],
  ): void => {
    covered++;
    if (known.whole) return;
    const { attributes, children, text } = contentOf(here);
    for (const [name, values] of attributes) {
      if (!known.attributes.has(name)) gaps.push({ path: `${at}@${name}` });
      else {
        covered++;
        refused(`${at}@${name}`, values, known.attributes.get(name));
      }
    }
    if (text !== undefined) {
      if (!known.text) gaps.push({ path: `${at}#text` });
      else {
        covered++;
        refused(`${at}#text`, text, known.textValues);
      }
    }
    for (const [name, inner] of children) {
      const fresh = inner.filter(({ element }) => above.every((other) => other.element !== element));
      const place = known.children.get(name);
      if (fresh.length === 0) continue;
      if (place === undefined) gaps.push({ path: `${at}/${name}` });
      else visit(`${at}/${name}`, fresh, place, [...above, ...fresh]);
    }
  };
  const refused = (at: string, { listed }: Values, known: ReadonlySet<string> | undefined): void => {
    const values = known === undefined ? [] : [...listed].filter((value) => !known.has(value));
    if (values.length > 0) gaps.push({ path: at, values });
  };
  visit(path, definitions, ours, definitions);
  return { covered, gaps };
}
