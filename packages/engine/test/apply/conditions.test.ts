import { hasErrors, type Json } from '@virtform/values';
import type { Plan } from '../../src/plan/plan.js';
import { readStateResults } from '../../src/checks/state-json.js';
import { actionsOf, Workbench } from '../support/workbench.js';

// What is not known while planning is the label that the host gives: "label of NAME".

const condition = (text: string, message = 'It does not hold.'): Json => ({
  condition: `\${${text}}`,
  error_message: message,
});

const stateResults = async (bench: Workbench): Promise<readonly string[]> =>
  readStateResults((await bench.state())?.checkResults ?? null).map(
    ({ address, status }) => `${address} ${status}`,
  );

const planResults = ({ checks }: Plan): readonly string[] =>
  checks.map(({ address, status }) => `${address} ${status}`);

const summaries = (diagnostics: readonly { readonly summary: string }[]): readonly string[] =>
  diagnostics.map(({ summary }) => summary);

const written = (
  things: Readonly<Record<string, Json>>,
  more: Readonly<Record<string, Json>> = {},
): Workbench => {
  const bench = new Workbench();
  bench.write(things, more);
  return bench;
};

describe('a postcondition', () => {
  const checked = (label: string): Json => ({
    name: 'one',
    lifecycle: { postcondition: condition(`self.label == "${label}"`, 'It is ${self.label}.') },
  });
  const dependant = { name: 'two', ref: '${memory_thing.a.label}' };

  it('that fails after the apply fails the object, which stays, and stops what depends on it', async () => {
    const bench = written(
      { a: checked('other'), b: dependant, apart: { name: 'three' } },
      { output: { label: { value: '${memory_thing.a.label}' } } },
    );
    const { plan, result, events } = await bench.apply();
    expect(hasErrors(plan.diagnostics)).toBe(false);
    expect(planResults(plan)).toEqual(['memory_thing.a unknown']);
    expect(result.diagnostics).toMatchObject([
      {
        severity: 'error',
        summary: 'Resource postcondition failed',
        detail: 'It is label of one.',
        address: 'memory_thing.a',
        values: [{ traversal: 'self.label', statement: 'is "label of one"' }],
        source: { file: 'main.tf.json' },
      },
    ]);
    expect(
      events
        .flatMap((event) =>
          'address' in event && !['started', 'step', 'still'].includes(event.event)
            ? [`${event.event} ${event.address}`]
            : [],
        )
        .sort(),
    ).toEqual(['completed memory_thing.a', 'completed memory_thing.apart', 'skipped memory_thing.b']);
    const state = await bench.state();
    expect(state?.resources.map(({ address, instances }) => [address.name, instances[0]?.tainted])).toEqual([
      ['a', false],
      ['apart', false],
    ]);
    expect([...(state?.outputs.keys() ?? [])]).toEqual([]);
    expect(await stateResults(bench)).toEqual(['memory_thing.a fail']);
  });

  it('that is known to fail is an error of the plan', async () => {
    const bench = written({ a: checked('other') });
    await bench.apply();
    const { diagnostics } = await bench.plan();
    expect(summaries(diagnostics)).toEqual(['Resource postcondition failed']);
    bench.write({ a: checked('label of one'), b: dependant });
    const { result } = await bench.apply();
    expect(result.diagnostics).toEqual([]);
    expect(await stateResults(bench)).toEqual(['memory_thing.a pass']);
  });

  it('is only told where the state alone is brought up to date', async () => {
    const bench = written({ a: checked('label of one') });
    await bench.apply();
    bench.write({ a: checked('other') });
    const { plan, result } = await bench.apply({ refreshOnly: true });
    expect(plan.diagnostics).toMatchObject([
      { severity: 'warning', summary: 'Resource postcondition failed' },
    ]);
    expect(result.diagnostics).toEqual([]);
    expect(await stateResults(bench)).toEqual(['memory_thing.a fail']);
  });

  it('of what a change replaces is asked of the new one, and the old one stays until it holds', async () => {
    const early = (name: string): Json => ({
      name,
      lifecycle: { create_before_destroy: true, postcondition: condition('self.label == "label of old"') },
    });
    const bench = written({ a: early('old') });
    await bench.apply();
    bench.write({ a: early('new') });
    const { result } = await bench.apply();
    expect(summaries(result.diagnostics)).toEqual(['Resource postcondition failed']);
    expect([...bench.host().things.values()].map(({ name }) => name)).toEqual(['old', 'new']);
  });
});

