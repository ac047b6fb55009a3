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
  /** A conversation line by line, in which what was said can be called up again; undefined where nobody types. */
  converse(): Promise<Conversation | undefined>;
  /** Asks and waits for one line; undefined where nobody can answer. */
  ask(question: string): Promise<string | undefined>;
  /** All of the standard input, as text. */
  input(): Promise<string>;
  /** Calls back at each Ctrl-C (and SIGTERM) until the returned function is called. */
  onInterrupt(handler: () => void): () => void;
}

/** What was being said is not meant: Ctrl-C. */
export const GIVEN_UP = Symbol('given up');

export interface Conversation {
  /**
   * undefined: the other side has left, by Ctrl-D, or by Ctrl-C where there was nothing to give up.
   *
   * @param begun earlier lines wait for this one, and may be given up with it
   */
  ask(prompt: string, begun?: boolean): Promise<string | typeof GIVEN_UP | undefined>;
  close(): void;
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
  const { stdout, stderr } = process;
  const together = gathered(stdout);
  return {
    out: streamOutput(stdout, together.gather),
    // Both may lead to the same terminal or file.
    error: streamOutput(stderr, together.pass),
    folder: process.cwd(),
    environment: process.env,
    converse,
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

/**
 * What is written in one go goes out in one go: an apply has hundreds of lines to say in a second, and each would cost as much as several
 * calls to libvirt.
 */
function gathered(stream: NodeJS.WriteStream): { readonly gather: () => void; readonly pass: () => void } {
  let waiting: NodeJS.Immediate | undefined;
  const pass = (): void => {
    if (waiting === undefined) return;
    clearImmediate(waiting);
    waiting = undefined;
    stream.uncork();
  };
  process.once('exit', pass);
  return {
    gather() {
      if (waiting !== undefined) return;
      stream.cork();
      waiting = setImmediate(pass);
    },
    pass,
  };
}

/** @param before is called before something is written */
function streamOutput(stream: NodeJS.WriteStream, before: () => void): Output {
  // A reader that leaves early (`| head`) must not end an apply half-way: what it does not want to read is dropped.
  let left = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    left = true;
  });
  return {
    write: (text) => {
      if (left) return;
      before();
      stream.write(text);
    },
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}

async function converse(): Promise<Conversation | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  let hasLeft = false;
  const left = new Promise<undefined>((resolve) =>
    terminal.once('close', () => {
      hasLeft = true;
      resolve(undefined);
    }),
  );
  return {
    async ask(prompt, begun = false) {
      // Whoever left cannot be asked any more.
      if (hasLeft) return undefined;
      const interrupted = new AbortController();
      const interrupt = (): void => {
        if (terminal.line === '' && !begun) terminal.close();
        else interrupted.abort();
      };
      terminal.once('SIGINT', interrupt);
      try {
        return await Promise.race([terminal.question(prompt, { signal: interrupted.signal }), left]);
      } catch (error) {
        if (interrupted.signal.aborted) return GIVEN_UP;
        throw error;
      } finally {
        terminal.off('SIGINT', interrupt);
      }
    },
    close: () => terminal.close(),
  };
}

async function askOnTerminal(question: string): Promise<string | undefined> {
  const conversation = await converse();
  try {
    // To leave is an answer too: no.
    const answer = await conversation?.ask(question);
    return answer === GIVEN_UP ? undefined : answer;
  } finally {
    conversation?.close();
  }
}
