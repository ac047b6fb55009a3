import { readFileSync } from 'node:fs';
import path from 'node:path';
import { usage } from '../options.js';

/** A state file that the command line names, with where it is. */
export interface StateFile {
  readonly text: string;
  /** For messages. */
  readonly place: string;
}

/** Reads a state file; a relative name starts at the folder that the command works in. */
export function readStateFile(folder: string, name: string): StateFile {
  const place = path.resolve(folder, name);
  try {
    return { text: readFileSync(place, 'utf8'), place };
  } catch (error) {
    throw usage(
      `The state ${place} could not be read: ${error instanceof Error ? error.message : String(error)}`,
      'Name a state file.',
    );
  }
}
