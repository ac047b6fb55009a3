import type { Attribute, Attributes } from './dsl.js';
import type { Step } from './location.js';

/** What is asked of every object that is held against some attributes. */
export interface Asked {
  readonly entries: readonly { readonly name: string; readonly attribute: Attribute }[];
  /** The attributes of which each is one of several that exclude each other. */
  readonly branches: readonly Branch[];
}

interface Branch {
  readonly name: string;
  /** What stands in the XML where this one is set: branches that say something else of the same place exclude each other. */
  readonly conditions: readonly { readonly key: string; readonly value: string }[];
}

const known = new WeakMap<Attributes, Asked>();

/** Worked out once: a domain has hundreds of attributes, of which each guest sets a few. */
export function askedOf(attributes: Attributes): Asked {
  const before = known.get(attributes);
  if (before !== undefined) return before;
  const entries = Object.entries(attributes).map(([name, attribute]) => ({ name, attribute }));
  const branches = entries.flatMap(({ name, attribute }) => branchOf(name, attribute.when));
  const asked = { entries, branches };
  known.set(attributes, asked);
  return asked;
}

function branchOf(name: string, when: Attribute['when']): readonly Branch[] {
  const conditions = when.flatMap(({ path, attribute, value }) =>
    value === undefined ? [] : [{ key: keyOf(path, attribute), value }],
  );
  return conditions.length === 0 ? [] : [{ name, conditions }];
}

/** A place in XML, as branches name it. */
export function keyOf(path: readonly Step[], attribute: string): string {
  return `${path.map((step) => step.name).join('/')}@${attribute}`;
}
