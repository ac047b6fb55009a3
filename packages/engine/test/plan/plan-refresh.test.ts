import type { Json } from '@virtform/values';
import { planJson } from '../../src/plan/plan-json.js';
import type { Plan } from '../../src/plan/plan.js';
import { hasChanges } from '../../src/plan/summary.js';
import { Workbench } from '../support/workbench.js';

const OUTPUT = { output: { size: { value: '${memory_thing.a.size}' } } };
const thing = (name: string, more: Readonly<Record<string, Json>> = {}): Json => ({ name, ...more });

/** Two things were applied; `a` has size 1. */
async function applied(): Promise<Workbench> {
  const bench = new Workbench();
  bench.write({ a: thing('one', { size: 1 }), b: thing('two') }, OUTPUT);
  await bench.apply();
  return bench;
}

/** Somebody changes or removes things by hand. */
function byHand(bench: Workbench, name: string, size: number | undefined): void {
  const { things } = bench.host();
  for (const [uuid, found] of things) {
    if (found.name !== name) continue;
    if (size === undefined) things.delete(uuid);
    else things.set(uuid, { ...found, attributes: { ...found.attributes, size } });
  }
}

const refreshed = (plan: Plan): readonly string[] =>
  plan.nodes
    .filter((node) => node.node === 'refresh')
    .filter(({ drift }) => drift.length > 0)
    .map(({ address, after }) => `${address} ${after === undefined ? 'gone' : 'changed'}`);

describe('a plan that only refreshes', () => {
  test('has nothing to say where the state has everything as it is', async () => {
    const bench = await applied();
    const plan = await bench.plan({ refreshOnly: true });
    expect(plan.diagnostics).toEqual([]);
    expect(hasChanges(plan)).toBe(false);
  });

  test('tells what others changed and removed, and what outputs become', async () => {
    const bench = await applied();
    byHand(bench, 'one', 7);
    byHand(bench, 'two', undefined);
    const plan = await bench.plan({ refreshOnly: true });
    expect(refreshed(plan)).toEqual(
      expect.arrayContaining(['memory_thing.a changed', 'memory_thing.b gone']),
    );
    expect(plan.outputs).toMatchObject([{ name: 'size', before: 1, after: 7 }]);
    expect(planJson(plan)).toMatchObject({
      resource_drift: expect.arrayContaining([
        expect.objectContaining({
          address: 'memory_thing.a',
          change: expect.objectContaining({ actions: ['update'] }),
        }),
        expect.objectContaining({
          address: 'memory_thing.b',
          change: expect.objectContaining({ actions: ['delete'] }),
        }),
      ]),
    });
  });

  test('asks for nothing that the program adds or changes', async () => {
    const bench = await applied();
    bench.write({ a: thing('one', { size: 5 }), c: thing('three') }, OUTPUT);
    const plan = await bench.plan({ refreshOnly: true });
    expect(hasChanges(plan)).toBe(false);
    expect(plan.nodes.map(({ node }) => node)).toEqual(['refresh', 'refresh']);
  });

  test('looks at the targets alone', async () => {
    const bench = await applied();
    byHand(bench, 'one', 7);
    byHand(bench, 'two', 8);
    const plan = await bench.plan({ refreshOnly: true, targets: ['memory_thing.b'] });
    expect(refreshed(plan)).toEqual(['memory_thing.b changed']);
  });
});

describe('its apply', () => {
  test('writes what is there into the state, and only reads the host', async () => {
    const bench = await applied();
    byHand(bench, 'one', 7);
    byHand(bench, 'two', undefined);
    const before = bench.host().calls.length;
    const { result } = await bench.apply({ refreshOnly: true });
    expect(result).toMatchObject({ added: 0, changed: 0, destroyed: 0, diagnostics: [] });
    expect(bench.host().calls.slice(before)).toEqual(['read host']);
    const state = await bench.state();
    expect(state?.resources.map(({ address }) => address.name)).toEqual(['a']);
    expect(state?.resources[0]?.instances[0]?.attributes).toMatchObject({ size: 7 });
    expect(state?.outputs.get('size')).toMatchObject({ value: 7 });
    expect(hasChanges(await bench.plan({ refreshOnly: true }))).toBe(false);
  });

  test('forgets nothing that the program asked for: the next apply puts it right', async () => {
    const bench = await applied();
    byHand(bench, 'one', 7);
    await bench.apply({ refreshOnly: true });
    const { result } = await bench.apply();
    expect(result).toMatchObject({ added: 0, changed: 1 });
    expect([...bench.host().things.values()].find(({ name }) => name === 'one')?.attributes).toMatchObject({
      size: 1,
    });
  });

  test('leaves an output that rests on what is gone as it was', async () => {
    const bench = await applied();
    byHand(bench, 'one', undefined);
    await bench.apply({ refreshOnly: true });
    expect((await bench.state())?.outputs.get('size')).toMatchObject({ value: 1 });
  });

  test('keeps what is tainted tainted', async () => {
    const bench = await applied();
    const states = await bench.unit().states();
    await states.edit({ edit: 'taint', address: 'memory_thing.a', tainted: true }, { operation: 'taint' });
    byHand(bench, 'one', 7);
    await bench.apply({ refreshOnly: true });
    const state = await bench.state();
    expect(state?.resources.find(({ address }) => address.name === 'a')?.instances).toMatchObject([
      { tainted: true, attributes: { size: 7 } },
    ]);
  });
});
