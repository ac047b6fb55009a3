import { isUnfinished } from '../../src/console/unfinished.js';

test.each([
  ['an open bracket', '[1,'],
  ['an open call', 'max(1,'],
  ['an open object', '{\n  a = 1'],
  ['one inside another', '[for k in {a = 1}: (k'],
  ['an open template in quotes', '"a ${[1,'],
  ['a heredoc', '<<EOT\nabc'],
  ['a heredoc that only begins', '<<-EOT'],
  ['a heredoc in a call', 'upper(<<EOT\nabc\nEOT\n'],
  ['an open comment', '1 /* one'],
])('goes on: %s', (_, text) => {
  expect(isUnfinished(text)).toBe(true);
});

test.each([
  ['a value', 'var.a'],
  ['closed brackets', '[1, {a = (2)}]'],
  ['a bracket in quotes', '"["'],
  ['a bracket behind an escaped quote', '"\\"["'],
  ['an escaped template', '"$${["'],
  ['a template', '"a ${[1][0]} b"'],
  ['a bracket in a comment', '1 # ['],
  ['a bracket in a comment of several lines', '1 /* [ \n ( */'],
  ['a heredoc that has ended', '<<EOT\n[\nEOT'],
  ['an indented one', '<<-EOT\n  [\n  EOT\n'],
  ['quotes that nobody closes', '"abc ['],
  ['a bracket too many', '1]'],
])('is whole: %s', (_, text) => {
  expect(isUnfinished(text)).toBe(false);
});
