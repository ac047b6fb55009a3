import type { Diagnostic } from '@virtform/values';
import { offsetUnsaid } from '../../as-grammar-wants.js';
import { isSet, isUnset, partAt, textOr, type Part } from '../part.js';
import { refused, type Rule } from '../rule.js';

/** What is said of a clock that is set to something else. */
export const clockRules: Rule = (domain) => {
  const clock = partAt(domain, 'clock');
  const offset = textOr(clock, offsetUnsaid(partAt(clock, 'adjustment').value), 'offset');
  if (offset === undefined) return [];
  return [...adjusted(clock, offset), ...misplaced(clock, offset), ...missing(clock, offset)];
};

/** Of a time that is adjusted by so many seconds libvirt makes one that varies (`virDomainClockDefParse`). */
function adjusted(clock: Part, offset: string): readonly Diagnostic[] {
  const place = partAt(clock, 'adjustment');
  if (!isSet(place) || place.value === '') return [];
  if (place.value === 'reset') {
    return ['utc', 'localtime'].includes(offset)
      ? []
      : [
          refused(place, {
            summary: `a reset goes with utc or localtime, and the offset is ${offset}`,
            action: 'Give clock.offset utc or localtime, or an adjustment in seconds.',
          }),
        ];
  }
  if (offset === 'variable') return [];
  const isBasis = ['utc', 'localtime'].includes(offset);
  return [
    refused(place, {
      summary: `an adjustment goes with variable, and the offset is ${offset}`,
      action: isBasis
        ? `Give clock.offset variable and clock.basis ${offset}: libvirt means the same.`
        : 'Give clock.offset variable, or take adjustment out.',
    }),
  ];
}

/** What libvirt's grammar takes beside one offset alone; its parser overlooks it elsewhere. The same in 9.0 and 11.3. */
const OFFSETS: Readonly<Record<string, string>> = {
  basis: 'variable',
  time_zone: 'timezone',
  start: 'absolute',
};

function misplaced(clock: Part, offset: string): readonly Diagnostic[] {
  return Object.entries(OFFSETS).flatMap(([name, takes]) => {
    const place = partAt(clock, name);
    if (!isSet(place) || place.value === '' || takes === offset) return [];
    return [
      refused(place, {
        summary: `${name} goes with ${takes}, and the offset is ${offset}`,
        action: `Give clock.offset ${takes}, or take ${name} out.`,
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
