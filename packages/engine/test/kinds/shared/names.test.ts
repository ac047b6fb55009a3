import { nameProblem } from '../../../src/kinds/shared/names.js';

test.each([
  ['', 'it is empty'],
  [' ', 'it is empty'],
  ['.', 'it means a folder'],
  ['..', 'it means a folder'],
  ['a/b', 'it holds a slash'],
  ['a\nb', 'it holds a line break or a null'],
  ['a\0b', 'it holds a line break or a null'],
])('%j cannot be a name', (name, why) => {
  expect(nameProblem('network', name)).toMatchObject([
    {
      severity: 'error',
      summary: `${JSON.stringify(name)} cannot be the name of a network: ${why}`,
      path: ['name'],
    },
  ]);
});

test.each(['web', 'a b', '.hidden', 'ü', undefined])('%j can', (name) => {
  expect(nameProblem('network', name)).toEqual([]);
});
