import type { Json } from '@virtform/values';
import { actionsOf, Workbench } from '../support/workbench.js';

const thing = (name: string, more: Readonly<Record<string, Json>> = {}): Json => ({ name, ...more });

async function applied(things: Readonly<Record<string, Json>>): Promise<Workbench> {
  const bench = new Workbench();
  bench.write(things);
  await bench.apply();
  return bench;
}

const moves = (...pairs: readonly (readonly [string, string])[]): Json =>
  pairs.map(([from, to]) => ({ from: `memory_thing.${from}`, to: `memory_thing.${to}` }));

/** What each node does, with where it was. */
async function story(bench: Workbench): Promise<readonly string[]> {
  const plan = await bench.plan();
  return plan.nodes.map((node, index) =>
    node.movedFrom === undefined
      ? (actionsOf(plan)[index] ?? '')
      : `${actionsOf(plan)[index] ?? ''} < ${node.movedFrom}`,
  );
}

test.each<[string, Record<string, Json>, Json, Record<string, Json>, readonly string[]]>([
  [
    'a new name',
    { a: thing('one') },
    moves(['a', 'b']),
    { b: thing('one') },
    ['no-op memory_thing.b < memory_thing.a'],
  ],
  [
    'a chain, in whatever order it is written',
    { a: thing('one') },
    moves(['b', 'c'], ['a', 'b']),
    { c: thing('one') },
    ['no-op memory_thing.c < memory_thing.a'],
  ],
  [
    'a key of for_each',
    { a: thing('one') },
    moves(['a', 'b["x"]']),
    { b: thing('one', { for_each: '${toset(["x"])}' }) },
    ['no-op memory_thing.b["x"] < memory_thing.a'],
  ],
  [
    'count comes without a word',
    { a: thing('one') },
    [],
    { a: thing('one', { count: 1 }) },
    ['no-op memory_thing.a[0] < memory_thing.a'],
  ],
  [
    'count goes without a word',
    { a: thing('one', { count: 1 }) },
    [],
    { a: thing('one') },
    ['no-op memory_thing.a < memory_thing.a[0]'],
  ],
  [
    'nobody has it any more',
    { a: thing('one') },
    moves(['a', 'b']),
    {},
    ['delete memory_thing.b < memory_thing.a'],
  ],
  [
    'what is there already stays, and what cannot move goes',
    { a: thing('one'), b: thing('two') },
    moves(['a', 'b']),
    { b: thing('two') },
    ['no-op memory_thing.b', 'delete memory_thing.a'],
  ],
])('moved: %s', async (_, before, moved, after, expected) => {
  const bench = await applied(before);
  bench.write(after, { moved });
  expect(await story(bench)).toEqual(expected);
});

test('a move alone is a change of the state, and of nothing else', async () => {
  const bench = await applied({ a: thing('one'), c: thing('three', { ref: '${memory_thing.a.label}' }) });
  bench.write(
    { b: thing('one'), c: thing('three', { ref: '${memory_thing.b.label}' }) },
    { moved: moves(['a', 'b']) },
  );
  bench.host().calls.length = 0;
  const { result } = await bench.apply();
  expect(result).toMatchObject({ added: 0, changed: 0, destroyed: 0, diagnostics: [] });
  expect(bench.host().calls.filter((call) => !call.includes('read'))).toEqual([]);
  const state = await bench.state();
  expect(state?.resources.map(({ address }) => address.name).sort()).toEqual(['b', 'c']);
  expect(state?.resources.find(({ address }) => address.name === 'c')?.instances[0]?.dependencies).toEqual([
    'memory_thing.b',
  ]);
  expect(await story(bench)).toEqual(['no-op memory_thing.b', 'no-op memory_thing.c']);
});

