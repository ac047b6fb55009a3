import { parseKeyFile } from '../../src/auth/key-file.js';

const parse = (text: string): Record<string, Record<string, string>> =>
  Object.fromEntries(
    [...parseKeyFile(text, (line, reason) => new Error(`line ${line}: ${reason}`))].map(([name, keys]) => [
      name,
      Object.fromEntries(keys),
    ]),
  );

test.each([
  ['', {}],
  ['# nothing\n\n  # at all', {}],
  ['[g]\nk=v', { g: { k: 'v' } }],
  ['  [g]  \n  k  =  v', { g: { k: 'v' } }],
  ['[g]\r\nk=v\r\n', { g: { k: 'v' } }],
  ['[ a b ]\nc d=1', { ' a b ': { 'c d': '1' } }],
  ['[g]\nk=v \t', { g: { k: 'v \t' } }],
  ['[g]\nk=', { g: { k: '' } }],
  ['[g]\nk=a=b#c;"d"', { g: { k: 'a=b#c;"d"' } }],
  ['[g]\nk=\\sa\\\\b\\n\\t\\r', { g: { k: ' a\\b\n\t\r' } }],
  ['[g]\nk=a\n[h]\nk=b\n[g]\nk=c\nl=d', { g: { k: 'c', l: 'd' }, h: { k: 'b' } }],
])('%j', (text, expected) => {
  expect(parse(text)).toEqual(expected);
});

test.each([
  ['password=secret', 'line 1: this stands before'],
  ['[g]\n\nsecret', 'line 3: this is neither'],
  ['[g\nk=v', 'line 1: this is neither'],
  ['[g]secret', 'line 1: this is neither'],
  ['[]', 'line 1: this is neither'],
  ['[g]\n=secret', 'line 2: this is neither'],
  ['[g]\nk=secret\\q', 'line 2: a backslash'],
  ['[g]\nk=secret\\', 'line 2: a backslash'],
])('%j is refused, without a word of it', (text, reason) => {
  expect(() => parse(text)).toThrow(reason);
  expect(() => parse(text)).not.toThrow('secret');
});
