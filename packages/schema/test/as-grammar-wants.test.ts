import type { ValueObject } from '@virtform/values';
import { asGrammarWants } from '../src/index';

const guest = (clock: ValueObject | null): ValueObject => ({ name: 'web', clock });
const timer = [{ name: 'hpet', present: 'no' }];

test.each([
  ['timers', { timer }, { timer, offset: 'utc' }],
  ['nothing', {}, { offset: 'utc' }],
  ['a reset', { adjustment: 'reset' }, { adjustment: 'reset', offset: 'utc' }],
  ['no offset', { offset: null, timer }, { offset: 'utc', timer }],
])('a clock that says %s is set to UTC, as libvirt takes it', (_what, clock, wanted) => {
  expect(asGrammarWants(guest(clock))).toEqual(guest(wanted));
});

test('a clock that is adjusted varies, as libvirt takes it', () => {
  const adjusted = guest({ adjustment: '3600', offset: 'variable' });
  expect(asGrammarWants(guest({ adjustment: '3600' }))).toEqual(adjusted);
});

test.each([
  ['that is set to something', { offset: 'localtime', timer }],
  ['that is none', null],
])('a clock %s stays', (_what, clock) => {
  expect(asGrammarWants(guest(clock))).toEqual(guest(clock));
});
