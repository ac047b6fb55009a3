import { isList, isObject, suggest } from '@virtform/values';
import type { Value, ValueObject } from '@virtform/values';
import { makeBackend } from './choose-backend.js';
import type { UnitOptions } from './engine.js';
import { DataError } from './kinds/data-kind.js';
import type { StatePlace, StatesSource } from './kinds/sources.js';
import { stateCodec } from './state/index.js';
import { dynamicValue } from './state/dynamic.js';

/** What the block of the backend `local` may say; the one of `http` is checked where it is read. */
const LOCAL = ['path', 'workspace_dir'];

/** Reads the outputs of other states, without their locks: what was written last is what counts. Relative paths start at the unit's folder. */
export function otherStates(options: Pick<UnitOptions, 'folder' | 'effects' | 'environment'>): StatesSource {
  // Of a state only the outputs are asked for, which tell their types themselves.
  const codec = stateCodec(() => undefined);
  return {
    async outputs(place) {
      checkSettings(place);
      const backend = makeBackend(place.backend, place.settings, options);
      const content = await backend.read(place.workspace);
      const state = content === undefined ? undefined : codec.read(content, backend.place(place.workspace));
      if (state === undefined) return undefined;
      const outputs = [...state.outputs].map(([name, { value, type }]): readonly [string, Value] => [
        name,
        dynamicValue({ value, type }),
      ]);
      return Object.fromEntries(outputs) satisfies ValueObject;
    },
  };
}

function checkSettings({ backend, settings }: StatePlace): void {
  for (const [name, value] of Object.entries(settings)) {
    if (isObject(value) || isList(value)) {
      throw new DataError(`config.${name} is no text.`, `Give ${name} as the backend's block would.`);
    }
    if (backend !== 'local' || LOCAL.includes(name)) continue;
    const near = suggest(name, LOCAL);
    throw new DataError(
      `The backend "local" knows nothing called ${name}.`,
      near === undefined ? `It knows ${LOCAL.join(', ')}.` : `Did you mean ${near}?`,
    );
  }
}
