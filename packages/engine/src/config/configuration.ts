import type { Diagnostic, SourcePosition, Value } from '@virtform/values';
import type { InstanceKey, ModuleStep, ResourceAddress, Target } from '../address.js';
import type { Body, Condition, Expression } from './language/expression.js';
import type { Reference } from './language/references.js';
import type { Span } from './language/source.js';
import type { ProvisionerType } from './provisioner-arguments.js';

export type { Reference } from './language/references.js';

/**
 * What the files of a folder say, parsed and checked for shape; nothing is evaluated yet. With the modules that it calls it is a
 * tree.
 */
export interface Configuration {
  /** The names of the calls that lead here; empty for the root. */
  readonly path: readonly string[];
  /** Absolute. */
  readonly folder: string;
  /** sha256 over the files' names and contents, hexadecimal: binds a saved plan to them. */
  readonly digest: string;
  readonly backend: BackendBlock | undefined;
  /** What the module asks for in `required_providers`, by the names that it gives them. */
  readonly requiredProviders: RequiredProviders;
  readonly variables: ReadonlyMap<string, VariableBlock>;
  readonly locals: ReadonlyMap<string, Expression>;
  readonly outputs: ReadonlyMap<string, OutputBlock>;
  readonly providers: readonly ProviderBlock[];
  /** Blocks `check`, by name. */
  readonly checks: ReadonlyMap<string, CheckBlock>;
  /** Blocks `module`, by name. */
  readonly calls: ReadonlyMap<string, ModuleCall>;
  /** What they call, by the same names; a call whose module could not be read has none. */
  readonly modules: ReadonlyMap<string, Configuration>;
  /**
   * Managed resources and data sources as this module itself refers to them: `libvirt_domain.web`, `data.libvirt_node_info.here`.
   * The addresses in them begin at the root.
   */
  readonly resources: ReadonlyMap<string, ResourceBlock>;
  readonly moved: readonly MovedBlock[];
  readonly removed: readonly RemovedBlock[];
  readonly imports: readonly ImportBlock[];
}

/** What every block has. */
export interface Block {
  /** The construct's path out of CDK's metadata: `quickstart/web`. */
  readonly construct?: string;
  readonly source?: SourcePosition;
}

export interface BackendBlock extends Block {
  /** `local`, `http`, … */
  readonly type: string;
  readonly config: Expression;
}

export interface VariableBlock extends Block {
  readonly name: string;
  /** Terraform's type expression, as written, and where. */
  readonly type?: string;
  readonly typeAt?: Span;
  readonly default?: Expression;
  readonly sensitive: boolean;
  /** Its value is never stored, and marks whatever comes of it. */
  readonly ephemeral: boolean;
  readonly nullable: boolean;
  readonly description?: string;
  /** What its value has to fulfil. */
  readonly validations: readonly Condition[];
}

/** What a block waits for without referring to it. */
export interface DependsOn {
  /** Addresses as written in `depends_on`. */
  readonly dependsOn: readonly string[];
  /** Where each of them stands. */
  readonly dependsOnAt: readonly Span[];
}

export interface OutputBlock extends Block, DependsOn {
  readonly name: string;
  readonly value: Expression;
  /** What has to hold before its value counts. */
  readonly preconditions: readonly Condition[];
  readonly sensitive: boolean;
  /** Of a module that is called: the value may be one that is never stored. */
  readonly ephemeral: boolean;
  readonly description?: string;
}

/** What has to hold of the whole, without belonging to one object: what does not is told and stops nothing. */
export interface CheckBlock extends Block {
  readonly name: string;
  readonly asserts: readonly Condition[];
  /**
   * A data source that only the assertions can refer to; where it cannot be read, that is no more than a failed assertion. It stands
   * among the resources of the configuration too.
   */
  readonly data?: ResourceBlock;
}

/** `module "lab" { source = "./lab" … }`. */
export interface ModuleCall extends Block, DependsOn {
  readonly name: string;
  /** As written: `./lab`; undefined where it is none that can be used, which was reported. */
  readonly folder: string | undefined;
  /** The values of input variables. */
  readonly inputs: Body;
  readonly count?: Expression;
  readonly forEach?: Expression;
  /** By what the module calls them (`libvirt`, `libvirt.east`): the provider configurations that it is to use. */
  readonly providers: ReadonlyMap<string, ProviderName>;
  /** Where each of them stands. */
  readonly providersAt: ReadonlyMap<string, Span>;
}

/** A provider configuration as a resource names it. */
export interface ProviderName {
  readonly name: string;
  readonly alias?: string;
  /** Of the module that it is configured in, where that is not the root: the names of the calls. */
  readonly module?: readonly string[];
}

/** A provider as a module asks for it. */
export interface RequiredProvider {
  /** What the module calls it. */
  readonly name: string;
  /** `dmacvicar/libvirt`, without the host where the host is the registry's own; undefined where nothing is said. */
  readonly source: string | undefined;
  /** Which versions will do. */
  readonly version: string | undefined;
  /** By what aliases the module has to be handed configurations of it: `configuration_aliases`. */
  readonly aliases: readonly string[];
  readonly span: Span;
}

