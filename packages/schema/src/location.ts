/** One step down into a child element; with `where`, the one that carries this attribute value. */
export interface Step {
  readonly name: string;
  /** Further names that the element may bear as well: the entries of a filter are `<filterref>` and `<rule>`. */
  readonly others?: readonly string[];
  readonly where?: { readonly attribute: string; readonly value: string };
}

/**
 * Where something stands in XML, seen from the element of the object that it belongs to: down `path`, and there in an
 * attribute, or, without one, in the element itself (its text, or its being there).
 */
export interface Location {
  readonly path: readonly Step[];
  readonly attribute?: string;
}

/** Stands in conditions for the name of an element, where its attributes stand by their names. No attribute can be called so. */
export const ELEMENT_NAME = '<name>';

/** What must stand in the XML for a branch to be the one that is set; value undefined: the attribute must be missing. */
export interface Condition {
  readonly path: readonly Step[];
  /** The name of an attribute, or `ELEMENT_NAME`. */
  readonly attribute: string;
  readonly value: string | undefined;
}

const LOCATION = /^(?:\.|([^@]+?))?(?:\/?@([^@=\]]+))?$/;
const STEP = /^([^[\]]+)(?:\[([^=]+)=([^\]]*)\])?$/;

/**
 * Reads a location: `memory` (text of that child), `memory@unit`, `@type` (own attribute), `.` (the element itself),
 * `source[mode=bind]@host`, `devices/disk`, `filterref|rule` (elements of either name).
 */
export function parseLocation(text: string): Location {
  const known = locations.get(text);
  if (known !== undefined) return known;
  const location = readLocation(text);
  locations.set(text, location);
  return location;
}

/** The same places recur in many shapes. */
const locations = new Map<string, Location>();

function readLocation(text: string): Location {
  const match = LOCATION.exec(text);
  if (match === null) throw new TypeError(`'${text}' is no location`);
  const [, path, attribute] = match;
  return { path: parsePath(path), ...(attribute === undefined ? {} : { attribute }) };
}

/** Reads a condition: `@type=file`, `source@type=pci`, `@<name>=rule`; `@type=` means that the attribute is missing. */
export function parseCondition(text: string): Condition {
  const equals = text.lastIndexOf('=');
  const { path, attribute } = parseLocation(text.slice(0, equals));
  if (equals < 0 || attribute === undefined) throw new TypeError(`'${text}' is no condition`);
  return { path, attribute, value: equals === text.length - 1 ? undefined : text.slice(equals + 1) };
}

const NOWHERE: readonly Step[] = [];

function parsePath(text: string | undefined): readonly Step[] {
  if (text === undefined || text === '.') return NOWHERE;
  return text.split('/').map((part) => {
    const [, names, attribute, value] = STEP.exec(part) ?? [];
    if (names === undefined) throw new TypeError(`'${part}' in '${text}' is no step`);
    const [name = names, ...others] = names.split('|');
    return {
      name,
      ...(others.length === 0 ? {} : { others }),
      ...(attribute === undefined || value === undefined ? {} : { where: { attribute, value } }),
    };
  });
}
