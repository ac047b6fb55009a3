import { bytesInUnit, equalValues, isObject, isUnknown, Value, ValueObject } from '@virtform/values';
import type { Attribute, Attributes, ListAttribute, ResourceSchema, ScalarAttribute } from '../dsl.js';
import type { Condition } from '../location.js';
import { isAllIdle, isIdle, isLeft } from '../idle.js';
import { elementsOf, plain, present } from '../plain.js';
import { initialParts } from './initial.js';
import { itemsIn, matchItems } from './match.js';
import { inFormOf, sameScalar, sizeInBytes } from './meaning.js';
import { saidIn } from './said.js';
import { spread } from './spread.js';

/**
 * What the state stores after a read: of everything that libvirt says (`actual`), only what was configured (`wanted`), in the
 * form in which it was configured where that means the same, else as libvirt says it. A configured thing that is gone is left
 * out. Lists are cut to what was configured, elements matched by identity, then by place. What is not XML (`running`, `create`)
 * is taken from `actual` where it is given there, else kept. Read-only attributes are taken from `actual` where they are given
 * at the top.
 *
 * This is the read rule of the Terraform provider dmacvicar/libvirt, so that states stay exchangeable; that provider keeps
 * memory, vcpu and some others without looking, where this one looks.
 *
 * @param isSaid whether it is known that `actual` says all of `wanted` (see `says`), which saves looking again
 */
export function project(
  schema: ResourceSchema,
  wanted: ValueObject,
  actual: ValueObject,
  { isSaid = false } = {},
): ValueObject {
  const told = isSaid ? wanted : projectObject(schema.attributes, wanted, actual);
  return { ...told, ...readOnlyIn(schema.attributes, actual) };
}

