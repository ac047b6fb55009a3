import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The expressions of a file: one a line; one of several lines stands between `<<<` and `>>>`. Lines with `#` are comments. */
export function expressionsIn(name: string): readonly string[] {
  const found: string[] = [];
  let open: string[] | undefined;
  for (const line of readFileSync(join(__dirname, `${name}.hcl`), 'utf8').split('\n')) {
    if (line === '<<<') open = [];
    else if (line === '>>>') {
      found.push((open ?? []).join('\n'));
      open = undefined;
    } else if (open !== undefined) open.push(line);
    else if (line.trim() !== '' && !line.startsWith('#')) found.push(line);
  }
  return found;
}

/** The names of the files of vectors. */
export function vectorFiles(): readonly string[] {
  return readdirSync(__dirname)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.replace(/\.jsonl$/, ''));
}
