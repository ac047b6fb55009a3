import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAMILIES } from './families';
import { keyOf, type Question } from './question';

/**
 * The questions of a table. One a line; one of several lines stands between `<<<` and `>>>`. Lines with `#` are comments; `@ TYPE`
 * says of which type the variable is that the values below are given to.
 */
function readTable(name: string): readonly Question[] {
  const found: Question[] = [];
  let open: string[] | undefined;
  let variable: { readonly variable: string } | undefined;
  for (const line of readFileSync(join(__dirname, `${name}.hcl`), 'utf8').split('\n')) {
    if (line === '<<<') open = [];
    else if (line === '>>>') {
      found.push({ expression: (open ?? []).join('\n'), ...variable });
      open = undefined;
    } else if (open !== undefined) open.push(line);
    else if (line.startsWith('@ ')) variable = { variable: line.slice(2) };
    else if (line.trim() !== '' && !line.startsWith('#')) found.push({ expression: line, ...variable });
  }
  return found;
}

const TABLES = readdirSync(__dirname)
  .filter((name) => name.endsWith('.hcl'))
  .map((name) => name.replace(/\.hcl$/, ''));

/** Every subject: those written by hand as tables, and those that are generated. */
export const SUBJECTS: readonly string[] = [...TABLES, ...Object.keys(FAMILIES)].sort();

/** What is asked about a subject; nothing twice. */
export function questionsOf(subject: string): readonly Question[] {
  const questions = FAMILIES[subject] ?? readTable(subject);
  return [...new Map(questions.map((question) => [keyOf(question), question])).values()];
}

/** The file with the answers. */
export function answersOf(subject: string): string {
  return join(__dirname, 'recorded', `${subject}.jsonl`);
}
