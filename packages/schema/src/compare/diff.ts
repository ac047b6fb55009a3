import { isObject, isUnknown, Value, ValueObject } from '@virtform/values';
import type { EditStep } from '../codec/edit.js';
import type {
  Attribute,
  Attributes,
  ListAttribute,
  ObjectAttribute,
  ResourceSchema,
  ScalarAttribute,
} from '../dsl.js';
import { isAllIdle, isIdle, isLeft } from '../idle.js';
import { plain, present } from '../plain.js';
import { identityOf } from './identity.js';
import { withoutInitial } from './initial.js';
import { indexItems, type ItemIndex } from './item-index.js';
import { itemsIn, matchItems } from './match.js';
import { MeaningContext, sameScalar } from './meaning.js';
import { below, difference, editOf, ROOT, type Difference, type Place } from './place.js';
import { isChoice, meansNothing, saysNothing } from './project.js';
import { saidIn } from './said.js';
import { spread } from './spread.js';

/** What a comparison may take into account. */
export interface DiffOptions {
  /**
   * What was configured before. What `to` leaves out is a difference only where it was: a value that libvirt filled in is never
   * taken away. Without it, everything in `from` counts as configured.
   */
  readonly applied?: ValueObject;
}

/**
 * In what two values differ, leaf by leaf, in the order of the schema: units, aliases, defaults and empty values taken for what
 * they mean. Elements of lists are matched by identity, then by place; one that is new or gone is one difference, and so is an
 * object that is gone. A value that is not known yet differs. `from` is best all that libvirt says (`decode`), so that the edits
 * find their elements.
 */
export function diff(
  schema: ResourceSchema,
  from: ValueObject,
  to: ValueObject,
  options: DiffOptions = {},
): readonly Difference[] {
  return diffObject(schema.attributes, from, to, options);
}

/** The same for one object or one element of a list. */
export function diffObject(
  attributes: Attributes,
  from: ValueObject,
  to: ValueObject,
  { applied = from }: DiffOptions = {},
): readonly Difference[] {
  const found: Difference[] = [];
  compareObject(attributes, from, to, applied, { ...ROOT, around: { to, applied }, found });
  return found;
}

/** Whether two values of an attribute mean the same to libvirt. Units are looked up in the siblings, given by `context`. */
export function sameMeaning(
  attribute: Attribute,
  wanted: Value | undefined,
  actual: Value | undefined,
  context: MeaningContext = { wanted: {}, actual: {} },
): boolean {
  if (attribute.kind === 'scalar') return sameScalar(attribute, wanted, actual, context);
  const found: Difference[] = [];
  compare('it', attribute, sides(actual, wanted, actual), {
    ...ROOT,
    around: { to: NOTHING, applied: NOTHING },
    found,
  });
  return found.length === 0;
}

const NOTHING: ValueObject = {};

interface Sides {
  readonly from: ValueObject;
  readonly to: ValueObject;
  readonly applied: ValueObject;
}

/** Three objects that hold one attribute by the name `it`. */
function sides(from: Value | undefined, to: Value | undefined, applied: Value | undefined): Sides {
  const holding = (value: Value | undefined): ValueObject => (value === undefined ? NOTHING : { it: value });
  return { from: holding(from), to: holding(to), applied: holding(applied) };
}

function compareObject(
  attributes: Attributes,
  from: ValueObject,
  to: ValueObject,
  applied: ValueObject,
  place: Place,
): void {
  const all: Sides = { from, to, applied };
  // What libvirt filled in and nobody asked for is most of what there is.
  for (const name of saidIn(attributes, to, applied)) {
    const attribute = attributes[name];
    if (attribute !== undefined) compare(name, attribute, all, place);
  }
}

/** @param parent the place of the object that has the attribute */
function compare(name: string, attribute: Attribute, all: Sides, parent: Place): void {
  const { from, to, applied } = all;
  const { around } = parent;
  const before = present(from[name]);
  const asked = present(to[name]);
  const counts = asked !== undefined && !isIdle(attribute, around.to, to) && !isLeft(attribute, asked);
  const earlier = present(applied[name]);
  if (!counts) {
    if (before === undefined || earlier === undefined || attribute.presence === 'read-only') return;
    if (!isAllIdle(attribute, earlier, around.applied, applied)) {
      removed(attribute, before, earlier, all, below(parent, name));
    }
    return;
  }
  if (isUnknown(asked)) {
    parent.found.push(difference(attribute, before, asked, below(parent, name)));
    return;
  }
  switch (attribute.kind) {
    case 'scalar':
      if (!sameScalar(attribute, asked, before, { wanted: to, actual: from }))
        scalarDiffers(attribute, before, asked, to, below(parent, name));
      return;
    case 'object':
      compareInner(attribute, before, asked, earlier, below(parent, name), to);
      return;
    case 'list':
      compareList(attribute, before, asked, earlier, below(parent, name));
  }
}

function scalarDiffers(
  attribute: ScalarAttribute,
  before: Value | undefined,
  after: Value,
  to: ValueObject,
  place: Place,
): void {
  const entry = difference(attribute, before, after, place);
  const unit = attribute.meaning?.as === 'size' ? attribute.meaning.unit : undefined;
  const wanted = unit === undefined ? undefined : present(to[unit]);
  // The number alone would count in libvirt's default unit.
  const unitEdits =
    unit === undefined || wanted === undefined || attribute.at === undefined
      ? []
      : [{ path: [...editOf(place).slice(0, -1), unit], value: wanted }];
  place.found.push({ ...entry, edits: [...entry.edits, ...unitEdits] });
}

