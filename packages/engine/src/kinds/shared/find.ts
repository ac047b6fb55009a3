import type { OwnershipMark } from '../kind.js';

/** The record that a person means by a UUID (dashes and case free) or a name. */
export function byUuidOrName<R extends { readonly uuid: string; readonly name: string }>(
  records: ReadonlyMap<string, R>,
  id: string,
): R | undefined {
  const bare = bareUuid(id);
  let named: R | undefined;
  for (const record of records.values()) {
    if (bareUuid(record.uuid) === bare) return record;
    if (record.name === id) named = record;
  }
  return named;
}

function bareUuid(text: string): string {
  return text.replaceAll('-', '').toLowerCase();
}

/** Whether a mark says that this resource of this state made the object. */
export function sameMark(found: OwnershipMark | undefined, ours: OwnershipMark): boolean {
  return found?.lineage === ours.lineage && found.address === ours.address;
}
