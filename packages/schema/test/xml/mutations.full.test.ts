import { expectErrorOrValue, expectValue, kinds } from './mutations';

jest.setTimeout(600_000);

// Other documents each time; fast-check tells the seed of one that fails.
describe.each(kinds)('of many documents of type $type', ({ schema, texts }) => {
  test('what is damaged is an error with its reason, or a value', () => {
    expectErrorOrValue(texts, schema, { numRuns: 20_000 });
  });

  test('what is rebuilt has a value that comes back from its XML', () => {
    expectValue(texts, schema, { numRuns: 5_000 });
  });
});
