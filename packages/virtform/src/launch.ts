import { readFileSync } from 'node:fs';
import path from 'node:path';
import type * as bundle from './bin.js';
import { cacheFolder } from './cache-folder.js';
import { loadCompiled } from './load-compiled.js';

/** Starts the command out of its bundle (`bin.ts`), which is built beside this file. */
export function launch(): void {
  const folder = cacheFolder(process.env);
  const code = readFileSync(path.join(__dirname, 'digest'), 'utf8');
  const compiled =
    folder === undefined ? undefined : path.join(folder, `code-${code}-${process.version}-${process.arch}`);
  const [use = 'help'] = process.argv.slice(2).filter((word) => /^[a-z][a-z-]*$/.test(word));
  // What the build makes of that module.
  const { start } = loadCompiled(path.join(__dirname, 'bin.js'), compiled, use) as typeof bundle;
  start(folder === undefined ? undefined : { folder, code });
}
