import { StringDecoder } from 'node:string_decoder';

/** Takes what a program writes, and gives it on line by line. */
export interface LineOutput {
  readonly write: (chunk: Uint8Array, from: 'stdout' | 'stderr') => void;
  /** The program has ended: what stands in a line without an end is one too. */
  end(): void;
  /** The last of what was written, without the blanks around it. */
  tail(): string;
}

/** Characters of output that an error quotes at most. */
const TAIL = 8192;
/** Characters after which a line counts as one although it does not end. */
const LONGEST = 65_536;

export function lineOutput(onLine: (line: string) => void): LineOutput {
  let tail = '';
  const streams = { stdout: lineSplitter(onLine), stderr: lineSplitter(onLine) };
  return {
    write(chunk, from) {
      tail = (tail + streams[from].write(chunk)).slice(-TAIL);
    },
    end() {
      streams.stdout.end();
      streams.stderr.end();
    },
    tail: () => printable(tail).trim(),
  };
}

interface LineSplitter {
  /** Returns the text of the chunk: a character may stand in two chunks. */
  write(chunk: Uint8Array): string;
  end(): void;
}

function lineSplitter(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    write(chunk) {
      const text = decoder.write(Buffer.from(chunk));
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(printable(line));
      if (rest.length > LONGEST) {
        onLine(printable(rest));
        rest = '';
      }
      return text;
    },
    end() {
      const last = rest + decoder.end();
      if (last !== '') onLine(printable(last));
      rest = '';
    },
  };
}

/** The sequences that colour a text, and every other character that a terminal would obey. */
const CONTROLS = /\p{Cc}\[[\d;]*m|[^\P{Cc}\t\n]/gu;

/** Colours are let through, and nothing else that a terminal obeys: what a guest writes is not ours. */
function printable(text: string): string {
  return text.replaceAll(CONTROLS, (found) => (found.startsWith('\u001b[') ? found : ''));
}
