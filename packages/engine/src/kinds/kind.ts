import { IMPACTS, type Impact, type ResourceSchema } from '@virtform/schema';
import type { Diagnostic, Path, Value } from '@virtform/values';
import type { Actual, Applied, Attributes, Identity, Importable, OwnershipMark } from './object.js';
import type { HostSource } from './sources.js';
import type { Step, StepContext } from './step.js';

export { IMPACTS, type Impact };
export {
  identityText,
  type Actual,
  type Applied,
  type Attributes,
  type Identity,
  type Importable,
  type OwnershipMark,
} from './object.js';
export type { Completion, DataImpact, Precondition, Step, StepContext, VirshCommand } from './step.js';

/** One attribute that changes. Values are as people see them; unknown ones are `Unknown`. */
export interface AttributeChange {
  readonly path: Path;
  /** A device by name instead of by index: `disk vdb`. */
  readonly label?: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly impact: Impact;
  /** Why it costs that: "maximum memory is fixed while a guest runs". */
  readonly why?: string;
  /** The change cannot be made in place. */
  readonly forcesReplacement?: boolean;
  readonly sensitive?: boolean;
}

/** The first steps of a proposal, which end what runs: those that depend on it end before it. */
export interface Stop {
  readonly steps: number;
  /** It is started anew behind them, as something was asked for that needs it. */
  readonly restarts: boolean;
}

/** Something that is stored and that the running guest does not have yet. */
export type Waiting = Pick<AttributeChange, 'path' | 'label' | 'before' | 'after' | 'sensitive'>;

/** What a kind is asked: the same question for create (nothing applied, nothing there), update and destroy (nothing wanted). */
export interface ProposalRequest {
  readonly address: string;
  readonly applied: Applied | undefined;
  /** undefined: absent, which only libvirt's not-found code means. */
  readonly actual: Actual | undefined;
  /** undefined: to be destroyed. Unknown values are allowed. */
  readonly wanted: Attributes | undefined;
  /** Where sensitive values stand in `wanted`. */
  readonly sensitive: readonly Path[];
  /** Where the object is found, or will be made. */
  readonly identity: Identity;
  /** The create half of a replacement: the object that is destroyed before (or after, where `create_before_destroy`), so that
   * its name and place are no clash. */
  readonly replaces?: Identity;
  readonly mark: OwnershipMark;
  /** The program permits what loses data (`-allow-data-loss=ADDRESS`). */
  readonly allowDataLoss: boolean;
  /** A power cycle is asked for (`-restart[=ADDRESS]`). */
  readonly restart: boolean;
  /** That power cycle is half done: it was stopped to be started anew, whatever the program says of that. */
  readonly isStopped?: true;
}

