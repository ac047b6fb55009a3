import type { Diagnostic } from '@virtform/values';
import type { CheckCollector } from '../checks/collector.js';
import type { Configuration, ModuleScope } from '../config/index.js';
import type { ClockEffects, FileEffects } from '../effects/effects.js';
import type { DataReader } from '../plan/data-reader.js';
import type { Plan, ReadNode } from '../plan/plan.js';
import type { ResourceValues } from '../plan/resource-values.js';
import type { ProvisionSurroundings } from '../provision/surroundings.js';
import type { Saver } from '../state/saver.js';
import type { ApplyListener } from './events.js';
import type { HostSession } from './host-session.js';
import type { ReadBack } from './read-back.js';

/** What carrying out one task may ask of the apply around it. */
export interface ApplyContext {
  readonly plan: Plan;
  readonly configuration: Configuration;
  /** Of the root module, from which one comes to all others. */
  readonly scope: ModuleScope;
  readonly values: ResourceValues;
  /** What conditions come to, now that values are known. */
  readonly checks: CheckCollector;
  /** What has to hold of variables, as far as it was asked: by their addresses. */
  readonly judgedVariables: Map<string, readonly Diagnostic[]>;
  readonly saver: Saver;
  /** By provider address. */
  readonly sessions: ReadonlyMap<string, HostSession>;
  /** The reader of a data source that had to wait. */
  readonly reader: (node: ReadNode) => DataReader | undefined;
  /** Paths are taken from the unit's folder. */
  readonly files: FileEffects;
  readonly clock: ClockEffects;
  readonly provisioning: ProvisionSurroundings;
  readonly emit: ApplyListener;
  /** Ends running steps at once. */
  readonly kill: AbortSignal;
  /** What must not be shown: of the plan, and whatever became known since. */
  readonly secrets: Set<string>;
  readonly readBack: ReadBack;
}
