import {
  bytesInUnit,
  formatBytes,
  formatNumber,
  isList,
  isNumeric,
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
const LONGEST_WORD = 200;
const MOST_LEAVES = 8;

/** A value in one line, as people write it. Secrets are never shown. */
export function formatValue(value: Value | undefined): string {
  if (value === undefined || value === null) return '(unset)';
  if (value instanceof Marked) return value.marks.has('sensitive') ? SENSITIVE : formatValue(value.value);
  if (value instanceof Unknown) return KNOWN_AFTER_APPLY;
  if (typeof value === 'string') return formatText(value);
  if (value instanceof SetValue || isList(value) || isObject(value)) return formatParts(value);
  return isNumeric(value) ? formatNumber(value) : String(value);
}

/** A size that stands beside its unit: `memory = 512, memory_unit = "MiB"` is `512 MiB`. */
export function formatSize(value: Value | undefined, unit: Value | undefined, unitIfUnset: string): string {
  if (typeof value !== 'number' && typeof value !== 'bigint') return formatValue(value);
  const name = typeof unit === 'string' ? unit : unitIfUnset;
  const factor = bytesInUnit(name);
  return factor === undefined ? `${value} ${name}` : formatBytes(BigInt(value) * factor);
}

function formatText(text: string): string {
  // A path is of no use when it is cut.
  if (PLAIN_TEXT.test(text) && text.length <= LONGEST_WORD) return text;
  if (QUANTITY.test(text)) return text;
  const shown = text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
  return JSON.stringify(shown);
}

/** A device or the like beside what it is called, which is not said again: `disk vdb` is `data.qcow2, virtio`. */
export function formatElement(value: Value | undefined, label: string | undefined): string {
  if (label === undefined || value === undefined || !isObject(value)) return formatValue(value);
  const words = ` ${label} `;
  const told = leavesOf(value).filter((leaf) => !words.includes(` ${leaf} `));
  return joined(told.length === 0 ? leavesOf(value) : told);
}

/** The leaves of a list or an object, in order: enough to recognise a device by. */
function formatParts(value: Value): string {
  return joined(leavesOf(value));
}

function joined(leaves: readonly string[]): string {
  if (leaves.length === 0) return '(empty)';
  const text = leaves.slice(0, MOST_LEAVES).join(', ');
  return leaves.length > MOST_LEAVES ? `${text}, …` : text;
}

/** A leaf whose value alone says little goes by its name: `read only`, `no acpi`, `port 5900`. */
function leavesOf(value: Value, name?: string): readonly string[] {
  if (value === null) return [];
  if (value instanceof SetValue) return value.elements.flatMap((element) => leavesOf(element, name));
  if (isList(value)) return value.flatMap((element) => leavesOf(element));
  if (isObject(value)) return Object.entries(value).flatMap(([inner, part]) => leavesOf(part, inner));
  if (name === undefined) return [formatValue(value)];
  const words = name.replaceAll('_', ' ');
  if (typeof value === 'boolean') return [value ? words : `no ${words}`];
  if (isNumeric(value)) return [`${words} ${formatValue(value)}`];
  return [formatValue(value)];
}
