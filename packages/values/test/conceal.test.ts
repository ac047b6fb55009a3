import {
  concealing,
  mark,
  SENSITIVE,
  SetValue,
  textsAt,
  textsIn,
  UNKNOWN,
  type Value,
} from '@virtform/values';

test.each<[string, Value | undefined, readonly string[]]>([
  ['nothing', undefined, []],
  ['a text', 'a', ['a']],
  ['what is no text', [1, true, null, UNKNOWN, 5n], []],
  [
    'lists, sets and objects, however deep',
    { a: ['x', { b: 'y' }], c: new SetValue(['z']) },
    ['x', 'y', 'z'],
  ],
  ['marked values', { a: mark(['x'], ['sensitive']) }, ['x']],
])('the texts in %s', (_, value, texts) => {
  expect(textsIn(value)).toEqual(texts);
});

test('the texts at paths are those of all that stands there', () => {
  const value: Value = {
    a: [{ b: 'first', c: ['second'] }],
    d: mark({ e: 'third' }, ['sensitive']),
    f: 'no',
  };
  expect(textsAt(value, [['a', 0], ['d', 'e'], ['a', 7], ['f', 'g'], ['nowhere']])).toEqual([
    'first',
    'second',
    'third',
  ]);
});

test('a secret is left out of a text wherever it stands in it, the longest one first', () => {
  const conceal = concealing(['word', 'password', 'a.*b']);
  expect(conceal('the password (password), a word; a.*b')).toBe(
    `the ${SENSITIVE} (${SENSITIVE}), a ${SENSITIVE}; ${SENSITIVE}`,
  );
});

test('a text that stands in half of all words is not looked for', () => {
  expect(concealing(['', 'a', 'kvm'])('a kvm guest')).toBe('a kvm guest');
});

test('a secret is found in quotes too, where parts of it are escaped', () => {
  const conceal = concealing(['two\n"lines"']);
  expect(conceal('passwd = "two\\n\\"lines\\""')).toBe('passwd = "(sensitive value)"');
});
