import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '@virtform/values';
import type { Attributes } from '../kinds/kind.js';
import { JsonSyntaxError, parseJson } from './json-parse.js';
import { printCompact } from './json-print.js';
import type { Bookkeeping } from './state.js';

/** Our member of an instance's `private`. */
const OURS = 'virtform';

/** What an instance's `private` turns out to hold. */
export interface PrivateParts {
  readonly bookkeeping: Bookkeeping | undefined;
  /** What an update asks for that was begun. */
  readonly trying: JsonObject | undefined;
  /** It is ended to be started anew. */
  readonly restarting?: true | undefined;
  /** The text itself, where others have something in it. */
  readonly foreign: string | undefined;
}

/**
 * Takes `private` apart. Terraform carries it on as base64 of a JSON object whose values are base64 of JSON, one for each who
 * keeps something there; anything else is somebody's own and stays as it is.
 *
 * @param attributes of the instance, without nulls: where they are not those that our part was written for, that part is
 * stale, because Terraform carries it on while it changes the attributes
 */
export function readPrivate(text: string, attributes: Attributes): PrivateParts {
  const members = decodeObject(text);
  if (members === undefined) return { bookkeeping: undefined, trying: undefined, foreign: text };
  const ours = members[OURS];
  const foreign = Object.keys(members).some((name) => name !== OURS) ? text : undefined;
  const written = typeof ours === 'string' ? decodeObject(ours) : undefined;
  return { ...ownParts(written?.attributes === hashAttributes(attributes) ? written : undefined), foreign };
}

/** Our parts of `private`. */
export type OwnParts = Pick<PrivateParts, 'bookkeeping' | 'trying' | 'restarting'>;

/** Our parts of `private` as they were written, whatever became of the attributes since. */
export function readOurParts(text: string): OwnParts {
  const ours = decodeObject(text)?.[OURS];
  return ownParts(typeof ours === 'string' ? decodeObject(ours) : undefined);
}

function ownParts(written: JsonObject | undefined): OwnParts {
  if (written === undefined) return { bookkeeping: undefined, trying: undefined };
  const { trying, restarting } = written;
  return {
    bookkeeping: bookkeepingOf(written),
    trying: isJsonObject(trying) ? trying : undefined,
    ...(restarting === true ? { restarting } : {}),
  };
}

function bookkeepingOf({ identity, wanted, intent }: JsonObject): Bookkeeping | undefined {
  if (!isJsonObject(identity) || !isJsonObject(wanted)) return undefined;
  return { identity, wanted, intent: intent === true };
}

/**
 * Puts `private` together: what others keep there, and ours.
 *
 * @returns undefined where there is nothing to keep
 */
export function printPrivate(
  { bookkeeping, trying, restarting, foreign }: PrivateParts,
  attributes: Attributes,
): string | undefined {
  const others = foreign === undefined ? {} : decodeObject(foreign);
  // Somebody else's form, to which nothing can be added; all works without our part.
  if (others === undefined) return foreign;
  const kept = Object.fromEntries(Object.entries(others).filter(([name]) => name !== OURS));
  if (bookkeeping === undefined && trying === undefined)
    return Object.keys(kept).length === 0 ? undefined : encode(kept);
  const ours = {
    attributes: hashAttributes(attributes),
    ...(bookkeeping === undefined ? {} : printBookkeeping(bookkeeping)),
    ...(trying === undefined ? {} : { trying }),
    ...(restarting === undefined ? {} : { restarting }),
  };
  return encode({ ...kept, [OURS]: encode(ours) });
}

function printBookkeeping({ identity, wanted, intent }: Bookkeeping): JsonObject {
  return { identity, wanted, ...(intent ? { intent } : {}) };
}

/** What tells whether attributes are still those that our part was written for: order and nulls count for nothing. */
function hashAttributes(attributes: Attributes): string {
  return createHash('sha256').update(printCompact(attributes)).digest('base64').slice(0, 22);
}

function encode(value: JsonObject): string {
  return Buffer.from(printCompact(value), 'utf8').toString('base64');
}

function decodeObject(text: string): JsonObject | undefined {
  try {
    const value = parseJson(Buffer.from(text, 'base64').toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}
