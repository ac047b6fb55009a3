import { formatDuration, parseDuration } from '../src/duration.js';

test.each<[string, number]>([
  ['0', 0],
  ['500ms', 500],
  ['30s', 30_000],
  ['1.5m', 90_000],
  ['1h30m', 5_400_000],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text, 'timeout')).toBe(ms);
});

test.each(['', '5', 'soon', '5 m', '-5s', '5s!'])('%p is no time', (text) => {
  expect(() => parseDuration(text, 'timeout')).toThrow('Option -timeout wants a time');
});

test.each<[number, string]>([
  [0, '0s'],
  [8_400, '8s'],
  [80_000, '1m20s'],
  [3_600_000, '1h0m0s'],
])('%d ms are written %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
