import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { commandLab, type CommandLab, type Ran } from './commands/lab.js';

/** What every planted secret begins with: nothing else in a folder or a terminal does. */
const MARK = 'Hush7';

/** A secret that says where it was planted. */
export const secret = (where: string): string => `${MARK}${where}`;

/** The forms in which a secret may come out again: as it is, and as base64 carries it at each of three offsets. */
const FORMS = [MARK, ...[0, 1, 2].map(base64Core)];

function base64Core(offset: number): string {
  const encoded = Buffer.from(`${' '.repeat(offset)}${MARK}`, 'utf8').toString('base64');
  // What the bytes around it have no part in.
  return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + MARK.length) * 8) / 6));
}

/** The lines in which a secret stands. */
export function leaksIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => FORMS.some((form) => line.includes(form)));
}

/** A folder whose commands are watched: what they print, and what they write. */
export interface WatchedLab extends CommandLab {
  /** Every line with a secret that was printed so far, with the command that printed it. */
  readonly leaks: readonly string[];
  /** Runs a command that prints secrets by Terraform's contract. */
  runTrusted(...words: readonly string[]): Promise<Ran>;
  /** What is wrong with the files beside the program: secrets outside of states and plans, or files that others may read. */
  spills(program: readonly string[]): readonly string[];
}

export function watchedLab(): WatchedLab {
  const lab = commandLab();
  const leaks: string[] = [];
  const watch = async (words: readonly string[], running: Promise<Ran>): Promise<Ran> => {
    const ran = await running;
    for (const line of leaksIn(`${ran.out}\n${ran.error}`))
      leaks.push(`virtform ${words.join(' ')}: ${line}`);
    return ran;
  };
  return {
    ...lab,
    leaks,
    run: (...words) => watch(words, lab.run(...words)),
    runSaying: (said, ...words) => watch(words, lab.runSaying(said, ...words)),
    runTrusted: (...words) => lab.run(...words),
    spills: (program) =>
      readdirSync(lab.folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => !program.includes(name) && statSync(path.join(lab.folder, name)).isFile())
        .flatMap((name) => spillsOf(name, path.join(lab.folder, name))),
  };
}

const HOLDS_STATE = /(^|\/)(terraform\.tfstate.*|errored\.tfstate|[^/]*\.plan)$/;

function spillsOf(name: string, file: string): readonly string[] {
  const mode = statSync(file).mode & 0o777;
  if (HOLDS_STATE.test(name)) return mode === 0o600 ? [] : [`${name} has mode ${mode.toString(8)}`];
  return leaksIn(readFileSync(file, 'latin1')).map((line) => `${name}: ${line}`);
}
