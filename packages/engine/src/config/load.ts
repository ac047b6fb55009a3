import type { Diagnostic } from '@virtform/values';
import type { FileEffects } from '../effects/effects.js';
import type { Configuration } from './configuration.js';

/** A configuration, and what is wrong with it; undefined where nothing could be made of the files. */
export interface LoadedConfiguration {
  readonly configuration: Configuration | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the configuration files of a folder; override files are merged into what they override. */
export async function loadConfiguration(files: FileEffects, folder: string): Promise<LoadedConfiguration> {
  throw new Error(`reading ${folder} is not there yet (${typeof files})`);
}
