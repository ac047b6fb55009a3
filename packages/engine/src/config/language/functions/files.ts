import { homedir } from 'node:os';
import { basename, join, normalize, resolve } from 'node:path';
import type { FileKind, Surroundings } from '../../configuration.js';
import { fromUtf8 } from './encoding.js';
import { asText, FunctionFamily, FunctionProblem, FunctionSpec, parameter } from './function.js';

/** `~` is the home folder; anything else relative starts at the folder of the configuration. */
function resolvePath(path: string, { folder }: Surroundings): string {
  return resolve(folder, expandHome(path));
}

function expandHome(path: string): string {
  if (/^~[^/]/.test(path))
    throw new FunctionProblem('the home folders of other users are not looked up: write the path out', 0);
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}

/** The bytes of a file that has to be there. */
export function readBytes(path: string, surroundings: Surroundings): Buffer {
  const content = told(path, () => surroundings.files.read(resolvePath(path, surroundings)));
  if (content !== undefined) return content;
  throw new FunctionProblem(
    `no file exists at ${JSON.stringify(path)}; this function works only with files that exist before anything is planned, not with those that resources make`,
    0,
  );
}

/** What the system refuses is told as a problem with the path. */
function told<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof FunctionProblem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FunctionProblem(`failed to read ${JSON.stringify(path)}: ${reason}`, 0);
  }
}

function ofPath(run: (path: string, surroundings: Surroundings) => string | boolean): FunctionSpec {
  return {
    parameters: [parameter('path', 'string')],
    returns: 'string',
    run: ([path], surroundings) => run(asText(path), surroundings),
  };
}

/** What stands before the last slash: `a/b` of `a/b/`. */
function folderOf(path: string): string {
  const folder = normalize(path.slice(0, path.lastIndexOf('/') + 1));
  return folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder;
}

const CALLED: Readonly<Record<Exclude<FileKind, 'file'>, string>> = {
  folder: 'a folder',
  device: 'a device',
  pipe: 'a named pipe',
  socket: 'a socket',
};

function fileExists(path: string, surroundings: Surroundings): boolean {
  const kind = told(path, () => surroundings.files.kind(resolvePath(path, surroundings)));
  if (kind !== undefined && kind !== 'file')
    throw new FunctionProblem(`${JSON.stringify(path)} is ${CALLED[kind]}, not a file`, 0);
  return kind === 'file';
}

export const FILES: FunctionFamily = {
  abspath: ofPath((path, { folder }) => resolve(folder, path)),
  basename: ofPath((path) => (path === '' ? '.' : /^\/+$/.test(path) ? '/' : basename(path))),
  dirname: ofPath(folderOf),
  file: ofPath((path, surroundings) => fromUtf8(readBytes(path, surroundings), `the content of ${path}`)),
  filebase64: ofPath((path, surroundings) => readBytes(path, surroundings).toString('base64')),
  fileexists: { ...ofPath(fileExists), returns: 'bool' },
  pathexpand: ofPath(expandHome),
};
