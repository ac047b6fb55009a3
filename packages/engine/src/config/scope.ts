import { type Diagnostic, UNKNOWN, type Value } from '@virtform/values';
import { formatModule, inModule } from '../address.js';
import type { Reference } from './configuration.js';
import { evaluate } from './evaluate.js';
import { createCalls } from './modules/called.js';
import type { ModuleInstance, ModuleScope, ModuleWorld, ScopeOptions } from './modules/module-scope.js';
import { createOutputs } from './modules/outputs.js';
import { pathOfModule } from './modules/path.js';

/** The scope of the root module, from which those of all others come. */
export function createScope({ configuration, variables, ...options }: ScopeOptions): ModuleScope {
  const diagnostics: Diagnostic[] = [];
  const world: ModuleWorld = {
    ...options,
    root: configuration,
    diagnostics,
    report: (found) => void diagnostics.push(...found),
    scopeOf: (instance) => moduleScope(world, instance),
  };
  return moduleScope(world, {
    configuration,
    module: [],
    anyInstance: false,
    variable: (name) => variables.get(name),
  });
}

function moduleScope(world: ModuleWorld, instance: ModuleInstance): ModuleScope {
  const { configuration, module, anyInstance } = instance;
  const { files, started, phase, workspace = 'default' } = world;
  const locals = new Map<string, Value>();
  const local = (name: string): Value | undefined => {
    const known = locals.get(name);
    if (known !== undefined) return known;
    const expression = configuration.locals.get(name);
    if (expression === undefined) return undefined;
    // A local that needs itself is a cycle, reported when the configuration is loaded; here it only has to end.
    locals.set(name, UNKNOWN);
    const evaluated = evaluate(expression, scope, { address: inModule(module, `local.${name}`) });
    world.report(evaluated.diagnostics);
    locals.set(name, evaluated.value);
    return evaluated.value;
  };
  const declared: Readonly<Record<Reference['to'], () => readonly string[]>> = {
    variable: () => [...configuration.variables.keys()],
    local: () => [...configuration.locals.keys()],
    resource: () => [...configuration.resources.keys()],
    path: () => ['module', 'root', 'cwd'],
    terraform: () => ['workspace'],
    module: () => [...configuration.calls.keys()],
    each: () => [],
    count: () => [],
    self: () => [],
  };
  const { folder } = world.root;
  const paths: Readonly<Record<string, string>> = {
    module: pathOfModule(folder, configuration.folder),
    root: '.',
    cwd: folder,
  };
  const prefix = module.length === 0 ? '' : `${formatModule(module)}.`;
  const scope: ModuleScope = {
    configuration,
    module,
    anyInstance,
    surroundings: { folder, files, started, phase },
    diagnostics: world.diagnostics,
    get calls() {
      return calls;
    },
    get outputs() {
      return outputs;
    },
    lookup(reference) {
      switch (reference.to) {
        case 'variable':
          return instance.variable(reference.name);
        case 'local':
          return local(reference.name);
        case 'resource':
          return configuration.resources.has(reference.address)
            ? (world.resource(`${prefix}${reference.address}`) ?? UNKNOWN)
            : undefined;
        case 'module':
          return calls.value(reference);
        case 'path':
          return paths[reference.name];
        case 'terraform':
          return reference.name === 'workspace' ? workspace : undefined;
        case 'each':
        case 'count':
        case 'self':
          return undefined;
      }
    },
    names: (to) => declared[to](),
  };
  const calls = createCalls(world, scope);
  const outputs = createOutputs(world, scope);
  return scope;
}
