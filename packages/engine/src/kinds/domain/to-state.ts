import { domain, project } from '@virtform/schema';
import { isUnknown, Unknown } from '@virtform/values';
import type { Actual, Attributes } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { lendSecrets } from '../shared/lend-secrets.js';

/**
 * A guest as the Terraform provider writes it: what was configured, its UUID, and as ID the number that it has while it runs.
 * The provider never looks at memory and vCPUs again; this does, so that drift is seen.
 *
 * @param known `isSaid`: that all that is wanted is there has been found already
 */
export function domainToState(
  actual: Actual,
  wanted: Attributes,
  known: { readonly isSaid?: boolean } = {},
): Attributes {
  const there = actual.stored ?? actual.running ?? {};
  const told = project(domain, wanted, withSecrets(actual, there, wanted), known);
  return { ...told, uuid: textAt(there, ['uuid']) ?? null };
}

/** One side of a guest with its secrets: those that were told, or those that are known from elsewhere. */
export function withSecrets({ tellsSecrets }: Actual, side: Attributes, known: Attributes): Attributes {
  return tellsSecrets === true ? side : lendSecrets(domain.attributes, side, known);
}

/** The same for a guest that is to be made or changed; a start gives it a new number. */
export function plannedDomain(
  wanted: Attributes,
  uuid: string,
  power: { readonly starts: boolean; readonly id: Attributes[string] | undefined },
): Attributes {
  const id = power.starts ? new Unknown('number') : power.id;
  return { ...wanted, uuid, ...(id === undefined ? {} : { id }) };
}

/** Whether the program wants it to run. */
export function wantsToRun(wanted: Attributes): boolean {
  return wanted.running === true || isUnknown(wanted.running);
}
