/** One place in which two answers differ; a part that is not there is undefined. */
export interface Difference {
  /** `plan.resource_changes.terraform_data.one.change.after`: elements that have an address are known by it. */
  readonly path: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Where two values differ, key by key. */
export function compare(path: string, ours: unknown, theirs: unknown): readonly Difference[] {
  const [left, right] = [partsOf(ours), partsOf(theirs)];
  if (left === undefined || right === undefined || Array.isArray(ours) !== Array.isArray(theirs)) {
    return Object.is(ours, theirs) ? [] : [{ path, ours, theirs }];
  }
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) =>
    compare(`${path}.${name}`, left.get(name), right.get(name)),
  );
}

/** The members of an object, or the elements of a list by what they are about. */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const elements: readonly unknown[] = value;
  const taken = new Map<string, number>();
  return new Map(
    elements.map((element, index) => {
      const name = nameOf(element) ?? String(index);
      const times = taken.get(name) ?? 0;
      taken.set(name, times + 1);
      return [times === 0 ? name : `${name}#${times}`, element];
    }),
  );
}

/** Resources and messages come in an order that means nothing: what they are about tells which is which. */
function nameOf(element: unknown): string | undefined {
  const parts = [
    'address',
    'address.to_display',
    'config_addr',
    'object_addr',
    'deposed',
    'index_key',
    'type',
    'name',
    'diagnostic.range.start.line',
    'change.resource.addr',
    'hook.resource.addr',
  ]
    .map((path) => at(element, path.split('.')))
    .filter((part) => typeof part === 'string' || typeof part === 'number');
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** The part of a value that a path leads to. */
export function at(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return at(new Map<string, unknown>(Object.entries(value)).get(step), rest);
}
