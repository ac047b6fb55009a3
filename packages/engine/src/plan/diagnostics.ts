import type { Diagnostic } from '@virtform/values';

/** Whom diagnostics concern and where it was written. */
export type Place = Pick<Diagnostic, 'address' | 'construct' | 'source'>;

/** The diagnostics with the place added wherever they do not name one themselves. */
export function placeDiagnostics(diagnostics: readonly Diagnostic[], place: Place): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => ({ ...place, ...diagnostic }));
}

/** The place that a block stands for. */
export function placeOf(block: Omit<Place, 'address'> | undefined, address: string): Place {
  return {
    address,
    ...(block?.construct === undefined ? {} : { construct: block.construct }),
    ...(block?.source === undefined ? {} : { source: block.source }),
  };
}
