import { identityOf, schemaOf } from '@virtform/schema';
import type { Attribute, Attributes as Shape, ListAttribute } from '@virtform/schema';
import { isList, isNumeric, isObject, type Path, type Value } from '@virtform/values';
import type { Attributes } from '../kind.js';

/** Nouns for the elements of lists whose names are not simply the plural of one. */
const NOUNS: Readonly<Record<string, string>> = {
  graphics: 'graphics',
  hosts: 'DHCP host',
  ranges: 'DHCP range',
  host: 'DNS host',
  ips: 'IP address',
  tx_ts: 'TXT record',
  sr_vs: 'SRV record',
  port_groups: 'port group',
  vcpu_pin: 'vcpu_pin',
};

/** What tells elements apart for a reader, where libvirt knows them by their place alone. */
const TOLD_BY: Readonly<Record<string, (item: Attributes) => string | undefined>> = {
  // `{ vnc: { … } }`: the type is the one attribute that is set.
  graphics: (item) => Object.keys(item)[0],
  ips: ({ address }) => (typeof address === 'string' ? address : undefined),
};

/** An element of a list on the way to what a path leads to. */
interface FoundElement {
  readonly label: string;
  /** How many steps of the path lead to it. */
  readonly depth: number;
}

/**
 * What an element of a list is called: `disk vdb`, `DHCP host 52:54:00:00:00:01`; undefined outside of lists.
 *
 * @param last the element that the path ends in, where `whole` has something else in that place
 */
export function labelOf(shape: Shape, whole: Attributes, path: Path, last?: Value): string | undefined {
  return findElement(shape, whole, path, last)?.label;
}

/** What an element of a resource of this type is called in a report; undefined outside of lists, or where nobody knows the type. */
export function elementLabel(type: string, attributes: Attributes, path: Path): string | undefined {
  const schema = schemaOf({ mode: 'managed', type });
  return schema === undefined ? undefined : labelOf(schema.attributes, attributes, path);
}

/** The same, with the attribute of the element that the path leads to: `disk vdb driver.cache`. */
export function nameOf(shape: Shape, whole: Attributes, path: Path, last?: Value): string | undefined {
  const found = findElement(shape, whole, path, last);
  if (found === undefined) return undefined;
  // `source.file.file`, and `vnc` behind `graphics vnc`, say nothing new.
  const said = found.label.split(' ').at(-1);
  const within = path.slice(found.depth).filter((name, index, names) => name !== (names[index - 1] ?? said));
  return within.length === 0 ? found.label : `${found.label} ${within.join('.')}`;
}

function findElement(shape: Shape, whole: Attributes, path: Path, last?: Value): FoundElement | undefined {
  let at: Shape | undefined = shape;
  let value: Value | undefined = whole;
  let found: FoundElement | undefined;
  for (let index = 0; index < path.length && at !== undefined; index += 1) {
    const name: string | number | undefined = path[index];
    const attribute: Attribute | undefined = typeof name === 'string' ? at[name] : undefined;
    value = isObject(value) && typeof name === 'string' ? value[name] : undefined;
    if (attribute?.kind === 'object') at = attribute.attributes;
    else if (
      attribute?.kind === 'list' &&
      attribute.element !== 'string' &&
      typeof path[index + 1] === 'number'
    ) {
      const place = Number(path[index + 1]);
      const there: Value | undefined = value !== undefined && isList(value) ? value[place] : undefined;
      const item: Value | undefined = index + 2 === path.length ? (last ?? there) : there;
      found = {
        label: `${nounOf(String(name))} ${tell(String(name), attribute, item) ?? String(place)}`,
        depth: index + 2,
      };
      at = attribute.element;
      value = item;
      index += 1;
    } else at = undefined;
  }
  return found;
}

function nounOf(list: string): string {
  return NOUNS[list] ?? list.replace(/s$/, '');
}

function tell(list: string, attribute: ListAttribute, item: Value | undefined): string | undefined {
  if (!isObject(item)) return undefined;
  const identity = identityOf(attribute, item);
  return identity === undefined ? TOLD_BY[list]?.(item) : leaves(identity).join(' ');
}

function leaves(value: Value): readonly string[] {
  if (isObject(value)) return Object.values(value).flatMap(leaves);
  // A number may be too big for JSON.
  return [isNumeric(value) || typeof value === 'string' ? String(value) : JSON.stringify(value)];
}
