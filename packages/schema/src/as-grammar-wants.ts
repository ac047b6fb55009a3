import { isObject, type ValueObject } from '@virtform/values';
import { present } from './plain.js';

/**
 * A guest with what libvirt's grammar wants said, where nothing is said of it: what a clock is set to, which to libvirt's parser is
 * UTC then (`virDomainClockDefParse`).
 */
export function asGrammarWants(guest: ValueObject): ValueObject {
  const clock = present(guest.clock);
  if (clock === undefined || !isObject(clock) || present(clock.offset) !== undefined) return guest;
  return { ...guest, clock: { ...clock, offset: 'utc' } };
}
