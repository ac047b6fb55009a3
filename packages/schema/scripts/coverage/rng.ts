import { existsSync } from 'node:fs';
import path from 'node:path';
import { documents, resources, type ResourceSchema } from '@virtform/schema';
import { findGaps, type Coverage, type Gap } from './gaps.js';
import { readGrammar, rootsOf } from './grammar.js';
import { EXCESS, LEFT_OUT, reasonFor, type Reason } from './left-out.js';
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

/** How one of libvirt's schemas and ours compare. */
export interface RngCoverage {
  readonly type: string;
  /** Elements, attributes and texts that both have. */
  readonly covered: number;
  /** What libvirt's has or takes and ours does not. */
  readonly missing: readonly Gap[];
  /** The same where there is a reason, by the reason. */
  readonly leftOut: Reasoned;
}

/** Values that ours take and libvirt's schemas do not. */
export interface RngExcess {
  readonly type: string;
  readonly excess: readonly Gap[];
  /** The same where there is a reason, by the reason. */
  readonly explained: Reasoned;
}

type Reasoned = ReadonlyMap<string, readonly Gap[]>;

/**
 * Holds libvirt's own RELAX NG schemas against ours.
 *
 * @param folder where they are installed: /usr/share/libvirt/schemas
 */
export function rngCoverage(folder: string): readonly RngCoverage[] {
  return [...FILES].map(([schema, file]) => {
    const { covered, gaps } = compare(schema, file, [folder]);
    const { other, reasoned } = byReason(gaps, LEFT_OUT);
    return { type: schema.type, covered, missing: other, leftOut: reasoned };
  });
}

/**
 * Finds the values that ours take and none of several releases' schemas does: they came and went with releases.
 *
 * @param folders where the schemas of each release are
 */
export function rngExcess(folders: readonly string[]): readonly RngExcess[] {
  return [...FILES].map(([schema, file]) => {
    const { other, reasoned } = byReason(compare(schema, file, folders).excess, EXCESS);
    return { type: schema.type, excess: other, explained: reasoned };
  });
}

function compare(schema: ResourceSchema, file: string, folders: readonly string[]): Coverage {
  const { root = '' } = schema;
  const definitions = folders.flatMap(
    (folder) => rootsOf(readGrammar(path.join(folder, file))).get(root) ?? [],
  );
  return findGaps(root, definitions, placesOf(schema));
}

function byReason(
  gaps: readonly Gap[],
  reasons: readonly Reason[],
): { readonly other: readonly Gap[]; readonly reasoned: Reasoned } {
  const reasoned = new Map<string, Gap[]>();
  const other: Gap[] = [];
  for (const gap of gaps) {
    const reason = reasonFor(gap, reasons);
    if (reason === undefined) other.push(gap);
    else reasoned.set(reason, [...(reasoned.get(reason) ?? []), gap]);
  }
  return { other, reasoned };
}

/** Whether libvirt's schemas are installed there. */
export function hasRngSchemas(folder: string): boolean {
  return existsSync(path.join(folder, 'domain.rng'));
}
