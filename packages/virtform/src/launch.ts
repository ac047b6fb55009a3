import { readFileSync } from 'node:fs';
import path from 'node:path';
import type * as bundle from './bin.js';
import { cacheFolder } from './cache-folder.js';
import { loadCompiled } from './load-compiled.js';
import { expectToEndSoon } from './short-lived.js';

/** Starts the command out of a bundle (`bin.ts`, `quick.ts`), which is built beside this file. */
export function launch(): void {
  const folder = cacheFolder(process.env);
  const code = readFileSync(path.join(__dirname, 'digest'), 'utf8');
  const compiled =
    folder === undefined ? undefined : path.join(folder, `code-${code}-${process.version}-${process.arch}`);
  const words = process.argv.slice(2);
  const [use = 'help'] = words.filter((word) => /^[a-z][a-z-]*$/.test(word));
  const isQuick = needsNoCommand(words);
  if (!isQuick) expectToEndSoon();
  const file = path.join(__dirname, isQuick ? 'quick.js' : 'bin.js');
  // What the build makes of that module.
  const { start } = loadCompiled(file, compiled, use) as typeof bundle;
  start(folder === undefined ? undefined : { folder, code });
}

/** Whether all is said without a command that does anything: help, and the version, which is not in the bundle either and is small. */
export function needsNoCommand([first = 'help', ...rest]: readonly string[]): boolean {
  return ['help', 'version'].includes(first) || (rest.length === 0 && /^--?(version|v|help|h)$/.test(first));
}
