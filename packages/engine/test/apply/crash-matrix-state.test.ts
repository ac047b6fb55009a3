import type { Json } from '@virtform/values';
import { actionsOf, Workbench } from '../support/workbench.js';

// A life of the tool for every effect: minutes where all are tried, and more on a busy machine.
jest.setTimeout(600_000);

// Objects that the state alone holds: what is on disk when the process dies is all that is left of them.

type Blocks = Readonly<Record<string, Json>>;

const early = { lifecycle: { create_before_destroy: true } };
const chain = {
  a: { input: { name: 'one', none: null } },
  b: { input: '${terraform_data.a.output.name}', triggers_replace: [1] },
  c: { count: 2, input: '${terraform_data.b.id}' },
};

const CASES: readonly (readonly [string, Blocks, Blocks])[] = [
  ['create all', {}, chain],
  ['change in place what others refer to', chain, { ...chain, a: { input: { name: 'two', none: null } } }],
  ['replace in the middle', chain, { ...chain, b: { ...chain.b, triggers_replace: [2] } }],
  [
    'replace, the new one first',
    { b: { ...chain.b, input: 'x', ...early } },
    { b: { input: 'x', triggers_replace: [2], ...early } },
  ],
  ['take one away', chain, { a: chain.a, b: chain.b }],
  ['destroy all', chain, {}],
];

function write(bench: Workbench, blocks: Blocks): void {
  bench.write({}, Object.keys(blocks).length === 0 ? {} : { resource: { terraform_data: blocks } });
}

/** What the state says; ids are left out: those of another plan are others. */
async function picture(bench: Workbench): Promise<unknown> {
  const state = await bench.state();
  const ids = new Map<string, string>();
  const text = JSON.stringify(
    state?.resources.map(({ address, instances }) => ({
      name: address.name,
      instances: instances.map(({ key, tainted, deposed, attributes, bookkeeping }) => ({
        key,
        tainted,
        deposed,
        attributes,
        bookkeeping,
      })),
    })),
  );
  return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => {
    if (!ids.has(id)) ids.set(id, `id-${ids.size}`);
    return ids.get(id) ?? id;
  });
}

async function prepared(before: Blocks): Promise<Workbench> {
  const bench = new Workbench();
  write(bench, before);
  await bench.apply();
  return bench;
}

test.each(CASES)('%s: killed at any effect, the next apply converges', async (_, before, after) => {
  const start = await prepared(before);
  write(start, after);
  const smooth = start.fork(2);
  await smooth.apply();
  const expected = await picture(smooth);
  let index = 0;
  for (; ; index += 1) {
    const bench = start.fork(index + 3);
    if (!(await bench.applyUntil(index))) break;
    const { result } = await bench.apply();
    const seen = { index, diagnostics: result.diagnostics, picture: await picture(bench) };
    expect(seen).toEqual({ index, diagnostics: [], picture: expected });
    const left = actionsOf(await bench.plan()).filter((action) => !action.startsWith('no-op'));
    expect({ index, left }).toEqual({ index, left: [] });
    expect(bench.connects).toBe(0);
  }
  expect(index).toBeGreaterThan(10);
});
