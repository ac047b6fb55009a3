import { unmark } from './marks.js';
import type { Path } from './path.js';
import { isList, isObject, SetValue, type Value } from './value.js';

/** What stands in the place of a value that is not shown. */
export const SENSITIVE = '(sensitive value)';

/** A text with what is secret in it left out. */
export type Conceal = (text: string) => string;

/** Below this many characters a text is no secret that could be looked for: it stands in half of all words. */
const SHORTEST = 4;

/** Every text that stands in a value, however deep. */
export function textsIn(value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  const { value: bare } = unmark(value);
  if (typeof bare === 'string') return [bare];
  if (bare instanceof SetValue) return bare.elements.flatMap(textsIn);
  if (isList(bare)) return bare.flatMap(textsIn);
  return isObject(bare) ? Object.values(bare).flatMap(textsIn) : [];
}

/** The texts of the values at these paths; a path that leads nowhere counts for nothing. */
export function textsAt(value: Value | undefined, paths: readonly Path[]): readonly string[] {
  return paths.flatMap((path) => textsIn(path.reduce(stepInto, value)));
}

function stepInto(value: Value | undefined, step: string | number): Value | undefined {
  if (value === undefined) return undefined;
  const { value: bare } = unmark(value);
  if (typeof step === 'number') return isList(bare) ? bare[step] : undefined;
  return isObject(bare) ? bare[step] : undefined;
}

/** A text as it is, and as it stands between quotes in a file, where that is something else. */
function written(text: string): readonly string[] {
  const quoted = JSON.stringify(text).slice(1, -1);
  return quoted === text ? [text] : [text, quoted];
}

/**
 * Leaves secrets out of texts that others wrote: what libvirt answers, a command with a name in it. Values that are shown as values
 * have their marks for that.
 */
export function concealing(secrets: Iterable<string>): Conceal {
  // The longest first: one secret may be a part of another.
  const known = [...new Set([...secrets].flatMap(written))]
    .filter((text) => text.length >= SHORTEST)
    .sort((left, right) => right.length - left.length);
  if (known.length === 0) return (text) => text;
  return (text) => known.reduce((rest, secret) => rest.replaceAll(secret, SENSITIVE), text);
}
