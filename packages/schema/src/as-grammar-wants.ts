import { isObject, type Value, type ValueObject } from '@virtform/values';
import { present } from './plain.js';

/** A guest with what libvirt's grammar wants said, where nothing is said of it: what a clock is set to. */
export function asGrammarWants(guest: ValueObject): ValueObject {
  const clock = present(guest.clock);
  if (clock === undefined || !isObject(clock) || present(clock.offset) !== undefined) return guest;
  return { ...guest, clock: { ...clock, offset: offsetUnsaid(present(clock.adjustment)) } };
}

/** What a clock of which nothing else is said is set to, as libvirt's parser takes it: `virDomainClockDefParse`. */
export function offsetUnsaid(adjustment: Value | undefined): 'utc' | 'variable' {
  return [undefined, '', 'reset'].some((unadjusted) => unadjusted === adjustment) ? 'utc' : 'variable';
}
