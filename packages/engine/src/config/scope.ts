import { Diagnostic, UNKNOWN, Value } from '@virtform/values';
import type { Configuration, Expansion, FileReader, Reference, Scope } from './configuration.js';
import { evaluate } from './evaluate.js';

export interface ScopeOptions {
  readonly configuration: Configuration;
  /** As `readVariables` gives them. */
  readonly variables: ReadonlyMap<string, Value>;
  /**
   * The value of a declared resource by its address: an object with every attribute of its schema, unset ones null; with
   * `count` a list of them, with `for_each` an object. undefined: not evaluated yet, so known after apply.
   */
  readonly resource: (address: string) => Value | undefined;
  readonly files: FileReader;
  readonly started: Date;
  readonly phase: 'plan' | 'apply';
  /** `terraform.workspace`; `default` where none is given. */
  readonly workspace?: string;
}

/** The scope of a module. Each local is evaluated once, when it is first asked for: after the resources that it refers to. */
export interface ModuleScope extends Scope {
  /** What was wrong in locals so far; their values are unknown. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The scope of the root module. */
export function createScope(options: ScopeOptions): ModuleScope {
  const { configuration, variables, files, started, phase, workspace = 'default' } = options;
  const diagnostics: Diagnostic[] = [];
  const locals = new Map<string, Value>();
  const local = (name: string): Value | undefined => {
    const known = locals.get(name);
    if (known !== undefined) return known;
    const expression = configuration.locals.get(name);
    if (expression === undefined) return undefined;
    // A local that needs itself is a cycle, reported when the configuration is loaded; here it only has to end.
    locals.set(name, UNKNOWN);
    const evaluated = evaluate(expression, scope, { address: `local.${name}` });
    diagnostics.push(...evaluated.diagnostics);
    locals.set(name, evaluated.value);
    return evaluated.value;
  };
  const declared: Readonly<Record<Reference['to'], () => readonly string[]>> = {
    variable: () => [...configuration.variables.keys()],
    local: () => [...configuration.locals.keys()],
    resource: () => [...configuration.resources.keys()],
    path: () => ['module', 'root', 'cwd'],
    terraform: () => ['workspace'],
    module: () => [],
    each: () => [],
    count: () => [],
    self: () => [],
  };
  const paths: Readonly<Record<string, string>> = { module: '.', root: '.', cwd: configuration.folder };
  const scope: ModuleScope = {
    module: [],
    surroundings: { folder: configuration.folder, files, started, phase },
    diagnostics,
    lookup(reference) {
      switch (reference.to) {
        case 'variable':
          return variables.get(reference.name);
        case 'local':
          return local(reference.name);
        case 'resource':
          return configuration.resources.has(reference.address)
            ? (options.resource(reference.address) ?? UNKNOWN)
            : undefined;
        case 'path':
          return paths[reference.name];
        case 'terraform':
          return reference.name === 'workspace' ? workspace : undefined;
        case 'module':
        case 'each':
        case 'count':
        case 'self':
          return undefined;
      }
    },
    names: (to) => declared[to](),
  };
  return scope;
}

/** The scope of one instance: adds `each`, `count` and, where it is given, `self`. */
export function instanceScope(scope: Scope, expansion: Expansion, self?: Value): Scope {
  const { key, eachValue } = expansion;
  return {
    module: scope.module,
    surroundings: scope.surroundings,
    lookup(reference) {
      switch (reference.to) {
        case 'each':
          if (typeof key !== 'string') return undefined;
          return reference.name === 'key' ? key : eachValue;
        case 'count':
          return typeof key === 'number' ? key : undefined;
        case 'self':
          return self;
        default:
          return scope.lookup(reference);
      }
    },
    names: (to) => scope.names(to),
  };
}
