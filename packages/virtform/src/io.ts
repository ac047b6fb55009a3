import type { MemoryPlace } from '@virtform/engine';

/** Where a command writes, reads and looks: the process's own, or a test's. */
export interface Io {
  readonly out: Output;
  readonly error: Output;
  /** Absolute. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where plans keep what makes the next one faster. */
  readonly memory?: MemoryPlace | undefined;
  /** Asks and waits for one line; undefined where nobody can answer. */
  ask(question: string): Promise<string | undefined>;
  /** All of the standard input, as text. */
  input(): Promise<string>;
  /** Calls back at each Ctrl-C (and SIGTERM) until the returned function is called. */
  onInterrupt(handler: () => void): () => void;
}

export interface Output {
  write(text: string): void;
  /** Whether a person looks at it, so that colour and cursor movement make sense. */
  readonly isTerminal: boolean;
  /** Characters in a line; undefined where nobody knows. */
  readonly columns: number | undefined;
}

/** The process's own streams, signals and environment. */
export function processIo(): Io {
  return {
    out: streamOutput(process.stdout),
    error: streamOutput(process.stderr),
    folder: process.cwd(),
    environment: process.env,
    ask: askOnTerminal,
    async input() {
      const { text } = await import('node:stream/consumers');
      return text(process.stdin);
    },
    onInterrupt(handler) {
      process.on('SIGINT', handler);
      process.on('SIGTERM', handler);
      return () => {
        process.off('SIGINT', handler);
        process.off('SIGTERM', handler);
      };
    },
  };
}

function streamOutput(stream: NodeJS.WriteStream): Output {
  // A reader that leaves early (`| head`) must not end an apply half-way: what it does not want to read is dropped.
  let left = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    left = true;
  });
  return {
    write: (text) => {
      if (!left) stream.write(text);
    },
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}

async function askOnTerminal(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D at the prompt are an answer too: no.
  const closed = new Promise<undefined>((resolve) => terminal.once('close', () => resolve(undefined)));
  try {
    return await Promise.race([terminal.question(question), closed]);
  } finally {
    terminal.close();
  }
}
