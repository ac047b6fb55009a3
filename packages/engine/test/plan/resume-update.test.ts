import type { Json } from '@virtform/values';
import { createGate } from '../../src/effects/simulated/gate.js';
import { planJson } from '../../src/plan/plan-json.js';
import type { PlanNode } from '../../src/plan/plan.js';
import { actionsOf, Workbench } from '../support/workbench.js';

// An apply that is killed over an update leaves a note of what it was about to put in, so that what it did is known to be ours.

const thing = (more: Readonly<Record<string, Json>>): Json => ({ name: 'one', ...more });

/** An apply that is killed once the thing was set and before that is saved. */
async function killedAfterSet(before: Json, after: Json): Promise<Workbench> {
  const bench = new Workbench();
  bench.write({ a: before });
  await bench.apply();
  bench.write({ a: after });
  const gate = createGate(() => undefined);
  bench.host().hook = (what, when) => {
    if (what === 'set one' && when === 'after') gate.kill();
    return gate.pass(`${what} ${when}`);
  };
  const finished = bench
    .within('apply', async (run) => run.apply(await run.plan()), gate)
    .then(() => 'finished');
  expect(await Promise.race([finished, gate.killed.then(() => 'killed')])).toBe('killed');
  bench.disk.crash();
  bench.clock.crash();
  bench.host().hook = () => undefined;
  return bench;
}

/** What a node tells of changes that are not to be made. */
const told = (node: PlanNode | undefined): object => ({
  drift: node !== undefined && 'drift' in node ? node.drift.map(line) : [],
  interrupted: node !== undefined && 'interrupted' in node ? node.interrupted.map(line) : undefined,
});
const line = ({
  path,
  before,
  after,
}: {
  path: readonly unknown[];
  before: unknown;
  after: unknown;
}): string => `${path.join('.')}: ${String(before)} → ${String(after)}`;

test('what was done is told as ours, and there is nothing left to do', async () => {
  const bench = await killedAfterSet(thing({ size: 1 }), thing({ size: 2, note: 'new' }));
  const plan = await bench.plan();
  expect(actionsOf(plan)).toEqual(['no-op memory_thing.a']);
  expect(told(plan.nodes[0])).toEqual({
    drift: [],
    interrupted: ['size: 1 → 2', 'note: undefined → new'],
  });
  expect(planJson(plan)).not.toHaveProperty('resource_drift');
  expect(planJson(plan)).toMatchObject({
    virtform: { resources: { 'memory_thing.a': { interrupted: [{ path: ['size'] }, { path: ['note'] }] } } },
  });
});

test('what was put in and the program then dropped is taken out', async () => {
  const bench = await killedAfterSet(thing({ size: 1 }), thing({ size: 2, note: 'new' }));
  bench.write({ a: thing({ size: 1 }) });
  const { plan, result } = await bench.apply();
  expect(actionsOf(plan)).toEqual(['update memory_thing.a']);
  expect(told(plan.nodes[0])).toMatchObject({ drift: [] });
  expect(result.diagnostics).toEqual([]);
  expect(actionsOf(await bench.plan())).toEqual(['no-op memory_thing.a']);
});

test('what somebody else changed beside it is drift all the same', async () => {
  const bench = await killedAfterSet(thing({ size: 1, note: 'ours' }), thing({ size: 2, note: 'ours' }));
  const [found] = [...bench.host().things.values()];
  if (found !== undefined)
    bench.host().things.set(found.uuid, { ...found, attributes: { ...found.attributes, note: 'by hand' } });
  expect(told((await bench.plan()).nodes[0])).toEqual({
    drift: ['note: ours → by hand'],
    interrupted: ['size: 1 → 2'],
  });
});

test('a refresh tells it too, and once an apply was finished nobody speaks of it', async () => {
  const bench = await killedAfterSet(thing({ size: 1 }), thing({ size: 2 }));
  expect(told((await bench.plan({ refreshOnly: true })).nodes[0])).toEqual({
    drift: [],
    interrupted: ['size: 1 → 2'],
  });
  bench.write({ a: thing({ size: 3 }) });
  const { plan } = await bench.apply();
  expect(told(plan.nodes[0])).toEqual({ drift: [], interrupted: ['size: 1 → 2'] });
  const [resource] = (await bench.state())?.resources ?? [];
  expect(resource?.instances).toMatchObject([{ trying: undefined, bookkeeping: { wanted: { size: 3 } } }]);
  expect(told((await bench.plan()).nodes[0])).toEqual({ drift: [], interrupted: undefined });
});

test.each<[string, (bench: Workbench) => Promise<unknown>]>([
  [
    'an update that is not begun, because what it waits for fails',
    async (bench) => {
      bench.host().hook = (what) => {
        if (what === 'set two') throw new Error('not today');
      };
      await bench.apply();
    },
  ],
  [
    'one that is refused, because somebody was there first',
    (bench) =>
      bench.apply(
        {},
        {
          between: () => {
            const { things } = bench.host();
            for (const thing of things.values())
              things.set(thing.uuid, { ...thing, attributes: { ...thing.attributes, size: 7 } });
          },
        },
      ),
  ],
])('%s leaves no note', async (_, attempt) => {
  const bench = new Workbench();
  const things = (size: number): Record<string, Json> => ({
    b: { name: 'two', size },
    a: { name: 'one', size, ref: '${memory_thing.b.label}' },
  });
  bench.write(things(1));
  await bench.apply();
  bench.write(things(2));
  await attempt(bench);
  const instances = (await bench.state())?.resources.flatMap((resource) => resource.instances) ?? [];
  expect(instances.map(({ trying }) => trying)).toEqual([undefined, undefined]);
});
