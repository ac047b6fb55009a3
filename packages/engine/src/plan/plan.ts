import type { Diagnostic, JsonObject, Path, Value } from '@virtform/values';
import type { InstanceAddress } from '../address.js';
import type { CheckResult } from '../checks/results.js';
import type { ProvisionerBlock } from '../config/index.js';
import type {
  AttributeChange,
  Attributes,
  DataImpact,
  Identity,
  Impact,
  Proposal,
  Step,
  Stop,
  Waiting,
} from '../kinds/kind.js';
import type { InstanceMove } from '../state/index.js';

/** Why a node is replaced or read late; Terraform's names. */
export type ActionReason =
  | 'replace_because_cannot_update'
  | 'replace_because_tainted'
  | 'replace_by_request'
  | 'replace_by_triggers'
  | 'delete_because_no_resource_config'
  | 'delete_because_count_index'
  | 'delete_because_each_key'
  | 'delete_because_no_move_target'
  | 'delete_because_no_module'
  | 'read_because_config_unknown'
  | 'read_because_dependency_pending'
  | 'read_because_check_nested';

/** What happens to one instance. */
export type PlanNode = ResourceNode | ForgetNode | RefreshNode | ReadNode;

interface NodeBase {
  /** As Terraform writes it: `libvirt_domain.web[0]`. */
  readonly address: string;
  readonly instance: InstanceAddress;
  /** Where the state has it, where a `moved` block or a change of count gave it this address. */
  readonly movedFrom?: string;
  /** The name of the deposed object that it is about: the leftover of a replacement that made its successor first. */
  readonly deposed?: string;
  /** The provider as state files write it, alias included. */
  readonly provider: string;
  /** The construct that asked for it, by path: `quickstart/web`. */
  readonly construct?: string;
  /** Addresses of the resources (not instances) that this one refers to, transitive and sorted, as state keeps them. */
  readonly dependencies: readonly string[];
  /** What the state said of the object beside its attributes; undefined where it has none. */
  readonly prior?: PriorFacts;
}

/** Of an object in the state: what it depended on when it was applied, and whether it is to be made anew. */
export interface PriorFacts {
  readonly dependencies: readonly string[];
  readonly tainted: boolean;
}

/** A managed resource. */
export interface ResourceNode extends NodeBase {
  readonly node: 'resource';
  /** The libvirt URI of its host; undefined where the state alone holds it. */
  readonly host: string | undefined;
  /** Of the object as it will be; of a replacement the new one's. Names may be missing that are not known yet. */
  readonly identity: Identity;
  /** The UUID kept for an object that this node makes: v5 of lineage, address and serial. Never computed again. */
  readonly reserved?: string;
  readonly action: Proposal['action'];
  /** It was there before, and `before` is what the state is to hold of it from now on. */
  readonly importing?: Importing;
  readonly reason?: ActionReason;
  /** The attributes in state, refreshed; undefined where there is none. */
  readonly before: Attributes | undefined;
  /** The attributes after apply, with unknown values; undefined where the object will be gone. */
  readonly after: Attributes | undefined;
  /** What the program asks for, with unknown values. */
  readonly wanted: Attributes | undefined;
  readonly sensitive: { readonly before: readonly Path[]; readonly after: readonly Path[] };
  /** Those of `sensitive.after` that the program marked itself. A state names no others, see `recordOutcome`. */
  readonly marked: readonly Path[];
  readonly changes: readonly AttributeChange[];
  /** Of a replacement those that destroy come first, or last where `createBeforeDestroy`. */
  readonly steps: readonly Step[];
  /** Of a replacement: how many of the steps destroy. */
  readonly destroySteps?: number;
  /** Where what runs ends: of a replacement that makes the new one first it does not count. */
  readonly stop?: Stop;
  readonly createBeforeDestroy: boolean;
  readonly impact: Impact;
  readonly data: DataImpact;
  readonly waiting: readonly Waiting[];
  /** What others changed; a single entry with an empty path: the object itself is gone. */
  readonly drift: readonly AttributeChange[];
  /** This node finishes what an interrupted apply began. */
  readonly resumes: boolean;
  /** Where an apply was killed while it changed the object: what counts as applied since. */
  readonly applied?: Attributes;
  /** What that apply had done by then; told as drift is, and none. */
  readonly interrupted?: readonly AttributeChange[];
  /**
   * It lies behind an object that is down, and which may be brought up for it; `isWaitedFor`: which the plan itself brings up. By its
   * address without keys.
   */
  readonly opens?: { readonly resource: string; readonly isWaitedFor: boolean };
  /** What it has once it is changed and another node lets go of, as that other one names it. */
  readonly takes?: readonly string[];
  /** The other way round. */
  readonly lets?: readonly string[];
  /** The guests, by name, that run on without an object that goes, and notice it. */
  readonly missedBy?: readonly string[];
  /** In the order in which they run; undefined where none does. */
  readonly provisioners?: readonly PlannedProvisioner[];
}

