import { isObject, type Value, type ValueObject } from '@virtform/values';
import type { ListAttribute } from '../dsl.js';
import { plain, present } from '../plain.js';
import { parseNumberSet } from './syntax.js';

/** Elements of a list as libvirt writes them. */
export interface Spread {
  readonly items: readonly Value[];
  /** The place of the element that said each of them; undefined where they are those that were given. */
  readonly origins: readonly number[] | undefined;
}

/** What libvirt makes of the elements of a list: of one that says a set, an element for each number of the set. */
export function spread({ eachOf }: ListAttribute, items: readonly Value[]): Spread {
  if (eachOf === undefined) return { items, origins: undefined };
  const pieces = items.flatMap((item, origin) =>
    piecesOf(eachOf, item).map((piece) => ({ item: piece, origin })),
  );
  return { items: pieces.map(({ item }) => item), origins: pieces.map(({ origin }) => origin) };
}

function piecesOf(name: string, item: Value): readonly Value[] {
  const whole = plain(item);
  if (!isObject(whole)) return [item];
  const numbers = numbersIn(present(whole[name]));
  return numbers.length < 2
    ? [item]
    : numbers.map((number): ValueObject => ({ ...whole, [name]: `${number}` }));
}

function numbersIn(said: Value | undefined): readonly number[] {
  const text = said === undefined ? undefined : plain(said);
  return typeof text === 'string' ? [...(parseNumberSet(text) ?? [])] : [];
}
