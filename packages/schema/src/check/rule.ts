import type { Diagnostic, Path } from '@virtform/values';
import type { Part } from './part.js';

/** What one rule finds wrong in an object. */
export type Rule = (object: Part) => readonly Diagnostic[];

/** What a diagnostic says beside its place. */
export interface Finding {
  readonly summary: string;
  readonly action: string;
  readonly detail?: string;
}

/** libvirt, or the hypervisor behind it, refuses this. */
export function refused(place: { readonly at: Path }, finding: Finding): Diagnostic {
  return { severity: 'error', path: place.at, ...finding };
}

/** libvirt takes this, and it will hardly do what is meant. */
export function doubted(place: { readonly at: Path }, finding: Finding): Diagnostic {
  return { severity: 'warning', path: place.at, ...finding };
}
