import { alignRows, Cell } from '../../src/report/rows.js';

const row = (...texts: string[]): { cells: Cell[] } => ({ cells: texts.map((text) => ({ text })) });

test('columns line up', () => {
  expect(alignRows([row('a', 'one', 'x'), row('bbb', 'three', 'y')], [10, 10, 10])).toEqual([
    'a    one    x',
    'bbb  three  y',
  ]);
});

test('an empty cell keeps its place', () => {
  expect(alignRows([row('a', '', 'x'), row('bbb', 'three', 'y')], [10, 10, 10])).toEqual([
    'a           x',
    'bbb  three  y',
  ]);
});

test('a cell beyond the limit pushes its own line only', () => {
  expect(alignRows([row('a', 'far too long for this', 'x'), row('b', 'two', 'y')], [4, 5, 4])).toEqual([
    'a  far too long for this  x',
    'b  two  y',
  ]);
});

test('paint does not count as width, nor do characters of several bytes', () => {
  const paint = (text: string): string => `<${text}>`;
  const rows = [{ cells: [{ text: 'é→', paint }, { text: 'x' }] }, row('abc', 'y')];
  expect(alignRows(rows, [10, 10])).toEqual(['<é→>   x', 'abc  y']);
});

test('no line ends in blanks', () => {
  expect(alignRows([row('a', ''), row('b', 'long')], [5, 5])[0]).toBe('a');
});
