import {
  isList,
  isObject,
  isUnknown,
  Marked,
  SetValue,
  type Value,
  type ValueObject,
} from '@virtform/values';
import type { Attribute, Attributes, ListAttribute, ResourceSchema } from '../dsl.js';
import { isAllIdle, isIdle, isLeft } from '../idle.js';
import { present } from '../plain.js';
import { withoutInitial } from './initial.js';
import { matchItems } from './match.js';
import { sameScalar } from './meaning.js';
import { isChoice, meansNothing } from './project.js';
import { spread } from './spread.js';

/**
 * Whether all that a value asks for is there, told in one walk without a path or an edit: of most objects of most plans that is all
 * there is to find out.
 *
 * @returns true: `diff` from `actual` to `wanted` finds nothing in the XML, where `wanted` is what was applied as well, and `project`
 * gives back `wanted`. false: only they can tell. What is not known yet, marked or null is left to them, and so are sets of Terraform
 * and lists that libvirt spreads.
 */
export function says(schema: ResourceSchema, actual: ValueObject, wanted: ValueObject): boolean {
  return saysObject(schema.attributes, actual, wanted, wanted);
}

/** @param around the element of a list that they lie in, or the whole object, as it is wanted */
function saysObject(
  attributes: Attributes,
  actual: ValueObject,
  wanted: ValueObject,
  around: ValueObject,
): boolean {
  for (const name in wanted) {
    const attribute = attributes[name];
    const asked = wanted[name];
    if (asked === undefined) continue;
    if (attribute === undefined || !isPlain(asked)) return false;
    const there = present(actual[name]);
    // What is not XML is kept where nobody tells it.
    if (attribute.at === undefined && there === undefined) continue;
    if (isIdle(attribute, around, wanted) || isLeft(attribute, asked)) continue;
    const isSaid =
      attribute.kind === 'scalar'
        ? sameScalar(attribute, asked, there, { wanted, actual })
        : there === undefined
          ? isSaidByNothing(attribute, asked, around, wanted)
          : attribute.kind === 'object'
            ? isObject(asked) && isObject(there) && saysObject(attribute.attributes, there, asked, around)
            : isList(asked) && isList(there) && saysList(attribute, there, asked);
    if (!isSaid) return false;
  }
  return true;
}

function isPlain(value: Value): boolean {
  return (
    typeof value !== 'object' ||
    (value !== null && !isUnknown(value) && !(value instanceof Marked) && !(value instanceof SetValue))
  );
}

function isSaidByNothing(
  attribute: Attribute,
  asked: Value,
  around: ValueObject,
  beside: ValueObject,
): boolean {
  if (meansNothing(attribute, asked)) return true;
  return !isChoice(attribute) && isAllIdle(attribute, asked, around, beside);
}

function saysList(list: ListAttribute, there: readonly Value[], asked: readonly Value[]): boolean {
  const shape = list.element;
  if (shape === 'string')
    return asked.length === there.length && asked.every((item, index) => item === there[index]);
  if (isSpread(list, asked) || isSpread(list, there)) return false;
  const places = matchItems(list, asked, there);
  return asked.every((item, index) => {
    const other = there[places[index] ?? -1];
    if (!isObject(item) || !isObject(other)) return false;
    const wanted = withoutInitial(list, shape, item, other);
    return saysObject(shape, other, wanted, wanted);
  });
}

function isSpread(list: ListAttribute, items: readonly Value[]): boolean {
  return list.eachOf !== undefined && spread(list, items).items.length !== items.length;
}
