import type { Diagnostic, Value } from '@virtform/values';
import type { InstanceKey, ModuleStep } from '../../address.js';
import type { Configuration, FileReader, Scope } from '../configuration.js';
import type { Judgement } from '../language/conditions.js';
import type { ModuleReference } from '../language/references.js';

/** What scopes are made from. */
export interface ScopeOptions {
  readonly configuration: Configuration;
  /** As `readVariables` gives them. */
  readonly variables: ReadonlyMap<string, Value>;
  /**
   * The value of a declared resource by its address from the root on, with the keys of the modules around it: an object with every
   * attribute of its schema, unset ones null; with `count` a list of them, with `for_each` an object. undefined: not evaluated yet, so
   * known after apply.
   */
  readonly resource: (address: string) => Value | undefined;
  readonly files: FileReader;
  readonly started: Date;
  readonly phase: 'plan' | 'apply';
  /** `terraform.workspace`; `default` where none is given. */
  readonly workspace?: string;
  /** Each repeated module is looked at once, as whichever instance of it there will be. */
  readonly anyInstance?: true;
}

/**
 * The scope of one instance of a module. Locals, inputs, outputs and the instances of modules are evaluated once, when they are
 * first asked for: after the resources that they refer to.
 */
export interface ModuleScope extends Scope {
  readonly configuration: Configuration;
  /** What was wrong so far, in the whole tree, in what is evaluated that way; the values are unknown. */
  readonly diagnostics: readonly Diagnostic[];
  readonly calls: Calls;
  readonly outputs: ModuleOutputs;
  /** It stands for whichever instance there will be. */
  readonly anyInstance: boolean;
}

/** What makes one instance of a module: whom its names are asked for, and where it stands. */
export interface ModuleInstance {
  readonly configuration: Configuration;
  readonly module: readonly ModuleStep[];
  readonly anyInstance: boolean;
  /** The value of a declared variable. */
  readonly variable: (name: string) => Value | undefined;
}

/** What all instances of all modules have in common. */
export interface ModuleWorld extends Omit<ScopeOptions, 'configuration' | 'variables'> {
  readonly root: Configuration;
  readonly report: (diagnostics: readonly Diagnostic[]) => void;
  readonly diagnostics: readonly Diagnostic[];
  /** Makes the scope of an instance: handed on, so that calls need not import it. */
  readonly scopeOf: (instance: ModuleInstance) => ModuleScope;
}

/** What a module call comes to. */
export interface CalledModule {
  /** false: how many there are is not known, which was reported. */
  readonly isKnown: boolean;
  readonly instances: ReadonlyMap<InstanceKey | undefined, ModuleScope>;
}

/** The modules that one instance of a module calls. */
export interface Calls {
  /** What a call comes to; undefined where there is none of that name, or its module could not be read. */
  get(name: string): CalledModule | undefined;
  /** What a reference to a module means; undefined where no instance answers for it. */
  value(reference: ModuleReference): Value | undefined;
}

/** An output as those who call its module see it. */
export interface ModuleOutput {
  /** With its marks; unknown where something is wrong. */
  readonly value: Value;
  readonly judgements: readonly Judgement[];
}

/** The outputs of one instance of a module, each evaluated when it is first asked for. */
export interface ModuleOutputs {
  /** undefined where there is none of that name. */
  get(name: string): ModuleOutput | undefined;
  /** Those that were asked for so far. */
  readonly asked: ReadonlyMap<string, ModuleOutput>;
}
