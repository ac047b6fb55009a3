import { resolve } from 'node:path';
import { DiagnosticsError, hasErrors, isObject, isWhollyKnown, suggest, unmarkDeep } from '@virtform/values';
import type { Diagnostic, SourcePosition, Value } from '@virtform/values';
import { evaluate } from './config/index.js';
import type { BackendBlock, Scope } from './config/index.js';
import { realHttp } from './effects/http.js';
import type { UnitOptions } from './engine.js';
import { httpBackend, localBackend, readHttpConfig } from './state/index.js';
import type { Backend, StateFiles } from './state/index.js';

type Settings = Readonly<Record<string, Value>>;
type Surroundings = Pick<UnitOptions, 'folder' | 'effects' | 'environment' | 'stateFiles'>;

/** Each backend by the label of its block. */
const BACKENDS: Readonly<Record<string, (settings: Settings, surroundings: Surroundings) => Backend>> = {
  local: (settings, { folder, effects, stateFiles }) =>
    localBackend({
      ...(stateFiles === undefined ? {} : { stateFiles }),
      path: resolve(folder, textOf(settings.path) ?? 'terraform.tfstate'),
      workspaceFolder: resolve(folder, textOf(settings.workspace_dir) ?? 'terraform.tfstate.d'),
      files: effects.files,
    }),
  http(settings, { effects, environment }) {
    const { backend, trust } = readHttpConfig(settings, environment);
    return httpBackend({ ...backend, send: realHttp(trust), clock: effects.clock });
  },
};

/**
 * Where a unit's states are kept: what its backend block says, else a file in its folder.
 *
 * @throws DiagnosticsError, StateError where the block cannot be used
 */
export function chooseBackend(
  block: BackendBlock | undefined,
  scope: Scope,
  surroundings: Surroundings,
): Backend {
  const type = block?.type ?? 'local';
  const { stateFiles } = surroundings;
  if (stateFiles !== undefined && type !== 'local') {
    if (stateFiles.instead === true && stateFiles.state !== undefined)
      return chooseBackend(undefined, scope, surroundings);
    throw new DiagnosticsError([filesElsewhere(type, stateFiles)]);
  }
  return makeBackend(type, block === undefined ? {} : settingsOf(block, scope), surroundings, block?.source);
}

/**
 * The backend of a name, with the settings of its block.
 *
 * @throws DiagnosticsError, StateError where there is none of that name, or where the settings mean nothing to it
 */
export function makeBackend(
  type: string,
  settings: Settings,
  surroundings: Surroundings,
  source?: SourcePosition,
): Backend {
  const make = new Map(Object.entries(BACKENDS)).get(type);
  if (make !== undefined) return make(settings, surroundings);
  const known = Object.keys(BACKENDS);
  const meant = suggest(type, known);
  throw new DiagnosticsError([
    {
      severity: 'error',
      summary: `There is no backend "${type}"`,
      action: meant === undefined ? `There are: ${known.join(', ')}.` : `Did you mean "${meant}"?`,
      ...(source === undefined ? {} : { source }),
    },
  ]);
}

function filesElsewhere(type: string, { state, out }: StateFiles): Diagnostic {
  const option = state !== undefined ? '-state' : out !== undefined ? '-state-out' : '-backup';
  return {
    severity: 'error',
    summary: `${option} names a file, and the backend "${type}" keeps the state elsewhere`,
    action: `Leave ${option} out, or keep the state in a file: take the backend block out.`,
  };
}

function settingsOf(block: BackendBlock, scope: Scope): Settings {
  const { value, diagnostics } = evaluate(block.config, scope);
  if (hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics);
  const bare = unmarkDeep(value).value;
  return isObject(bare) && isWhollyKnown(bare) ? bare : {};
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
