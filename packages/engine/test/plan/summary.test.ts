import type { OutputChange, Plan, ResourceNode } from '../../src/plan/plan.js';
import { exceeding, hasChanges, resourceNodes, summarize } from '../../src/plan/summary.js';
import { Workbench } from '../support/workbench.js';

/** A plan with these nodes, each with what matters of it. */
async function planOf(...nodes: readonly Partial<ResourceNode>[]): Promise<Plan> {
  const bench = new Workbench();
  bench.write({ a: { name: 'one' } });
  const plan = await bench.plan();
  const [node] = resourceNodes(plan);
  if (node === undefined) throw new Error('a plan to make one thing has a node');
  return { ...plan, nodes: nodes.map((part) => ({ ...node, ...part })) };
}

test('a replacement counts at both ends, and the worst counts for all', async () => {
  const plan = await planOf(
    { action: 'create', impact: 'none' },
    { action: 'update', impact: 'live' },
    { action: 'replace', impact: 'replace', data: 'lost' },
    { action: 'delete', impact: 'none' },
    { action: 'no-op', impact: 'none' },
  );
  expect(summarize(plan)).toMatchObject({ add: 2, change: 1, destroy: 2, impact: 'replace', data: 'lost' });
});

test('nothing to do loses nothing', async () => {
  const plan = await planOf({ action: 'no-op', impact: 'none' });
  expect(summarize(plan)).toMatchObject({ add: 0, change: 0, destroy: 0, impact: 'none', data: 'kept' });
  expect(hasChanges(plan)).toBe(false);
});

test('an output alone is a change', async () => {
  const plan = await planOf({ action: 'no-op' });
  const output = (action: OutputChange['action']): OutputChange => ({
    name: 'ip',
    action,
    before: undefined,
    after: '10.0.0.1',
    sensitive: false,
  });
  expect(hasChanges({ ...plan, outputs: [output('no-op')] })).toBe(false);
  expect(hasChanges({ ...plan, outputs: [output('create')] })).toBe(true);
});

test('what is allowed is allowed up to and including itself', async () => {
  const plan = await planOf(
    { address: 'a', impact: 'next-boot' },
    { address: 'b', impact: 'live' },
    { address: 'c', impact: 'restart' },
  );
  const beyond = (allowed: ResourceNode['impact']): readonly string[] =>
    exceeding(plan, allowed).map(({ address }) => address);
  expect(beyond('none')).toEqual(['a', 'b', 'c']);
  expect(beyond('next-boot')).toEqual(['b', 'c']);
  expect(beyond('live')).toEqual(['c']);
  expect(beyond('restart')).toEqual([]);
});
