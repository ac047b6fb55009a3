import type { Diagnostic } from '@virtform/values';
import { partAt, shown, textAt } from '../part.js';
import { about, ofType, type AcrossRule, type Among } from './object.js';

/** Two pools in one folder: `virStoragePoolObjSourceMatchTypeDIR`. */
export const poolRules: AcrossRule = (objects) => {
  const seen = new Map<string, Among>();
  return ofType(objects, 'libvirt_pool').flatMap((among): readonly Diagnostic[] => {
    const place = partAt(among.object, 'target', 'path');
    const path = textAt(place);
    if (textAt(among.object, 'type') !== 'dir' || path === undefined) return [];
    // `virFileSanitizePath`
    const folder = path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
    const first = seen.get(folder);
    seen.set(folder, first ?? among);
    if (first === undefined) return [];
    return [
      about('error', among, place, {
        summary: `two pools are in the folder ${shown(place)}`,
        detail: `${first.address} is there too.`,
        action: 'Give each its own folder, or use one pool.',
      }),
    ];
  });
};
