import { markdownTable } from '../../scripts/docs/markdown';

test('a narrow table has its columns in line', () => {
  expect(
    markdownTable([
      ['Name', 'Type'],
      ['`capacity`', 'number'],
    ]).split('\n'),
  ).toEqual(['| Name       | Type   |', '| ---------- | ------ |', '| `capacity` | number |']);
});

test('a wide one has no padding', () => {
  const long = 'word '.repeat(30).trim();
  expect(
    markdownTable([
      ['Name', 'Description'],
      ['`a`', long],
    ]).split('\n'),
  ).toEqual(['| Name | Description |', '| --- | --- |', `| \`a\` | ${long} |`]);
});

test('a bar in a cell ends no column, and a line break ends no row', () => {
  expect(markdownTable([['Name'], ['a|b\nc']])).toContain('| a\\|b c |');
});
