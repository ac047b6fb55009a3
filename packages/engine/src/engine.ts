import type { Console } from './console.js';
import type { ResourceGraph } from './resource-graph.js';
import type { Diagnostic } from '@virtform/values';
import type { ApplyListener, ApplyResult, ApplySignals } from './apply/events.js';
import type { FileReader, VariableOption } from './config/index.js';
import type { Effects } from './effects/effects.js';
import type { Attributes } from './kinds/kind.js';
import type { Provider } from './kinds/provider.js';
import type { Plan, PlanOptions } from './plan/plan.js';
import type { ReadEvent } from './plan/read-events.js';
import type { StateFiles } from './state/local.js';
import type { MemoryPlace } from './settled-memory.js';
import type { State } from './state/state.js';
import type { StateAccess, StateStore } from './state/store.js';

/** What a unit is opened with. */
export interface UnitOptions {
  /** Absolute: where the `*.tf` and `*.tf.json` are. */
  readonly folder: string;
  readonly effects: Effects;
  /** Absolute: where files that belong to resources are kept; `.virtform` in the unit's folder where none is given. */
  readonly dataFolder?: string;
  /** Where `TF_VAR_…` and `LIBVIRT_DEFAULT_URI` are looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How expressions read files (`file()`, `templatefile()`); those of this machine where nothing is given. */
  readonly expressionFiles?: FileReader;
  /** Whose kinds there are; `libvirt` and Terraform's own where none are given. */
  readonly providers?: readonly Provider<unknown>[];
  /** `-var` and `-var-file`, in the order of the command line. */
  readonly variables?: readonly VariableOption[];
  /** A saved plan that is to be applied: variables have the values that it was made with, whatever is said now. */
  readonly planned?: Plan;
  /** Where plans keep what they found settled, to be faster the next time; nowhere where none is given. */
  readonly memory?: MemoryPlace;
  /** `default` where none is given. */
  readonly workspace?: string;
  /** Which files the command line names for the state, instead of those of the local backend. */
  readonly stateFiles?: StateFiles;
  /** The version of the tool, as lock infos tell it to others. */
  readonly version: string;
}

/** How a run takes the lock of the state. */
export interface RunOptions extends Omit<StateAccess, 'operation'> {
  readonly operation: 'plan' | 'apply' | 'destroy' | 'refresh' | 'import';
}

export interface ApplyOptions extends ApplySignals {
  readonly onEvent?: ApplyListener;
  /**
   * It follows its plan without anybody having been asked: what the plan read of the hosts a moment ago is not read again as a whole. Each
   * object is looked up all the same before something is done to it.
   */
  readonly atOnce?: boolean;
}

/**
 * One folder of configuration with its state: what a command works on.
 *
 * Nothing is read before it is asked for; what was read is kept for the life of the unit.
 */
export interface Unit {
  readonly folder: string;
  /** Everything that can be known wrong without a host: syntax, references, types, unknown keys. */
  validate(): Promise<readonly Diagnostic[]>;
  /**
   * The state as it is stored now, without a lock; undefined where there is none yet.
   *
   * @throws StateError where it cannot be read
   */
  state(): Promise<State | undefined>;
  /**
   * What commands do with states beside plan and apply.
   *
   * @param workspace another than the one that the unit was opened with
   * @throws DiagnosticsError, StateError where the backend cannot be used
   */
  states(workspace?: string): Promise<StateStore>;
  /**
   * What expressions of this configuration come to, with the resources that the state has.
   *
   * @param plan with the resources that there will be once it is applied, instead
   * @throws DiagnosticsError, StateError where the configuration or the state cannot be used
   */
  console(plan?: Plan): Promise<Console>;
  /**
   * What depends on what.
   *
   * @throws DiagnosticsError, StateError where the configuration or the state cannot be used
   */
  graph(): Promise<ResourceGraph>;
  /** The objects of one type that the state holds, with their hosts: where commands that look after guests begin. */
  objects(type: string): Promise<readonly StoredObject[]>;
  /**
   * Takes the lock of the state; plan and apply belong to the run that holds it, until `end`.
   *
   * @throws StateError `locked`, DiagnosticsError where the configuration cannot be used
   */
  begin(options: RunOptions): Promise<Run>;
}

/** An object that the state holds. */
export interface StoredObject {
  readonly address: string;
  /** The libvirt URI of its host. */
  readonly host: string;
  readonly attributes: Attributes;
  /** Texts that must not be shown: what the program marked, what the schema calls a secret, a password in the URI. */
  readonly secrets: readonly string[];
}

/** An object that was taken over. */
export interface ImportedObject {
  readonly address: string;
  readonly type: string;
  readonly attributes: Attributes;
}

/** A lock that is held, and what can be done under it. */
export interface Run {
  /**
   * Reads the hosts and compares; changes nothing. What is wrong stands in the plan's diagnostics; a plan with errors
   * cannot be applied.
   *
   * @param options what is not given is the default: everything, nothing excluded, parallelism 10
   * @param onRead is told of each data source that is read on the way; must not throw
   */
  plan(options?: Partial<PlanOptions>, onRead?: (event: ReadEvent) => void): Promise<Plan>;
  /**
   * Carries a plan out.
   *
   * @throws DiagnosticsError where it cannot begin: the plan has errors, is stale, or is of another state. What fails on the way
   * stands in the result.
   */
  apply(plan: Plan, options?: ApplyOptions): Promise<ApplyResult>;
  /**
   * Takes an object that is there into the state, as it is; nothing of it is changed. Gives the instance that it is from now on.
   *
   * @param id a UUID or a name, of a volume `pool/name` or its path
   * @throws DiagnosticsError where the address is not configured or taken, or where the object is not there or belongs to another
   * state
   */
  import(address: string, id: string): Promise<ImportedObject>;
  /** Saves what is to be saved and gives the lock back. */
  end(): Promise<void>;
}