export type RequiredProviders = ReadonlyMap<string, RequiredProvider>;

export interface ProviderBlock extends Block {
  /** `libvirt`. */
  readonly name: string;
  readonly alias?: string;
  /** The body without meta-arguments. */
  readonly config: Expression;
}

export interface ResourceBlock extends Block, DependsOn {
  readonly address: ResourceAddress;
  /** The name of the check that a data source stands in, for that alone. */
  readonly check?: string;
  /** Where it is configured: what a module was handed is followed up to there. */
  readonly provider: ProviderName;
  /** The body without meta-arguments. */
  readonly body: Expression;
  readonly count?: Expression;
  readonly forEach?: Expression;
  readonly lifecycle: Lifecycle;
  /** In the order in which they run. */
  readonly provisioners: readonly ProvisionerBlock[];
}

/** What is run once an object is made, or before it is destroyed. */
export interface ProvisionerBlock {
  readonly type: ProvisionerType;
  readonly when: 'create' | 'destroy';
  readonly onFailure: 'fail' | 'continue';
  /** The body without meta-arguments. */
  readonly body: Expression;
  /** How to reach the machine: what the resource says, under what the provisioner itself says. */
  readonly connection?: Expression;
  readonly source: SourcePosition;
}

export interface Lifecycle {
  readonly createBeforeDestroy: boolean;
  readonly preventDestroy: boolean;
  /** Attribute paths as written, or all. */
  readonly ignoreChanges: readonly string[] | 'all';
  readonly replaceTriggeredBy: readonly Expression[];
  /** What has to hold before the body counts, for each instance. */
  readonly preconditions: readonly Condition[];
  /** What has to hold of each instance as it is then, which they call `self`. */
  readonly postconditions: readonly Condition[];
}

/** What the state has at one address belongs at another. Both are resources or instances, or both are modules. */
export interface MovedBlock extends Block {
  /** The module that says so, by the names of the calls; what it says is meant in each of its instances. */
  readonly within: readonly string[];
  /** Both begin at the root. */
  readonly from: Target;
  readonly to: Target;
}

/** What the program no longer has, and what is to become of it. */
export interface RemovedBlock extends Block {
  /** A resource or a module, without keys. */
  readonly from: Target;
  /** false: it only leaves the state. */
  readonly destroy: boolean;
  /** What is run before an instance of it is destroyed. */
  readonly provisioners: readonly ProvisionerBlock[];
}

/** Objects that are there already, and what they are to be from now on. */
export interface ImportBlock extends Block {
  /** Without keys. */
  readonly to: ResourceAddress;
  /** The keys of the modules on the way, where they have any. */
  readonly moduleKeys: readonly (Expression | undefined)[];
  /** The key of the instance, where one is given. */
  readonly key?: Expression;
  readonly id: Expression;
  readonly forEach?: Expression;
}

/** One instance of a resource block after `count` and `for_each`. */
export interface Expansion {
  readonly key: InstanceKey | undefined;
  /** What `each.value` says in it. */
  readonly eachValue?: Value;
  /** It stands for whichever there will be: nothing is known of the key. */
  readonly anyKey?: true;
}

/** Answers what expressions refer to. A plan and an apply answer resources differently, everything else alike. */
export interface Scope {
  readonly module: readonly ModuleStep[];
  readonly surroundings: Surroundings;
  /** The value of what is referred to; a resource with `count` is a list, with `for_each` an object, as in Terraform.
   * undefined: there is no such thing; the evaluator reports it, with the nearest name out of `names`. */
  lookup(reference: Reference): Value | undefined;
  /** What could have been meant. */
  names(to: Reference['to']): readonly string[];
}

/** What functions may use beside their arguments. */
export interface Surroundings {
  /** Absolute: what relative paths of `file`, `templatefile`, … start from; the folder of the root module, as in Terraform. */
  readonly folder: string;
  readonly files: FileReader;
  /** When this run began: `plantimestamp`. */
  readonly started: Date;
  /** While planning, `timestamp`, `uuid` and `bcrypt` are known after apply only. */
  readonly phase: 'plan' | 'apply';
}

/** What a path leads to. */
export type FileKind = 'file' | 'folder' | 'device' | 'pipe' | 'socket';

/** Something in a folder; without a kind, a link that leads nowhere. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: FileKind | undefined;
}

/** Files as expressions read them: at once, since evaluation never waits. Paths are absolute, links are followed. Throws Node's own errors. */
export interface FileReader {
  /** What a path leads to; undefined where there is nothing. */
  kind(path: string): FileKind | undefined;
  /** The whole file; undefined where there is none. */
  read(path: string): Buffer | undefined;
  /** What is in a folder; undefined where there is no such folder. */
  list(folder: string): readonly FolderEntry[] | undefined;
}

/** A value, and what was wrong on the way to it; where something was, the value is unknown. */
export interface Evaluated {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
}
