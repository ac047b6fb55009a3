import { diffObject, matchItems } from '@virtform/schema';
import type { Attributes as Shape, ListAttribute } from '@virtform/schema';
import { equalValues, isList, isObject } from '@virtform/values';
import type { Value, ValueObject } from '@virtform/values';

/**
 * What counts as applied where an update failed, or was killed, on the way: of what was tried, what the object has come to; for the rest, what was
 * applied before. So nothing that was done passes for somebody else's change, and what was put in is known to be ours.
 *
 * @param before what was applied last
 * @param tried what that update asked for
 * @param actual what is there now
 */
export function appliedSoFar(
  shape: Shape,
  before: ValueObject,
  tried: ValueObject,
  actual: ValueObject,
): ValueObject {
  const found: Record<string, Value> = {};
  for (const name of new Set([...Object.keys(tried), ...Object.keys(before)])) {
    const value = equalValues(before[name], tried[name])
      ? tried[name]
      : valueSoFar(shape, name, { before, tried, actual });
    if (value !== undefined) found[name] = value;
  }
  return found;
}

interface Sides {
  readonly before: ValueObject;
  readonly tried: ValueObject;
  readonly actual: ValueObject;
}

function valueSoFar(shape: Shape, name: string, sides: Sides): Value | undefined {
  const attribute = shape[name];
  const [was, wish, is] = [sides.before[name], sides.tried[name], sides.actual[name]];
  if (attribute?.kind === 'object') {
    if (!isObject(is)) return wish === undefined ? undefined : was;
    const inside = appliedSoFar(attribute.attributes, objectOf(was), objectOf(wish), is);
    return wish === undefined && Object.keys(inside).length === 0 ? undefined : inside;
  }
  if (attribute?.kind === 'list' && attribute.element !== 'string') {
    const items = itemsSoFar(attribute, attribute.element, listOf(was), listOf(wish), listOf(is));
    return items.length === 0 && wish === undefined ? undefined : items;
  }
  return isDone(shape, name, sides) ? wish : was;
}

/** Whether what was tried has come to be; of a unit, whether its amount has. What is taken out is, where it is not as it was. */
function isDone(shape: Shape, name: string, { before, tried, actual }: Sides): boolean {
  const attribute = shape[name];
  const meaning = attribute?.kind === 'scalar' ? attribute.meaning : undefined;
  const subject = meaning?.as === 'unit-of' ? meaning.amount : name;
  const holds = (said: ValueObject): boolean =>
    diffObject(shape, actual, said, { applied: {} }).every(({ path }) => path[0] !== subject);
  return tried[subject] === undefined ? !holds(before) : holds(tried);
}

/** Elements that were tried and are there; then those from before that still are, or that nobody has tried to take out. */
function itemsSoFar(
  list: ListAttribute,
  shape: Shape,
  before: readonly Value[],
  tried: readonly Value[],
  actual: readonly Value[],
): readonly Value[] {
  const [wishes, olds] = [matchItems(list, tried, actual), matchItems(list, before, actual)];
  const made = tried.flatMap((item, index): readonly Value[] => {
    const place = wishes[index];
    const there = place === undefined ? undefined : actual[place];
    const old = place === undefined ? undefined : before[olds.indexOf(place)];
    if (there !== undefined && isObject(item) && isObject(there))
      return [appliedSoFar(shape, objectOf(old), item, there)];
    // Applied before and wanted still: that it is not there is somebody else's doing.
    return before.some((other) => equalValues(other, item)) ? [item] : [];
  });
  const claimed = new Set(wishes);
  const kept = before.filter((_, index) => olds[index] !== undefined && !claimed.has(olds[index]));
  return [...made, ...kept];
}

function objectOf(value: Value | undefined): ValueObject {
  return isObject(value) ? value : {};
}

function listOf(value: Value | undefined): readonly Value[] {
  return value !== undefined && isList(value) ? value : [];
}
