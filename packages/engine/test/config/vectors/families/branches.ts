import { ask } from '../question';

const VALUES = [
  '1',
  '"a"',
  'true',
  'null',
  '[]',
  '[1]',
  '["a", 1]',
  'tolist(["a"])',
  'tolist([1])',
  'toset(["a"])',
  '{}',
  '{ a = 1 }',
  '{ a = "x", b = true }',
  'tomap({ a = 1 })',
  '[{ a = 1 }, { b = 2 }]',
  '{ a = [1], b = { c = null } }',
  'sensitive("a")',
  'terraform_data.unknown.id',
  'terraform_data.list.output',
];

/** The two results of a conditional become one type. */
export const BRANCHES = ask(
  VALUES.flatMap((yes) => VALUES.flatMap((no) => [`true ? ${yes} : ${no}`])).concat(
    VALUES.map((value) => `terraform_data.bool.output ? ${value} : ${value}`),
    VALUES.map((value) => `terraform_data.bool.output ? ${value} : null`),
    VALUES.map((value) => `sensitive(false) ? null : ${value}`),
  ),
);
