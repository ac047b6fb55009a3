import { changeCosts, sayCosts, walk, type Attribute, type ResourceSchema } from '@virtform/schema';

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
  const unit = unitOf(attribute);
  const facts = [
    unit === undefined ? undefined : `Unit: ${unit}.`,
    attribute.enumeration === undefined
      ? undefined
      : `One of: ${attribute.enumeration.join(', ')}${attribute.open ? ', …' : ''}.`,
    attribute.range === undefined ? undefined : rangeText(attribute.range),
    attribute.default === undefined ? undefined : `Default: ${JSON.stringify(attribute.default)}.`,
    attribute.filled ? 'libvirt fills it in when it is not given.' : undefined,
    attribute.hypervisors === undefined ? undefined : `Hypervisors: ${attribute.hypervisors.join(', ')}.`,
    attribute.since === undefined ? undefined : `Since libvirt ${attribute.since}.`,
    attribute.sensitive ? 'Never printed.' : undefined,
    attribute.addition
      ? 'Beyond dmacvicar/libvirt: a stack that sets it no longer runs under Terraform.'
      : undefined,
  ].filter((fact) => fact !== undefined);
  const lines = [
    ...(facts.length === 0 ? [] : [facts.join(' ')]),
    ...(change === undefined ? [] : [`Change: ${change}.`]),
  ];
  return lines.length === 0 ? [attribute.description] : [attribute.description, '', ...lines];
}

function unitOf(attribute: Attribute): string | undefined {
  if (attribute.unit !== undefined) return attribute.unit;
  if (attribute.meaning?.as !== 'size') return undefined;
  const { unit, defaultUnit } = attribute.meaning;
  return unit === undefined ? defaultUnit : `${defaultUnit}, unless \`${unit}\` names another`;
}

function rangeText({ min, max }: NonNullable<Attribute['range']>): string {
  if (min === undefined) return `At most ${max ?? 'anything'}.`;
  return max === undefined ? `At least ${min}.` : `From ${min} to ${max}.`;
}