function compareInner(
  attribute: ObjectAttribute,
  before: Value | undefined,
  after: Value,
  earlier: Value | undefined,
  place: Place,
  beside: ValueObject,
): void {
  const count = place.found.length;
  compareObject(attribute.attributes, inner(before), inner(after), inner(earlier), place);
  // An object that is new and says nothing else is an empty element, or the choice of a branch.
  if (before !== undefined || place.found.length > count || meansNothing(attribute, after)) return;
  if (isChoice(attribute) || !isAllIdle(attribute, after, place.around.to, beside))
    place.found.push(difference(attribute, before, after, place));
}

function inner(value: Value | undefined): ValueObject {
  const bare = value === undefined ? undefined : plain(value);
  return isObject(bare) ? bare : NOTHING;
}

/** What was configured and is so no longer goes, and with an object also what libvirt had filled in there. */
function removed(attribute: Attribute, before: Value, earlier: Value, context: Sides, place: Place): void {
  if (attribute.kind === 'scalar') {
    if (attribute.meaning?.as === 'unit-of') return;
    if (sameScalar(attribute, undefined, before, { wanted: context.to, actual: context.from })) return;
    place.found.push(difference(attribute, before, undefined, place));
    return;
  }
  if (meansNothing(attribute, before)) return;
  if (isOurs(attribute, before, earlier)) {
    place.found.push(difference(attribute, before, undefined, place));
    return;
  }
  if (attribute.kind === 'list') compareList(attribute, before, [], earlier, place);
  else compareObject(attribute.attributes, inner(before), NOTHING, inner(earlier), place);
}

/** Whether all of a value was configured, or filled in by libvirt because of it. */
function isOurs(attribute: Attribute, value: Value, earlier: Value | undefined): boolean {
  if (attribute.filled === true || attribute.presence === 'read-only') return true;
  switch (attribute.kind) {
    case 'scalar':
      if (attribute.meaning?.as === 'unit-of') return true;
      // What others put beside our metadata is theirs.
      return earlier !== undefined && attribute.form.as !== 'inner-xml';
    case 'object': {
      const [was, is] = [inner(earlier), Object.entries(inner(value))];
      if (earlier === undefined && (isChoice(attribute) || is.length === 0)) return false;
      return is.every(([name, part]) => {
        const innerAttribute = attribute.attributes[name];
        return innerAttribute === undefined || isOurs(innerAttribute, part, present(was[name]));
      });
    }
    case 'list':
      return earlier !== undefined && itemsIn(value).length === itemsIn(earlier).length;
  }
}

function compareList(
  list: ListAttribute,
  before: Value | undefined,
  after: Value,
  earlier: Value | undefined,
  place: Place,
): void {
  const [found, asked] = [spread(list, itemsIn(before)), spread(list, itemsIn(after))];
  const [there, wanted, was] = [found.items, asked.items, spread(list, itemsIn(earlier)).items];
  const shape = list.element;
  if (shape === 'string') {
    const same =
      there.length === wanted.length &&
      wanted.every((item, index) => !isUnknown(item) && plain(item) === plain(there[index] ?? null));
    if (!same) place.found.push(difference(list, before, after, place));
    return;
  }
  const places = matchItems(list, wanted, there);
  const configured =
    earlier === after ? places : earlier === before ? [...there.keys()] : matchItems(list, was, there);
  const earlierPlaces = new Map(configured.map((at, index) => [at, index] as const));
  const steps = stepsTo(list, there);
  const additions: Difference[] = [];
  const at = (step: number, edit: Place['edit']): Place => ({ ...place, parent: place, step, edit });
  wanted.forEach((item, index) => {
    const number = places[index];
    const other = number === undefined ? undefined : there[number];
    const step = asked.origins?.[index] ?? index;
    if (number === undefined || other === undefined) {
      if (!saysNothing(list, shape, inner(item)))
        additions.push(difference(list, undefined, item, at(step, '+')));
      return;
    }
    const old = was[earlierPlaces.get(number) ?? -1];
    const [from, whole, applied] = [inner(other), inner(item), inner(old)];
    const to = withoutInitial(list, shape, whole, from);
    const element = { ...at(step, () => steps(number)), around: { to, applied } };
    compareObject(shape, from, to, applied, element);
  });
  const kept = new Set(places);
  // Of those that are known by their place as many as were applied are those: one of another kind is one that somebody changed.
  const areAllOurs = list.identity.length === 0 && was.length === there.length;
  const ours = new Set(areAllOurs ? there.keys() : configured);
  // From the end, so that the indexes of the others stay right.
  for (let number = there.length - 1; number >= 0; number -= 1) {
    if (kept.has(number) || !ours.has(number)) continue;
    const step = found.origins?.[number] ?? number;
    place.found.push(difference(list, there[number], undefined, at(step, steps(number))));
  }
  place.found.push(...additions);
}

/** How an edit finds an element: by what it alone is known by, else by its place. */
function stepsTo(list: ListAttribute, items: readonly Value[]): (at: number) => EditStep {
  let index: ItemIndex | undefined;
  return (at) => {
    const identity = identityOf(list, inner(items[at]));
    if (identity === undefined) return at;
    index ??= indexItems(list, items);
    return index.holding(identity).some((other) => other !== at) ? at : { identity };
  };
}
