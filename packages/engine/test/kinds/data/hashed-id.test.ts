import { hashedId } from '../../../src/kinds/data/hashed-id.js';

// Counted with another implementation of the provider's hash.
test.each([
  ['all-3', '92904199'],
  ['net-2', '104709122'],
  ['x86_64-2015208-2-1-1-2-1', '5495297099732732520'],
  ['é😀-1', '130442779'],
])('%s', (text, expected) => {
  expect(hashedId(text)).toBe(expected);
});
