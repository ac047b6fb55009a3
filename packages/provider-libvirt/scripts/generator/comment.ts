import type { Attribute } from '@virtform/schema';

/** A TSDoc comment of some lines, indented. */
export function comment(lines: readonly string[], indent: string): string {
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/'));
  if (safe.length === 1) return `${indent}/** ${safe.join('')} */`;
  return [`${indent}/**`, ...safe.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join('\n');
}

/** What a person has to know about an attribute: what it is, in which unit, which values it takes, what holds without it. */
export function describe(attribute: Attribute): readonly string[] {
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
  return facts.length === 0 ? [attribute.description] : [attribute.description, '', facts.join(' ')];
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
