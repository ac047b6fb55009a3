import { formatPath, isList, isObject, type Json, type JsonObject, type Path } from '@virtform/values';

/** A value in a file is not what has to stand there. The message begins with the place. */
export class ShapeError extends Error {
  constructor(
    path: Path,
    what: string,
    readonly action?: string,
  ) {
    super(path.length === 0 ? what : `${formatPath(path)} ${what}`);
    this.name = 'ShapeError';
  }
}

/**
 * An object in a JSON file, read member by member; what is not as expected is an error that names its place. Null counts as
 * absent, as it does for Go.
 */
export class Shape {
  readonly object: JsonObject;

  /** @param steps from the object around this one, where there is one */
  constructor(
    value: Json,
    private readonly around?: Shape,
    private readonly steps: Path = [],
  ) {
    if (!isJsonObject(value)) throw new ShapeError(this.path, 'is no object');
    this.object = value;
  }

  /** Put together only when somebody asks: a file has thousands of places, and one of them is wrong. */
  get path(): Path {
    return [...(this.around?.path ?? []), ...this.steps];
  }

  /** A value further in, which has to be an object too. */
  inner(value: Json, ...steps: Path): Shape {
    return new Shape(value, this, steps);
  }

  get(name: string): Json | undefined {
    return Object.hasOwn(this.object, name) ? this.object[name] : undefined;
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.fail(name, 'is missing; a text is expected');
  }

  optionalText(name: string): string | undefined {
    const value = this.get(name) ?? undefined;
    return value === undefined || typeof value === 'string' ? value : this.fail(name, 'is no text');
  }

  optionalFlag(name: string): boolean | undefined {
    const value = this.get(name) ?? undefined;
    return value === undefined || typeof value === 'boolean'
      ? value
      : this.fail(name, 'is neither true nor false');
  }

  optionalWhole(name: string): number | undefined {
    const value = this.get(name) ?? undefined;
    if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0))
      return value;
    return this.fail(name, 'is no whole number that can be counted with');
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((value, index) => {
      if (typeof value !== 'string') throw new ShapeError([...this.path, name, index], 'is no text');
      return value;
    });
  }

  /** The objects of a list; absent is empty. */
  elements(name: string): readonly Shape[] {
    return this.list(name).map((value, index) => this.inner(value, name, index));
  }

  list(name: string): readonly Json[] {
    const value = this.get(name) ?? [];
    return isJsonList(value) ? value : this.fail(name, 'is no list');
  }

  /** The objects in an object, by name; absent is empty. */
  members(name: string): readonly (readonly [string, Shape])[] {
    const shape = this.inner(this.get(name) ?? {}, name);
    return Object.entries(shape.object).map(([key, value]) => [key, shape.inner(value, key)]);
  }

  /** The members that are not among these. */
  others(known: readonly string[]): JsonObject {
    const names = Object.keys(this.object);
    if (names.every((name) => known.includes(name))) return NOTHING;
    return Object.fromEntries(Object.entries(this.object).filter(([name]) => !known.includes(name)));
  }

  private fail(name: string, what: string): never {
    throw new ShapeError([...this.path, name], what);
  }
}

const NOTHING: JsonObject = {};

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value);
}

export function isJsonList(value: Json): value is readonly Json[] {
  return isList(value);
}