/** What a kind answers: the values after apply and the steps that get there. */
export interface Proposal {
  /** `replace`: cannot be done in place; the engine asks again for the destroy and the create. */
  readonly action: 'no-op' | 'create' | 'update' | 'replace' | 'delete';
  /** The attributes as state will hold them; undefined when the object will be gone. */
  readonly planned: Attributes | undefined;
  readonly changes: readonly AttributeChange[];
  readonly steps: readonly Step[];
  /** Where it ends what runs. */
  readonly stop?: Stop;
  /** What earlier applies stored and the guest has not picked up yet. It is no change. */
  readonly waiting: readonly Waiting[];
  /** What others changed since the last apply. */
  readonly drift: readonly AttributeChange[];
  /** Refusals: the name belongs to somebody else, data would be lost. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What an intent found on the host turns out to be, after a crash. */
export type IntentVerdict =
  /** Nothing is there: it was never made. */
  | 'absent'
  /** Ours: bring it to the end in place. */
  | 'complete'
  /** Ours, and what it holds cannot be trusted (half an upload): make it again. */
  | 'recreate'
  /** Somebody else's: refuse. */
  | 'foreign';

/** Something on a host that uses an object, so that the object must not go under it. */
export interface Holder {
  /** Its resource type. */
  readonly type: string;
  readonly uuid: string;
  /** For messages: `guest web (running), disk vda`. */
  readonly said: string;
  /** What its changes call the place where it holds the object: `disk vda`. */
  readonly label: string;
}

/** What a kind's answers about an object rest on where nothing of it is to change, as text: where it is the same, they are. */
export interface Fingerprint {
  /** Of the object itself: all that `read` and `toState` rest on. */
  readonly object: string;
  /** Of the view around it: what `validate` and `propose` look at besides. */
  readonly around: string;
}

/** Whether an object of a host is destroyed, or replaced, by what is planned. */
export type Goes = (object: Pick<Holder, 'type' | 'uuid'>) => boolean;

/** Something that is down, so that nobody can look at what lies behind it. */
export interface Barrier {
  /** Its resource type. */
  readonly type: string;
  readonly uuid: string;
  /** For messages: `pool lab`. */
  readonly said: string;
  /** What a person types to bring it up. */
  readonly bringUp: string;
}

/** An object that is to be made, changed or taken away. */
export interface InspectedObject {
  readonly address: string;
  readonly identity: Identity;
  /** How what is there now is found; of a replacement that is another than what comes. */
  readonly there: Identity | undefined;
  /** Unknown values are allowed; undefined: it goes. */
  readonly wanted: Attributes | undefined;
  /** What is planned for it. */
  readonly steps: readonly Step[];
}

/** What only one running object of a host can have at a time, by names that mean the same to all of them. */
export interface Handover {
  /** What it has by the end of its steps, and had not before. */
  readonly takes: readonly string[];
  /** The other way round. */
  readonly lets: readonly string[];
}

/** What every kind is, whether its objects are made or only looked at. */
export interface KindBase {
  readonly type: string;
  readonly schema: ResourceSchema;
}

/**
 * Everything the tool knows about one resource type. `View` is what was read of a host in bulk (`HostView`); the engine passes
 * it on and never looks inside, so that it can be tested with kinds that live in memory.
 *
 * Everything but `execute` is pure.
 */
export interface Kind<View> extends KindBase {
  /**
   * Where an object that is to be made will be found. `uuid` is the one reserved for this instance, `mark` says whose it will
   * be; names may be unknown.
   */
  identify(wanted: Attributes, uuid: string, view: View, mark: OwnershipMark): Identity;
  /** Where the object of a state is found; a state that Terraform wrote has attributes only. */
  locate(attributes: Attributes, view: View): Identity | undefined;
  read(view: View, identity: Identity): Actual | undefined;
  /** undefined where what is there cannot be told; a kind without it is asked at every plan. */
  fingerprint?(view: View, identity: Identity): Fingerprint | undefined;
  propose(request: ProposalRequest, view: View): Proposal;
  judgeIntent(
    request: Pick<ProposalRequest, 'identity' | 'mark' | 'wanted'>,
    actual: Actual | undefined,
  ): IntentVerdict;
  /**
   * Runs one step.
   *
   * @param view as the apply keeps it up to date; where the state alone holds the objects, they are what it shows
   * @throws LibvirtError as libvirt said it, StepError where the host did not do what the step waits for
   */
  execute(step: Step, context: StepContext, view: View): Promise<void>;
  /** libvirt takes far longer for one than for most objects: it is begun before others that could be. */
  readonly slow?: true;
  /** Attributes that an update may change on its way, and change back: `running` of a guest that is started anew. */
  readonly interim?: readonly string[];
  /** What has to be up for an object to be reached, where it is not: of a volume its pool. */
  liesBehind?(identity: Identity, view: View): Barrier | undefined;
  /** The guests that run on without an object that goes, and notice it: none of those that go as well. Asked once for all objects of a host. */
  missedBy?(view: View, goes: Goes): (identity: Identity) => readonly Holder[];
  /**
   * What only the host itself can tell wrong of objects that are to be made or changed: what it does not have, and others have. It is
   * asked once a plan, and not where nothing changes; what goes is told, so that nobody takes it for a hindrance. Each diagnostic names
   * the object's address.
   *
   * @throws LibvirtError where the host cannot be asked
   */
  inspect?(
    objects: readonly InspectedObject[],
    source: HostSource,
    view: View,
  ): Promise<readonly Diagnostic[]>;
  /** Asked of all objects of a host that change, where one takes what another lets go of in the same plan. */
  handsOver?(object: InspectedObject, view: View): Handover;
  /**
   * Who uses an object that is there, and stays; for kinds whose objects libvirt would take away under their users. Asked once for all
   * objects of a host.
   */
  holders?(view: View, goes: Goes): (identity: Identity) => readonly Holder[];
  /** The attributes for the state: exactly what the Terraform provider would have written for `wanted`. */
  toState(actual: Actual, wanted: Attributes): Attributes;
  /**
   * The object that a person means who has it taken over: by a UUID or a name, of a volume `pool/name` or its path. undefined:
   * there is none. A kind without this question has objects of which the host does not keep what they were made from.
   */
  import?(view: View, id: string): Importable | undefined;
  /** Objects of other types that a `moved` block may make ones of this type, and their attributes as such. */
  readonly becomes?: ReadonlyMap<string, (attributes: Attributes) => Attributes>;
  /** Everything that can be known wrong before anything is touched, and that the schema alone cannot say. */
  validate(wanted: Attributes, view: View | undefined): readonly Diagnostic[];
}

/** The greater of two impacts. */
export function worseImpact(left: Impact, right: Impact): Impact {
  return IMPACTS.indexOf(left) >= IMPACTS.indexOf(right) ? left : right;
}
