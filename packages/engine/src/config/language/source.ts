import type { SourcePosition } from '@virtform/values';

/** A file's text, kept so that a message can show the line it is about. */
export class SourceText {
  private lineStarts: readonly number[] | undefined;

  constructor(
    /** As shown to people: relative to the folder of the configuration. */
    readonly file: string,
    readonly text: string,
  ) {}

  /** Line and column of an offset, both counted from 1, with the line itself. */
  position(offset: number): SourcePosition {
    this.lineStarts ??= lineStartsOf(this.text);
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] ?? 0;
    const next = starts[low + 1];
    const snippet = this.text.slice(start, next === undefined ? undefined : next - 1);
    return { file: this.file, line: low + 1, column: offset - start + 1, snippet };
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Where an expression stands: offsets in its file, counted in UTF-16 units. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** Where a span is, for a message. Bytes are counted here, and not for every block that is read. */
export function positionOf({ source, start, end }: Span): SourcePosition {
  const { line = 1, column = 1 } = source.position(end);
  const byteAt = (offset: number): number => Buffer.byteLength(source.text.slice(0, offset));
  return { ...source.position(start), byte: byteAt(start), end: { line, column, byte: byteAt(end) } };
}

/** From where one expression begins to where another ends. */
export function between(from: Span, to: Span): Span {
  return { source: from.source, start: from.start, end: to.end };
}
