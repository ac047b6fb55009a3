import { existsSync } from 'node:fs';
import path from 'node:path';
import { documents, resources, type ResourceSchema } from '@virtform/schema';
import { findGaps, type Gap } from './gaps.js';
import { readGrammar, rootsOf } from './grammar.js';
import { reasonFor } from './left-out.js';
import { placesOf } from './places.js';

/** libvirt's file for each of our schemas. */
const FILES: ReadonlyMap<ResourceSchema, string> = new Map([
  [resources.libvirt_domain, 'domain.rng'],
  [resources.libvirt_network, 'network.rng'],
  [resources.libvirt_pool, 'storagepool.rng'],
  [resources.libvirt_volume, 'storagevol.rng'],
  [documents.secret, 'secret.rng'],
  [documents.nwfilter, 'nwfilter.rng'],
  [documents.snapshot, 'domainsnapshot.rng'],
  [documents.checkpoint, 'domaincheckpoint.rng'],
]);

/** How much of one of libvirt's schemas ours has. */
export interface RngCoverage {
  readonly type: string;
  readonly covered: number;
  readonly missing: readonly Gap[];
  /** By the reason why they are left out. */
  readonly leftOut: ReadonlyMap<string, readonly Gap[]>;
}

/**
 * Holds libvirt's own RELAX NG schemas against ours.
 *
 * @param folder where they are installed: /usr/share/libvirt/schemas
 */
export function rngCoverage(folder: string): readonly RngCoverage[] {
  return [...FILES].map(([schema, file]) => {
    const roots = rootsOf(readGrammar(path.join(folder, file)));
    const { root = '' } = schema;
    const { covered, gaps } = findGaps(root, roots.get(root) ?? [], placesOf(schema));
    const leftOut = new Map<string, Gap[]>();
    const missing: Gap[] = [];
    for (const gap of gaps) {
      const reason = reasonFor(gap);
      if (reason === undefined) missing.push(gap);
      else leftOut.set(reason, [...(leftOut.get(reason) ?? []), gap]);
    }
    return { type: schema.type, covered, missing, leftOut };
  });
}

/** Whether libvirt's schemas are installed there. */
export function hasRngSchemas(folder: string): boolean {
  return existsSync(path.join(folder, 'domain.rng'));
}
