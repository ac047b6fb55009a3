import { DiagnosticsError } from '@virtform/values';
import { OptionSpec, parseOptions } from '../src/options.js';

const specs: readonly OptionSpec[] = [
  { name: 'destroy', takes: 'flag', help: '' },
  { name: 'refresh', takes: 'flag', help: '' },
  { name: 'target', takes: 'text', repeatable: true, value: 'ADDRESS', help: '' },
  { name: 'parallelism', takes: 'text', value: 'N', help: '' },
  { name: 'restart', takes: 'choice', implied: 'all', repeatable: true, help: '' },
];
const parse = (...words: string[]): ReturnType<typeof parseOptions> => parseOptions(words, specs, 'plan');

test('one dash and two mean the same', () => {
  expect(parse('-destroy').options.flag('destroy')).toBe(true);
  expect(parse('--destroy').options.flag('destroy')).toBe(true);
  expect(parse().options.flag('destroy')).toBe(false);
});

test('a flag can be said to be false, and has a default where it is not given', () => {
  expect(parse('-refresh=false').options.flag('refresh', true)).toBe(false);
  expect(parse().options.flag('refresh', true)).toBe(true);
});

test('a text stands behind = or in the next word, and may be repeated', () => {
  const { options, positionals } = parse(
    '-target=libvirt_domain.a["x"]',
    '-target',
    'libvirt_domain.b',
    'quickstart',
  );
  expect(options.texts('target')).toEqual(['libvirt_domain.a["x"]', 'libvirt_domain.b']);
  expect(positionals).toEqual(['quickstart']);
});

test('a choice never swallows the word behind it', () => {
  const { options, positionals } = parse('-restart', 'quickstart');
  expect(options.texts('restart')).toEqual(['all']);
  expect(positionals).toEqual(['quickstart']);
  expect(parse('-restart=libvirt_domain.a').options.texts('restart')).toEqual(['libvirt_domain.a']);
});

test('everything behind -- is left alone', () => {
  expect(parse('--', '-destroy').positionals).toEqual(['-destroy']);
});

test('a value may begin with a dash', () => {
  expect(parse('-target', '-x').options.text('target')).toBe('-x');
});

test.each<[string, () => unknown, string]>([
  ['a misspelt option', () => parse('-tagret=x'), 'Did you mean -target?'],
  ['an option far from any', () => parse('-frobnicate'), 'virtform plan -help lists the options.'],
  ['a missing value', () => parse('-target'), 'Write -target=ADDRESS.'],
  [
    'a flag that is neither',
    () => parse('-destroy=maybe').options.flag('destroy'),
    'true or false, not "maybe"',
  ],
  [
    'a count that is none',
    () => parse('-parallelism=many').options.count('parallelism', 10, 1),
    'not "many"',
  ],
  [
    'a count below the least',
    () => parse('-parallelism=0').options.count('parallelism', 10, 1),
    'at least 1',
  ],
])('%s is refused, and the message helps', (_, act, message) => {
  expect(act).toThrow(DiagnosticsError);
  expect(act).toThrow(message);
});
