import type { Json } from '@virtform/values';
import { actionsOf, Workbench } from '../support/workbench.js';

const replacedBy = (name: string, element: string, more: Readonly<Record<string, Json>> = {}): Json => ({
  name,
  ...more,
  lifecycle: { replace_triggered_by: [element] },
});

const things = (size: number, name: string): Readonly<Record<string, Json>> => ({
  source: { name: 'source', size },
  renamed: { name },
  many: { count: 2, name: 'many-${count.index}', size: `\${count.index == 1 ? ${size} : 0}` },
  each: { for_each: { x: 0, y: size }, name: 'each-${each.key}', size: '${each.value}' },
  by_whole: replacedBy('1', 'memory_thing.source'),
  by_changed: replacedBy('2', 'memory_thing.source.size'),
  by_same: replacedBy('3', 'memory_thing.source.name'),
  by_unset: replacedBy('4', 'memory_thing.source.note'),
  by_unknown: replacedBy('5', 'memory_thing.renamed.uuid'),
  by_any: replacedBy('6', 'memory_thing.many'),
  by_first: replacedBy('7', 'memory_thing.many[0]'),
  by_second: replacedBy('8', 'memory_thing.many[1].size'),
  by_index: replacedBy('9-${count.index}', 'memory_thing.many[count.index]', { count: 2 }),
  by_key: replacedBy('10-${each.key}', 'memory_thing.each[each.key].size', { for_each: { x: 1, y: 2 } }),
  by_chain: replacedBy('11', 'memory_thing.by_whole'),
});

it('what is named and changes has its dependants replaced', async () => {
  const bench = new Workbench();
  bench.write(things(1, 'old'));
  const first = await bench.apply();
  expect(new Set(actionsOf(first.plan).map((action) => action.split(' ')[0]))).toEqual(new Set(['create']));
  bench.write(things(2, 'new'));
  const { plan, result } = await bench.apply();
  const by = (action: string): readonly string[] =>
    plan.nodes.flatMap((node) =>
      node.node === 'resource' && node.action === action ? node.address.slice(13) : [],
    );
  expect([...by('replace')].sort()).toEqual([
    'by_any',
    'by_chain',
    'by_changed',
    'by_index[1]',
    'by_key["y"]',
    'by_second',
    'by_unknown',
    'by_whole',
    'renamed',
  ]);
  const reasons = plan.nodes.flatMap((node) => ('reason' in node ? (node.reason ?? []) : []));
  expect(reasons.filter((reason) => reason === 'replace_by_triggers')).toHaveLength(8);
  expect(result.diagnostics).toEqual([]);
  expect(new Set((await bench.plan()).nodes.map((node) => node.node === 'resource' && node.action))).toEqual(
    new Set(['no-op']),
  );
});

it('what is made or destroyed is no change', async () => {
  const bench = new Workbench();
  const waiting = replacedBy('b', 'memory_thing.many');
  bench.write({ many: { count: 1, name: 'many-${count.index}' }, waiting });
  await bench.apply();
  bench.write({ many: { count: 2, name: 'many-${count.index}' }, waiting });
  expect(actionsOf(await bench.plan())).toContain('no-op memory_thing.waiting');
  bench.write({ many: { count: 0, name: 'many-${count.index}' }, waiting });
  expect(actionsOf(await bench.plan())).toContain('no-op memory_thing.waiting');
});