/** A provisioner that the apply will run. What it runs is not told: commands hold secrets that nobody has marked. */
export interface PlannedProvisioner {
  readonly type: ProvisionerBlock['type'];
  /** Once the object is made, or before it is destroyed. */
  readonly when: ProvisionerBlock['when'];
  readonly onFailure: ProvisionerBlock['onFailure'];
  /**
   * Of local-exec the folder on this machine, as the program writes it, and undefined for that of the configuration; of the others
   * the host that is logged in to. undefined also where it is not known yet; of a secret it says that alone.
   */
  readonly where?: string;
}

/** What an object that is taken over was asked for by. */
export interface Importing {
  readonly id: string;
  /** The program marked the id as sensitive. */
  readonly sensitive?: true;
}

/** An instance whose object is gone already, or that leaves the state without being destroyed. */
export interface ForgetNode extends NodeBase {
  readonly node: 'forget';
  readonly before: Attributes;
  readonly sensitive: readonly Path[];
  readonly why: 'object-is-gone' | 'removed-block';
  /** Terraform gives one to what a block lets go. */
  readonly reason?: ActionReason;
}

/** An object of the state in a plan with `refreshOnly`: where it differs, only the state is told. */
export interface RefreshNode extends NodeBase {
  readonly node: 'refresh';
  /** As the state has it. */
  readonly before: Attributes;
  /** As it is; undefined where it is gone. */
  readonly after: Attributes | undefined;
  readonly sensitive: readonly Path[];
  /** What others changed, as in a resource's node. */
  readonly drift: readonly AttributeChange[];
  /** As in a resource's node. */
  readonly interrupted?: readonly AttributeChange[];
}

/** A data source. */
export interface ReadNode extends NodeBase {
  readonly node: 'read';
  /** The name of the check that it stands in. */
  readonly check?: string;
  /** The libvirt URI of its host; undefined where none is asked. */
  readonly host: string | undefined;
  /** Why it has to wait for apply; undefined where it was read for this plan, or is not asked for any more. */
  readonly reason?:
    'read_because_config_unknown' | 'read_because_dependency_pending' | 'read_because_check_nested';
  /** What the state has of it. */
  readonly before: Attributes | undefined;
  /** What was read, or what the program asks for with unknown values where it waits; undefined where it leaves the state. */
  readonly after: Attributes | undefined;
  readonly sensitive: { readonly before: readonly Path[]; readonly after: readonly Path[] };
}

/** What becomes of one output. */
export interface OutputChange {
  readonly name: string;
  readonly action: 'no-op' | 'create' | 'update' | 'delete';
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly sensitive: boolean;
}

/** What was read of one host for this plan. */
export interface HostReading {
  readonly uri: string;
  /** Objects read. */
  readonly objects: number;
  /** The program marked the URI as sensitive. */
  readonly sensitive?: true;
  /** ms that the reading took. */
  readonly elapsed: number;
}

/** What the person asked the plan for, kept because apply has to know it too. */
export interface PlanOptions {
  readonly destroy: boolean;
  readonly targets: readonly string[];
  readonly excludes: readonly string[];
  readonly replace: readonly string[];
  readonly refresh: boolean;
  /** Changes nothing but the state, which is told what is there. */
  readonly refreshOnly: boolean;
  /** Addresses, or `all`. */
  readonly restart: readonly string[] | 'all';
  readonly allowDataLoss: readonly string[];
  readonly parallelism: number;
}

/** A plan is a value: what changes, by which steps, and what a running guest will notice. */
export interface Plan {
  /** The state that it was made from; a plan is stale once either differs. */
  readonly lineage: string;
  readonly serial: number;
  /** sha256 of the configuration's files, hexadecimal. */
  readonly configuration: string;
  /** ISO 8601. */
  readonly created: string;
  readonly options: PlanOptions;
  readonly variables: JsonObject;
  /** The configuration as Terraform's JSON of a plan tells it; made when it is asked for. */
  readonly told: JsonObject;
  /** The attributes that changes rest on, as Terraform's JSON tells them; made when they are asked for. */
  readonly relevant: readonly JsonObject[];
  readonly hosts: readonly HostReading[];
  /** What the state has at one address and will have at another; the nodes speak of the new ones. */
  readonly moves: readonly InstanceMove[];
  /** In an order in which each node comes after those it depends on. */
  readonly nodes: readonly PlanNode[];
  readonly outputs: readonly OutputChange[];
  /** What every condition came to, as far as it is known while planning. */
  readonly checks: readonly CheckResult[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How many resources a plan adds, changes and destroys; a replacement counts as one of each end. */
export interface PlanSummary {
  readonly import: number;
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** Instances that leave the state without being destroyed. */
  readonly forget: number;
  /** The worst that any running guest notices. */
  readonly impact: Impact;
  readonly data: DataImpact;
}
