import type { Caller } from '@virtform/libvirt';
import type { Impact } from '@virtform/schema';
import type { Diagnostic, ValueObject } from '@virtform/values';
import type { ClockEffects, FileEffects } from '../effects/effects.js';
import type { Attributes, Identity, OwnershipMark } from './object.js';

/** What becomes of data that a change touches. */
export type DataImpact = 'kept' | 'lost';

/** A virsh command that equals one call of a step: `["setvcpus", "web", "4", "--live", "--config"]`. */
export type VirshCommand = readonly string[];

/** What must hold immediately before the step; where it does not, the step is not begun. */
export type Precondition =
  { readonly object: 'absent' } | { readonly object: 'present'; readonly power?: 'running' | 'off' };

/** How a step knows that it is done: libvirt's reply says so, or something has to be seen first. */
export type Completion =
  { readonly when: 'reply' } | { readonly when: 'event'; readonly event: string; readonly then: string };

/**
 * A step is data and one effect: it can be saved, printed, replayed on a simulated host, and held against the steps computed
 * again at apply. `args` say what the effect needs (edits, sizes, device values; unknown parts until apply) and never hold a
 * secret: a sensitive value is referred to by its path in the wanted attributes.
 */
export interface Step {
  /** Which executor of the kind runs it: `define`, `attach-device`, … */
  readonly effect: string;
  readonly args: ValueObject;
  readonly precondition: Precondition;
  readonly calls: readonly VirshCommand[];
  readonly completion: Completion;
  /** ms after which the step is given up. */
  readonly timeout: number;
  readonly impact: Impact;
  readonly data: DataImpact;
  /** One line for the person who reads the plan. */
  readonly why: string;
}

/** What a step may use while it runs. */
export interface StepContext {
  readonly host: Caller;
  /** Relative paths start at the folder of the configuration. */
  readonly files: FileEffects;
  readonly clock: ClockEffects;
  readonly identity: Identity;
  readonly mark: OwnershipMark;
  /** The attributes with all values known: where steps take secrets from. undefined on destroy. */
  readonly wanted: Attributes | undefined;
  readonly signal: AbortSignal;
  /** Awaits what other steps await as well; more of them may come to it meanwhile. */
  share<T>(awaited: Promise<T>): Promise<T>;
  /** How far a long step has come; total is undefined where nobody knows. */
  progress(done: number, total: number | undefined, unit: 'bytes' | 'ms'): void;
  /** Tells what did not come out as it should, where the step is done nevertheless. */
  warn(warning: Diagnostic): void;
}
