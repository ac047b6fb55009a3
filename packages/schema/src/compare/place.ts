import type { Path, Value, ValueObject } from '@virtform/values';
import type { Edit, EditPath, EditStep } from '../codec/edit.js';
import type { Attribute } from '../dsl.js';

/** One thing in which two values differ in meaning. */
export interface Difference {
  /** Where it stands: indexes of lists count in `to`, for what is gone in `from`. */
  readonly path: Path;
  /** undefined: it was not there. */
  readonly before: Value | undefined;
  /** undefined: it is to be gone. */
  readonly after: Value | undefined;
  /** The attribute it is about. */
  readonly fact: Attribute;
  /** What makes a document that says `from` say this; empty for what is not XML. Unknown parts have to be known by then. */
  readonly edits: readonly Edit[];
}

/** Where a comparison has got to. The way there is put together only where something differs: hardly anything does. */
export interface Place {
  readonly parent: Place | undefined;
  /** The last step of the way; undefined at its beginning. */
  readonly step: string | number | undefined;
  /** What an edit takes for that step. */
  readonly edit: EditStep | (() => EditStep) | undefined;
  /** The element of a list that it lies in, or the whole object, as it is wanted and as it was. */
  readonly around: { readonly to: ValueObject; readonly applied: ValueObject };
  readonly found: Difference[];
}

/** Where a comparison begins. */
export const ROOT = { parent: undefined, step: undefined, edit: undefined };

/** @param parent the place of the object that has the attribute */
export function below(parent: Place, name: string): Place {
  return { parent, step: name, edit: name, around: parent.around, found: parent.found };
}

function pathOf({ parent, step }: Place): Path {
  const before = parent === undefined ? [] : pathOf(parent);
  return step === undefined ? before : [...before, step];
}

export function editOf({ parent, edit }: Place): EditPath {
  const before = parent === undefined ? [] : editOf(parent);
  if (edit === undefined) return before;
  return [...before, typeof edit === 'function' ? edit() : edit];
}

/** What differs at a place. */
export function difference(
  attribute: Attribute,
  before: Value | undefined,
  after: Value | undefined,
  place: Place,
): Difference {
  return {
    path: pathOf(place),
    before,
    after,
    fact: attribute,
    edits:
      attribute.at === undefined
        ? []
        : [{ path: editOf(place), value: after, ...(before === undefined ? {} : { before }) }],
  };
}