test('-target must not leave out what moved, and names what is missing', async () => {
  const bench = await applied({ a: thing('one'), c: thing('three') });
  bench.write({ b: thing('one'), c: thing('three') }, { moved: moves(['a', 'b']) });
  const [wrong] = (await bench.plan({ targets: ['memory_thing.c'] })).diagnostics.filter(
    ({ severity }) => severity === 'error',
  );
  expect(wrong).toMatchObject({
    summary: 'Moved resource instances excluded by targeting',
    action: expect.stringContaining(`-target='memory_thing.b'`),
  });
  const whole = await bench.plan({ targets: ['memory_thing.a', 'memory_thing.b'] });
  expect(whole.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('an instance that count still asks for has not moved', async () => {
  const bench = await applied({ a: thing('${count.index}', { count: 2 }) });
  bench.write({ a: thing('${count.index}', { count: 2 }) }, { moved: moves(['a[0]', 'b']) });
  expect((await bench.plan()).diagnostics.map(({ summary }) => summary)).toContain(
    'Moved object still exists',
  );
});

test('what no kind knows how to take does not become another type', async () => {
  const bench = await applied({ a: thing('one') });
  bench.write(
    {},
    {
      resource: { terraform_data: { b: {} } },
      moved: { from: 'memory_thing.a', to: 'terraform_data.b' },
    },
  );
  expect((await bench.plan()).diagnostics).toMatchObject([
    { summary: 'Unsupported "moved" across resource types' },
  ]);
});

test('what the state has of a null_resource may become a terraform_data', async () => {
  const bench = new Workbench();
  const provider = 'provider["registry.terraform.io/hashicorp/null"]';
  const instance = {
    schema_version: 0,
    attributes: { id: '123', triggers: { a: '1' } },
    sensitive_attributes: [],
  };
  bench.disk.put(
    '/work/terraform.tfstate',
    JSON.stringify({
      version: 4,
      terraform_version: '1.11.4',
      serial: 1,
      lineage: '0c7e1f5e-4b57-4a5d-9c0e-5a5d8c1b2f3a',
      outputs: {},
      resources: [{ mode: 'managed', type: 'null_resource', name: 'then', provider, instances: [instance] }],
      check_results: null,
    }),
  );
  bench.write(
    {},
    {
      resource: { terraform_data: { now: { triggers_replace: { a: '1' } } } },
      moved: { from: 'null_resource.then', to: 'terraform_data.now' },
    },
  );
  expect(await story(bench)).toEqual(['no-op terraform_data.now < null_resource.then']);
  expect((await bench.apply()).result).toMatchObject({ added: 0, destroyed: 0, diagnostics: [] });
  expect((await bench.state())?.resources).toMatchObject([
    {
      address: { type: 'terraform_data', name: 'now' },
      provider: 'provider["terraform.io/builtin/terraform"]',
      instances: [{ attributes: { id: '123', triggers_replace: { a: '1' } } }],
    },
  ]);
});

test('removed without destroy: it leaves the state, and is left alone', async () => {
  const bench = await applied({ a: thing('one'), b: thing('two') });
  bench.write({}, { removed: { from: 'memory_thing.a', lifecycle: { destroy: false } } });
  expect(await story(bench)).toEqual(['forget memory_thing.a', 'delete memory_thing.b']);
  await bench.apply();
  expect([...bench.host().things.values()].map(({ name }) => name)).toEqual(['one']);
  expect((await bench.state())?.resources).toEqual([]);
});

test('an import becomes a part of the state, is changed as gently as ever, and loses nothing that nobody mentions', async () => {
  const bench = new Workbench();
  bench.host().things.set('u1', {
    uuid: 'u1',
    name: 'one',
    attributes: { name: 'one', size: 1, note: 'of a person' },
    started: true,
    mark: undefined,
  });
  bench.write({ a: thing('one', { size: 2 }) }, { import: { to: 'memory_thing.a', id: 'one' } });
  expect(await story(bench)).toEqual(['update memory_thing.a']);
  const { result } = await bench.apply();
  expect(result).toMatchObject({ imported: 1, added: 0, changed: 1, diagnostics: [] });
  expect(bench.host().things.get('u1')).toMatchObject({ attributes: { size: 2, note: 'of a person' } });
  expect(await story(bench)).toEqual(['no-op memory_thing.a']);
});

test.each<[why: string, lineage: string | undefined, imports: Json, says: string]>([
  [
    'what is not there',
    undefined,
    { to: 'memory_thing.a', id: 'nobody' },
    'Cannot import non-existent remote object',
  ],
  [
    'what another state owns',
    'another',
    { to: 'memory_thing.a', id: 'one' },
    'memory_thing.a would take over an object of another state',
  ],
  [
    'the same object twice',
    undefined,
    [
      { to: 'memory_thing.a', id: 'one' },
      { to: 'memory_thing.b', id: 'u1' },
    ],
    'memory_thing.b would take over what memory_thing.a is',
  ],
])('import: %s is refused', async (_, lineage, imports, says) => {
  const bench = new Workbench();
  bench.host().things.set('u1', {
    uuid: 'u1',
    name: 'one',
    attributes: { name: 'one' },
    started: true,
    mark: lineage === undefined ? undefined : { lineage, address: 'memory_thing.x' },
  });
  bench.write({ a: thing('one'), b: thing('two') }, { import: imports });
  expect((await bench.plan()).diagnostics.map(({ summary }) => summary)).toEqual([says]);
});
