import type { Diagnostic, Value } from '@virtform/values';
import type { Configuration, Expansion, FileReader, Scope } from './configuration.js';

export interface ScopeOptions {
  readonly configuration: Configuration;
  /** As `readVariables` gives them. */
  readonly variables: ReadonlyMap<string, Value>;
  /**
   * The value of a declared resource by its address: an object; with `count` a list, with `for_each` an object of such.
   * undefined: not evaluated yet, so known after apply.
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
  throw new Error(`scopes are not there yet ${options.configuration.folder}`);
}

/** The scope of one instance: adds `each`, `count` and, where it is given, `self`. */
export function instanceScope(scope: Scope, expansion: Expansion, self?: Value): Scope {
  throw new Error(
    `instance scopes are not there yet ${JSON.stringify([scope.module, expansion, typeof self])}`,
  );
}
