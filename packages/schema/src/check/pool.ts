import type { Diagnostic } from '@virtform/values';
import { elementsAt, hasAllElements, isSet, isUnset, partAt, shown, textAt, type Part } from './part.js';
import { doubted, refused, type Rule } from './rule.js';
import { login } from './secrets.js';
import { POOL_FORMATS } from '../shapes/pool-formats.js';

/** A part that every pool of some types has. */
interface Piece {
  readonly path: readonly string[];
  readonly types: readonly string[];
  readonly what: string;
}

/** `virStoragePoolDefParseXML`, by the options of each type (`poolTypeInfo`): the same in 9.0 and 11.3. */
const PIECES: readonly Piece[] = [
  {
    path: ['source', 'host'],
    types: ['netfs', 'iscsi', 'iscsi-direct', 'rbd', 'sheepdog', 'gluster'],
    what: 'the server that it is on',
  },
  { path: ['source', 'dir'], types: ['netfs', 'gluster'], what: 'the folder on the server' },
  // Of an iSCSI pool when it starts.
  { path: ['source', 'device'], types: ['fs', 'disk', 'iscsi'], what: 'the device that it is made of' },
  { path: ['source', 'adapter'], types: ['scsi'], what: 'the adapter that it is behind' },
  {
    path: ['source', 'initiator', 'iqn', 'name'],
    types: ['iscsi-direct'],
    what: 'the iSCSI name of the host',
  },
  {
    // A volume group and a ZFS pool have their place, and what is on a server needs none.
    path: ['target', 'path'],
    types: ['dir', 'fs', 'netfs', 'disk', 'iscsi', 'scsi', 'mpath', 'vstorage'],
    what: 'where it is on the host',
  },
];

/** Lists of which the pool takes one element, when it starts. */
const SINGLE: readonly Piece[] = [
  { path: ['source', 'host'], types: ['netfs', 'iscsi', 'iscsi-direct'], what: 'server' },
  { path: ['source', 'device'], types: ['fs', 'iscsi'], what: 'device' },
];

const poolRule: Rule = (pool) => {
  const type = textAt(pool, 'type');
  if (type === undefined) return [];
  return [
    ...PIECES.filter(({ types }) => types.includes(type)).flatMap((piece) => missing(pool, type, piece)),
    ...SINGLE.filter(({ types }) => types.includes(type)).flatMap((piece) => several(pool, type, piece)),
    ...format(pool, type),
    ...adapter(pool, type),
    ...login(partAt(pool, 'source', 'auth')),
    ...relative(pool),
  ];
};

/** What can be known wrong of a pool without a host. */
export const poolRules: readonly Rule[] = [poolRule];

function missing(pool: Part, type: string, { path, what }: Piece): readonly Diagnostic[] {
  const place = partAt(pool, ...path);
  const none = isUnset(place) || (Array.isArray(place.value) && place.value.length === 0);
  if (!none) return [];
  return [
    refused(place, {
      summary: `a pool of type ${type} does not say ${what}`,
      action: `Give ${path.join('.')}.`,
    }),
  ];
}

function several(pool: Part, type: string, { path, what }: Piece): readonly Diagnostic[] {
  const [, second] = elementsAt(pool, ...path);
  if (second === undefined || !hasAllElements(pool, ...path)) return [];
  return [
    refused(second, {
      summary: `a pool of type ${type} is on one ${what}, and several are given`,
      action: 'Keep one.',
    }),
  ];
}

function format(pool: Part, type: string): readonly Diagnostic[] {
  const place = partAt(pool, 'source', 'format', 'type');
  const formats = POOL_FORMATS[type];
  const said = textAt(place);
  if (said === undefined || formats === undefined || formats.includes(said)) return [];
  return [
    refused(place, {
      summary: `a pool of type ${type} cannot have the format ${shown(place)}`,
      action: `Choose one of ${formats.join(', ')}.`,
    }),
  ];
}

/** `virStorageAdapterValidate` */
function adapter(pool: Part, type: string): readonly Diagnostic[] {
  const place = partAt(pool, 'source', 'adapter');
  if (type !== 'scsi' || !isSet(place)) return [];
  const kind = textAt(place, 'type');
  if (kind === 'fc_host') {
    return ['wwnn', 'wwpn']
      .map((name) => partAt(place, name))
      .filter(isUnset)
      .map((name) =>
        refused(name, {
          summary: `an adapter of Fibre Channel does not say its ${name.at.at(-1) ?? ''}`,
          action: 'Give wwnn and wwpn.',
        }),
      );
  }
  const [name, parent] = [partAt(place, 'name'), partAt(place, 'parent_addr')];
  if (kind !== 'scsi_host') return [];
  if (isUnset(name) && isUnset(parent)) {
    return [
      refused(name, { summary: 'nothing says which adapter it is', action: 'Give name or parent_addr.' }),
    ];
  }
  return isSet(name) && isSet(parent)
    ? [
        refused(parent, {
          summary: 'name and parent_addr exclude each other',
          action: 'Keep one of the two.',
        }),
      ]
    : [];
}

/** libvirt takes it, and looks below the folder in which its daemon runs: `/`. */
function relative(pool: Part): readonly Diagnostic[] {
  const place = partAt(pool, 'target', 'path');
  const path = textAt(place);
  if (path === undefined || path.startsWith('/')) return [];
  return [
    doubted(place, {
      summary: `${shown(place)} does not begin at the root of the host`,
      action: 'Give a path that begins with a slash: nobody knows which folder the daemon runs in.',
    }),
  ];
}
