import {
  attributesOf,
  walk,
  type Attribute,
  type Attributes,
  type ResourceSchema,
  type ScalarAttribute,
} from '../../src/index.js';

/** An object of a schema. One that recurs with the same content is one shape. */
export interface Shape {
  readonly attributes: Attributes;
  /** The attribute that holds it where it stands first; undefined for the resource itself. */
  readonly holder: Attribute | undefined;
  /** Where it stands; the resource itself at the empty path. */
  readonly paths: readonly (readonly string[])[];
  /** The shapes that hold it, each with the name of the attribute. */
  readonly holders: readonly { readonly shape: Shape; readonly name: string }[];
}

interface OpenShape extends Shape {
  readonly paths: (readonly string[])[];
  readonly holders: { shape: Shape; name: string }[];
}

/** What there is in a schema, each shape after the one that holds it first. */
export interface Shapes {
  readonly all: readonly Shape[];
  /** The shape at a path, such as `devices.disks`; undefined where there is no object. */
  at(path: string): Shape | undefined;
}

/** The one value that an object holds: `mtu` has nothing but `size`. It is told with the object, as `mtu.size`. */
export function onlyValue(
  attribute: Attribute,
): { readonly name: string; readonly value: ScalarAttribute } | undefined {
  if (attribute.kind !== 'object') return undefined;
  const [only, ...others] = Object.entries(attribute.attributes);
  if (only === undefined || others.length > 0) return undefined;
  const [name, value] = only;
  return value.kind === 'scalar' ? { name, value } : undefined;
}

/** The shapes of a schema; objects that hold one value alone are none. */
export function shapesOf(schema: ResourceSchema): Shapes {
  const root: OpenShape = { attributes: schema.attributes, holder: undefined, paths: [[]], holders: [] };
  const byContent = new Map<string, OpenShape>();
  const byPath = new Map<string, OpenShape>([['', root]]);
  for (const { path, attribute } of walk(schema)) {
    const attributes = attributesOf(attribute);
    if (attributes === undefined || onlyValue(attribute) !== undefined) continue;
    const name = path.at(-1) ?? '';
    // What is the same to the letter but called otherwise has a place of its own: `uid` and `gid`.
    const content = `${name} ${JSON.stringify(attributes)}`;
    const shape = byContent.get(content) ?? { attributes, holder: attribute, paths: [], holders: [] };
    byContent.set(content, shape);
    byPath.set(path.join('.'), shape);
    shape.paths.push(path);
    const holder = byPath.get(path.slice(0, -1).join('.'));
    if (
      holder !== undefined &&
      !shape.holders.some((known) => known.shape === holder && known.name === name)
    ) {
      shape.holders.push({ shape: holder, name });
    }
  }
  return { all: [root, ...byContent.values()], at: (path) => byPath.get(path) };
}
