/** One line of a report, in columns that line up over all lines. */
export interface Row {
  /** Columns of text; missing ones stay empty. */
  readonly cells: readonly Cell[];
}

/** Text and how it is painted; padding is counted on the bare text. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Lines up the columns: each is as wide as its widest cell, at most `limits[column]`; wider cells push their own line only. */
export function alignRows(rows: readonly Row[], limits: readonly number[], gap = 2): readonly string[] {
  const widths = limits.map((limit, column) =>
    rows.reduce((width, row) => {
      const length = displayWidth(row.cells[column]?.text ?? '');
      return length > width && length <= limit ? length : width;
    }, 0),
  );
  return rows.map(({ cells }) => {
    let line = '';
    let bare = 0;
    let wanted = 0;
    cells.forEach(({ text, paint }, column) => {
      if (text !== '') {
        const padding = column === 0 ? 0 : Math.max(wanted - bare, bare === 0 ? 0 : gap);
        line += ' '.repeat(padding) + (paint === undefined ? text : paint(text));
        bare += padding + displayWidth(text);
      }
      const width = widths[column] ?? 0;
      wanted += width === 0 ? 0 : width + gap;
    });
    return line.trimEnd();
  });
}

function displayWidth(text: string): number {
  return Array.from(text).length;
}
