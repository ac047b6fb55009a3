import type { Attribute, Attributes, ListAttribute, ResourceSchema } from '../dsl.js';
import type { FileResourceType, ResourceType } from '../resources.js';
import { attributesOf } from '../walk.js';
import type { ChangeCost, ChangeTable } from './cost.js';
import { domainChanges } from './domain.js';
import { fileChanges } from './file.js';
import { costsAt } from './lookup.js';
import { networkChanges } from './network.js';
import { poolChanges } from './pool.js';
import { volumeChanges } from './volume.js';

const TABLES: Readonly<Record<ResourceType | FileResourceType, ChangeTable>> = {
  libvirt_domain: domainChanges,
  libvirt_network: networkChanges,
  libvirt_pool: poolChanges,
  libvirt_volume: volumeChanges,
  libvirt_cloudinit_disk: fileChanges,
  libvirt_combustion: fileChanges,
  libvirt_ignition: fileChanges,
};

/** What changes of a resource type cost; undefined for data sources and the provider, which nothing runs from. */
export function changeTable(type: string): ChangeTable | undefined {
  return new Map<string, ChangeTable>(Object.entries(TABLES)).get(type);
}

/** What an element of a list costs that comes, and one that goes. */
interface ElementCosts {
  readonly add: readonly ChangeCost[];
  readonly remove: readonly ChangeCost[];
}

interface InsideCosts {
  readonly change: readonly ChangeCost[];
  /** Some attributes inside cost something else; they say so themselves. */
  readonly varies?: true;
}

/** What a change of an attribute costs a running guest. Of several costs the first counts whose condition holds. */
export type AttributeCosts =
  /** A value, or an object or list with what stands in it. */
  | ({ readonly of: 'value' } & InsideCosts)
  /** A list whose elements can come and go at other costs than they change. */
  | ({ readonly of: 'list' } & InsideCosts & ElementCosts)
  /** What an element of such a list is known by: with another value it is another element, and the old one goes. */
  | ({
      readonly of: 'identity';
      /** Where the element has these, it is known by them, and this one is a value like others. */
      readonly unless?: { readonly keys: readonly string[]; readonly change: readonly ChangeCost[] };
    } & ElementCosts);

/**
 * What a change of the attribute at a path costs.
 *
 * @param path names alone, as `walk` gives them: `['devices', 'disks', 'target', 'dev']`
 * @returns undefined for what cannot be changed: what the host tells, what libvirt refuses, what nobody knows
 */
export function changeCosts(schema: ResourceSchema, path: readonly string[]): AttributeCosts | undefined {
  const table = changeTable(schema.type);
  const place = placeOf(schema.attributes, path);
  if (table === undefined || place === undefined) return undefined;
  if (place.attribute.kind === 'list') {
    const pattern = `${place.pattern}[]`;
    const change = costsAt(table, pattern, 'change');
    const [elements, inside] = [elementCosts(table, pattern), { change, ...variance(table, pattern) }];
    return elements === undefined ? { of: 'value', ...inside } : { of: 'list', ...inside, ...elements };
  }
  const change = costsAt(table, place.pattern, 'change');
  const known = place.list === undefined ? undefined : knownBy(place.list);
  const elements = known === undefined ? undefined : elementCosts(table, known.pattern);
  if (known === undefined || elements === undefined) {
    return { of: 'value', change, ...variance(table, place.pattern) };
  }
  const { better } = known;
  return {
    of: 'identity',
    ...elements,
    ...(better === undefined ? {} : { unless: { keys: better, change } }),
  };
}

function variance(table: ChangeTable, pattern: string): { readonly varies?: true } {
  return table.rules.some(({ path }) => path.startsWith(`${pattern}.`)) ? { varies: true } : {};
}

/** undefined where elements that come and go cost what those cost that change. */
function elementCosts(table: ChangeTable, pattern: string): ElementCosts | undefined {
  const [add, change, remove] = (['add', 'change', 'remove'] as const).map((on) =>
    costsAt(table, pattern, on),
  );
  if (add === undefined || remove === undefined) return undefined;
  const alike = [add, remove].every((costs) => costs.length === 1 && costs[0] === change?.[0]);
  return alike ? undefined : { add, remove };
}

/** The innermost list that an attribute stands in. */
interface Home {
  readonly attribute: ListAttribute;
  /** `devices.disks[]`. */
  readonly pattern: string;
  /** The way from an element to the attribute. */
  readonly inside: readonly string[];
}

interface Place {
  readonly attribute: Attribute;
  /** `devices.disks[].target.dev`. */
  readonly pattern: string;
  readonly list: Home | undefined;
}

function placeOf(shape: Attributes, path: readonly string[]): Place | undefined {
  let attributes: Attributes | undefined = shape;
  let pattern = '';
  let list: Home | undefined;
  let place: Place | undefined;
  for (const step of path) {
    const attribute: Attribute | undefined = attributes?.[step];
    // A unit has no meaning of its own: another one is another amount.
    const name = attribute?.meaning?.as === 'unit-of' ? attribute.meaning.amount : step;
    if (attribute === undefined || !canBeSet(attribute) || !canBeSet(attributes?.[name])) return undefined;
    pattern = pattern === '' ? name : `${pattern}.${name}`;
    list = list === undefined ? undefined : { ...list, inside: [...list.inside, step] };
    place = { attribute, pattern, list };
    attributes = attributesOf(attribute);
    if (attribute.kind === 'list') {
      pattern = `${pattern}[]`;
      list = { attribute, pattern, inside: [] };
    }
  }
  return place;
}

function canBeSet(attribute: Attribute | undefined): boolean {
  return (
    attribute !== undefined &&
    attribute.presence !== 'read-only' &&
    attribute.runtime !== true &&
    attribute.idle !== 'everywhere' &&
    attribute.refused === undefined
  );
}

/**
 * Whether elements are known by an attribute, and by what they are known before that. Those that are known by their place are so only
 * where they are alike in some attributes.
 */
function knownBy({
  attribute,
  pattern,
  inside,
}: Home): { readonly pattern: string; readonly better: readonly string[] | undefined } | undefined {
  const key = inside.join('.');
  const index = attribute.identity.findIndex((keys) => keys.includes(key));
  if (index < 0 && !attribute.alike.includes(key)) return undefined;
  return { pattern, better: index === 0 ? undefined : attribute.identity[0] };
}
