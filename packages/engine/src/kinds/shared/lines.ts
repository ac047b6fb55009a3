import { identityOf, sizeInBytes } from '@virtform/schema';
import type { Attribute, Attributes as Shape, Difference, ResourceSchema } from '@virtform/schema';
import {
  formatBytes,
  isBelow,
  isList,
  isObject,
  type Path,
  type Value,
  type ValueObject,
} from '@virtform/values';
import type { Applied, AttributeChange, Attributes, Waiting } from '../kind.js';
import type { Change } from '../three-way.js';
import { attributeAt } from './attributes.js';

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
  const label = labelOf(
    context.schema.attributes,
    context.wanted,
    path,
    event === 'remove' ? before : undefined,
  );
  const secret =
    fact.sensitive === true || context.sensitive.some((at) => isBelow(path, at) || isBelow(at, path));
  return {
    path,
    ...(label === undefined ? {} : { label }),
    before: asPeopleSay(fact, before, siblingsOf(context.actual, path)),
    after: asPeopleSay(fact, after, siblingsOf(context.wanted, path)),
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
    const label = labelOf(attributes, last, path, before === undefined ? after : undefined);
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

/** Amounts in units that people use: 524288 KiB are 512 MiB. */
function asPeopleSay(fact: Attribute, value: Value | undefined, siblings: ValueObject): Value | undefined {
  if (fact.kind !== 'scalar' || fact.meaning?.as !== 'size' || value === undefined) return value;
  const bytes = sizeInBytes(value, fact.meaning, siblings);
  return bytes === undefined ? value : formatBytes(bytes);
}

/** Nouns for the elements of lists; others are called by the name of their list. */
const NOUNS: Readonly<Record<string, string>> = {
  disks: 'disk',
  interfaces: 'interface',
  graphics: 'graphics',
  channels: 'channel',
  consoles: 'console',
  serials: 'serial',
  controllers: 'controller',
  hosts: 'DHCP host',
  ranges: 'DHCP range',
  host: 'DNS host',
  tx_ts: 'TXT record',
  sr_vs: 'SRV record',
  port_groups: 'port group',
};

/**
 * What an element of a list is called: `disk vdb`, `DHCP host 52:54:00:00:00:01`; undefined outside of lists.
 *
 * @param last the element that the path ends in, where `whole` has something else in that place
 */
export function labelOf(shape: Shape, whole: Attributes, path: Path, last?: Value): string | undefined {
  let at: Shape | undefined = shape;
  let value: Value | undefined = whole;
  let label: string | undefined;
  for (let index = 0; index < path.length && at !== undefined; index += 1) {
    const name: string | number | undefined = path[index];
    const attribute: Attribute | undefined = typeof name === 'string' ? at[name] : undefined;
    value = isObject(value) && typeof name === 'string' ? value[name] : undefined;
    if (attribute?.kind === 'object') at = attribute.attributes;
    else if (
      attribute?.kind === 'list' &&
      attribute.element !== 'string' &&
      typeof path[index + 1] === 'number'
    ) {
      const place = Number(path[index + 1]);
      const there: Value | undefined = value !== undefined && isList(value) ? value[place] : undefined;
      const item: Value | undefined = index + 2 === path.length ? (last ?? there) : there;
      const identity = isObject(item) ? identityOf(attribute, item) : undefined;
      label = `${NOUNS[String(name)] ?? String(name)} ${identity === undefined ? String(place) : leaves(identity).join(' ')}`;
      at = attribute.element;
      value = item;
      index += 1;
    } else at = undefined;
  }
  return label;
}

function leaves(value: Value): readonly string[] {
  if (isObject(value)) return Object.values(value).flatMap(leaves);
  // A number may be too big for JSON.
  return [typeof value === 'bigint' || typeof value === 'string' ? String(value) : JSON.stringify(value)];
}
