import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

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

/**
 * What is wrong with the files in a folder, but for those of the program: secrets outside of states, plans and the files that guests
 * are set up from, and such that others may read.
 */
export function spillsIn(folder: string, program: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !program.includes(name) && statSync(path.join(folder, name)).isFile())
    .flatMap((name) => spillsOf(name, path.join(folder, name)));
}

const HOLDS_SECRETS = /(^|\/)(terraform\.tfstate.*|errored\.tfstate|[^/]*\.plan|\.virtform\/files\/[^/]*)$/;

function spillsOf(name: string, file: string): readonly string[] {
  const mode = statSync(file).mode & 0o777;
  if (HOLDS_SECRETS.test(name)) return mode === 0o600 ? [] : [`${name} has mode ${mode.toString(8)}`];
  return leaksIn(readFileSync(file, 'latin1')).map((line) => `${name}: ${line}`);
}
