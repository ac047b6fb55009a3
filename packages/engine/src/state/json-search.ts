/*
 * A large state is mostly names and nulls, and has to be searched before Node's reader is trusted with it. A pattern looks at each
 * character; what looks for a run of many characters of one sort need look at one in so many only, for no such run fits between.
 */

/** An integer of so many digits may lie beyond 2^53, where a JavaScript number is no longer exact; so may a decimal of that many. */
const MANY_DIGITS = 14;

/** What is nested deeper than anything that a person writes closes so many brackets at once; Node would read it, and nothing behind it could. */
const DEEP = 200;

/**
 * The same of each number that is found; what stands around it tells it from a part of a UUID, of which every large state has some
 * that look like one.
 */
const LONG_NUMBER = /(?:^|[\s:[,-])\d{16}|\d\.\d{14}/;

/** An exponent of three digits may be more than a JavaScript number can say. */
const LARGE_EXPONENT = /\d[eE][+-]?\d{3,}(?:[\s,\]}]|$)/;

/** The characters of a sort, by code; what is not in the table is none. A table, because a function each time is three times as slow. */
type Sort = Uint8Array;

const DIGITS = sortOf('0123456789');
const CLOSERS_AND_SPACES = sortOf(']} \t\n\r');

/** Whether a number in a JSON text may say more than a JavaScript number does. A text in quotes may look like one. */
export function hasLongNumber(text: string): boolean {
  const isThere = findRun(text, MANY_DIGITS, DIGITS, () => true);
  return (isThere && LONG_NUMBER.test(text)) || LARGE_EXPONENT.test(text);
}

/** Whether so many brackets close one after another in a JSON text that its values are nested deeper than can be worked with. */
export function isDeep(text: string): boolean {
  return findRun(text, DEEP, CLOSERS_AND_SPACES, (start, end) => {
    return text.slice(start, end).replaceAll(/\s/g, '').length >= DEEP;
  });
}

/** Whether there is a run of characters of one sort that is as long at least, and of which more is true. */
function findRun(
  text: string,
  length: number,
  sort: Sort,
  isMeant: (start: number, end: number) => boolean,
): boolean {
  let start = 0;
  while (start + length <= text.length) {
    // From the back: the last that does not belong says where the next run can start, and what stands before it is never read.
    let at = start + length - 1;
    while (at >= start && sort[text.charCodeAt(at)] === 1) at -= 1;
    if (at < start) {
      at = start + length;
      while (sort[text.charCodeAt(at)] === 1) at += 1;
      if (isMeant(start, at)) return true;
    }
    start = at + 1;
  }
  return false;
}

function sortOf(characters: string): Sort {
  const sort = new Uint8Array(128);
  for (const character of characters) sort[character.charCodeAt(0)] = 1;
  return sort;
}
