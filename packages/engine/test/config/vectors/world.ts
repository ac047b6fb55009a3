import type { Value } from '@virtform/values';
import { unknownOf, type Type } from '../../../src/config/language/types';

/** Resources whose output is not known yet, by name: what is given to them, and of which type their output will be. */
const UNKNOWN_OUTPUTS: Readonly<Record<string, { readonly input: string; readonly type: Type }>> = {
  number: { input: '1', type: 'number' },
  bool: { input: 'true', type: 'bool' },
  list: { input: 'tolist(["x", "y"])', type: { kind: 'list', element: 'string' } },
  numbers: { input: 'tolist([1, 2])', type: { kind: 'list', element: 'number' } },
  set: { input: 'toset(["x", "y"])', type: { kind: 'set', element: 'string' } },
  map: { input: 'tomap({ a = "x" })', type: { kind: 'map', element: 'string' } },
};

/** The world in which questions are asked, as a configuration. */
export const UNKNOWN_RESOURCES = Object.entries({
  unknown: { input: '"x"' },
  ...UNKNOWN_OUTPUTS,
})
  .map(([name, { input }]) => `resource "terraform_data" "${name}" {\n  input = ${input}\n}\n`)
  .join('');

/** The same world, as values by address. */
export const UNKNOWN_VALUES: ReadonlyMap<string, Value> = new Map([
  ['terraform_data.unknown', { id: unknownOf('string') }],
  ...Object.entries(UNKNOWN_OUTPUTS).map(([name, { type }]): [string, Value] => [
    `terraform_data.${name}`,
    { output: unknownOf(type) },
  ]),
]);
