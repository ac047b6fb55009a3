import { fillNulls } from '@virtform/schema';
import type { ResourceSchema } from '@virtform/schema';
import { isList, isObject, mark, Unknown, UNKNOWN } from '@virtform/values';
import type { Path, Value, ValueObject } from '@virtform/values';
import { formatBlock, type InstanceKey, parseAddress } from '../address.js';
import type { Attributes } from '../kinds/kind.js';
import { withSecretsOf } from './secrets.js';

/** How a block's instances are told apart, and so what a reference to it is: an object, a list of such, or an object of such. */
export type Repetition = 'single' | 'count' | 'for-each';

/** What references to resources mean while a plan or an apply goes on: filled as the walk comes along. */
export interface ResourceValues {
  /**
   * Says what a reference to the block will be. Declared by the address of the block, without keys, it holds for every instance of
   * the module around it.
   */
  declare(address: string, repetition: Repetition, schema: ResourceSchema): void;
  /** `attributes` undefined: there is none after this; unknown: it could not be planned; a function: read when they are asked for. */
  set(
    address: string,
    key: InstanceKey | undefined,
    attributes: Attributes | (() => Attributes) | Unknown | undefined,
    sensitive: readonly Path[],
  ): void;
  /** One instance as it is referred to: `self`; undefined where there is none. */
  instance(address: string, key: InstanceKey | undefined): Value | undefined;
  /** undefined: not declared, so nothing is known of it yet. */
  value(address: string): Value | undefined;
}

interface Entry {
  readonly repetition: Repetition;
  readonly schema: ResourceSchema;
  readonly instances: Map<InstanceKey | undefined, () => Value>;
  /** What a reference to the block is, until an instance changes. */
  whole: Value | undefined;
}

/**
 * An empty store. Values are completed and marked when they are first asked for: most resources nobody refers to. They are put
 * together once: each of ten thousand instances may pick its own of ten thousand others.
 */
export function createResourceValues(): ResourceValues {
  const entries = new Map<string, Entry>();
  const entryAt = (address: string): Entry | undefined => {
    const known = entries.get(address);
    if (known !== undefined || !address.startsWith('module.')) return known;
    const parsed = parseAddress(address);
    const declared = parsed === undefined ? undefined : entries.get(formatBlock(parsed));
    if (declared === undefined) return undefined;
    const entry: Entry = { ...declared, instances: new Map(), whole: undefined };
    entries.set(address, entry);
    return entry;
  };
  return {
    declare(address, repetition, schema) {
      entries.set(address, { repetition, schema, instances: new Map(), whole: undefined });
    },
    set(address, key, attributes, sensitive) {
      const entry = entryAt(address);
      if (entry === undefined) return;
      entry.whole = undefined;
      if (attributes === undefined) entry.instances.delete(key);
      else if (attributes instanceof Unknown) entry.instances.set(key, () => attributes);
      else
        entry.instances.set(
          key,
          lazily(() =>
            present(entry.schema, typeof attributes === 'function' ? attributes() : attributes, sensitive),
          ),
        );
    },
    instance: (address, key) => entryAt(address)?.instances.get(key)?.(),
    value(address) {
      const entry = entryAt(address);
      if (entry === undefined) return undefined;
      return (entry.whole ??= SHAPES[entry.repetition](entry.instances));
    },
  };
}

const SHAPES: Readonly<Record<Repetition, (instances: Entry['instances']) => Value>> = {
  single: (instances) => instances.get(undefined)?.() ?? UNKNOWN,
  count: (instances) =>
    [...instances].sort(([left], [right]) => Number(left) - Number(right)).map(([, instance]) => instance()),
  'for-each': (instances) =>
    Object.fromEntries([...instances].map(([key, instance]) => [String(key), instance()])),
};

function lazily(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

/** What the schema calls a secret is marked here as well: a state does not name it. */
function present(schema: ResourceSchema, attributes: Attributes, sensitive: readonly Path[]): Value {
  return withSecretsOf(schema, attributes, sensitive).reduce<Value>(
    (value, path) => markAt(value, path),
    fillNulls(schema, attributes),
  );
}

/** The value with `sensitive` put onto what stands at the path; where nothing stands there, onto the nearest above it. */
function markAt(value: Value, path: Path): Value {
  const [step, ...rest] = path;
  if (typeof step === 'number' && isList(value) && step < value.length) {
    return value.map((element, index) => (index === step ? markAt(element, rest) : element));
  }
  if (typeof step === 'string' && isObject(value)) {
    const part = value[step];
    if (part !== undefined) return { ...value, [step]: markAt(part, rest) } satisfies ValueObject;
  }
  return mark(value, ['sensitive']);
}
