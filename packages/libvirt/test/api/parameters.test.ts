import { typed, typedParameters, valuesOf } from '../../src/api/parameters.js';
import { typedParameters as parametersType } from '../../src/wire/objects.js';
import { XdrReader } from '../../src/wire/xdr-reader.js';
import { XdrWriter } from '../../src/wire/xdr-writer.js';

const all = {
  cpus: typed.int(-3),
  weight: typed.uint(4_294_967_295),
  quota: typed.llong(-1n),
  hard_limit: typed.ullong(18_446_744_073_709_551_615n),
  load: typed.double(0.5),
  cmt: typed.boolean(true),
  name: typed.string('Größe'),
};

test('each value keeps its type on its way', () => {
  const writer = new XdrWriter();
  parametersType(16).write(writer, typedParameters(all));
  const arrived = parametersType(16).read(new XdrReader(writer.finish()));
  expect(arrived).toEqual(Object.entries(all).map(([field, value]) => ({ field, ...value })));
});

test('several values under one name are several parameters of that name', () => {
  const disks = ['vda', 'vdb'].map(typed.string);
  expect(typedParameters({ migrate_disks: disks, bandwidth: [] })).toEqual([
    { field: 'migrate_disks', type: 'string', value: 'vda' },
    { field: 'migrate_disks', type: 'string', value: 'vdb' },
  ]);
});

test('values are read by their names', () => {
  const values = valuesOf(typedParameters(all));
  expect(values).toEqual({
    cpus: -3,
    weight: 4_294_967_295,
    quota: -1n,
    hard_limit: 18_446_744_073_709_551_615n,
    load: 0.5,
    cmt: true,
    name: 'Größe',
  });
  expect(values.nothing).toBeUndefined();
});

test('of a name that stands twice, the last value counts', () => {
  expect(valuesOf(typedParameters({ a: [typed.int(1), typed.int(2)] }))).toEqual({ a: 2 });
});
