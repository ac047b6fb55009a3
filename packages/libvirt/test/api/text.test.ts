import { textOf } from '../../src/api/text.js';

test.each([
  ['up to the zero', 'apparmor\0rest', 'apparmor'],
  ['all of it, without one', 'none', 'none'],
  ['nothing', '\0', ''],
  ['UTF-8', 'größe\0', 'größe'],
])('%s', (_, characters, text) => {
  expect(textOf(Buffer.from(characters))).toBe(text);
});
