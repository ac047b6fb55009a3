import type { Diagnostic } from '@virtform/values';
import type { Part } from './part.js';
import { refused, type Finding } from './rule.js';

/** Values that must not stand twice in one place. */
export interface Distinct<T> {
  readonly parts: readonly T[];
  /** What has to differ, in one spelling; undefined: it is not given, or not known. */
  readonly key: (part: T) => string | undefined;
  readonly finding: (part: T, first: T) => Finding;
  /** Where the diagnostic stands; the part itself if not given. */
  readonly place?: (part: T) => Part;
  readonly say?: (place: Part, finding: Finding) => Diagnostic;
}

/** One diagnostic for each part whose key an earlier one has. */
export function duplicates<T extends Part>(distinct: Distinct<T>): readonly Diagnostic[] {
  const { parts, key, finding, place = (part: T): Part => part, say = refused } = distinct;
  const seen = new Map<string, T>();
  return parts.flatMap((part) => {
    const value = key(part);
    if (value === undefined) return [];
    const first = seen.get(value);
    if (first !== undefined) return [say(place(part), finding(part, first))];
    seen.set(value, part);
    return [];
  });
}
