import type { Attributes as SchemaAttributes, ResourceSchema } from '@virtform/schema';
import { isList, isObject } from '@virtform/values';
import type { Path, Value, ValueObject } from '@virtform/values';
import type { Lifecycle } from '../config/index.js';
import type { Attributes } from '../kinds/kind.js';

/**
 * What is wanted, with the attributes that `ignore_changes` names as they were before. Nothing was before the create, so there
 * the program counts in full.
 */
export function ignoreChanges(
  ignored: Lifecycle['ignoreChanges'],
  schema: ResourceSchema,
  wanted: Attributes,
  before: Attributes | undefined,
): Attributes {
  if (before === undefined) return wanted;
  if (ignored === 'all') return settable(schema.attributes, before);
  return ignored
    .map(parseAttributePath)
    .reduce<Attributes>((result, path) => asObject(keepBefore(result, before, path), result), wanted);
}

/** `devices.disks[0].source` and `devices["disks"]` as a path. */
export function parseAttributePath(text: string): Path {
  return [...text.matchAll(/([\w-]+)|"((?:[^"\\]|\\.)*)"/g)].map(([whole, plain]) => {
    if (plain === undefined) return String(JSON.parse(whole));
    return /^\d+$/.test(plain) ? Number(plain) : plain;
  });
}

function keepBefore(wanted: Value | undefined, before: Value | undefined, path: Path): Value | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return before;
  if (typeof step === 'number') {
    if (wanted === undefined || !isList(wanted) || before === undefined || !isList(before)) return wanted;
    return wanted.map((element, index) =>
      index === step ? (keepBefore(element, before[index], rest) ?? element) : element,
    );
  }
  if (wanted !== undefined && !isObject(wanted)) return wanted;
  const inner = keepBefore(wanted?.[step], isObject(before) ? before[step] : undefined, rest);
  const { [step]: replaced, ...others } = wanted ?? {};
  if (inner !== undefined) return { ...others, [step]: inner };
  // An object that the program does not mention is not made up only to hold nothing.
  return replaced === undefined ? wanted : others;
}

function asObject(value: Value | undefined, otherwise: Attributes): Attributes {
  return isObject(value) ? value : otherwise;
}

/** The attributes that a program may set: what the host tells (UUIDs, sizes) is nothing to ask for. */
function settable(schema: SchemaAttributes, attributes: ValueObject): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => schema[name]?.presence !== 'read-only'),
  );
}
