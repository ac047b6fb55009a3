import type { ValueObject } from '@virtform/values';
import { release } from './release.js';

/** Trixie has these in packages of their own, which are not unpacked for the tests. */
const ELSEWHERE = /"(?:spice\w*|qxl|dbus)"/;
const POOLS_ELSEWHERE: ReadonlySet<unknown> = new Set(['logical', 'disk', 'iscsi', 'scsi', 'mpath']);

/** Whether the release that the tests run against takes a document of such a type, as far as it is unpacked. */
export function isOffered(type: string, value: ValueObject): boolean {
  // The backend for Ceph is installed nowhere here.
  if (type === 'libvirt_pool' && value.type === 'rbd') return false;
  if (release.installed) return true;
  return type === 'libvirt_pool' ? !POOLS_ELSEWHERE.has(value.type) : !ELSEWHERE.test(JSON.stringify(value));
}
