import { checkAcross } from '@virtform/schema';
import type { ConfiguredObject } from '@virtform/schema';
import type { Diagnostic } from '@virtform/values';
import type { Expression } from '../config/index.js';
import { placeDiagnostics } from './diagnostics.js';
import type { Place } from './diagnostics.js';

/** An object that a configuration asks for, where it was written, and whatever tells its host from others. */
export interface AskedObject extends ConfiguredObject {
  readonly host: string;
  readonly place: Place;
  /** In which what is wrong is looked for. */
  readonly body?: Expression;
  /** Tells what is asked from all else; undefined where nobody remembers, or where it holds secrets, which nobody is to keep. */
  readonly trace?: string | undefined;
}

/** What contradicts itself among the objects that are to be on one host, host by host. */
export function checkHosts(objects: readonly AskedObject[]): readonly Diagnostic[] {
  const byAddress = new Map(objects.map((object) => [object.address, object]));
  return [...new Set(objects.map(({ host }) => host))].flatMap((host) =>
    checkAcross(objects.filter((object) => object.host === host)).flatMap((diagnostic) => {
      const object = byAddress.get(diagnostic.address ?? '');
      return placeDiagnostics([diagnostic], object?.place ?? {}, object?.body);
    }),
  );
}
