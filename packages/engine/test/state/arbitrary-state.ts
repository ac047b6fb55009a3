import fc from 'fast-check';
import type { Json } from '@virtform/values';

// States as Terraform may write them, as the JSON of their files: whatever the format knows, in Terraform's order.

/** A name as a block may have it. */
const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,6}$/);
/** A text that comes through UTF-8 unharmed, quotes and escapes and what Go escapes for HTML among it. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('<&>', '\u2028', '"\\', '\n\t', '${a}', '__proto__', '1'),
);
const numbers = fc.oneof(
  fc.integer(),
  fc.constantFrom(
    '12345678901234567890123',
    '0.33333333333333333333333333',
    '12345678901234567890.5',
    '-0.1',
    '0.000000001',
  ),
);

/** A number that JSON has and JavaScript has not stands as its own text. */
const NUMBER_TEXT = 'number text ';
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    text,
    numbers.map((number) => (typeof number === 'string' ? NUMBER_TEXT + number : number)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const attributes = fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true });

const step = fc.oneof(
  name.map((attribute): Json => ({ type: 'get_attr', value: attribute })),
  fc.nat(9).map((index): Json => ({ type: 'index', value: { value: index, type: 'number' } })),
  text.map((key): Json => ({ type: 'index', value: { value: key, type: 'string' } })),
);

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const instance = fc.record({
  status: optional(fc.constant('tainted')),
  deposed: optional(fc.stringMatching(/^[0-9a-f]{8}$/)),
  schema_version: fc.nat(3),
  attributes,
  sensitive_attributes: fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
  identity_schema_version: optional(fc.nat(1)),
  private: optional(fc.constantFrom('bnVsbA==', 'eyJzY2hlbWFfdmVyc2lvbiI6IjAifQ==', 'no base64 at all')),
  dependencies: optional(
    fc.uniqueArray(
      name.map((one) => `libvirt_network.${one}`),
      { minLength: 1, maxLength: 2 },
    ),
  ),
  create_before_destroy: optional(fc.constant(true)),
});

/** The instances of one block: alone, counted, or by keys. */
const instances = fc.oneof(
  instance.map((only) => [{ ...only, index_key: undefined }]),
  fc.array(instance, { maxLength: 3 }).map((all) => all.map((one, index) => ({ ...one, index_key: index }))),
  fc
    .uniqueArray(fc.tuple(text, instance), { maxLength: 3, selector: ([key]) => key })
    .map((all) =>
      [...all]
        .sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
        .map(([key, one]) => ({ ...one, index_key: key })),
    ),
);

const resource = fc.record({
  module: optional(
    fc
      .tuple(name, fc.option(fc.oneof(fc.nat(9), name)))
      .map(([called, key]) => `module.${called}${key === null ? '' : `[${JSON.stringify(key)}]`}`),
  ),
  mode: fc.constantFrom('managed', 'data'),
  type: name,
  name,
  provider: fc.constant('provider["registry.terraform.io/dmacvicar/libvirt"]'),
  instances,
});

const outputType: fc.Arbitrary<Json> = fc.constantFrom<Json[]>(
  'string',
  ['list', 'string'],
  ['object', { a: 'number' }],
);
const output = fc.record({ value, type: outputType, sensitive: optional(fc.constant(true)) });

/** A state file, byte for byte as Terraform would have written it. */
export const stateText: fc.Arbitrary<string> = fc
  .record({
    version: fc.constant(4),
    terraform_version: fc.constantFrom('0.12.31', '1.0.0', '1.5.7', '1.11.4'),
    serial: fc.nat(),
    lineage: fc.uuid(),
    outputs: fc.dictionary(name, output, { maxKeys: 3, noNullPrototype: true }),
    resources: fc.uniqueArray(resource, {
      maxLength: 4,
      selector: (one) => [one.module ?? '', one.mode, one.type, one.name].join('\0'),
    }),
    check_results: fc.option(fc.array(value, { maxLength: 2 })),
  })
  .map((state) => print({ ...state, resources: [...state.resources].sort(inTerraformsOrder) }));

interface Placed {
  readonly module: string | undefined;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
}

function inTerraformsOrder(left: Placed, right: Placed): number {
  const parts = (one: Placed): readonly string[] => [one.module ?? '', one.mode, one.type, one.name];
  const first = parts(left).findIndex((part, index) => part !== parts(right)[index]);
  return first === -1
    ? 0
    : Buffer.compare(Buffer.from(parts(left)[first] ?? ''), Buffer.from(parts(right)[first] ?? ''));
}

const INSTANCE_ORDER = [
  'index_key',
  'status',
  'deposed',
  'schema_version',
  'attributes',
  'sensitive_attributes',
  'identity_schema_version',
  'private',
  'dependencies',
  'create_before_destroy',
];

/** How the members of an object stand: as they are given, or in the order of the bytes of their names. */
type Order = 'struct' | 'map' | 'outputs' | 'output' | 'instance';

/** How those of a member stand. */
function orderInside(order: Order, name: string): Order {
  if (order === 'map' || order === 'output') return 'map';
  if (order === 'outputs') return 'output';
  if (name === 'attributes' || name === 'check_results') return 'map';
  if (name === 'outputs') return 'outputs';
  return name === 'instances' ? 'instance' : 'struct';
}

/** Go's printer: two spaces, five characters escaped, numbers as they are. */
function print(state: object): string {
  return `${printPart(state, '\n', 'struct')}\n`;
}

function printPart(part: unknown, newline: string, order: Order): string {
  const inner = `${newline}  `;
  if (typeof part === 'string') return printText(part);
  if (typeof part !== 'object' || part === null) return JSON.stringify(Object.is(part, -0) ? 0 : part);
  if (Array.isArray(part)) {
    const elements = part.map((element) => inner + printPart(element, inner, order));
    return elements.length === 0 ? '[]' : `[${elements.join(',')}${newline}]`;
  }
  const given: [string, unknown][] = Object.entries(part);
  const entries = given.filter(([, member]) => member !== undefined);
  if (order === 'map' || order === 'outputs')
    entries.sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  if (order === 'instance')
    entries.sort(([left], [right]) => INSTANCE_ORDER.indexOf(left) - INSTANCE_ORDER.indexOf(right));
  const members = entries.map(
    ([name, member]) => `${inner}${printText(name)}: ${printPart(member, inner, orderInside(order, name))}`,
  );
  return members.length === 0 ? '{}' : `{${members.join(',')}${newline}}`;
}

function printText(text: string): string {
  if (text.startsWith(NUMBER_TEXT)) return text.slice(NUMBER_TEXT.length);
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
