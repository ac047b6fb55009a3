import { expectErrorOrValue, expectValue, kinds } from './mutations';

describe.each(kinds)('of a document of type $type', ({ schema, texts }) => {
  test('what is damaged is an error with its reason, or a value', () => {
    expectErrorOrValue(texts, schema, { numRuns: 200, seed: 20240503 });
  });

  test('what is rebuilt has a value that comes back from its XML', () => {
    expectValue(texts, schema, { numRuns: 60, seed: 20240504 });
  });
});
