import { UNKNOWN } from '@virtform/values';
import { compareSteps } from '../../src/apply/compare-steps.js';
import type { Step } from '../../src/kinds/kind.js';

const step = (effect: string, more: Partial<Step> = {}): Step => ({
  effect,
  args: {},
  precondition: { object: 'present' },
  calls: [],
  completion: { when: 'reply' },
  timeout: 1000,
  impact: 'live',
  data: 'kept',
  why: '',
  ...more,
});
const [define, start] = [step('define', { args: { size: 1 } }), step('start')];
const unsure = step('set', { args: { size: UNKNOWN } });

test.each<[string, readonly Step[], readonly Step[], boolean]>([
  ['the same', [define, start], [define, start], false],
  ['a value that was not known', [unsure], [step('set', { args: { size: 4 } })], false],
  ['a step that was planned for want of a value, and is needless', [unsure, start], [start], false],
  ['a gentler impact', [start], [step('start', { impact: 'none' })], false],
  ['what is left when some was done', [define, start], [start], true],
  ['all of it done', [define, start], [], true],
])('allowed: %s', (_, shown, now, begun) => {
  expect(compareSteps(shown, now, begun)).toEqual({ same: true });
});

test.each<[string, readonly Step[], readonly Step[], boolean, string]>([
  [
    'another value',
    [define],
    [step('define', { args: { size: 2 } })],
    false,
    'define would be done with another value at size',
  ],
  ['another step', [start], [define], false, 'start was planned; now it would be define'],
  ['a further step', [define], [define, start], false, 'a further step would be needed: start'],
  ['a step less', [define, start], [define], false, 'a planned step is not needed any more: start'],
  [
    'a further step after some was done',
    [define],
    [define, start],
    true,
    'a further step would be needed: start',
  ],
  [
    'a worse impact',
    [start],
    [step('start', { impact: 'restart' })],
    false,
    'with impact live; now it would be restart',
  ],
  ['a loss of data', [start], [step('start', { data: 'lost' })], false, 'start would now lose data'],
])('refused: %s', (_, shown, now, begun, difference) => {
  expect(compareSteps(shown, now, begun)).toEqual({
    same: false,
    difference: expect.stringContaining(difference),
  });
});

test('a difference never shows a value, which may be secret', () => {
  const secret = (text: string): Step => step('set', { args: { devices: [{ password: text }] } });
  const compared = compareSteps([secret('hunter')], [secret('rabbit')], false);
  expect(JSON.stringify(compared)).toContain('devices[0].password');
  expect(JSON.stringify(compared)).not.toMatch(/hunter|rabbit/);
});
