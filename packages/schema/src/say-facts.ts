import type { Attribute } from './dsl.js';
import { unsigned, type Where } from './facts.js';

/**
 * The facts about an attribute beside its description, a sentence each: its unit, the values that it takes, what holds without it.
 *
 * @param quote how a value is set apart: backticks for Markdown
 */
export function sayFacts(attribute: Attribute, quote = (value: string): string => value): readonly string[] {
  const {
    enumeration,
    open,
    range,
    default: preset,
    filled,
    hypervisors,
    since,
    idle,
    leftToLibvirt,
  } = attribute;
  const unit = unitOf(attribute);
  return [
    unit === undefined ? undefined : `Unit: ${unit}.`,
    enumeration === undefined
      ? undefined
      : `${open ? 'Such as' : 'One of'}: ${enumeration.map(quote).join(', ')}.`,
    range === undefined ? undefined : rangeText(range),
    preset === undefined ? undefined : `Default: ${quote(JSON.stringify(preset))}.`,
    filled && attribute.presence !== 'read-only' ? 'libvirt fills it in when it is not given.' : undefined,
    idle === undefined ? undefined : idleText(idle, quote),
    leftToLibvirt === undefined ? undefined : leftText(leftToLibvirt, quote),
    hypervisors === undefined ? undefined : `Hypervisors: ${hypervisors.join(', ')}.`,
    since === undefined ? undefined : `Since libvirt ${since}.`,
    attribute.sensitive ? 'Never printed.' : undefined,
    attribute.addition
      ? 'Beyond dmacvicar/libvirt: a stack that sets it no longer runs under Terraform.'
      : undefined,
  ].filter((fact) => fact !== undefined);
}

function idleText(idle: NonNullable<Attribute['idle']>, quote: (value: string) => string): string {
  if (idle === 'everywhere') return 'libvirt pays no heed to it.';
  return [idle]
    .flat()
    .map((where) => whereText(where, quote))
    .join(' ');
}

function whereText(
  { path, is, isNot = '', isUnset, isSet, isNoneOf, exceptBeside }: Where,
  quote: (value: string) => string,
): string {
  const place = quote(path.join('.'));
  const exception = exceptBeside === undefined ? '' : `, except beside ${quote(exceptBeside.join('.'))}`;
  if (isSet === true) return `It means nothing beside ${place}.`;
  if (isNoneOf !== undefined)
    return `It means nothing where ${place} is none of ${isNoneOf.map(quote).join(', ')}${exception}.`;
  if (isUnset === true) return `It means nothing without ${place}.`;
  return is === undefined
    ? `It means nothing unless ${place} is ${quote(isNot)}.`
    : `It means nothing where ${place} is ${quote(is)}.`;
}

function leftText(left: NonNullable<Attribute['leftToLibvirt']>, quote: (value: string) => string): string {
  if (typeof left !== 'object') return `${quote(String(left))} leaves it to libvirt.`;
  const parts = Object.entries(left).map(([name, said]) => `${quote(name)} is ${String(said)}`);
  return `It is left to libvirt where ${parts.join(' and ')}, or not said.`;
}

function unitOf(attribute: Attribute): string | undefined {
  if (attribute.unit !== undefined) return attribute.unit;
  if (attribute.meaning?.as !== 'size') return undefined;
  const { unit, defaultUnit } = attribute.meaning;
  return unit === undefined ? defaultUnit : `${defaultUnit}, unless \`${unit}\` names another`;
}

function rangeText({ min, max }: NonNullable<Attribute['range']>): string {
  if (min === undefined) return `At most ${max ?? 'anything'}.`;
  // That libvirt reads no more than 32 bits tells a reader nothing.
  return max === undefined || max === unsigned.range?.max ? `At least ${min}.` : `From ${min} to ${max}.`;
}
