import type { Diagnostic, Path } from '@virtform/values';
import type { Part } from '../part.js';
import type { Finding } from '../rule.js';

/** An object among others. */
export interface Among {
  readonly type: string;
  /** By which messages and diagnostics name it. */
  readonly address: string;
  readonly object: Part;
}

/** What one rule finds wrong among objects. */
export type AcrossRule = (objects: readonly Among[]) => readonly Diagnostic[];

/** The objects of one type. */
export function ofType(objects: readonly Among[], type: string): readonly Among[] {
  return objects.filter((object) => object.type === type);
}

/** A diagnostic of one object among others. */
export function about(
  severity: Diagnostic['severity'],
  { address }: Among,
  place: { readonly at: Path },
  finding: Finding,
): Diagnostic {
  return { severity, address, path: place.at, ...finding };
}
