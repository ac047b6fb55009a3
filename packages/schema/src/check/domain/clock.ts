import type { Diagnostic } from '@virtform/values';
import { isSet, isUnset, partAt, textOr, type Part } from '../part.js';
import { refused, type Rule } from '../rule.js';

/** What is said of a clock that is set to something else. */
export const clockRules: Rule = (domain) => {
  const clock = partAt(domain, 'clock');
  // Where nothing is said libvirt takes UTC: `virDomainClockDefParse`.
  const offset = textOr(clock, 'utc', 'offset');
  if (offset === undefined) return [];
  return [...misplaced(clock, offset), ...missing(clock, offset)];
};

/** What libvirt's grammar takes beside which offsets; its parser overlooks the rest. The same in 9.0 and 11.3. */
const OFFSETS: Readonly<Record<string, readonly string[]>> = {
  adjustment: ['utc', 'localtime', 'variable'],
  basis: ['variable'],
  time_zone: ['timezone'],
  start: ['absolute'],
};
const OF_RESET = ['utc', 'localtime'];

function misplaced(clock: Part, offset: string): readonly Diagnostic[] {
  return Object.entries(OFFSETS).flatMap(([name, takes]) => {
    const place = partAt(clock, name);
    const offsets = place.value === 'reset' ? OF_RESET : takes;
    if (!isSet(place) || place.value === '' || offsets.includes(offset)) return [];
    return [
      refused(place, {
        summary: `${place.value === 'reset' ? 'a reset' : name} goes with ${offsets.join(' or ')}, and the offset is ${offset}`,
        action: `Give clock.offset ${offsets.join(' or ')}, or take ${name} out.`,
      }),
    ];
  });
}

/** What an offset cannot do without: `virDomainClockDefParse`. */
const NEEDS: Readonly<Record<string, string>> = { timezone: 'time_zone', absolute: 'start' };

function missing(clock: Part, offset: string): readonly Diagnostic[] {
  const needed = NEEDS[offset];
  if (needed === undefined || !isUnset(partAt(clock, needed))) return [];
  return [
    refused(partAt(clock, 'offset'), {
      summary: `the offset is ${offset}, and no ${needed} is given`,
      action: `Give clock.${needed}, or another offset.`,
    }),
  ];
}
