import {
  bytesInUnit,
  formatBytes,
  isList,
  isObject,
  Marked,
  SENSITIVE,
  SetValue,
  Unknown,
  Value,
} from '@virtform/values';

export const KNOWN_AFTER_APPLY = '(known after apply)';

const PLAIN_TEXT = /^[\p{L}\p{N}_./:@%+,=~<>-]+$/u;
/** `1.5 GiB`: a size reads better without quotes. */
const QUANTITY = /^\d+(?:\.\d+)? [A-Za-z]+$/;
const LONGEST = 60;

/** A value in one line, as people write it. Secrets are never shown. */
export function formatValue(value: Value | undefined): string {
  if (value === undefined || value === null) return '(unset)';
  if (value instanceof Marked) return value.marks.has('sensitive') ? SENSITIVE : formatValue(value.value);
  if (value instanceof Unknown) return KNOWN_AFTER_APPLY;
  if (typeof value === 'string') return formatText(value);
  if (value instanceof SetValue) return formatParts(value.elements);
  if (isList(value)) return formatParts(value);
  if (isObject(value)) return formatParts(Object.values(value));
  return String(value);
}

/** A size that stands beside its unit: `memory = 512, memory_unit = "MiB"` is `512 MiB`. */
export function formatSize(value: Value | undefined, unit: Value | undefined, unitIfUnset: string): string {
  if (typeof value !== 'number' && typeof value !== 'bigint') return formatValue(value);
  const name = typeof unit === 'string' ? unit : unitIfUnset;
  const factor = bytesInUnit(name);
  return factor === undefined ? `${value} ${name}` : formatBytes(BigInt(value) * factor);
}

function formatText(text: string): string {
  if ((PLAIN_TEXT.test(text) || QUANTITY.test(text)) && text.length <= LONGEST) return text;
  const shown = text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
  return JSON.stringify(shown);
}

/** The leaves of a list or an object, in order: enough to recognise a device by. */
function formatParts(parts: readonly Value[]): string {
  const leaves = parts.flatMap(leavesOf);
  const text = leaves.slice(0, 6).join(', ');
  return leaves.length > 6 ? `${text}, …` : text;
}

function leavesOf(value: Value): readonly string[] {
  if (value === null) return [];
  if (isList(value)) return value.flatMap(leavesOf);
  if (isObject(value)) return Object.values(value).flatMap(leavesOf);
  return [formatValue(value)];
}
