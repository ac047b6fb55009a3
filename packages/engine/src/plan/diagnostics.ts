import type { Diagnostic } from '@virtform/values';
import { type Expression, locate } from '../config/index.js';

/** Whom diagnostics concern and where it was written. */
export type Place = Pick<Diagnostic, 'address' | 'construct' | 'source'>;

/**
 * The diagnostics with the place added wherever they do not name one themselves.
 *
 * @param body in which their paths are looked for
 */
export function placeDiagnostics(
  diagnostics: readonly Diagnostic[],
  place: Place,
  body?: Expression,
): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    const { path, source: own } = diagnostic;
    const source =
      own !== undefined || body === undefined || path === undefined ? undefined : locate(body, path);
    return { ...place, ...(source === undefined ? {} : { source }), ...diagnostic };
  });
}

/** The place that a block stands for. */
export function placeOf(block: Omit<Place, 'address'> | undefined, address: string): Place {
  return {
    address,
    ...(block?.construct === undefined ? {} : { construct: block.construct }),
    ...(block?.source === undefined ? {} : { source: block.source }),
  };
}
