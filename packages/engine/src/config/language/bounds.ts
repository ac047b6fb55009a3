import { isList, isObject, SetValue, unmark, type Value } from '@virtform/values';

// What an expression may come to. Terraform has no such bounds: there, what goes beyond them ends with the machine's memory.

/** How many elements the loops of one expression go over, all of them together. */
export const MOST_ROUNDS = 1_000_000;

/** How many characters a text holds. */
export const MOST_CHARACTERS = 2 ** 26;

/** How many values one value holds, however deep. */
export const MOST_VALUES = 5_000_000;

/** What the loops of an expression have done so far. */
export interface Effort {
  rounds: number;
}

/** Why a value is more than an expression may come to; undefined where it is not. */
export function tooGreat(value: Value): string | undefined {
  if (typeof value === 'string') return value.length > MOST_CHARACTERS ? TOO_LONG : undefined;
  return holdsMore(value, MOST_VALUES) ? TOO_MANY : undefined;
}

export const TOO_LONG = `a text holds at most ${MOST_CHARACTERS} characters, and this one holds more`;

const TOO_MANY = `a value holds at most ${MOST_VALUES} others, and this one holds more`;

/** Whether a value holds more than so many others. What holds the same twice counts it twice. */
function holdsMore(value: Value, most: number): boolean {
  let count = 0;
  const pending: Value[] = [value];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    count += 1;
    if (count + pending.length > most) return true;
    const { value: bare } = unmark(part);
    const parts =
      bare instanceof SetValue
        ? bare.elements
        : isList(bare)
          ? bare
          : isObject(bare)
            ? Object.values(bare)
            : [];
    for (const inner of parts)
      if (inner !== null && typeof inner === 'object') pending.push(inner);
      else count += 1;
  }
  return false;
}

/** What JavaScript throws where something does not fit into it. */
const DOES_NOT_FIT =
  /^Invalid (?:string|array) length|^Invalid count value|^Maximum (?:BigInt size|call stack)/;

/** Whether an error says that something grew too large. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && DOES_NOT_FIT.test(error.message);
}
