import { readFileSync } from 'node:fs';
import path from 'node:path';
import { attributeAt, dataSources, fileResources, resources, walk, type Attribute } from '../src/index';

/** What the binary of dmacvicar/libvirt v0.9.7 takes: type, attribute, kind, presence. */
const contract = readFileSync(path.join(__dirname, '..', 'contract.measured.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'));

const schemas = new Map(
  Object.entries({
    ...resources,
    ...fileResources,
    ...Object.fromEntries(Object.entries(dataSources).map(([type, schema]) => [`data.${type}`, schema])),
  }),
);

function kindOf(attribute: Attribute | undefined): string | undefined {
  switch (attribute?.kind) {
    case undefined:
      return undefined;
    case 'scalar':
      return { string: 'String', number: 'Number', bool: 'Boolean' }[attribute.type];
    case 'object':
      return 'Attributes';
    case 'list':
      if (attribute.element !== 'string') return 'Attributes List';
      return attribute.unordered === true ? 'Set of String' : 'List of String';
  }
}

test('every attribute of the contract has its place, with its name, type and presence', () => {
  const wrong = contract.filter(([type = '', name = '', kind, presence]) => {
    const schema = schemas.get(type);
    const attribute = schema === undefined ? undefined : attributeAt(schema, name.split('.'));
    return kindOf(attribute) !== kind || attribute?.presence !== presence;
  });
  expect(wrong).toEqual([]);
  expect(contract.length).toBeGreaterThan(4000);
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
