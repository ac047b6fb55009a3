import type { Diagnostic, Value } from '@virtform/values';
import type { FileEffects } from '../effects/effects.js';
import type { Configuration } from './configuration.js';

/** One `-var 'name=value'` or `-var-file=path` (absolute), in the order of the command line. */
export type VariableOption = { readonly assign: string } | { readonly file: string };

/** Where values of variables may come from, beside the files that are read on their own. */
export interface VariableSources {
  readonly options: readonly VariableOption[];
  /** `TF_VAR_name` is looked for here. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The value of every variable: given or default, converted to its type, marked where it is sensitive. */
export interface Variables {
  readonly values: ReadonlyMap<string, Value>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gathers the values of the root module's variables. Later ones win, as in Terraform: TF_VAR_*, terraform.tfvars,
 * terraform.tfvars.json, *.auto.tfvars and *.auto.tfvars.json by name, then options in their order.
 */
export async function readVariables(
  configuration: Configuration,
  files: FileEffects,
  sources: VariableSources,
): Promise<Variables> {
  throw new Error(
    `reading variables is not there yet ${JSON.stringify([configuration.folder, sources, typeof files])}`,
  );
}

/** The same from values that are known already: those of a saved plan, or a test's. */
export function assignVariables(configuration: Configuration, given: ReadonlyMap<string, Value>): Variables {
  throw new Error(`assigning variables is not there yet ${configuration.folder} ${given.size}`);
}
