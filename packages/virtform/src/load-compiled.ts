import { isAscii } from 'node:buffer';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';

/**
 * Loads a CommonJS file with the code that V8 compiled for it in an earlier process: half of what it costs to load, and most of what it
 * costs to call a function for the first time. From version 22 on Node can do that by itself (`module.enableCompileCache`).
 *
 * V8 refuses code of another version, of other flags, or of a text of another length; all else that could differ stands in the names
 * of folder and file.
 *
 * @param folder where compiled code is kept; undefined: nowhere
 * @param use what the process is for: each use compiles other functions
 * @returns what the file exports
 */
export function loadCompiled(file: string, folder: string | undefined, use: string): unknown {
  const content = readFileSync(file);
  const text = content.toString(isAscii(content) ? 'latin1' : 'utf8');
  const kept = folder === undefined ? undefined : path.join(folder, `${nameOf(file)}-${use}`);
  const cachedData = kept === undefined ? undefined : read(kept);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (kept !== undefined && (cachedData === undefined || script.cachedDataRejected === true)) {
    // At the end all is compiled that was called.
    process.once('exit', () => keep(kept, script));
  }
  const module: { readonly exports: unknown } = { exports: {} };
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') throw new TypeError(`${file} is no module`);
  Reflect.apply(run, module.exports, [module.exports, createRequire(file), module, file, path.dirname(file)]);
  return module.exports;
}

/** A file that somebody edited is not the one that was compiled. */
function nameOf(file: string): string {
  const { mtimeMs, size } = statSync(file);
  return `${path.basename(file, '.js')}-${Math.round(mtimeMs)}-${size}`;
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function keep(file: string, script: Script): void {
  const folder = path.dirname(file);
  const draft = `${file}.${process.pid}`;
  try {
    if (!existsSync(folder)) {
      mkdirSync(folder, { mode: 0o700 });
      removeOthers(folder);
    }
    writeFileSync(draft, script.createCachedData(), { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    // A full disk, a home that is read-only: the next process compiles again.
  }
}

/** ms after which the code of another version is taken for gone. */
const FORGOTTEN = 7 * 24 * 3_600_000;

function removeOthers(folder: string): void {
  const around = path.dirname(folder);
  for (const name of readdirSync(around)) {
    const other = path.join(around, name);
    if (name.startsWith('code-') && other !== folder && Date.now() - statSync(other).mtimeMs > FORGOTTEN) {
      rmSync(other, { recursive: true, force: true });
    }
  }
}
