import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProcessIdentity } from './processes.js';
import type { Uplink } from './uplink.js';

/** What is written down about a private hypervisor, so that a later process finds it, or what is left of it. */
export interface HypervisorRecord {
  /** The first process in its namespaces; everything else there ends with it. */
  readonly init: ProcessIdentity;
  /** The folder that holds its sockets, by a path that is short enough for a socket address. */
  readonly sockets: string;
  readonly uplink?: Uplink;
}

/** The name of the file in the hypervisor's folder. */
export const RECORD = 'hypervisor.json';

/** Reads the record; undefined where there is none. */
export function readRecord(folder: string): HypervisorRecord | undefined {
  const file = path.join(folder, RECORD);
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as HypervisorRecord;
}

/** Writes the record at once or not at all. */
export function writeRecord(folder: string, record: HypervisorRecord): void {
  const draft = path.join(folder, 'run', RECORD);
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(draft, path.join(folder, RECORD));
}
