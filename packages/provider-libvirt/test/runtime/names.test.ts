import { propertyName, snakeCase } from '../../src/runtime/names.js';

it.each([
  ['name', 'resource', 'name'],
  ['memory_unit', 'resource', 'memoryUnit'],
  ['io_thread_i_ds', 'resource', 'ioThreadIDs'],
  ['vram64', 'object', 'vram64'],
  ['sr_vs', 'object', 'srVs'],
  ['e820host', 'object', 'e820Host'],
  ['vepa8021qbg', 'object', 'vepa8021Qbg'],
  ['accel3d', 'object', 'accel3D'],
  ['p2p', 'object', 'p2P'],
  ['p2_p', 'object', 'p2P'],
  ['node', 'object', 'nodeAttribute'],
  ['build', 'object', 'buildAttribute'],
  ['system', 'resource', 'systemAttribute'],
  ['import_from', 'object', 'importFromAttribute'],
  ['equals', 'object', 'equalTo'],
  ['get_dump', 'object', 'fetchDump'],
  ['getter', 'object', 'fetchter'],
  ['get', 'object', 'get'],
  ['count', 'resource', 'countAttribute'],
  ['count', 'object', 'count'],
  ['depends_on', 'resource', 'dependsOnAttribute'],
  ['internal_value', 'object', 'internalValueAttribute'],
  ['alias', 'provider', 'aliasAttribute'],
  ['alias', 'object', 'alias'],
] as const)('%s of a %s is the property %s', (attribute, holder, property) => {
  expect(propertyName(attribute, holder)).toBe(property);
});

it.each([
  ['memroyUnit', 'memroy_unit'],
  ['memroy_unit', 'memroy_unit'],
])('the unknown key %s is written as %s', (property, attribute) => {
  expect(snakeCase(property)).toBe(attribute);
});
