import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Program } from './program.js';

/** A program that is talked to, line by line. It ends with its input. */
export interface Dialogue {
  readonly pid: number | undefined;
  /** Sends an empty line, which means: go on. */
  prompt(): void;
  /** @throws Error with what the program said, where it has ended */
  nextLine(): Promise<string>;
  end(): Promise<void>;
}

/** Starts a program to talk to. */
export function startDialogue({ name, command, cwd }: Program): Dialogue {
  const [file, ...args] = command;
  const child = spawn(file, args, { cwd, stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  // That it is gone shows in its output.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => (said += error.message)).once('close', () => resolve());
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid,
    prompt: () => {
      child.stdin.write('\n');
    },
    nextLine: async () => {
      const line = await lines.next();
      if (line.done !== true) return line.value;
      await ended;
      throw new Error(`${name} did not do its part.\n${said}`);
    },
    end: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
