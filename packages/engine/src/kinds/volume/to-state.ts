import { project, volume } from '@virtform/schema';
import { isObject, Unknown, type Value } from '@virtform/values';
import type { Actual, Attributes } from '../kind.js';
import { textAt } from '../shared/attributes.js';

/**
 * A volume as the Terraform provider writes it: what was configured, its key, path and ID, which are one and the same, and its
 * sizes in bytes. `capacity` is libvirt's where none is configured.
 */
export function volumeToState(actual: Actual, wanted: Attributes): Attributes {
  const there = actual.stored;
  // Behind an inactive pool only the place of a volume is known.
  if (there === undefined) return { ...wanted, ...actual.running };
  const path = textAt(there, ['target', 'path']) ?? textAt(there, ['key']) ?? null;
  const told = project(volume, wanted, there);
  const capacity = wanted.capacity === undefined ? there.capacity : told.capacity;
  return withTargetPath(
    {
      ...told,
      ...(capacity === undefined ? {} : { capacity }),
      ...sizesOf(there),
      id: path,
      key: there.key ?? path,
      path,
    },
    path,
  );
}

/** The same for a volume that is to be made. */
export function plannedVolume(wanted: Attributes): Attributes {
  return withTargetPath(
    {
      ...wanted,
      capacity: wanted.capacity ?? new Unknown('number'),
      allocation: new Unknown('number'),
      physical: new Unknown('number'),
      id: new Unknown('string'),
      key: new Unknown('string'),
      path: new Unknown('string'),
    },
    new Unknown('string'),
  );
}

/** The same for a volume that is resized: it stays where it is. */
export function resizedVolume(actual: Actual, wanted: Attributes): Attributes {
  return {
    ...volumeToState(actual, wanted),
    ...wanted,
    ...withTargetPath(wanted, textAt(actual.stored, ['target', 'path']) ?? null),
    allocation: new Unknown('number'),
    physical: new Unknown('number'),
  };
}

function sizesOf(there: Attributes): Attributes {
  const { allocation, physical } = there;
  return {
    ...(allocation === undefined ? {} : { allocation }),
    // libvirt writes 0, or nothing, where the size is 0; the provider stores null then.
    ...(physical === undefined || physical === 0 ? {} : { physical }),
  };
}

function withTargetPath(attributes: Attributes, path: Value): Attributes {
  const target = attributes.target;
  return isObject(target) ? { ...attributes, target: { ...target, path } } : attributes;
}
