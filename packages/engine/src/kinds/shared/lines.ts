import { holdsSecret, sizeInBytes } from '@virtform/schema';
import type { Attribute, Difference, ResourceSchema } from '@virtform/schema';
import { formatBytes, isBelow, isObject, type Path, type Value, type ValueObject } from '@virtform/values';
import type { Applied, AttributeChange, Attributes, Waiting } from '../kind.js';
import type { Change } from '../three-way.js';
import { attributeAt } from './attributes.js';
import { nameOf } from './element-names.js';
import { readableMetadata } from './ownership.js';

/** Where the values of a change stand. */
export interface LineContext {
  readonly schema: ResourceSchema;
  /** The side that what goes is taken from: stored, else running. */
  readonly actual: Attributes;
  readonly wanted: Attributes;
  readonly sensitive: readonly Path[];
}

/** A change as people see it, without what it costs. */
export function lineOf(
  change: Pick<Change, 'path' | 'event' | 'before' | 'after' | 'fact'>,
  context: LineContext,
): Waiting {
  const { path, event, before, after, fact } = change;
  const label = nameOf(
    context.schema.attributes,
    context.wanted,
    path,
    event === 'remove' ? before : undefined,
  );
  const isElement = fact.kind === 'list' && typeof path.at(-1) === 'number';
  // What others changed, and what goes, may hold secrets where the program has none.
  const secret =
    [before, after].some((value) => value !== undefined && holdsSecret(fact, isElement ? [value] : value)) ||
    context.sensitive.some((at) => isBelow(path, at) || isBelow(at, path));
  return {
    path,
    ...(label === undefined ? {} : { label }),
    before: asPeopleSay(path, fact, before, siblingsOf(context.actual, path)),
    after: asPeopleSay(path, fact, after, siblingsOf(context.wanted, path)),
    ...(secret ? { sensitive: true } : {}),
  };
}

/** The same with its cost. */
export function changeLine(
  change: Parameters<typeof lineOf>[0],
  context: LineContext,
  cost: Pick<AttributeChange, 'impact' | 'why' | 'forcesReplacement'>,
): AttributeChange {
  return { ...lineOf(change, context), ...cost };
}

/** What others changed, read from what was applied to what is there. */
export function driftLines(
  drift: readonly Difference[],
  context: LineContext,
  applied: Applied | undefined,
): readonly AttributeChange[] {
  const last = applied?.wanted ?? applied?.attributes ?? {};
  const { attributes } = context.schema;
  return drift.map((difference) => {
    const { path, before, after } = difference;
    // Paths lead through what was applied; only what others added is known by its own content.
    const label = nameOf(attributes, last, path, before === undefined ? after : undefined);
    const line = changeLine(
      { ...difference, event: 'change' },
      { ...context, actual: last, wanted: context.actual },
      { impact: 'none' },
    );
    return label === undefined ? line : { ...line, label };
  });
}

function siblingsOf(attributes: Attributes, path: Path): ValueObject {
  const parent = attributeAt(attributes, path.slice(0, -1));
  return isObject(parent) ? parent : {};
}

/** Amounts in units that people use: 524288 KiB are 512 MiB. Metadata without our mark, which is no part of any program. */
function asPeopleSay(
  path: Path,
  fact: Attribute,
  value: Value | undefined,
  siblings: ValueObject,
): Value | undefined {
  if (path[0] === 'metadata' && typeof value === 'string') return readableMetadata(value);
  if (fact.kind !== 'scalar' || fact.meaning?.as !== 'size' || value === undefined) return value;
  const bytes = sizeInBytes(value, fact.meaning, siblings);
  return bytes === undefined ? value : formatBytes(bytes);
}
