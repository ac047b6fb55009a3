import { diff, formatEditPath, says } from '@virtform/schema';
import type { Attribute, Difference, ResourceSchema } from '@virtform/schema';
import { equalValues } from '@virtform/values';
import type { Path, Value } from '@virtform/values';
import type { Actual, Applied, Attributes } from './kind.js';
import { anchorElements } from './shared/anchor.js';
import { attributeAt } from './shared/attributes.js';
import { openRemoved } from './shared/open.js';

/**
 * One thing that is not as it is wanted, on one side of an object or on both. The sides are compared each for itself: a
 * change may be stored and not yet in force, or the other way round.
 */
export interface Change {
  /** In the wanted attributes; of what goes, in the attributes of the side that has it. */
  readonly path: Path;
  readonly event: 'change' | 'add' | 'remove';
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly fact: Attribute;
  /** What is missing in the definition. */
  readonly stored?: Difference;
  /** What is missing in what runs. Where neither side misses anything, nobody but us knows the attribute: `create`, `destroy`. */
  readonly running?: Difference;
}

/** What was applied, what is there and what is wanted, held against each other. */
export interface Comparison {
  readonly changes: readonly Change[];
  /** What others changed since the last apply: from what was applied to what is stored now. */
  readonly drift: readonly Difference[];
  /** The wanted attributes, with elements of lists tied to those that they were made as where something differs. */
  readonly wanted: Attributes;
  /** Whether each side is known to say all that is asked for. */
  readonly isSaid: boolean;
}

/**
 * Compares three ways. Only what the program says counts: a value that libvirt filled in is never a change. A setting that the
 * program no longer has goes back to libvirt's default where our bookkeeping says that we set it; without bookkeeping (Terraform
 * wrote the state) nothing that the program does not mention is removed.
 *
 * @param ways the objects and lists whose elements can go one by one (see `waysOf`)
 */
export function compareThreeWays(
  schema: ResourceSchema,
  applied: Applied | undefined,
  actual: Actual,
  asked: Attributes,
  ways: ReadonlySet<string> = NO_WAYS,
): Comparison {
  const before = applied?.wanted ?? {};
  const reference = actual.stored ?? actual.running ?? {};
  // A program that says what it said last takes nothing out, and has one comparison for all: most of any plan.
  const unchanged = applied?.wanted !== undefined && equalValues(asked, applied.wanted);
  const isSaidBy = (side: Attributes | undefined): boolean =>
    side === undefined || (unchanged && says(schema, side, asked));
  const said = { stored: isSaidBy(actual.stored), running: isSaidBy(actual.running) };
  if (unchanged && said.stored && said.running)
    return { changes: [], drift: [], wanted: asked, isSaid: true };
  const opened = unchanged ? asked : openRemoved(schema.attributes, asked, before, reference, ways);
  const wanted = anchorElements(schema.attributes, opened, unchanged ? asked : before, reference);
  const last = unchanged ? wanted : before;
  const against = (side: Attributes | undefined, isSaid: boolean): readonly Difference[] =>
    side === undefined || isSaid ? [] : diff(schema, side, wanted, { applied: last }).filter(onTheHost(side));
  const stored = against(actual.stored, said.stored);
  const running = against(actual.running, said.running);
  return {
    changes: [
      ...pair(stored, running),
      ...(unchanged ? [] : besideTheHost(schema, applied, reference, wanted)),
    ],
    // What was never confirmed may be there in part: nobody has changed it since.
    drift:
      applied?.intent === true
        ? []
        : unchanged
          ? backwards(actual.stored === undefined ? running : stored)
          : driftOf(schema, applied, reference),
    wanted,
    isSaid: false,
  };
}

const NO_WAYS: ReadonlySet<string> = new Set();

/** What is XML, and what a kind says of the host beside it (`running`, `autostart`). */
function onTheHost(side: Attributes): (difference: Difference) => boolean {
  return ({ edits, path }) =>
    edits.length > 0 || (path.length === 1 && attributeAt(side, path) !== undefined);
}

/** The same change on both sides is one. */
function pair(stored: readonly Difference[], running: readonly Difference[]): readonly Change[] {
  const open = new Map(running.map((difference) => [keyOf(difference), difference]));
  const changes = stored.map((difference): Change => {
    const key = open.has(keyOf(difference)) ? keyOf(difference) : keyByPlace(difference, open);
    const other = key === undefined ? undefined : open.get(key);
    if (key !== undefined) open.delete(key);
    return { ...about(difference), stored: difference, ...(other === undefined ? {} : { running: other }) };
  });
  return [...changes, ...[...open.values()].map((running) => ({ ...about(running), running }))];
}

function about(difference: Difference): Omit<Change, 'stored' | 'running'> {
  const { path, before, after, fact } = difference;
  const element = fact.kind === 'list' && typeof path.at(-1) === 'number';
  const event = !element
    ? 'change'
    : before === undefined
      ? 'add'
      : after === undefined
        ? 'remove'
        : 'change';
  return { path, event, before, after, fact };
}

/** Paths count in the wanted attributes and so are the same on both sides; what goes is known by how an edit finds it. */
function keyOf({ path, after, edits }: Difference): string {
  const [edit] = edits;
  return after === undefined && edit !== undefined ? `- ${formatEditPath(edit.path)}` : JSON.stringify(path);
}

/** What goes and is known by its place alone in the definition: while it runs, libvirt has given it a name as well (an alias). */
function keyByPlace(
  { path, after, edits }: Difference,
  open: ReadonlyMap<string, Difference>,
): string | undefined {
  if (after !== undefined || typeof edits[0]?.path.at(-1) !== 'number') return undefined;
  const place = JSON.stringify(path);
  const [key] =
    [...open].find(([, other]) => other.after === undefined && JSON.stringify(other.path) === place) ?? [];
  return key;
}

/** What the host has no place for (how to create, how to destroy) is held against what was applied. */
function besideTheHost(
  schema: ResourceSchema,
  applied: Applied | undefined,
  reference: Attributes,
  wanted: Attributes,
): readonly Change[] {
  if (applied === undefined) return [];
  const elsewhere = onTheHost(reference);
  return diff(schema, applied.attributes, wanted, { applied: applied.wanted ?? {} })
    .filter((difference) => !elsewhere(difference) && !equalValues(difference.before, difference.after))
    .map(about);
}

/** From what was applied to what is there. */
function driftOf(
  schema: ResourceSchema,
  applied: Applied | undefined,
  reference: Attributes,
): readonly Difference[] {
  const last = applied?.wanted ?? applied?.attributes;
  if (last === undefined) return [];
  const anchored = anchorElements(schema.attributes, last, last, reference);
  return backwards(
    diff(schema, reference, anchored, { applied: {} })
      .filter(({ fact }) => fact.presence !== 'read-only')
      .filter(onTheHost(reference)),
  );
}

/** The comparison of what is there with what was applied, told in the order in which it happened. */
function backwards(differences: readonly Difference[]): readonly Difference[] {
  return differences.map((difference) => ({
    ...difference,
    before: difference.after,
    after: difference.before,
  }));
}
