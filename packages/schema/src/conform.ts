import {
  bytesInUnit,
  Diagnostic,
  formatPath,
  isList,
  isObject,
  mark,
  Marked,
  Path,
  SetValue,
  suggest,
  Unknown,
  unmark,
  Value,
  ValueObject,
} from '@virtform/values';
import type { Attribute, Attributes, ListAttribute, ResourceSchema, ScalarAttribute } from './dsl.js';
import { plain, present } from './plain.js';
import { syntaxes } from './compare/syntax.js';
import { unwritableCharacter, XmlError } from './xml/characters.js';
import { parseXmlFragment } from './xml/parse.js';

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

type Report = (
  path: Path,
  summary: string,
  action: string,
  detail?: string,
  severity?: Diagnostic['severity'],
) => void;

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
  for (const [name, attribute] of Object.entries(attributes)) {
    const part = given.get(name);
    const path = [...at, name];
    if (part === undefined) {
      if (attribute.presence === 'required') {
        report(
          path,
          `${formatPath([name])} is missing in ${what}`,
          `Give it: ${lower(attribute.description)}`,
        );
      }
      continue;
    }
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
): string | number | bigint | boolean | undefined {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : isPrimitive(value) ? String(value) : undefined;
    case 'bool':
      if (typeof value === 'boolean') return value;
      return value === 'true' ? true : value === 'false' ? false : undefined;
    case 'number':
      if (typeof value === 'number' || typeof value === 'bigint') return value;
      return typeof value === 'string' ? numberFrom(value) : undefined;
  }
}

function isPrimitive(value: Value): value is number | bigint | boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

function numberFrom(text: string): number | bigint | undefined {
  if (!/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isInteger(number) && !Number.isSafeInteger(number) && /^-?\d+$/.test(text)
    ? BigInt(text)
    : number;
}

function checkNumber(
  name: string,
  attribute: ScalarAttribute,
  value: number | bigint,
  at: Path,
  report: Report,
): void {
  if (typeof value === 'number' && !Number.isInteger(value)) {
    report(at, `${name} has to be a whole number, not ${value}`, 'Round it, or choose a smaller unit.');
    return;
  }
  const { min, max } = attribute.range ?? {};
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return;
  const bounds =
    min !== undefined && max !== undefined
      ? `from ${min} to ${max}`
      : min !== undefined
        ? `at least ${min}`
        : `at most ${max ?? ''}`;
  report(
    at,
    `${name} is ${value}`,
    `Give a number ${bounds}${attribute.unit === undefined ? '' : ` (${attribute.unit})`}.`,
  );
}

function checkText(
  name: string,
  attribute: Attribute,
  text: string,
  at: Path,
  report: Report,
  shown: string = JSON.stringify(text),
): void {
  const character = unwritableCharacter(text);
  if (character !== undefined) {
    report(
      at,
      `${name} holds the character ${character}`,
      'Take it out: libvirt reads XML, which cannot carry it.',
    );
    return;
  }
  if (attribute.kind === 'scalar' && (attribute.form.as === 'inner-xml' || attribute.form.as === 'xml')) {
    checkXml(name, text, attribute, at, report);
    return;
  }
  // An empty text counts as none, but where there has to be one.
  if (text === '' && (attribute.presence !== 'required' || attribute.syntax === undefined)) return;
  if (attribute.variable === true && FILTER_VARIABLE.test(text)) return;
  const { enumeration, open, syntax, meaning } = attribute;
  if (meaning?.as === 'unit-of' && bytesInUnit(text) === undefined) {
    report(at, `${name} is ${shown}`, `It has to be a unit such as ${UNITS}.`);
    return;
  }
  if (enumeration !== undefined && !enumeration.includes(text)) {
    const nearest = suggest(text, enumeration);
    const meant = nearest === undefined ? '' : `Did you mean ${JSON.stringify(nearest)}?`;
    if (open !== true) {
      report(at, `${name} is ${shown}`, `${meant} libvirt takes: ${enumeration.join(', ')}.`.trimStart());
    } else if (nearest !== undefined && sameDigits(text, nearest) && syntax === undefined) {
      report(at, `${name} is ${shown}, which is none of the known ones`, meant, undefined, 'warning');
    }
  }
  if (syntax === undefined || enumeration?.includes(text) === true) return;
  if (!syntaxes[syntax].test(text)) report(at, `${name} is ${shown}`, `It has to be ${wanted(attribute)}.`);
  else if (syntax === 'number' && attribute.kind === 'scalar')
    checkNumber(name, attribute, Number(text), at, report);
}

/** `armv6l` beside `armv7l` is another thing, not a slip of the pen. */
function sameDigits(left: string, right: string): boolean {
  return left.replace(/\D/g, '') === right.replace(/\D/g, '');
}

/** Of `virScaleInteger`: by thousands, and by 1024. */
const UNITS = 'bytes, KB or KiB, MB or MiB, GB or GiB, TB or TiB';

/** How libvirt reads a variable of a filter: VALID_VARNAME, and the element or the iterator of a list. */
const FILTER_VARIABLE = /^\$ *\w+(?:\[ *@?\d+ *\] *)?$/;

function wanted({ syntax, enumeration, variable }: Attribute): string {
  return [
    ...(syntax === undefined ? [] : [syntaxes[syntax].wants]),
    ...(enumeration === undefined ? [] : [`one of ${enumeration.join(', ')}`]),
    ...(variable === true ? ['a variable such as $IP'] : []),
  ].join(', or ');
}

function checkXml(name: string, text: string, attribute: ScalarAttribute, at: Path, report: Report): void {
  try {
    const nodes = parseXmlFragment(text);
    const { form, at: location } = attribute;
    if (form.as !== 'xml') return;
    const element = location?.path.at(-1)?.name;
    const [only] = nodes;
    if (nodes.length !== 1 || typeof only !== 'object' || only.name !== element) {
      report(at, `${name} is not XML of one element <${element}>`, `Give that element with all it holds.`);
    }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    report(at, `${name} is not well-formed XML`, 'Give one or more complete elements.', error.message);
  }
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
  const chosen = new Map<string, { readonly name: string; readonly value: string }>();
  for (const [name, attribute] of Object.entries(attributes)) {
    const set = value[name];
    if (set === undefined || plain(set) === false) continue;
    for (const condition of attribute.when) {
      if (condition.value === undefined) continue;
      const key = `${condition.path.map((step) => step.name).join('/')}@${condition.attribute}`;
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
  for (const [name, attribute] of Object.entries(attributes)) {
    const set = present(value[name]);
    const { at } = attribute;
    if (attribute.kind !== 'scalar' || at?.attribute === undefined || set === undefined) continue;
    const bare = plain(set);
    if (`${at.path.map((step) => step.name).join('/')}@${at.attribute}` === key && typeof bare === 'string') {
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