describe('a precondition', () => {
  const guarded = (text: string): Json => ({ name: 'two', lifecycle: { precondition: condition(text) } });

  it('that fails in the plan is told instead of what the body would have said', async () => {
    const bench = written({ b: { ...(guarded('path.cwd == ""') as object), size: '${[][0]}' } });
    const { diagnostics, nodes } = await bench.plan();
    expect(summaries(diagnostics)).toEqual(['Resource precondition failed']);
    expect(nodes).toEqual([]);
  });

  it('waits for what is not known, and stops the object then', async () => {
    const bench = written({ a: { name: 'one' }, b: guarded('memory_thing.a.label == "other"') });
    const { plan, result } = await bench.apply();
    expect(planResults(plan)).toEqual(['memory_thing.b unknown']);
    expect(result.diagnostics).toMatchObject([
      { summary: 'Resource precondition failed', address: 'memory_thing.b' },
    ]);
    expect([...bench.host().things.values()].map(({ name }) => name)).toEqual(['one']);
    expect(await stateResults(bench)).toEqual(['memory_thing.b fail']);
    expect((await bench.state())?.resources.map(({ address }) => address.name)).toEqual(['a']);
  });

  it('of an object that does not change is asked once what it rests on has changed, and stops what depends on it', async () => {
    const things = (name: string): Readonly<Record<string, Json>> => ({
      a: { name },
      b: guarded('memory_thing.a.label == "label of one"'),
      c: { name: 'three', note: name, ref: '${memory_thing.b.label}' },
    });
    const bench = written(things('one'));
    await bench.apply();
    bench.write(things('eins'));
    const { plan, result } = await bench.apply();
    expect(actionsOf(plan)).toEqual([
      'replace memory_thing.a',
      'no-op memory_thing.b',
      'update memory_thing.c',
    ]);
    expect(summaries(result.diagnostics)).toEqual(['Resource precondition failed']);
    expect([...bench.host().things.values()].find(({ name }) => name === 'three')?.attributes.note).toBe(
      'one',
    );
    expect(result).toMatchObject({ added: 1, changed: 0, destroyed: 1 });
  });
});

describe('a variable', () => {
  const limit = { default: 'x', validation: condition('var.v == memory_thing.a.label', 'Not ${var.v}.') };

  it('whose validation waits for a resource stops what refers to it, and is told once', async () => {
    const bench = written(
      { a: { name: 'one' }, b: { name: 'two', note: '${local.l}' }, c: { name: 'three', note: '${var.v}' } },
      { variable: { v: limit }, locals: { l: '${var.v}' } },
    );
    const { plan, result } = await bench.apply();
    expect(plan.diagnostics).toEqual([]);
    expect(result.diagnostics).toMatchObject([
      { summary: 'Invalid value for variable "v"', detail: 'Not x.', address: 'var.v' },
    ]);
    expect([...bench.host().things.values()].map(({ name }) => name)).toEqual(['one']);
    expect(await stateResults(bench)).toEqual(['var.v fail']);
    expect(summaries((await bench.plan()).diagnostics)).toEqual(['Invalid value for variable "v"']);
  });
});

describe('an output', () => {
  it('whose precondition fails keeps what it was, and fails the apply', async () => {
    const output = (label: string): Readonly<Record<string, Json>> => ({
      output: {
        o: { value: '${memory_thing.a.name}', precondition: condition(`memory_thing.a.label == "${label}"`) },
      },
    });
    const bench = written({ a: { name: 'one' } }, output('label of one'));
    await bench.apply();
    bench.write({ a: { name: 'two' } }, output('label of one'));
    const { result } = await bench.apply();
    expect(summaries(result.diagnostics)).toEqual(['Module output value precondition failed']);
    expect((await bench.state())?.outputs.get('o')?.value).toBe('one');
    expect(await stateResults(bench)).toEqual(['output.o fail']);
  });
});

describe('a check', () => {
  const check = {
    check: {
      c: {
        assert: [
          condition('memory_thing.a.label == "other"', 'A'),
          condition('memory_thing.a.name == "other"', 'B'),
        ],
      },
    },
  };

  it('that fails is told with plan and apply, and stops nothing', async () => {
    const bench = written({ a: { name: 'one' } }, check);
    const { plan, result } = await bench.apply();
    expect(plan.diagnostics.map(({ severity, summary }) => `${severity}: ${summary}`)).toEqual([
      'warning: Check block assertion known after apply',
      'warning: Check block assertion failed',
    ]);
    expect(result.diagnostics.map(({ severity, detail }) => `${severity}: ${detail ?? ''}`)).toEqual([
      'warning: A',
      'warning: B',
    ]);
    expect(result.added).toBe(1);
    expect(await stateResults(bench)).toEqual(['check.c fail']);
  });

  it('says no more than the error where something that it looks at failed', async () => {
    const bench = written(
      { a: { name: 'one', lifecycle: { postcondition: condition('self.label == ""') } } },
      {
        check: { c: { assert: condition('memory_thing.a.label == "other"') } },
      },
    );
    const { result } = await bench.apply();
    expect(summaries(result.diagnostics)).toEqual(['Resource postcondition failed']);
    expect(await stateResults(bench)).toEqual(['check.c unknown', 'memory_thing.a fail']);
  });

  it('knows nothing once all is destroyed, and is forgotten with the block', async () => {
    const bench = written({ a: { name: 'one' } }, check);
    await bench.apply();
    const { plan, result } = await bench.apply({ destroy: true });
    expect([...plan.diagnostics, ...result.diagnostics]).toEqual([]);
    expect(await stateResults(bench)).toEqual(['check.c unknown']);
    bench.write({ a: { name: 'one' } });
    await bench.apply();
    expect((await bench.state())?.checkResults).toBeNull();
  });

  it('that comes to the same as before writes no state', async () => {
    const bench = written({ a: { name: 'one' } }, check);
    await bench.apply();
    const before = await bench.state();
    await bench.apply();
    expect((await bench.state())?.serial).toBe(before?.serial);
  });
});
