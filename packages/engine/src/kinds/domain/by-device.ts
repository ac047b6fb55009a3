import type { Path } from '@virtform/values';
import type { Change } from '../three-way.js';

/** What a path to a device begins with: `devices`, the list, the element; without an element, a device of which there is one. */
export function devicePath<Step>(path: readonly Step[]): readonly Step[] {
  return path.slice(0, typeof path[2] === 'string' ? 2 : 3);
}

/** What changes of one device. */
export interface DeviceChanges<Of> {
  readonly path: Path;
  readonly changes: readonly Of[];
}

/** Some changes, device by device: libvirt takes what is asked of one all at once. */
export function byDevice<Of extends { readonly change: Change }>(
  changes: readonly Of[],
): readonly DeviceChanges<Of>[] {
  const found = new Map<string, { readonly path: Path; readonly changes: Of[] }>();
  for (const each of changes) {
    const path = devicePath(each.change.path);
    const key = JSON.stringify(path);
    const device = found.get(key) ?? { path, changes: [] };
    device.changes.push(each);
    found.set(key, device);
  }
  return [...found.values()];
}
