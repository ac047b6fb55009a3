import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../scripts/hypervisor.js';
import type { Measurement } from './measurement.js';

/** Something that is measured against what people use today. */
export interface Figure {
  /** By which it is asked for: `npm run bench -- NAME`. */
  readonly name: string;
  /** What is compared, in a line. */
  readonly title: string;
  /** How often each contender runs, where nothing else is asked for. */
  readonly rounds: number;
  measure(bench: Bench): Promise<readonly Measurement[]>;
}

/** What a figure runs on. */
export interface Bench {
  readonly hypervisor: Hypervisor;
  readonly rounds: number;
  /** A new folder, gone with the hypervisor. */
  readonly folder: (name: string) => string;
}

const ROOT = path.resolve(__dirname, '..');
/** Debian's, for which python3-libvirt is built; another one may come first in PATH. */
export const PYTHON = '/usr/bin/python3';

type Command = readonly [string, ...string[]];

/** The command of the product, as it is installed. */
export function virtform(...words: readonly string[]): Command {
  return [process.execPath, path.join(ROOT, 'packages', 'virtform', 'bin', 'virtform.js'), ...words];
}

/** A program of the bench, by its file. */
export function benchProgram(file: string, ...words: readonly (string | number)[]): Command {
  const interpreter = file.endsWith('.py') ? PYTHON : process.execPath;
  return [interpreter, path.join(__dirname, file), ...words.map(String)];
}

/** Opens a bench on a hypervisor. */
export function openBench(hypervisor: Hypervisor, rounds: number): Bench {
  return {
    hypervisor,
    rounds,
    folder(name) {
      const folder = path.join(hypervisor.scratch, name);
      mkdirSync(folder);
      return folder;
    },
  };
}
