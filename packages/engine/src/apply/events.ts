import type { Diagnostic } from '@virtform/values';
import type { Step } from '../kinds/kind.js';
import type { ProvisionEvent } from '../provision/surroundings.js';

/**
 * What an apply does to one instance. A replacement is a delete and a create; a data source that had to wait is read; what ends before
 * something that it depends on does is stopped, and updated later.
 */
export type ApplyAction = 'create' | 'update' | 'delete' | 'read' | 'stop';

/**
 * How an apply goes on, as it happens. The command line makes its lines of it, or Terraform's NDJSON.
 *
 * `elapsed` is in ms since the action started.
 */
export type ApplyEvent =
  | {
      readonly event: 'started';
      readonly address: string;
      readonly action: ApplyAction;
      readonly steps: number;
      /** Of an object that is there already. */
      readonly id?: string;
    }
  /** The state has from now on what was there already. */
  | { readonly event: 'imported'; readonly address: string; readonly id: string }
  /** A step begins; `index` counts from 0. */
  | { readonly event: 'step'; readonly address: string; readonly index: number; readonly step: Step }
  | {
      readonly event: 'progress';
      readonly address: string;
      readonly action: ApplyAction;
      readonly done: number;
      readonly total: number | undefined;
      readonly unit: 'bytes' | 'ms';
    }
  /** Every ten seconds while an action goes on. */
  | {
      readonly event: 'still';
      readonly address: string;
      readonly action: ApplyAction;
      readonly elapsed: number;
    }
  | ProvisionEvent
  /** A connection broke; what became of the step is being found out. */
  | {
      readonly event: 'reconnecting';
      readonly address: string;
      readonly uri: string;
      readonly attempt: number;
    }
  | {
      readonly event: 'completed';
      readonly address: string;
      readonly action: ApplyAction;
      readonly elapsed: number;
      /** The `id` attribute, as text, where there is one. */
      readonly id?: string;
    }
  | {
      readonly event: 'failed';
      readonly address: string;
      readonly action: ApplyAction;
      readonly elapsed: number;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** Not begun: something it depends on failed or was skipped, or the run is being stopped. */
  | {
      readonly event: 'skipped';
      readonly address: string;
      readonly action: ApplyAction;
      readonly because: string;
    }
  /** The first interrupt: nothing new starts; what runs is listed. */
  | { readonly event: 'stopping'; readonly running: readonly string[] };

/** Takes the events of an apply; must not throw. */
export type ApplyListener = (event: ApplyEvent) => void;

/** What an apply did. */
export interface ApplyResult {
  readonly imported: number;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  /** Everything that went wrong, each with its address. */
  readonly diagnostics: readonly Diagnostic[];
  /** It was interrupted before all was done. */
  readonly stopped: boolean;
  /** After a second interrupt: addresses of which nobody knows how far they came. */
  readonly unfinished: readonly string[];
}

/** How an apply can be ended early. */
export interface ApplySignals {
  /** Nothing new starts, running steps end, all is saved. */
  readonly stop?: AbortSignal;
  /** It ends at once. */
  readonly kill?: AbortSignal;
}
