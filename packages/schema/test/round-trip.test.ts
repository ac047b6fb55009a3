import * as fc from 'fast-check';
import { decode, documents, encode, parseXml, resources, writeXml } from '../src/index';
import { valuesOf } from './arbitrary';

describe('what a schema says comes back from XML', () => {
  test.each(Object.values({ ...resources, ...documents }).map((schema) => [schema.type, schema] as const))(
    '%s: decode(parse(write(encode(x)))) is x',
    (_type, schema) => {
      fc.assert(
        fc.property(valuesOf(schema), (value) => {
          const document = writeXml(encode(schema, value));
          expect(decode(schema, parseXml(document))).toEqual(value);
        }),
        { numRuns: 150, seed: 20240501 },
      );
    },
  );
});
