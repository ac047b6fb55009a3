import {
  formatNumber,
  formatPath,
  isList,
  isObject,
  type Json,
  type Path,
  PreciseNumber,
  type Value,
} from '@virtform/values';

/** A value that no state may hold stood where a known one is needed: unknown, marked, a set, not a number. */
export class UnprintableValueError extends Error {
  constructor(readonly path: Path) {
    super(`A value at ${formatPath(path)} is not known, marked or a set, and cannot be stored`);
    this.name = 'UnprintableValueError';
  }
}

/**
 * A value as Terraform prints it (Go's `encoding/json` with two spaces over zclconf/go-cty's JSON): keys in byte order, `<`, `>`
 * and `&` escaped, numbers without exponent.
 *
 * @param indent of the line that the value begins on, in spaces
 * @throws UnprintableValueError
 */
export function printValue(value: Value, indent = 0): string {
  return print(value, '\n' + ' '.repeat(indent), '  ', []);
}

/** The same on one line, without spaces: equal values give equal texts. */
export function printCompact(value: Value): string {
  return print(value, '', '', []);
}

function print(value: Value, newline: string, step: string, path: (string | number)[]): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return printString(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'bigint' || value instanceof PreciseNumber) return value.toString();
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new UnprintableValueError(path);
    // Go prints the zero of either sign as it is; cty knows one zero.
    return formatNumber(value === 0 ? 0 : value);
  }
  if (isList(value)) {
    if (value.length === 0) return '[]';
    const inner = newline + step;
    const parts = value.map((element, index) => {
      path.push(index);
      const text = print(element, inner, step, path);
      path.pop();
      return text;
    });
    return '[' + inner + parts.join(',' + inner) + newline + ']';
  }
  if (isObject(value)) {
    const names = Object.keys(value).sort(compareText);
    if (names.length === 0) return '{}';
    const inner = newline + step;
    const colon = step === '' ? ':' : ': ';
    let text = '{';
    for (const name of names) {
      const member = value[name];
      if (member === undefined) continue;
      path.push(name);
      text +=
        (text === '{' ? '' : ',') + inner + printString(name) + colon + print(member, inner, step, path);
      path.pop();
    }
    return text === '{' ? '{}' : text + newline + '}';
  }
  throw new UnprintableValueError([...path]);
}

/** One member of an object whose order is fixed: the name and its value, printed already. */
export type PrintedMember = readonly [name: string, text: string];

/** An object whose members keep the order they are given in; absent ones are `undefined`. */
export function printMembers(members: readonly (PrintedMember | undefined)[], indent: number): string {
  const inner = '\n' + ' '.repeat(indent + 2);
  const parts = members
    .filter((member) => member !== undefined)
    .map(([name, text]) => inner + printString(name) + ': ' + text);
  return parts.length === 0 ? '{}' : '{' + parts.join(',') + '\n' + ' '.repeat(indent) + '}';
}

/** A list of values that are printed already. */
export function printList(elements: readonly string[], indent: number): string {
  if (elements.length === 0) return '[]';
  const inner = '\n' + ' '.repeat(indent + 2);
  return '[' + inner + elements.join(',' + inner) + '\n' + ' '.repeat(indent) + ']';
}

/**
 * A value whose keys stand in the order they were read in, which is Go's own: a value of dynamic type, `{value, type}`, is not
 * in the order of bytes. JavaScript puts keys that look like whole numbers first; where there are such, the object was a map,
 * and a map is in the order of bytes.
 */
export function printAsRead(value: Json, indent: number): string {
  return printByNode(value, indent) ?? printInOrder(value, indent);
}

/** What only our own printer does right: numbers that JavaScript writes with exponents, and keys that look like whole numbers. */
const ONLY_OURS = /(?:: |\n *)-?\d(?:\.\d+)?e[+-]|"\d+": /;

/** Node's own printer is several times faster than ours, and does the same to nearly every value. */
function printByNode(value: Json, indent: number): string | undefined {
  try {
    const text = JSON.stringify(value, null, 2);
    if (ONLY_OURS.test(text)) return undefined;
    const escaped = ESCAPED_BY_GO.test(text) ? escapeAsGo(text) : text;
    return indent === 0 ? escaped : escaped.replaceAll('\n', '\n' + ' '.repeat(indent));
  } catch (error) {
    // A bigint is more than Node's printer can do, and so is what is made of one.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The same for a value that may hold what no JSON can: it is refused. */
export function printInOrder(value: Value, indent: number): string {
  if (isList(value)) {
    return printList(
      value.map((element) => printInOrder(element, indent + 2)),
      indent,
    );
  }
  if (isObject(value)) {
    const members = Object.entries(value);
    const [first] = members;
    if (first !== undefined && /^\d+$/.test(first[0])) {
      members.sort(([left], [right]) => compareText(left, right));
    }
    return printMembers(
      members.map(([name, member]) => [name, printInOrder(member, indent + 2)]),
      indent,
    );
  }
  return printValue(value);
}

const ESCAPED_BY_GO = /[<>&\u2028\u2029]/;
const EACH_ESCAPED_BY_GO = new RegExp(ESCAPED_BY_GO, 'g');

/** A string as Go prints it: for HTML's sake, and for that of JavaScript of old, five characters more are escaped. */
export function printString(text: string): string {
  const json = JSON.stringify(text);
  return ESCAPED_BY_GO.test(json) ? escapeAsGo(json) : json;
}

/** These characters stand only inside the strings of a JSON text, so all of a text may be escaped at once. */
function escapeAsGo(json: string): string {
  return json.replace(
    EACH_ESCAPED_BY_GO,
    (character) => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

const SURROGATE = /[\ud800-\udfff]/;

/** The order of Go's strings, which is that of their UTF-8 bytes. JavaScript's differs where surrogates come in. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  if (!SURROGATE.test(left) && !SURROGATE.test(right)) return left < right ? -1 : 1;
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
}
