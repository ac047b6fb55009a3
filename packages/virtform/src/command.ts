import type { Io } from './io.js';
import type { Options, OptionSpec } from './options.js';
import type { Style } from './report/style.js';

/** One command: what help says of it, and where its code is, loaded when it runs. */
export interface CommandSpec {
  /** One word, or two where a family of commands shares the first: `state list`. */
  readonly name: string;
  /** What follows the options: `[STACK…]`. */
  readonly takes: string;
  /** One line. */
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  readonly load: () => Promise<Runner>;
}

/** Runs a command and gives its exit code; throws DiagnosticsError for what a person has to mend. */
export type Runner = (invocation: Invocation) => Promise<number>;

/** What a command is given. */
export interface Invocation {
  readonly io: Io;
  /** The command's name, for messages: `state mv`. */
  readonly command: string;
  /** The folder to work in, absolute, after -chdir. */
  readonly folder: string;
  readonly options: Options;
  /** What stands behind the options. */
  readonly names: readonly string[];
  /** NDJSON instead of text. */
  readonly json: boolean;
  readonly style: Style;
}

/** What exit codes mean. */
export const EXIT = {
  done: 0,
  error: 1,
  /** With -detailed-exitcode: there are changes. */
  changes: 2,
  /** Refused by -max-impact. */
  refused: 3,
  interrupted: 130,
} as const;
