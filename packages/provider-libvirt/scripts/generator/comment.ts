import { changeCosts, sayCosts, sayFacts, walk, type Attribute, type ResourceSchema } from '@virtform/schema';

/** A TSDoc comment of some lines, indented. */
export function comment(lines: readonly string[], indent: string): string {
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/'));
  if (safe.length === 1) return `${indent}/** ${safe.join('')} */`;
  return [`${indent}/**`, ...safe.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join('\n');
}

/** Says what a person has to know about an attribute of a schema. */
export type Describe = (attribute: Attribute) => readonly string[];

/** Says of an attribute what it is, in which unit, which values it takes, what holds without it, what a change of it costs. */
export function describeAttributes(schema: ResourceSchema): Describe {
  const changes = changesIn(schema);
  return (attribute) => describe(attribute, changes.get(attribute));
}

const DEPENDS = 'depends on where it stands; see the object that holds it';

/** What a change of each attribute costs. One that recurs has one declaration, and may cost something else in each place. */
function changesIn(schema: ResourceSchema): ReadonlyMap<Attribute, string> {
  const changes = new Map<Attribute, string>();
  for (const { path, attribute } of walk(schema)) {
    const costs = changeCosts(schema, path);
    if (costs === undefined) continue;
    const said = sayCosts(costs);
    changes.set(attribute, (changes.get(attribute) ?? said) === said ? said : DEPENDS);
  }
  return changes;
}

/** The lines about one attribute; `change`: what a change of it costs. */
export function describe(attribute: Attribute, change?: string): readonly string[] {
  const facts = sayFacts(attribute);
  const lines = [
    ...(facts.length === 0 ? [] : [facts.join(' ')]),
    ...(change === undefined ? [] : [`Change: ${change}.`]),
  ];
  return lines.length === 0 ? [attribute.description] : [attribute.description, '', ...lines];
}
