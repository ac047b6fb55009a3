import { elementLabel } from '@virtform/engine';
import {
  isList,
  isObject,
  type Path,
  samePath,
  SENSITIVE,
  type Value,
  type ValueObject,
} from '@virtform/values';
import { hide } from './conceal.js';
import type { Cell, Row } from './rows.js';
import type { Style } from './style.js';
import { isLongText, textRows } from './text-lines.js';
import { formatElement, formatSize, formatValue } from './values.js';

/** libvirt's units where the program names none. */
const UNITS: Readonly<Record<string, string>> = {
  memory: 'KiB',
  current_memory: 'KiB',
  maximum_memory: 'KiB',
  capacity: 'bytes',
  allocation: 'bytes',
};

/** An object that is to be made. */
export interface NewObject {
  readonly type: string;
  readonly wanted: ValueObject;
  readonly sensitive: readonly Path[];
}

/** What a new object will be: a line for each attribute, and one for each device. */
export function newObjectRows(object: NewObject, style: Style): readonly Row[] {
  return attributeRows(object, object.wanted, [], style);
}

function attributeRows(object: NewObject, attributes: ValueObject, at: Path, style: Style): readonly Row[] {
  const { sensitive } = object;
  return Object.entries(attributes).flatMap(([name, value]) => {
    const path = [...at, name];
    const title: Cell = { text: `      + ${path.join('.')}`, paint: style.added };
    const row = (text: string): readonly Row[] => [{ cells: [title, { text }] }];
    if (name.endsWith('_unit') && attributes[name.slice(0, -'_unit'.length)] !== undefined) return [];
    if (sensitive.some((hidden) => samePath(hidden, path))) return row(SENSITIVE);
    if (name === 'devices' && isObject(value)) return attributeRows(object, value, path, style);
    if (isList(value) && value.some(isObject)) return elementRows(object, value, path, style);
    if (isLongText(value)) return textRows(title, value);
    const unit = attributes[`${name}_unit`] ?? (at.length === 0 ? UNITS[name] : undefined);
    return row(unit === undefined ? formatValue(hide(value, path, sensitive)) : formatSize(value, unit, ''));
  });
}

function elementRows(
  { type, wanted, sensitive }: NewObject,
  elements: readonly Value[],
  path: Path,
  style: Style,
): readonly Row[] {
  const hidden = hide(wanted, [], sensitive);
  const lines = elements.map((element, index): ElementLine => {
    const at = [...path, index];
    const label = isObject(hidden) ? elementLabel(type, hidden, at) : undefined;
    return {
      label: label ?? `${path.join('.')}[${index}]`,
      text: formatElement(hide(element, at, sensitive), label),
    };
  });
  return groupAlike(lines).map(({ label, text }) => ({
    cells: [{ text: `      + ${label}`, paint: style.added }, { text }],
  }));
}

interface ElementLine {
  readonly label: string;
  readonly text: string;
}

/** Takes neighbours together that differ in numbers only, such as a row of PCI ports; two of them stay apart. */
function groupAlike(lines: readonly ElementLine[]): readonly ElementLine[] {
  const shape = (line: ElementLine | undefined): string | undefined =>
    line && `${line.label} ${line.text}`.replace(/\d+/g, '#');
  const groups: ElementLine[] = [];
  let first = 0;
  lines.forEach((line, index) => {
    if (shape(lines[index + 1]) === shape(line)) return;
    const alike = lines.slice(first, index + 1);
    const [begin] = alike;
    if (begin !== undefined && alike.length > 2)
      groups.push({
        label: `${begin.label} … ${lastWord(line.label)}`,
        text: `${alike.length} alike: ${begin.text}`,
      });
    else groups.push(...alike);
    first = index + 1;
  });
  return groups;
}

function lastWord(label: string): string {
  return label.slice(label.lastIndexOf(' ') + 1);
}
