import type { DomainRecord } from './host-records.js';
import { isMarkedByOthers } from './shared/ownership.js';

/** Whose marks the guests of a host carry. */
export interface Owners {
  /** The guests, by UUID, that carry the mark of another lineage than this. Looked for at the first use, and kept up to date from then on. */
  othersThan(lineage: string): ReadonlySet<string>;
}

/** The same for the one who knows what comes and goes. */
export interface OpenOwners extends Owners {
  /** A guest came, went or changed. */
  tell(uuid: string): void;
}

/** @param domains as they are at any time, by UUID */
export function createOwners(domains: ReadonlyMap<string, DomainRecord>): OpenOwners {
  const known = new Map<string, Set<string>>();
  const look = (uuid: string, lineage: string, others: Set<string>): void => {
    const record = domains.get(uuid);
    const side = record?.stored ?? record?.running;
    if (side !== undefined && isMarkedByOthers(side, lineage)) others.add(uuid);
    else others.delete(uuid);
  };
  return {
    othersThan(lineage) {
      const found = known.get(lineage);
      if (found !== undefined) return found;
      const others = new Set<string>();
      for (const uuid of domains.keys()) look(uuid, lineage, others);
      known.set(lineage, others);
      return others;
    },
    tell(uuid) {
      for (const [lineage, others] of known) look(uuid, lineage, others);
    },
  };
}
