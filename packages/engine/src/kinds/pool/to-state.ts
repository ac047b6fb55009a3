import { pool, project } from '@virtform/schema';
import { Unknown } from '@virtform/values';
import type { Actual, Attributes } from '../kind.js';
import { textAt } from '../shared/attributes.js';

const SIZES = ['capacity', 'allocation', 'available'] as const;

/** A pool as the Terraform provider writes it: what was configured, its UUID (twice) and its sizes in bytes. */
export function poolToState(actual: Actual, wanted: Attributes): Attributes {
  // Sizes stand in the XML of the active pool alone.
  const there = actual.running ?? actual.stored ?? {};
  const uuid = textAt(there, ['uuid']) ?? null;
  return { ...project(pool, wanted, { ...there, ...withoutSizes(actual.stored) }), uuid, id: uuid };
}

function withoutSizes(stored: Attributes | undefined): Attributes {
  return Object.fromEntries(
    Object.entries(stored ?? {}).filter(([name]) => !SIZES.some((size) => name.startsWith(size))),
  );
}

/** The same for a pool that is to be made or changed: its sizes are known afterwards. */
export function plannedPool(wanted: Attributes, uuid: string): Attributes {
  return {
    ...wanted,
    id: uuid,
    uuid,
    ...Object.fromEntries(SIZES.map((name) => [name, new Unknown('number')])),
  };
}
