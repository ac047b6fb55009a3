import path from 'node:path';

/** Columns that Prettier keeps in line: where a row is longer, the table is written without padding. */
const PRINT_WIDTH = 110;

/** A table as Prettier leaves it (`proseWrap: never`); the first row is its head. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')));
  const [head = []] = cells;
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => (row[column] ?? '').length)));
  const aligned = line(widths.map((width) => '-'.repeat(width)));
  if (aligned.length > PRINT_WIDTH)
    return withRule(
      cells,
      head.map(() => '---'),
    );
  return withRule(
    cells.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0))),
    widths.map((width) => '-'.repeat(width)),
  );
}

function withRule([head = [], ...rows]: readonly (readonly string[])[], rule: readonly string[]): string {
  return [head, rule, ...rows].map(line).join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A link from a page to a section, on the same page or another. */
export function linkTo(to: { readonly file: string; readonly anchor: string }, from: string): string {
  return to.file === from ? `#${to.anchor}` : `${relative(from, to.file)}#${to.anchor}`;
}

/** The way from one page to another. */
export function relative(from: string, to: string): string {
  return path.posix.relative(path.posix.dirname(from), to);
}

export const code = (text: string): string => `\`${text}\``;

/** A description with its full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Text of the schema as Markdown shows it: XML and asterisks in it are no markup. */
export function prose(text: string): string {
  return text.replace(/[<>*]/g, (mark) => `\\${mark}`);
}
