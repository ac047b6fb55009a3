import { isList, isObject, samePath, type Path, type Value, type ValueObject } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { attributeAt, withAttribute } from './attributes.js';

/** What a step says of attributes that hold secrets: the rest as it is, and where the secrets stand in `wanted`. */
export interface Redacted {
  readonly attributes: Attributes;
  readonly secrets: readonly Path[];
}

/** Stands in a step in the place of a secret, so that the list or object around it keeps its shape. */
const PLACEHOLDER = '(sensitive value)';

/** Takes the values at these paths out; a path that leads nowhere counts for nothing. */
export function redact(attributes: Attributes, secrets: readonly Path[]): Redacted {
  const present = secrets.filter((path) => path.length > 0 && attributeAt(attributes, path) !== undefined);
  // An inner secret needs no entry of its own when all around it is one.
  const outermost = present.filter(
    (path) =>
      !present.some((other) => other.length < path.length && samePath(other, path.slice(0, other.length))),
  );
  return {
    attributes: outermost.reduce((rest, path) => withAttribute(rest, path, PLACEHOLDER), attributes),
    secrets: outermost,
  };
}

/** Puts the secrets back, from the attributes that are wanted. */
export function reveal(redacted: Redacted, wanted: Attributes | undefined): Attributes {
  return redacted.secrets.reduce((rest, path) => {
    const secret = attributeAt(wanted, path);
    if (secret === undefined) throw new TypeError(`the sensitive value at ${path.join('.')} is not known`);
    return withAttribute(rest, path, secret);
  }, redacted.attributes);
}

/** The attributes of what a step makes, as its `attributes` and `secrets` say them, with the secrets put back. */
export function attributesToMake(args: ValueObject, wanted: Attributes | undefined): Attributes {
  return reveal({ attributes: attributesFrom(args.attributes), secrets: pathsFrom(args.secrets) }, wanted);
}

/** Paths as a step carries them, read back from plain data. */
export function pathsFrom(value: Value | undefined): readonly Path[] {
  if (value === undefined || !isList(value)) return [];
  return value
    .filter(isList)
    .map((path) => path.filter((step) => typeof step === 'string' || typeof step === 'number'));
}

/** Attributes as a step carries them, read back from plain data. */
export function attributesFrom(value: Value | undefined): Attributes {
  return isObject(value) ? value : {};
}
