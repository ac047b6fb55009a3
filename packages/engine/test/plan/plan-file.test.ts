import fc from 'fast-check';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Marked, PreciseNumber, SetValue, Unknown, type Json, type Value } from '@virtform/values';
import { createClock } from '../../src/effects/simulated/clock.js';
import { createDisk } from '../../src/effects/simulated/disk.js';
import { createGate } from '../../src/effects/simulated/gate.js';
import { createRandom } from '../../src/effects/simulated/random.js';
import { decodeValue, encodeValue } from '../../src/plan/encoding.js';
import { readPlanFile, writePlanFile } from '../../src/plan/plan-file.js';
import { typeOfValue, dynamicValue } from '../../src/state/dynamic.js';
import { Workbench } from '../support/workbench.js';

const files = () =>
  createDisk(createRandom(1), () => createClock(0).now()).effects(createGate(() => undefined));

test('a plan comes back as it was written, unknown values and diagnostics included', async () => {
  const bench = new Workbench();
  bench.write({ a: { name: 'one', size: 3, ref: '${memory_thing.b.label}' }, b: { name: 'two' } });
  const plan = await bench.plan({ targets: ['memory_thing.a'] });
  const disk = files();
  await writePlanFile(disk, '/work/plan', plan);
  expect(await readPlanFile(disk, '/work/plan')).toEqual(plan);
});

test('what data sources said, and what they are still to say, comes back too', async () => {
  const bench = new Workbench();
  bench.host().things.set('uuid-old', {
    uuid: 'uuid-old',
    name: 'old',
    attributes: { name: 'old' },
    started: true,
    mark: undefined,
  });
  const later = { name: 'one', depends_on: ['memory_thing.a'] };
  bench.write(
    { a: { name: 'one' }, b: { name: 'two', note: '${data.memory_lookup.later.id}' } },
    { data: { memory_lookup: { now: { name: 'old' }, later } } },
  );
  const disk = files();
  const plan = await bench.plan();
  await writePlanFile(disk, '/plan', plan);
  const read = await readPlanFile(disk, '/plan');
  expect(read).toEqual(plan);
  const result = await bench.within('apply', (run) => run.apply(read));
  expect(result).toMatchObject({ added: 2, diagnostics: [] });
});

test('the types that a state told of lists and maps stay with them', () => {
  const value = dynamicValue({ value: { list: ['a'] }, type: ['object', { list: ['list', 'string'] }] });
  expect(typeOfValue(decodeValue(encodeValue(value)))).toEqual(['object', { list: ['list', 'string'] }]);
});

test('a saved plan can be applied by another run', async () => {
  const bench = new Workbench();
  bench.write({ a: { name: 'one', ref: '${memory_thing.b.label}' }, b: { name: 'two' } });
  const disk = files();
  await writePlanFile(disk, '/plan', await bench.plan());
  const plan = await readPlanFile(disk, '/plan');
  const result = await bench.within('apply', (run) => run.apply(plan));
  expect(result).toMatchObject({ added: 2, diagnostics: [] });
  await expect(bench.within('apply', (run) => run.apply(plan))).rejects.toThrow('The plan is stale');
});

test.each<[string, (content: Buffer) => Uint8Array]>([
  ['no gzip at all', () => Buffer.from('hello')],
  ['cut short', (content) => content.subarray(0, content.length / 2)],
  ['of another version', () => gzipSync(JSON.stringify({ format: 'virtform-plan-99' }))],
  [
    'changed by hand',
    (content) =>
      gzipSync(gunzipSync(content).toString('utf8').replace('\\"destroy\\":false', '\\"destroy\\":true')),
  ],
])('a file that is %s is refused', async (_, spoil) => {
  const bench = new Workbench();
  bench.write({ a: { name: 'one' } });
  const disk = files();
  await writePlanFile(disk, '/plan', await bench.plan());
  const content = await disk.read('/plan');
  await disk.overwrite('/plan', spoil(content ?? Buffer.alloc(0)), 0o600);
  await expect(readPlanFile(disk, '/plan')).rejects.toThrow('/plan cannot be read as a plan');
});

test('a file that is not there is refused', async () => {
  await expect(readPlanFile(files(), '/plan')).rejects.toThrow('There is no such file.');
});

test('every value survives the encoding, whatever its keys are', () => {
  const leaf: fc.Arbitrary<Value> = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.bigInt(),
    fc
      .tuple(fc.bigInt({ min: 1n }), fc.integer({ min: 1, max: 600 }), fc.integer({ min: 53, max: 512 }))
      .map(([mantissa, places, precision]) => PreciseNumber.rounded(mantissa, -places, precision)),
    fc.string(),
    fc.constant(new Unknown('string')),
  );
  const key = fc.oneof(
    fc.constant('$'),
    fc.string().filter((name) => name !== '__proto__'),
  );
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value')),
      fc.dictionary(key, tie('value')).map((fields) => ({ ...fields })),
      fc.array(tie('value')).map((elements) => new SetValue(elements)),
      leaf.map((inner) => (inner instanceof Marked ? inner : new Marked(inner, new Set(['sensitive'])))),
    ),
  }));
  fc.assert(
    fc.property(value, (original) => {
      expect(decodeValue(JSON.parse(JSON.stringify(encodeValue(original))) as Json)).toEqual(original);
    }),
  );
});
