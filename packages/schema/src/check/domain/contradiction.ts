import type { Diagnostic } from '@virtform/values';
import { elementsAt, partAt, type Part } from '../part.js';
import { refused, type Finding } from '../rule.js';

/** Settings of one device that do not go together. */
export interface Contradiction {
  /** Where it is reported, seen from the device. */
  readonly place: readonly string[];
  readonly holds: (device: Part, at: Part, domain: Part) => boolean;
  readonly says: (device: Part) => Finding;
}

/** What holds of each element of a list. */
export function contradictions(
  domain: Part,
  list: readonly string[],
  table: readonly Contradiction[],
): readonly Diagnostic[] {
  return elementsAt(domain, ...list).flatMap((device) => ofOne(domain, device, table));
}

/** What holds of a single part. */
export function ofOne(domain: Part, device: Part, table: readonly Contradiction[]): readonly Diagnostic[] {
  return table.flatMap(({ place, holds, says }) => {
    const at = partAt(device, ...place);
    return holds(device, at, domain) ? [refused(at, says(device))] : [];
  });
}
