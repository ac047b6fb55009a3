import { checkAcross } from '@virtform/schema';
import type { ConfiguredObject } from '@virtform/schema';
import type { Diagnostic } from '@virtform/values';
import { placeDiagnostics } from './diagnostics.js';
import type { Place } from './diagnostics.js';

/** An object that a configuration asks for, where it was written, and whatever tells its host from others. */
export interface AskedObject extends ConfiguredObject {
  readonly host: string;
  readonly place: Place;
  /** Tells what is asked from all else; undefined where nobody remembers, or where it holds secrets, which nobody is to keep. */
  readonly trace?: string | undefined;
}

/** What contradicts itself among the objects that are to be on one host, host by host. */
export function checkHosts(objects: readonly AskedObject[]): readonly Diagnostic[] {
  const places = new Map(objects.map(({ address, place }) => [address, place]));
  return [...new Set(objects.map(({ host }) => host))].flatMap((host) =>
    checkAcross(objects.filter((object) => object.host === host)).flatMap((diagnostic) =>
      placeDiagnostics([diagnostic], places.get(diagnostic.address ?? '') ?? {}),
    ),
  );
}
