import { dirname, join } from 'node:path';
import type { Content, FileEffects, FileLock } from '../effects.js';
import type { Gate } from './gate.js';
import type { SimulatedRandom } from './random.js';

/** Files that live in memory and behave like a disk when the process is killed: what was being written may be torn. */
export interface SimulatedDisk {
  /** The files, as one life of a process sees them: each operation passes its gate. */
  effects(gate: Gate): FileEffects;
  /** What the death of the process leaves: locks are gone, a write under way is old, new, or a part of the new. */
  crash(): void;
  put(path: string, content: string | Uint8Array): void;
  get(path: string): Buffer | undefined;
  paths(): readonly string[];
}

interface StoredFile {
  readonly content: Buffer;
  readonly mode: number;
  readonly modifiedMs: number;
}

const CHUNK = 64 * 1024;

export function createDisk(random: SimulatedRandom, now: () => number): SimulatedDisk {
  const stored = new Map<string, StoredFile>();
  const folders = new Set<string>(['/']);
  const locks = new Set<string>();
  const writing = new Map<string, Buffer>();

  const addFolder = (folder: string): void => {
    for (let path = folder; !folders.has(path); path = dirname(path)) folders.add(path);
  };
  const put = (path: string, content: Uint8Array, mode: number): void => {
    addFolder(dirname(path));
    const { mode: kept } = stored.get(path) ?? { mode };
    stored.set(path, { content: Buffer.from(content), mode: kept, modifiedMs: now() });
  };

  const effects = (gate: Gate): FileEffects => {
    const step = async <T>(name: string, act: () => T): Promise<T> => {
      await gate.pass(name);
      const result = act();
      await gate.pass(`${name} done`);
      return result;
    };
    const overwrite = async (path: string, given: Content, mode: number): Promise<void> => {
      const content = given instanceof Uint8Array ? Buffer.from(given) : Buffer.concat(given);
      await gate.pass(`write ${path}`);
      writing.set(path, content);
      await gate.pass(`sync ${path}`);
      writing.delete(path);
      put(path, content, mode);
      await gate.pass(`write ${path} done`);
    };
    const read = (path: string): Buffer | undefined => {
      const file = stored.get(path);
      return file === undefined ? undefined : Buffer.from(file.content);
    };
    return {
      stat: (path) =>
        step(`stat ${path}`, () => {
          const file = stored.get(path);
          if (file !== undefined) {
            return { size: file.content.length, modifiedMs: file.modifiedMs, isDirectory: false };
          }
          return folders.has(path) ? { size: 0, modifiedMs: 0, isDirectory: true } : undefined;
        }),
      read: (path) => step(`read ${path}`, () => read(path)),
      async *stream(path, offset = 0) {
        const content = await step(`open ${path}`, () => read(path));
        if (content === undefined) throw noSuchFile(path);
        for (let at = offset; at < content.length; at += CHUNK) {
          await gate.pass(`read ${path} at ${at}`);
          yield content.subarray(at, Math.min(at + CHUNK, content.length));
        }
      },
      list: (folder) =>
        step(`list ${folder}`, () => {
          if (!folders.has(folder)) throw noSuchFile(folder);
          return [...stored.keys(), ...folders]
            .filter((path) => path !== folder && dirname(path) === folder)
            .map((path) => path.slice(join(folder, '/').length))
            .sort();
        }),
      makeFolder: (folder) => step(`mkdir ${folder}`, () => addFolder(folder)),
      remove: (path) => step(`remove ${path}`, () => void stored.delete(path)),
      removeFolder: (folder) =>
        step(`remove ${folder}`, () => {
          const isInside = (path: string): boolean => path === folder || path.startsWith(`${folder}/`);
          for (const path of [...stored.keys()].filter(isInside)) stored.delete(path);
          for (const path of [...folders].filter(isInside)) folders.delete(path);
        }),
      overwrite,
      lock: (path, mode) =>
        step(`lock ${path}`, (): FileLock | undefined => {
          if (locks.has(path)) return undefined;
          locks.add(path);
          if (!stored.has(path)) put(path, Buffer.alloc(0), mode);
          return {
            requireInPlace: () => gate.pass(`stat ${path}`),
            read: () => step(`read ${path}`, () => read(path) ?? Buffer.alloc(0)),
            overwrite: (content) => overwrite(path, content, mode),
            release: () => step(`unlock ${path}`, () => void locks.delete(path)),
          };
        }),
    };
  };

  return {
    effects,
    crash() {
      locks.clear();
      for (const [path, content] of writing) {
        const outcome = random.below(3);
        if (outcome === 1) put(path, content, 0o600);
        const torn = random.below(content.length + 1);
        const before = stored.get(path)?.content ?? Buffer.alloc(0);
        if (outcome === 2)
          put(path, Buffer.concat([content.subarray(0, torn), before.subarray(torn)]), 0o600);
      }
      writing.clear();
    },
    put: (path, content) => put(path, Buffer.from(content), 0o644),
    get: (path) => stored.get(path)?.content,
    paths: () => [...stored.keys()].sort(),
  };
}

function noSuchFile(path: string): Error {
  return Object.assign(new Error(`ENOENT: no such file or directory, '${path}'`), { code: 'ENOENT' });
}
