import { printNumber } from '@virtform/engine';
import { isList, isObject, type Json } from '@virtform/values';

/**
 * A value as Terraform's `output` writes it, in the language of configurations: what a list is and what a tuple, the type beside
 * it tells.
 *
 * @param type as Terraform's JSON writes types: `"string"`, `["list", "string"]`, `["object", {"a": "number"}]`
 */
export function formatTyped(value: Json, type: Json, indent = 0): string {
  const { kind, inner } = splitType(type);
  if (value === null) return formatNull(kind, inner);
  if (typeof value === 'string') return formatText(value, indent);
  if (typeof value === 'number') return printNumber(value);
  if (isList(value)) return wrapped(kind, formatList(value, kind, inner, indent));
  if (isObject(value)) return wrapped(kind, formatObject(value, kind, inner, indent));
  return String(value);
}

interface SplitType {
  readonly kind: string;
  readonly inner: Json;
}

function splitType(type: Json): SplitType {
  if (typeof type === 'string') return { kind: type, inner: 'dynamic' };
  if (!isList(type)) return { kind: 'dynamic', inner: 'dynamic' };
  const [kind, inner = 'dynamic'] = type;
  return { kind: typeof kind === 'string' ? kind : 'dynamic', inner };
}

/** The type of one part, by its place in a tuple or its name in an object. */
function partType(kind: string, inner: Json, part: number | string): Json {
  if (kind === 'tuple' && typeof part === 'number' && isList(inner)) return inner[part] ?? 'dynamic';
  if (kind === 'object' && typeof part === 'string' && isObject(inner)) return inner[part] ?? 'dynamic';
  return kind === 'list' || kind === 'set' || kind === 'map' ? inner : 'dynamic';
}

function wrapped(kind: string, text: string): string {
  return kind === 'list' || kind === 'set' || kind === 'map' ? `to${kind}(${text})` : text;
}

const NAMES: Readonly<Record<string, string>> = { string: 'string', number: 'number', bool: 'bool' };

function formatNull(kind: string, inner: Json): string {
  if (kind in NAMES) return `to${kind}(null)`;
  if (kind === 'tuple' || kind === 'object') return `null /* ${kind} */`;
  return kind === 'dynamic' ? 'null' : `to${kind}(null) /* of ${friendlyName(inner)} */`;
}

function friendlyName(type: Json): string {
  const { kind, inner } = splitType(type);
  return kind === 'list' || kind === 'set' || kind === 'map' ? `${kind} of ${friendlyName(inner)}` : kind;
}

function formatList(elements: readonly Json[], kind: string, inner: Json, indent: number): string {
  if (elements.length === 0) return '[]';
  const lines = elements.map(
    (element, index) =>
      `${spaces(indent + 2)}${formatTyped(element, partType(kind, inner, index), indent + 2)},\n`,
  );
  return `[\n${lines.join('')}${spaces(indent)}]`;
}

function formatObject(value: object, kind: string, inner: Json, indent: number): string {
  const members: readonly (readonly [string, Json])[] = Object.entries(value);
  if (members.length === 0) return '{}';
  const lines = [...members]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([name, member]) =>
        `${spaces(indent + 2)}${quoted(name)} = ${formatTyped(member, partType(kind, inner, name), indent + 2)}\n`,
    );
  return `{\n${lines.join('')}${spaces(indent)}}`;
}

/** Text of several lines stands between markers, which none of its lines may look like. */
function formatText(text: string, indent: number): string {
  const lines = text.split('\n');
  if (lines.length === 1) return quoted(text);
  let marker = 'EOT';
  while (lines.some((line) => line.trim() === marker)) marker += '_';
  const all = [
    `${indent > 0 ? '<<-' : '<<'}${marker}`,
    ...[...lines, marker].map((line) => spaces(indent) + line),
  ];
  return all.join('\n');
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** As Go quotes text: what cannot be printed is escaped. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hexadecimal = code.toString(16);
    return (
      SHORT[character] ??
      (code < 0x80
        ? `\\x${hexadecimal.padStart(2, '0')}`
        : code < 0x10000
          ? `\\u${hexadecimal.padStart(4, '0')}`
          : `\\U${hexadecimal.padStart(8, '0')}`)
    );
  });
  return `"${escaped}"`;
}

function spaces(count: number): string {
  return ' '.repeat(count);
}
