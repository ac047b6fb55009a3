import type { ProvisionerBlock } from '../config/index.js';
import type { FileEffects, RandomEffects } from '../effects/effects.js';
import type { ProgramSurroundings } from './run-program.js';

/** What provisioners are run with. */
export interface ProvisionSurroundings extends ProgramSurroundings {
  readonly files: FileEffects;
  readonly random: RandomEffects;
  /** What programs find in their environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute: the folder of the configuration. */
  readonly folder: string;
  /** Absolute: where keys and passwords lie while ssh needs them. */
  readonly secretsFolder: string;
}

/** How a provisioner goes on. */
export type ProvisionEvent =
  | {
      readonly event: 'provision-started';
      readonly address: string;
      readonly provisioner: ProvisionerBlock['type'];
    }
  | {
      readonly event: 'provision-output';
      readonly address: string;
      readonly provisioner: ProvisionerBlock['type'];
      readonly line: string;
    }
  | {
      readonly event: 'provision-completed' | 'provision-failed';
      readonly address: string;
      readonly provisioner: ProvisionerBlock['type'];
    };

/** One provisioner while it runs. */
export interface ProvisionRun {
  readonly surroundings: ProvisionSurroundings;
  /** Tells a line of its output. */
  readonly say: (line: string) => void;
  /** What an error may quote of what it was given or has written. */
  readonly shown: (text: string) => string;
}
