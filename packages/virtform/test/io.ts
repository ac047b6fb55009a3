import type { Io } from '../src/io.js';

/** An Io that keeps what is written, and answers as told. */
export interface TestIo extends Io {
  readonly written: { out: string; error: string };
}

export function testIo(
  folder: string,
  answer?: string,
  environment: Readonly<Record<string, string>> = {},
): TestIo {
  const written = { out: '', error: '' };
  const output = (stream: 'out' | 'error'): Io['out'] => ({
    write: (text) => {
      written[stream] += text;
    },
    isTerminal: false,
    columns: undefined,
  });
  return {
    written,
    out: output('out'),
    error: output('error'),
    folder,
    environment,
    input: () => Promise.resolve(answer ?? ''),
    converse: () => Promise.resolve(undefined),
    ask: () => Promise.resolve(answer),
    onInterrupt: () => () => undefined,
  };
}
