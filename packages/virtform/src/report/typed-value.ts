import {
  formatNumber,
  isList,
  isNumeric,
  isObject,
  type Json,
  Marked,
  SetValue,
  Unknown,
  type Value,
} from '@virtform/values';

/**
 * A value as Terraform's `output` and `console` write it, in the language of configurations: what a list is and what a tuple, the
 * type beside it tells. What is marked is not shown.
 *
 * @param type as Terraform's JSON writes types: `"string"`, `["list", "string"]`, `["object", {"a": "number"}]`
 */
export function formatTyped(value: Value, type: Json, indent = 0): string {
  if (value instanceof Marked)
    return value.marks.has('sensitive') ? '(sensitive value)' : '(ephemeral value)';
  if (value instanceof Unknown) return '(known after apply)';
  if (value instanceof SetValue) return formatTyped(value.elements, type, indent);
  const { kind, inner } = splitType(type);
  if (value === null) return formatNull(kind, inner);
  if (typeof value === 'string') return formatText(value, indent);
  if (isNumeric(value)) return formatNumber(value);
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

function formatList(elements: readonly Value[], kind: string, inner: Json, indent: number): string {
  if (elements.length === 0) return '[]';
  const lines = elements.map(
    (element, index) =>
      `${spaces(indent + 2)}${formatTyped(element, partType(kind, inner, index), indent + 2)},\n`,
  );
  return `[\n${lines.join('')}${spaces(indent)}]`;
}

function formatObject(value: object, kind: string, inner: Json, indent: number): string {
  const members: readonly (readonly [string, Value])[] = Object.entries(value);
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

/** A type as Terraform's console writes it: `list(string)`, an object or a tuple with a line for each part. */
export function formatType(type: Json, indent = 0): string {
  const { kind, inner } = splitType(type);
  const parts =
    kind === 'tuple' && isList(inner)
      ? inner.map((part) => formatType(part, indent + 4))
      : kind === 'object' && isObject(inner)
        ? Object.entries(inner).map(([name, part]) => `${name}: ${formatType(part, indent + 4)}`)
        : undefined;
  if (parts === undefined) return typeof type === 'string' ? kind : formatCollection(kind, inner, indent);
  const [open, close] = kind === 'tuple' ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${kind}(${open}${close})`;
  const lines = parts.map((part) => `${spaces(indent + 4)}${part},\n`);
  return `${kind}(${open}\n${lines.join('')}${spaces(indent)}${close})`;
}

function formatCollection(kind: string, inner: Json, indent: number): string {
  if (typeof inner === 'string') return `${kind}(${inner})`;
  const element = formatType(inner, indent + 4);
  return element.includes('\n')
    ? `${kind}(\n${spaces(indent + 4)}${element},\n${spaces(indent)})`
    : `${kind}(${element})`;
}
