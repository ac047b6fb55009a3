import { diskAccess, type DiskAccess } from '@virtform/schema';
import { isObject, type Value } from '@virtform/values';
import { attributeAt, flagAt, textAt } from './attributes.js';

/** What a guest does with a disk. */
export function accessOf(disk: Value): DiskAccess {
  const is = (name: string): boolean => flagAt(disk, [name]) === true;
  return diskAccess({
    device: textAt(disk, ['device']),
    readOnly: is('read_only'),
    shareable: is('shareable'),
    transient: isObject(attributeAt(disk, ['transient'])),
  });
}
