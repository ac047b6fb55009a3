import {
  bytesInUnit,
  Diagnostic,
  formatNumber,
  type Numeric,
  Path,
  suggest,
  toBigInt,
} from '@virtform/values';
import type { Attribute, ScalarAttribute } from './dsl.js';
import { syntaxes } from './compare/syntax.js';
import { unwritableCharacter, XmlError } from './xml/characters.js';
import { parseXmlFragment } from './xml/parse.js';

/** Takes what is wrong with one part of a configuration. */
export type Report = (
  path: Path,
  summary: string,
  action: string,
  detail?: string,
  severity?: Diagnostic['severity'],
) => void;

/** libvirt reads no number of more than 64 bits. */
const MOST = 2n ** 64n - 1n;

/** Holds a number against its range. */
export function checkNumber(
  name: string,
  attribute: ScalarAttribute,
  given: Numeric,
  at: Path,
  report: Report,
): void {
  const value = toBigInt(given);
  if (value === undefined) {
    report(
      at,
      `${name} has to be a whole number, not ${formatNumber(given)}`,
      'Round it, or choose a smaller unit.',
    );
    return;
  }
  const { min, max } = attribute.range ?? {};
  if ((min === undefined || value >= min) && value <= (max ?? MOST)) return;
  const bounds =
    min !== undefined && (max !== undefined || value > MOST)
      ? `from ${min} to ${max ?? MOST}`
      : min !== undefined
        ? `at least ${min}`
        : `at most ${max ?? MOST}`;
  report(
    at,
    `${name} is ${value}`,
    `Give a number ${bounds}${attribute.unit === undefined ? '' : ` (${attribute.unit})`}.`,
  );
}

/** Holds a text against what XML can carry, its values, its syntax, and, where it says a number, its range. */
export function checkText(
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
