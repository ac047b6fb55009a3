import { isList, isObject, Value, ValueObject } from '@virtform/values';
import { formatSize, formatValue } from './values.js';

/** One line that says what an object of a type is: `data.qcow2 in pool lab, 10 GiB`. */
type Describe = (attributes: ValueObject) => readonly (string | undefined)[];

const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  libvirt_domain: ({
    name,
    vcpu,
    vcpu_current: current,
    memory,
    memory_unit: unit,
    current_memory: given,
    ...rest
  }) => [
    formatValue(name),
    count(current ?? vcpu ?? 1, 'CPU'),
    formatSize(given ?? memory, given === undefined ? unit : rest.current_memory_unit, 'KiB'),
  ],
  libvirt_network: ({ name, forward, ips }) => [
    formatValue(name),
    forward === undefined ? 'isolated' : formatValue(inside(forward, 'mode')),
    ...(ips !== undefined && isList(ips) ? ips.map(subnet) : []),
  ],
  libvirt_pool: ({ name, type, target }) => [
    `${formatValue(name)} (${formatValue(type)})`,
    target === undefined ? undefined : formatValue(inside(target, 'path')),
  ],
  libvirt_volume: ({ name, pool, capacity, capacity_unit: unit, create, backing_store: backing }) => [
    `${formatValue(name)} in pool ${formatValue(pool)}`,
    capacity === undefined ? undefined : formatSize(capacity, unit, 'bytes'),
    create === undefined ? undefined : `from ${formatValue(inside(create, 'content', 'url'))}`,
    backing === undefined ? undefined : `on top of ${formatValue(inside(backing, 'path'))}`,
  ],
};

/** What an object of this type is, in one line; empty where we know no more than its address says. */
export function describeObject(type: string, attributes: ValueObject): string {
  const parts = DESCRIPTIONS[type]?.(attributes) ?? [];
  return parts.filter((part) => part !== undefined).join(', ');
}

function count(value: Value, noun: string): string {
  return `${formatValue(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function subnet(ip: Value): string {
  return `${formatValue(inside(ip, 'address'))}/${formatValue(inside(ip, 'prefix') ?? inside(ip, 'netmask'))}`;
}

/** The value that stands at this path; undefined where the way ends before. */
function inside(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((part, name) => (isObject(part) ? part[name] : part), value);
}
