import { ask } from '../question';

const VALUES = [
  '1',
  '"a"',
  'true',
  'null',
  '[]',
  '[1]',
  'tolist(["a"])',
  'toset(["a"])',
  '{}',
  '{ a = 1 }',
  '{ a = "x", b = true }',
  'tomap({ a = 1 })',
  'sensitive("b")',
  'terraform_data.unknown.id',
];

/** The elements of a collection become one type. */
export const MERGED_ELEMENTS = ask(
  VALUES.flatMap((first, index) =>
    VALUES.slice(index).flatMap((second) => [
      `tolist([${first}, ${second}])`,
      `toset([${second}, ${first}])`,
      `tomap({ p = ${first}, q = ${second} })`,
    ]),
  ),
);
