import type { Diagnostic } from '@virtform/values';
import { partAt, shown, textAt } from '../part.js';
import { about, ofType, type AcrossRule, type Among } from './object.js';

/** What no two objects of a kind on one host share, by whatever libvirt tells them apart. */
const NAMES: readonly { readonly type: string; readonly what: string; readonly keys: readonly string[] }[] = [
  { type: 'libvirt_domain', what: 'domains', keys: ['name'] },
  { type: 'libvirt_network', what: 'networks', keys: ['name'] },
  { type: 'libvirt_pool', what: 'pools', keys: ['name'] },
  { type: 'libvirt_volume', what: 'volumes of one pool', keys: ['pool', 'name'] },
];

/** libvirt would take the second for a change of the first, or refuse it. */
export const nameRules: AcrossRule = (objects) =>
  NAMES.flatMap(({ type, what, keys }) => {
    const seen = new Map<string, Among>();
    return ofType(objects, type).flatMap((among): readonly Diagnostic[] => {
      const texts = keys.map((key) => textAt(among.object, key));
      if (texts.includes(undefined)) return [];
      const key = JSON.stringify(texts);
      const first = seen.get(key);
      seen.set(key, first ?? among);
      if (first === undefined) return [];
      const place = partAt(among.object, 'name');
      return [
        about('error', among, place, {
          summary: `two ${what} are called ${shown(place)}`,
          detail: `${first.address} has the name too.`,
          action: 'Give each its own.',
        }),
      ];
    });
  });
