import { hasErrors, type Json } from '@virtform/values';
import { readStateResults } from '../../src/checks/state-json.js';
import { hasChanges } from '../../src/plan/summary.js';
import type { Plan } from '../../src/plan/plan.js';
import { Workbench } from '../support/workbench.js';

// A data source that stands in a check. What it reads is a thing of the host, by name; one that is not there cannot be read.

const checking = (
  name: string,
  more: Readonly<Record<string, Json>> = {},
): Readonly<Record<string, Json>> => ({
  check: {
    there: {
      data: { memory_lookup: { it: { name, ...more } } },
      assert: { condition: '${data.memory_lookup.it.size > 3}', error_message: 'It is small.' },
    },
  },
});

const thing = (name: string, size: number): Json => ({ name, size });

const results = ({ checks }: Plan): readonly string[] =>
  checks.map(({ address, status }) => `${address} ${status}`);

const stored = async (bench: Workbench): Promise<readonly string[]> =>
  readStateResults((await bench.state())?.checkResults ?? null).flatMap(
    ({ address, status, objects = [] }) => [
      `${address} ${status}`,
      ...objects.flatMap(({ messages }) => messages),
    ],
  );

const readings = (plan: Plan): readonly (string | undefined)[] =>
  plan.nodes.flatMap((node) => (node.node === 'read' ? [node.reason ?? 'read'] : []));

it('is read for the plan, and once more when all is done', async () => {
  const bench = new Workbench();
  bench.write({ a: thing('one', 5) });
  await bench.apply();
  bench.write({ a: thing('one', 6) }, checking('one'));
  const { plan, result, events } = await bench.apply();
  expect(results(plan)).toEqual(['check.there pass']);
  expect(readings(plan)).toEqual(['read_because_check_nested']);
  expect(result.diagnostics).toEqual([]);
  expect(await stored(bench)).toEqual(['check.there pass']);
  const ended = events.flatMap((event) => (event.event === 'completed' ? event.address : []));
  expect(ended).toEqual(['memory_thing.a', 'data.memory_lookup.it']);
});

it('does not make a plan of changes where nothing changes', async () => {
  const bench = new Workbench();
  bench.write({ a: thing('one', 5) }, checking('one'));
  await bench.apply();
  const plan = await bench.plan();
  expect(readings(plan)).toEqual(['read']);
  expect(hasChanges(plan)).toBe(false);
});

it('sees what was made meanwhile, though nothing says that it depends on it', async () => {
  const bench = new Workbench();
  bench.write({ a: thing('one', 5), b: thing('two', 1) }, checking('two'));
  const { plan, result } = await bench.apply();
  expect(results(plan)).toEqual(['check.there fail']);
  expect(result.diagnostics.map(({ severity, summary }) => `${severity}: ${summary}`)).toEqual([
    'warning: Check block assertion failed',
  ]);
  expect(await stored(bench)).toEqual(['check.there fail', 'It is small.']);
});

describe('that cannot be read', () => {
  it('any more, is not taken for what it was', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', 5) }, checking('two'));
    const uuid = 'uuid-two';
    const attributes = { name: 'two', size: 9 };
    bench.host().things.set(uuid, { uuid, name: 'two', attributes, started: true, mark: undefined });
    await bench.apply();
    bench.host().things.delete(uuid);
    const { plan, result } = await bench.apply();
    expect(hasChanges(plan)).toBe(false);
    expect(result.diagnostics).toEqual([]);
    expect((await stored(bench))[0]).toBe('check.there fail');
  });

  const failing = async (): Promise<Workbench> => {
    const bench = new Workbench();
    bench.write({ a: thing('one', 5) }, checking('gone'));
    return bench;
  };

  it('fails its check, with a warning, and stops nothing', async () => {
    const bench = await failing();
    const { plan, result, events } = await bench.apply();
    const told = [plan, result].map(({ diagnostics }) =>
      diagnostics.map(({ severity, summary }) => `${severity}: ${summary}`),
    );
    expect(told).toEqual([
      ['warning: Could not read data.memory_lookup.it'],
      ['warning: Could not read data.memory_lookup.it'],
    ]);
    expect(hasErrors(result.diagnostics)).toBe(false);
    expect(bench.host().things.size).toBe(1);
    const said = await stored(bench);
    expect(said[0]).toBe('check.there fail');
    expect(said[1]).toContain('Could not read data.memory_lookup.it');
    const ended = events.flatMap(({ event, ...more }) =>
      'address' in more && ['completed', 'failed'].includes(event) ? `${event} ${more.address}` : [],
    );
    expect(ended).toEqual(['completed memory_thing.a', 'failed data.memory_lookup.it']);
  });

  it('is told of again by a plan that only refreshes, and stays in the state as failing', async () => {
    const bench = await failing();
    await bench.apply();
    const { plan } = await bench.apply({ refreshOnly: true });
    expect(results(plan)).toEqual(['check.there fail']);
    expect((await stored(bench))[0]).toBe('check.there fail');
  });
});

it('is not read again where it is left out', async () => {
  const bench = new Workbench();
  bench.write({ a: thing('one', 5) }, checking('gone'));
  const { plan } = await bench.apply({ targets: ['memory_thing.a'] });
  expect(readings(plan)).toEqual([]);
  expect(plan.diagnostics.map(({ summary }) => summary)).toEqual([
    'The plan covers a part of the configuration',
  ]);
});

it('belongs to the check of its module, each instance to its own', async () => {
  const bench = new Workbench();
  bench.write(
    { a: thing('one', 5) },
    { module: { lab: { source: './lab', for_each: { x: 'one', y: 'gone' }, name: '${each.value}' } } },
  );
  bench.disk.put(
    '/work/lab/main.tf.json',
    JSON.stringify({ variable: { name: {} }, ...checking('${var.name}') }),
  );
  const { plan, result } = await bench.apply();
  expect(results(plan)).toEqual(['module.lab.check.there fail']);
  expect(hasErrors(result.diagnostics)).toBe(false);
  const found = readStateResults((await bench.state())?.checkResults ?? null);
  expect(
    found.flatMap(({ objects = [] }) => objects.map(({ address, status }) => `${address} ${status}`)),
  ).toEqual(['module.lab["x"].check.there pass', 'module.lab["y"].check.there fail']);
});
