import type { ModuleStep } from '../../address.js';
import type { Scope } from '../configuration.js';
import type { ModuleScope } from './module-scope.js';
import { pathOfModule } from './path.js';
import { moduleAt } from './tree.js';

/** The scope of one instance of a module; undefined where the configuration does not ask for it, or that is not known. */
export function scopeAt(root: ModuleScope, module: readonly ModuleStep[]): ModuleScope | undefined {
  return module.reduce<ModuleScope | undefined>(
    (scope, { name, key }) => scope?.calls.get(name)?.instances.get(key),
    root,
  );
}

/**
 * What an instance of a module that is not asked for any more, or of which that is not known, can still say to what is left of it:
 * where the module is.
 */
export function scopeLeftAt(root: ModuleScope, module: readonly ModuleStep[]): Scope {
  const folder = moduleAt(root.configuration, module)?.folder;
  if (folder === undefined) return root;
  const path = pathOfModule(root.configuration.folder, folder);
  return {
    module,
    surroundings: root.surroundings,
    lookup: (reference) =>
      reference.to === 'path' && reference.name === 'module' ? path : root.lookup(reference),
    names: (to) => root.names(to),
  };
}

/** The instances of a module; `isKnown` says whether these are all. */
export interface ModuleInstances {
  readonly isKnown: boolean;
  readonly scopes: readonly ModuleScope[];
}

/** Every instance of the module that these calls lead to. */
export function instancesAt(root: ModuleScope, path: readonly string[]): ModuleInstances {
  return path.reduce<ModuleInstances>(
    ({ isKnown, scopes }, name) => {
      const called = scopes.map((scope) => scope.calls.get(name));
      return {
        isKnown: isKnown && called.every((each) => each?.isKnown === true),
        scopes: called.flatMap((each) => [...(each?.instances.values() ?? [])]),
      };
    },
    { isKnown: true, scopes: [root] },
  );
}

/** Every instance of every module, each before those that it calls; the first is the root. */
export function everyInstance(root: ModuleScope): readonly ModuleScope[] {
  if (root.configuration.modules.size === 0) return [root];
  return [
    root,
    ...[...root.configuration.modules.keys()].flatMap((name) =>
      [...(root.calls.get(name)?.instances.values() ?? [])].flatMap(everyInstance),
    ),
  ];
}

/** Evaluates every local of an instance; what is wrong stands in the diagnostics of its scope. */
export function askLocals(scope: ModuleScope): void {
  for (const name of scope.configuration.locals.keys()) scope.lookup({ to: 'local', name });
}
