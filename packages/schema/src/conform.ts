import {
  Diagnostic,
  formatNumber,
  formatPath,
  isList,
  isNumeric,
  isObject,
  mark,
  Marked,
  normalize,
  type Numeric,
  parseNumber,
  Path,
  SetValue,
  suggest,
  toBigInt,
  Unknown,
  unmark,
  Value,
  ValueObject,
} from '@virtform/values';
import { checkNumber, checkText, type Report } from './conform-scalar.js';
import type { Attribute, Attributes, ListAttribute, ResourceSchema, ScalarAttribute } from './dsl.js';
import { askedOf, keyOf } from './asked.js';
import { plain, present } from './plain.js';

/** A body that was held against a schema. */
export interface Conformed {
  /** In the types of the schema, without nulls. Parts in which something is wrong are left out. */
  readonly value: ValueObject;
  /** Everything that is wrong, not the first thing only; and, as warnings, what looks like a slip of the pen. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Holds a configuration's body against a schema: converts as Terraform does (`"64"` is 64, `true` is `"true"`), and finds
 * everything that can be known wrong without a host: unknown keys, however deep (Terraform drops the nested ones), missing and
 * read-only attributes, types, values, ranges, syntax, contradicting branches, text that XML cannot carry. Unknown values are
 * allowed anywhere; marks stay.
 *
 * @param at where the body stands, for the paths of diagnostics
 */
export function conform(schema: ResourceSchema, value: Value, at: Path = []): Conformed {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (path, summary, action, detail, severity = 'error') => {
    diagnostics.push({
      severity,
      summary,
      path,
      action,
      ...(detail === undefined ? {} : { detail }),
    });
  };
  const result = conformObject(schema.attributes, value, at, report, schema.type);
  const bare = result === undefined ? undefined : plain(result);
  return { value: isObject(bare) ? bare : {}, diagnostics };
}

function conformObject(
  attributes: Attributes,
  value: Value,
  at: Path,
  report: Report,
  what: string,
): Value | undefined {
  const { value: bare, marks } = unmark(value);
  if (bare instanceof Unknown) return value;
  if (!isObject(bare)) {
    report(at, `${what} has to be an object, not ${describe(bare)}`, `Write it as { … }.`);
    return undefined;
  }
  const given = new Map<string, Value>();
  for (const [name, part] of Object.entries(bare)) {
    const known = resolve(attributes, name);
    if (known !== undefined) {
      if (present(part) !== undefined) given.set(known, part);
      continue;
    }
    const nearest = suggest(name, Object.keys(attributes));
    report(
      [...at, name],
      `${what} has no attribute ${JSON.stringify(name)}`,
      nearest === undefined
        ? `Take it out. Known here: ${Object.keys(attributes).join(', ')}.`
        : `Did you mean ${nearest}?`,
    );
  }
  const result: Record<string, Value> = {};
  for (const { name, attribute } of askedOf(attributes).entries) {
    const part = given.get(name);
    if (part === undefined) {
      if (attribute.presence === 'required') {
        report(
          [...at, name],
          `${formatPath([name])} is missing in ${what}`,
          `Give it: ${lower(attribute.description)}`,
        );
      }
      continue;
    }
    const path = [...at, name];
    if (attribute.presence === 'read-only') {
      report(
        path,
        `${name} cannot be set: the host decides it`,
        'Take it out; refer to it where you need it.',
      );
      continue;
    }
    if (attribute.refused !== undefined) {
      report(path, `${name} cannot be used here`, 'Take it out.', attribute.refused);
      continue;
    }
    const conformed = conformValue(name, attribute, part, path, report);
    if (conformed !== undefined) result[name] = conformed;
  }
  checkBranches(attributes, result, at, report);
  return mark(result, marks);
}

function resolve(attributes: Attributes, name: string): string | undefined {
  if (Object.hasOwn(attributes, name)) return name;
  return Object.keys(attributes).find((key) => attributes[key]?.alsoCalled?.includes(name) === true);
}

function conformValue(
  name: string,
  attribute: Attribute,
  value: Value,
  at: Path,
  report: Report,
): Value | undefined {
  if (plain(value) instanceof Unknown) return value;
  switch (attribute.kind) {
    case 'scalar':
      return conformScalar(name, attribute, value, at, report);
    case 'object':
      return conformObject(attribute.attributes, value, at, report, name);
    case 'list':
      return conformList(name, attribute, value, at, report);
  }
}

function conformList(
  name: string,
  list: ListAttribute,
  value: Value,
  at: Path,
  report: Report,
): Value | undefined {
  const { value: bare, marks } = unmark(value);
  const items = bare instanceof SetValue ? bare.elements : isList(bare) ? bare : undefined;
  if (items === undefined) {
    report(
      at,
      `${name} has to be a list, not ${describe(bare)}`,
      'Write it as [ … ], also for a single element.',
    );
    return undefined;
  }
  const shape = list.element;
  const conformed = items.map((item, index): Value | undefined => {
    const path = [...at, index];
    if (present(item) === undefined) {
      report(path, `an element of ${name} is null`, 'Leave it out.');
      return undefined;
    }
    if (shape !== 'string') {
      checkKind(list, shape, item, path, report, `${name}[${index}]`);
      return conformObject(shape, item, path, report, `${name}[${index}]`);
    }
    const { value: text, marks: own } = unmark(item);
    const converted = text instanceof Unknown ? text : convert('string', text);
    if (converted === undefined)
      report(path, `${name}[${index}] has to be a text, not ${describe(text)}`, 'Write it in quotes.');
    else if (typeof converted === 'string') checkText(name, list, converted, path, report);
    return converted === undefined ? undefined : mark(converted, own);
  });
  return mark(
    conformed.filter((item) => item !== undefined),
    marks,
  );
}

function conformScalar(
  name: string,
  attribute: ScalarAttribute,
  value: Value,
  at: Path,
  report: Report,
): Value | undefined {
  const { type } = attribute;
  if (type === 'dynamic') return value;
  const { value: bare, marks } = unmark(value);
  const converted = convert(type, bare);
  if (converted === undefined) {
    report(
      at,
      `${name} has to be ${TYPES[type]}, not ${describe(bare)}`,
      `It says: ${lower(attribute.description)}`,
    );
    return undefined;
  }
  // Sensitive values are judged without being quoted.
  const shown =
    marks.has('sensitive') || attribute.sensitive === true ? 'the value' : JSON.stringify(String(converted));
  if (typeof converted === 'string') checkText(name, attribute, converted, at, report, shown);
  else if (typeof converted !== 'boolean') checkNumber(name, attribute, converted, at, report);
  return mark(converted, marks);
}

const TYPES = { string: 'a text', number: 'a number', bool: 'true or false' } as const;

/** Terraform's conversions between texts, numbers and booleans; undefined where there is none. */
function convert(
  type: Exclude<ScalarAttribute['type'], 'dynamic'>,
  value: Exclude<Value, Marked>,
): string | Numeric | boolean | undefined {
  switch (type) {
    case 'string':
      return isNumeric(value) ? formatNumber(value) : textFrom(value);
    case 'bool':
      if (typeof value === 'boolean') return value;
      return value === 'true' ? true : value === 'false' ? false : undefined;
    case 'number':
      if (isNumeric(value)) return normalize(toBigInt(value) ?? value);
      return typeof value === 'string' ? numberFrom(value) : undefined;
  }
}

function textFrom(value: Value): string | undefined {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}

function numberFrom(text: string): Numeric | undefined {
  return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? parseNumber(text) : undefined;
}

/** In a list of elements of different names each has to say which it is. */
function checkKind(
  list: ListAttribute,
  shape: Attributes,
  item: Value,
  at: Path,
  report: Report,
  what: string,
): void {
  const bare = plain(item);
  const kinds = Object.keys(shape);
  if (list.at?.path.at(-1)?.others === undefined || !isObject(bare)) return;
  if (kinds.every((kind) => present(bare[kind]) === undefined))
    report(at, `${what} says nothing`, `Give one of: ${kinds.join(', ')}.`);
}

/** Of branches that exclude each other at most one may be set, and none against what says the kind outright. */
function checkBranches(attributes: Attributes, value: ValueObject, at: Path, report: Report): void {
  const { branches } = askedOf(attributes);
  if (branches.length === 0) return;
  const chosen = new Map<string, { readonly name: string; readonly value: string }>();
  for (const { name, conditions } of branches) {
    const set = value[name];
    if (set === undefined || plain(set) === false) continue;
    for (const condition of conditions) {
      const { key } = condition;
      const other = chosen.get(key) ?? outright(attributes, value, key);
      if (other !== undefined && other.value !== condition.value) {
        report([...at, name], `${name} and ${other.name} exclude each other`, `Keep one of the two.`);
      } else chosen.set(key, { name, value: condition.value });
    }
  }
}

function outright(
  attributes: Attributes,
  value: ValueObject,
  key: string,
): { readonly name: string; readonly value: string } | undefined {
  for (const { name, attribute } of askedOf(attributes).entries) {
    const set = present(value[name]);
    const { at } = attribute;
    if (attribute.kind !== 'scalar' || at?.attribute === undefined || set === undefined) continue;
    const bare = plain(set);
    if (keyOf(at.path, at.attribute) === key && typeof bare === 'string') {
      return { name: `${name} = ${JSON.stringify(bare)}`, value: bare };
    }
  }
  return undefined;
}

function describe(value: Value): string {
  if (value === null) return 'null';
  if (value instanceof SetValue || isList(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return typeof value === 'string' ? 'a text' : typeof value === 'boolean' ? 'a boolean' : 'a number';
}

function lower(description: string): string {
  return `${description.charAt(0).toLowerCase()}${description.slice(1)}.`.replace(/\.\.$/, '.');
}
