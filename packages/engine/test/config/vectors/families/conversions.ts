import type { Question } from '../question';

const TYPES = [
  'string',
  'number',
  'bool',
  'any',
  'list(string)',
  'list(any)',
  'set(number)',
  'map(string)',
  'map(any)',
  'tuple([string, number])',
  'object({ a = string })',
  'object({ a = optional(string), b = optional(number, 5) })',
  'object({ a = optional(object({ c = optional(string, "d") }), {}) })',
  'list(object({ a = string, b = optional(list(string), ["x"]) }))',
  'map(object({ a = optional(bool, true) }))',
];

const VALUES = [
  '1',
  '"5"',
  '"a"',
  'true',
  'null',
  '[]',
  '["a", 1]',
  '["1", "2"]',
  '[1, null]',
  'toset(["1", "2"])',
  '{}',
  '{ a = "x" }',
  '{ a = 1, b = "2" }',
  '{ a = null, b = null }',
  '{ a = true, extra = 1 }',
  '{ a = {} }',
  '{ a = { c = null, d = 1 } }',
  '[{ a = 1 }, { a = "y", b = [true] }]',
  '[{ b = [] }]',
  'tomap({ a = "x" })',
  'tomap({ c = "x", d = "y" })',
  'terraform_data.unknown.id',
  'terraform_data.list.output',
  'terraform_data.map.output',
  '{ a = terraform_data.unknown.id }',
];

export const CONVERSIONS: readonly Question[] = TYPES.flatMap((variable) =>
  VALUES.map((expression) => ({ expression, variable })),
);
