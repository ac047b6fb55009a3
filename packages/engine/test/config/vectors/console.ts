import { spawn } from 'node:child_process';
import { type Json, printType } from '@virtform/values';
import { SyntaxProblem } from '../../../src/config/language/lexer';
import { parseType } from '../../../src/config/language/type-expression';

/** What a terminal is told beside text: to go back, and to forget the rest of a line. */
// eslint-disable-next-line no-control-regex -- these are what a terminal is told
const DRAWN = /^[^\n]*\x08|\x1b\[[0-9;]*[A-Za-z]|\r/gm;

/** A prompt with nothing behind it. */
// eslint-disable-next-line no-control-regex -- as above
const READY = /\x1b\[J> +[\x08\r]*(?:\x1b\[[0-9;]*[A-Za-z])*$/;

/**
 * The types of local values `v0`, `v1`, …, as the console tells them. From a pipe it would answer the last line alone, so that it
 * is given a terminal (`script` of util-linux), and each question when it asks for one.
 *
 * @param indexes those that are asked
 */
export async function askTypes(
  folder: string,
  env: NodeJS.ProcessEnv,
  indexes: readonly number[],
): Promise<ReadonlyMap<number, Json>> {
  const command = 'stty raw -echo; terraform console -plan -no-color';
  const console = spawn('script', ['-qec', command, '/dev/null'], { cwd: folder, env });
  const found = new Map<number, Json>();
  const waiting = [...indexes];
  let asked: number | undefined;
  let heard = '';
  console.stdout.setEncoding('utf8').on('data', (part: string) => {
    heard += part;
    if (!READY.test(heard)) return;
    if (asked !== undefined) found.set(asked, readAnswer(heard));
    heard = '';
    asked = waiting.shift();
    console.stdin.write(asked === undefined ? 'exit\n' : `type(local.v${asked})\n`);
  });
  await new Promise((resolve) => console.on('close', resolve));
  const silent = indexes.filter((index) => !found.has(index));
  if (silent.length > 0) throw new Error(`The console says nothing of the types of ${silent.join(', ')}.`);
  return found;
}

/** What stands between the question, which the terminal repeats, and the next prompt. */
function readAnswer(heard: string): Json {
  const lines = heard.replace(DRAWN, '').split('\n');
  const told = lines.filter((line) => !line.startsWith('> '));
  return readType(told.join('\n'));
}

/** null where names of attributes are no names of the language: the console does not quote them. */
function readType(text: string): Json {
  try {
    return printType(parseType(text.replace(/\bdynamic\b/g, 'any'), () => null));
  } catch (error) {
    if (error instanceof SyntaxProblem) return null;
    throw error;
  }
}
