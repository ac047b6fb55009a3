import * as fc from 'fast-check';
import { applyEdits, decode, diff, encode, project, resources } from '../../src/index';
import { valuesOf } from '../arbitrary';

const schemas = Object.values(resources).map((schema) => [schema.type, schema] as const);
const runs = { numRuns: 60, seed: 20240502 };

describe.each(schemas)('%s', (_type, schema) => {
  test('nothing differs from itself', () => {
    fc.assert(
      fc.property(valuesOf(schema), (value) => {
        expect(diff(schema, value, value)).toEqual([]);
      }),
      runs,
    );
  });

  test('what a document says of itself is stored as it was configured', () => {
    fc.assert(
      fc.property(valuesOf(schema), (value) => {
        expect(project(schema, value, decode(schema, encode(schema, value)))).toEqual(value);
      }),
      runs,
    );
  });

  test('the edits of a difference make one document say what the other says', () => {
    fc.assert(
      fc.property(valuesOf(schema), valuesOf(schema), (from, to) => {
        const edits = diff(schema, from, to).flatMap((difference) => difference.edits);
        const edited = decode(schema, applyEdits(schema, encode(schema, from), edits));
        const left = diff(schema, edited, to).map(({ path, before, after }) => ({ path, before, after }));
        expect(left).toEqual([]);
      }),
      runs,
    );
  });
});
