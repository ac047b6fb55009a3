import type { Unknown } from '@virtform/values';
import { graphemes } from './text.js';

/** What is known of an unknown text or other value that will not be null. */
interface Refinement {
  /** How the text will begin. */
  readonly prefix: string;
}

/** Beside the values, as their types are: few of them have one. */
const REFINEMENTS = new WeakMap<Unknown, Refinement>();

/** Says of an unknown value, which must be a fresh one, that it will not be null, and how it will begin. */
export function neverNull(unknown: Unknown, prefix = ''): Unknown {
  REFINEMENTS.set(unknown, { prefix: safePrefix(prefix) });
  return unknown;
}

/** Whether an unknown value may turn out to be null. */
export function mayBeNull(unknown: Unknown): boolean {
  return !REFINEMENTS.has(unknown);
}

/** Whether an unknown value may turn out to be this text. */
export function mayBeText(unknown: Unknown, text: string): boolean {
  return text.startsWith(REFINEMENTS.get(unknown)?.prefix ?? '');
}

/** Behind these, what follows cannot become part of the same character. */
const SEPARATOR = /[-_:;/\\,.(){}|?!~ \t@#$%^&*+"']$/;

/** Text without its last character, which what follows may change: an accent, for one. */
function safePrefix(text: string): string {
  return SEPARATOR.test(text) ? text : graphemes(text).slice(0, -1).join('');
}