function readOnlyIn(attributes: Attributes, actual: ValueObject): ValueObject {
  const result: Record<string, Value> = {};
  for (const name in actual) {
    const value = attributes[name]?.presence === 'read-only' ? present(actual[name]) : undefined;
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/**
 * The same for one object or one element of a list.
 *
 * @param around the element of a list that it lies in, or the whole object
 */
export function projectObject(
  attributes: Attributes,
  wanted: ValueObject,
  actual: ValueObject,
  around = wanted,
): ValueObject {
  const result: Record<string, Value> = {};
  for (const name of saidIn(attributes, wanted)) {
    const attribute = attributes[name];
    const want = present(wanted[name]);
    if (attribute === undefined || want === undefined) continue;
    const there = present(actual[name]);
    const isKept = isIdle(attribute, around, wanted) || isLeft(attribute, want);
    if ((attribute.at === undefined && there === undefined) || isKept) result[name] = want;
    else if (attribute.kind === 'scalar') projectScalar(name, attribute, want, { wanted, actual, result });
    else {
      const value = projectPart(attribute, want, there, around);
      if (value !== undefined) result[name] = value;
    }
  }
  return result;
}

/** Puts down in `result` what becomes of one scalar, and of its unit. */
function projectScalar(
  name: string,
  attribute: ScalarAttribute,
  want: Value,
  { wanted, actual, result }: Scope,
): void {
  const { meaning } = attribute;
  // A unit is stored with its amount.
  if (meaning?.as === 'unit-of' && present(wanted[meaning.amount]) !== undefined) return;
  const unitName = meaning?.as === 'size' ? meaning.unit : undefined;
  const unit = unitName === undefined ? undefined : present(wanted[unitName]);
  const there = present(actual[name]);
  if (sameScalar(attribute, want, there, { wanted, actual })) {
    result[name] = want;
    if (unitName !== undefined && unit !== undefined) result[unitName] = unit;
  } else if (meaning?.as === 'size' && there !== undefined) {
    Object.assign(result, projectSize(name, meaning, there, unit, actual));
  } else {
    const value = there ?? inFormOf(meaning, actual);
    if (value !== undefined) result[name] = value;
  }
}

interface Scope {
  readonly wanted: ValueObject;
  readonly actual: ValueObject;
  readonly result: Record<string, Value>;
}

/** libvirt's amount in the unit that was configured; where that does not come out even, in libvirt's own. */
function projectSize(
  name: string,
  meaning: Extract<NonNullable<ScalarAttribute['meaning']>, { readonly as: 'size' }>,
  there: Value,
  unit: Value | undefined,
  actual: ValueObject,
): ValueObject {
  const bytes = sizeInBytes(there, meaning, actual);
  const asked = unit === undefined ? meaning.defaultUnit : plain(unit);
  const divisor = typeof asked === 'string' ? bytesInUnit(asked) : undefined;
  const unitName = meaning.unit;
  if (bytes === undefined || divisor === undefined || bytes % divisor !== 0n) {
    const own = unitName === undefined ? undefined : present(actual[unitName]);
    return { [name]: there, ...(unitName === undefined || own === undefined ? {} : { [unitName]: own }) };
  }
  const amount = bytes / divisor;
  return {
    [name]: Number.isSafeInteger(Number(amount)) ? Number(amount) : amount,
    ...(unitName === undefined || unit === undefined ? {} : { [unitName]: unit }),
  };
}

function projectPart(
  attribute: Attribute,
  want: Value,
  there: Value | undefined,
  around: ValueObject,
): Value | undefined {
  if (isUnknown(want)) return there;
  const bare = plain(want);
  if (there === undefined) {
    const isKept = !isChoice(attribute) && isAllIdle(attribute, want, around);
    return isKept || meansNothing(attribute, want) ? want : undefined;
  }
  const found = plain(there);
  if (attribute.kind === 'object') {
    return isObject(bare) && isObject(found)
      ? projectObject(attribute.attributes, bare, found, around)
      : there;
  }
  return attribute.kind === 'list' ? projectList(attribute, want, there) : there;
}

/** Whether an attribute chooses by being there, whatever it says. */
export function isChoice({ when }: Attribute): boolean {
  return when.some((condition) => condition.value !== undefined);
}

function projectList(list: ListAttribute, want: Value, there: Value): Value {
  const shape = list.element;
  if (shape === 'string') return there;
  const [asked, found] = [spread(list, itemsIn(want)), spread(list, itemsIn(there)).items];
  const places = matchItems(list, asked.items, found);
  const pieces = asked.items.map((item, index): readonly Value[] => {
    const place = places[index];
    const other = place === undefined ? undefined : found[place];
    const [left, right] = [plain(item), other === undefined ? undefined : plain(other)];
    if (right === undefined) return [];
    if (!isObject(left) || !isObject(right)) return [right];
    const told = projectObject(shape, left, right);
    return [list.initially.length === 0 ? told : { ...told, ...initialParts(list, shape, left, right) }];
  });
  return asked.origins === undefined
    ? pieces.flat()
    : gathered(itemsIn(want), asked.items, asked.origins, pieces);
}

/** Of an element that libvirt has in pieces what was said, where each of them says it too; else the pieces. */
function gathered(
  items: readonly Value[],
  asked: readonly Value[],
  origins: readonly number[],
  pieces: readonly (readonly Value[])[],
): readonly Value[] {
  return items.flatMap((item, origin) => {
    const own = pieces.flatMap((piece, index) => (origins[index] === origin ? [{ piece, index }] : []));
    const isSaid = own.every(({ piece: [value], index }) => {
      const wanted = asked[index];
      return value !== undefined && wanted !== undefined && equalValues(value, wanted);
    });
    return isSaid && own.length > 1 ? [item] : own.flatMap(({ piece }) => piece);
  });
}

/** Whether a configured value says what its absence says: an empty list, `false` for an element, libvirt's default. */
export function meansNothing(attribute: Attribute, value: Value | undefined): boolean {
  const bare = value === undefined ? null : plain(value);
  if (bare === null || isLeft(attribute, bare)) return true;
  switch (attribute.kind) {
    case 'scalar':
      return sameScalar(attribute, bare, undefined, { wanted: {}, actual: {} });
    case 'list': {
      const shape = attribute.element;
      return (
        elementsOf(bare)?.every((item) => {
          const inner = plain(item);
          return shape !== 'string' && isObject(inner) && saysNothing(attribute, shape, inner);
        }) ?? false
      );
    }
    case 'object': {
      if (!isObject(bare)) return false;
      const parts = Object.entries(bare).filter(([, part]) => present(part) !== undefined);
      // It is the choice of a branch, or an element; of empty ones libvirt keeps few.
      if (attribute.when.length > 0 && !attribute.when.every(isNamespace)) return false;
      if (attribute.evenEmpty === true) return false;
      return parts.every(([name, part]) => {
        const inner = attribute.attributes[name];
        return inner !== undefined && meansNothing(inner, part);
      });
    }
  }
}

/** The namespace that an element is written in is nothing that is chosen with it. */
function isNamespace({ attribute }: Condition): boolean {
  return attribute.startsWith('xmlns:');
}

/** Whether libvirt keeps nothing of an element. */
export function saysNothing(list: ListAttribute, shape: Attributes, item: ValueObject): boolean {
  const parts = Object.entries(item).filter(([, part]) => present(part) !== undefined);
  const names = new Set(list.identity.flat().map((path) => path.split('.')[0]));
  const told = parts.filter(([name]) => list.drops !== true || !names.has(name));
  return (
    parts.length > 0 &&
    told.every(([name, part]) => {
      const attribute = shape[name];
      return (
        attribute !== undefined &&
        (isAllIdle(attribute, part, item) || (list.drops === true && meansNothing(attribute, part)))
      );
    })
  );
}
