import type { Unit, UnitOptions } from './engine.js';

/** Opens a folder. Nothing is loaded or read before something is asked for. */
export function openUnit(options: UnitOptions): Unit {
  let opening: Promise<Unit> | undefined;
  const open = async (): Promise<Unit> => {
    const { createUnit } = await import('./unit.js');
    return createUnit(options, options.providers ?? (await import('./kinds/index.js')).PROVIDERS);
  };
  const opened = (): Promise<Unit> => (opening ??= open());
  return {
    folder: options.folder,
    validate: async () => (await opened()).validate(),
    state: async () => (await opened()).state(),
    states: async (workspace) => (await opened()).states(workspace),
    console: async (plan) => (await opened()).console(plan),
    graph: async () => (await opened()).graph(),
    objects: async (type) => (await opened()).objects(type),
    begin: async (run) => (await opened()).begin(run),
  };
}
