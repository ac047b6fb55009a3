import type { Scope } from './configuration.js';
import { NO_FILES } from './files.js';

/** For what may refer to nothing: defaults of variables, and values from the command line. */
export const LITERALS_ONLY: Scope = {
  module: [],
  surroundings: {
    folder: '/',
    files: NO_FILES,
    started: new Date(0),
    phase: 'plan',
  },
  lookup: () => undefined,
  names: () => [],
};
