import { contractCoverage } from '../scripts/coverage/contract';
import { attributeAt, dataSources, documents, fileResources, resources, walk } from '../src/index';

const schemas = new Map(
  Object.entries({
    ...resources,
    ...fileResources,
    ...documents,
    ...Object.fromEntries(Object.entries(dataSources).map(([type, schema]) => [`data.${type}`, schema])),
  }),
);

test('every attribute that the provider takes has its place, with its name, type and presence', () => {
  const { rows, missing, retyped, otherwise, unmarked } = contractCoverage('contract.measured.tsv');
  expect({ missing, retyped, otherwise, unmarked }).toEqual({
    missing: [],
    retyped: [],
    otherwise: [],
    unmarked: [],
  });
  expect(rows).toBeGreaterThan(4000);
});

test('so has every attribute that its pages name', () => {
  const { rows, missing, retyped } = contractCoverage('contract.tsv');
  expect({ missing, retyped }).toEqual({ missing: [], retyped: [] });
  expect(rows).toBe(3909);
});

test('every attribute is explained in a line that does not end in a full stop', () => {
  const odd = [...schemas].flatMap(([type, schema]) =>
    walk(schema)
      .filter(({ attribute: { description } }) => description === '' || /[.\n]$/.test(description))
      .map(({ path: names }) => `${type} ${names.join('.')}`),
  );
  expect(odd).toEqual([]);
});

test('what identifies elements of a list are attributes that they have', () => {
  const unknown = [...schemas].flatMap(([type, schema]) =>
    walk(schema).flatMap(({ path: names, attribute }) => {
      if (attribute.kind !== 'list' || attribute.element === 'string') return [];
      return [...attribute.identity.flat(), ...attribute.alike]
        .filter((key) => attributeAt(schema, [...names, ...key.split('.')]) === undefined)
        .map((key) => `${type} ${names.join('.')}: ${key}`);
    }),
  );
  expect(unknown).toEqual([]);
});
