/**
 * What a running guest notices when a change is applied, gentlest first.
 *
 * next-boot: nothing now, the change waits for the next power cycle; pause: a moment without network or CPU.
 */
export const IMPACTS = ['none', 'next-boot', 'live', 'pause', 'restart', 'replace', 'destroy'] as const;
export type Impact = (typeof IMPACTS)[number];

/** What happens to the thing at a path: its value changes, or, of a list, an element comes or goes. */
export type ChangeEvent = 'change' | 'add' | 'remove';

/** What a change costs a guest that runs. */
export interface ChangeCost {
  readonly impact: Impact;
  /** Where this cost holds, as the end of a sentence: "where a PCI port is free"; without it, everywhere. */
  readonly when?: string;
  /** What it comes from: "maximum memory is fixed while a guest runs". */
  readonly why?: string;
  /** libvirt's call that does it, as its API names it; where none is named, the definition is stored anew. */
  readonly call?: string;
  /** The first libvirt that does it, where that is newer than 3.0. */
  readonly since?: string;
}

/** What a change in one place costs. */
export interface ChangeRule {
  /** `devices.disks[].source`; it counts for everything below, unless a longer one says otherwise. */
  readonly path: string;
  readonly on: readonly ChangeEvent[];
  /** The first whose condition holds. Where all have one and none holds, the next shorter rule counts. */
  readonly costs: readonly ChangeCost[];
}

/** What changes of one resource type cost. */
export interface ChangeTable {
  readonly rules: readonly ChangeRule[];
  /** What has no rule of its own. */
  readonly otherwise: ChangeCost;
}

/** A rule for a value that changes. */
export function changing(path: string, ...costs: readonly ChangeCost[]): ChangeRule {
  return { path, on: ['change'], costs };
}

/** A rule for elements of a list that come. */
export function adding(path: string, ...costs: readonly ChangeCost[]): ChangeRule {
  return { path, on: ['add'], costs };
}

/** A rule for elements of a list that go. */
export function removing(path: string, ...costs: readonly ChangeCost[]): ChangeRule {
  return { path, on: ['remove'], costs };
}
