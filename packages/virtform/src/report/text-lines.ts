import { createRequire } from 'node:module';
import type * as lineDiff from 'diff/lib/diff/line.js';
import type { Value } from '@virtform/values';
import type { Cell, Row } from './rows.js';
import type { Style } from './style.js';

/** Lines of a text that are shown at most, and unchanged ones beside a changed one. */
const MOST_LINES = 40;
const CONTEXT = 2;

/** Whether a value is a text of several lines, which no column has room for. */
export function isLongText(value: Value | undefined): value is string {
  return typeof value === 'string' && value.trimEnd().includes('\n');
}

/** A new text, line by line, from the second column on. */
export function textRows(name: Cell, text: string): readonly Row[] {
  const lines = linesOf(text);
  const shown = lines.slice(0, MOST_LINES).map((line): Cell => ({ text: printable(line) }));
  return rowsBeside(name, [...shown, ...leftOut(lines.length - shown.length)]);
}

/** What changes in a text, with a few lines around it. */
export function textChangeRows(name: Cell, before: string, after: string, style: Style): readonly Row[] {
  // Loaded where a text has changed: most plans have none.
  const { diffLines } = createRequire(__filename)('diff/lib/diff/line.js') as typeof lineDiff;
  const lines = diffLines(ended(before), ended(after)).flatMap(({ value, added, removed }) =>
    linesOf(value).map((text): Line => ({ text, sign: added ? '+' : removed ? '-' : ' ' })),
  );
  const near = lines.map((_, index) =>
    lines.slice(Math.max(index - CONTEXT, 0), index + CONTEXT + 1).some(({ sign }) => sign !== ' '),
  );
  const cells = lines.flatMap((line, index): readonly Cell[] => {
    if (near[index] === true) return [lineCell(line, style)];
    return index === 0 || near[index - 1] === true ? [{ text: '  …' }] : [];
  });
  return rowsBeside(name, [...cells.slice(0, MOST_LINES), ...leftOut(cells.length - MOST_LINES)]);
}

interface Line {
  readonly text: string;
  readonly sign: '+' | '-' | ' ';
}

function lineCell({ text, sign }: Line, style: Style): Cell {
  const written = `${sign} ${printable(text)}`;
  if (sign === ' ') return { text: written };
  return { text: written, paint: sign === '+' ? style.added : style.removed };
}

function rowsBeside(name: Cell, cells: readonly Cell[]): readonly Row[] {
  return cells.map((cell, index) => ({ cells: [index === 0 ? name : { text: '' }, cell] }));
}

function leftOut(count: number): readonly Cell[] {
  return count > 0 ? [{ text: `… and ${count} more lines` }] : [];
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** With a newline behind the last line, so that one does not differ for want of it alone. */
function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** A line of a text must not move the cursor, nor turn the direction of what follows. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === '\t' ? '  ' : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
