import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../scripts/hypervisor.js';
import type { Comparison } from './compare.js';

/** One thing that is measured against what people use today. */
export interface Figure {
  /** By which it is asked for: `npm run bench -- NAME`. */
  readonly name: string;
  /** What is compared, in a line. */
  readonly title: string;
  /** How much of the other's time ours may take at most; what is more is marked in the report. */
  readonly limit: number;
  measure(bench: Bench): Promise<Comparison>;
}

/** What a figure runs on. */
export interface Bench {
  readonly hypervisor: Hypervisor;
  readonly rounds: number;
  /** A new folder, gone with the hypervisor. */
  readonly folder: (name: string) => string;
}

export const ROOT = path.resolve(__dirname, '..');
/** The command as it is installed. */
export const VIRTFORM = path.join(ROOT, 'packages', 'virtform', 'bin', 'virtform.js');
/** Debian's, for which python3-libvirt is built; another one may come first in PATH. */
export const PYTHON = '/usr/bin/python3';

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
