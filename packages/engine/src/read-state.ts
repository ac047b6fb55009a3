import type { FileEffects } from './effects/effects.js';
import type { Provider } from './kinds/provider.js';
import { attributeFormsOf, stateCodec, StateError } from './state/index.js';
import type { StateCodec } from './state/index.js';
import { reasonOf } from './state/errors.js';
import type { State } from './state/state.js';

/** The codec of states that hold what these providers make. */
export function codecFor(providers: readonly Provider<unknown>[]): StateCodec {
  return stateCodec(
    attributeFormsOf(({ mode, type }) =>
      providers
        .map(({ kinds, dataKinds }) => (mode === 'data' ? dataKinds : kinds).get(type)?.schema)
        .find((schema) => schema !== undefined),
    ),
  );
}

/**
 * Reads a state file that belongs to no unit, to show it.
 *
 * @returns undefined where the file is empty or not there
 * @throws StateError `storage`, `format`
 */
export async function readStateFile(files: FileEffects, path: string): Promise<State | undefined> {
  const content = await files.read(path).catch((cause: unknown) => {
    throw new StateError(
      'storage',
      `The state ${path} could not be read: ${reasonOf(cause)}.`,
      'Name a state file.',
      {
        cause,
      },
    );
  });
  if (content === undefined) return undefined;
  const { PROVIDERS } = await import('./kinds/index.js');
  return codecFor(PROVIDERS).read(content, path);
}
