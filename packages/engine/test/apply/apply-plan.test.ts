import { LibvirtError } from '@virtform/libvirt';
import { formatDiagnostic, hasErrors, type JsonObject } from '@virtform/values';
import { actionsOf, Workbench } from '../support/workbench.js';

const thing = (name: string, more: JsonObject = {}): JsonObject => ({ name, ...more });
const lost = (): LibvirtError => new LibvirtError('the connection was lost', { fault: 'unknown-outcome' });
const refused = (): LibvirtError => new LibvirtError('no space left', { fault: 'host', code: 38 });

/** What was done on the host, without looking. */
const done = (bench: Workbench): readonly string[] =>
  bench.host().calls.filter((call) => !['read host', 'reread'].includes(call));

describe('order', () => {
  test('what is made waits for what it depends on', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { ref: '${memory_thing.b.label}' }), b: thing('two') });
    const { result } = await bench.apply();
    expect(result).toMatchObject({ added: 2, changed: 0, destroyed: 0, diagnostics: [], stopped: false });
    expect(done(bench)).toEqual(['define two', 'start two', 'define one', 'start one']);
    expect([...bench.host().things.values()].map(({ name, attributes }) => [name, attributes.ref])).toEqual([
      ['two', undefined],
      ['one', 'label of two'],
    ]);
  });

  test('what goes waits for what depended on it', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { ref: '${memory_thing.b.label}' }), b: thing('two') });
    await bench.apply();
    bench.host().calls.length = 0;
    const { result } = await bench.apply({ destroy: true });
    expect(result.destroyed).toBe(2);
    expect(bench.host().calls.filter((call) => call.startsWith('remove'))).toEqual([
      'remove one',
      'remove two',
    ]);
    expect((await bench.state())?.resources).toEqual([]);
  });

  test('what stops depending on another is changed before the other goes', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { ref: '${memory_thing.b.label}' }), b: thing('two') });
    await bench.apply();
    bench.host().calls.length = 0;
    bench.write({ a: thing('one', { ref: 'nobody' }) });
    await bench.apply({}, {});
    expect(bench.host().calls.filter((call) => /^(set|remove)/.test(call))).toEqual([
      'set one',
      'remove two',
    ]);
  });

  test.each([
    ['is destroyed first', {}, ['remove one', 'define uno', 'start uno', 'set two']],
    [
      'is destroyed last with create_before_destroy',
      { lifecycle: { create_before_destroy: true } },
      ['define uno', 'start uno', 'set two', 'remove one'],
    ],
  ])('a replaced object %s', async (_, more, expected) => {
    const bench = new Workbench();
    const two = thing('two', { ref: '${memory_thing.a.label}' });
    bench.write({ a: thing('one', more), b: two });
    await bench.apply();
    bench.host().calls.length = 0;
    bench.write({ a: thing('uno', more), b: two });
    const { result } = await bench.apply();
    expect(result).toMatchObject({ added: 1, changed: 1, destroyed: 1, diagnostics: [] });
    expect(done(bench)).toEqual([...expected]);
    expect(actionsOf(await bench.plan())).toEqual(['no-op memory_thing.a', 'no-op memory_thing.b']);
  });

  test.each([1, 3])('no more than %i run at a time', async (parallelism) => {
    const bench = new Workbench();
    bench.write({ n: thing('n${count.index}', { count: 8 }) });
    let [now, most] = [0, 0];
    bench.host().hook = async (name, when) => {
      if (!name.startsWith('define')) return;
      now += when === 'before' ? 1 : -1;
      most = Math.max(most, now);
      await bench.clock.sleep(10);
    };
    await bench.apply({ parallelism });
    expect(most).toBe(parallelism);
  });
});

describe('failure', () => {
  const early = (name: string, more: JsonObject = {}): JsonObject =>
    thing(name, { lifecycle: { create_before_destroy: true }, ...more });
  const unmet: JsonObject = {
    lifecycle: {
      create_before_destroy: true,
      precondition: { condition: '${memory_thing.b.label == "x"}', error_message: 'No.' },
    },
  };

  test.each<[why: string, next: JsonObject, other: string, failing: string]>([
    ['its successor cannot be made', early('uno'), 'two', 'define uno'],
    ['a precondition of its successor does not hold', early('uno', unmet), 'dos', ''],
    [
      'what its successor waits for fails',
      early('uno', { ref: '${memory_thing.b.label}' }),
      'dos',
      'define dos',
    ],
  ])('of a replacement leaves the old object in its place where %s', async (_, next, other, failing) => {
    const bench = new Workbench();
    bench.write({ a: early('one'), b: thing('two') });
    await bench.apply();
    bench.host().hook = (name, when) => {
      if (when === 'before' && name === failing) throw refused();
    };
    bench.write({ a: next, b: thing(other) });
    expect(hasErrors((await bench.apply()).result.diagnostics)).toBe(true);
    const resources = (await bench.state())?.resources ?? [];
    const instances = resources.flatMap((found) => (found.address.name === 'a' ? found.instances : []));
    expect(instances.map(({ attributes, deposed, tainted }) => [attributes.name, deposed, tainted])).toEqual([
      ['one', undefined, false],
    ]);
    bench.host().hook = () => undefined;
    bench.write({ a: early('one') });
    const again = await bench.apply();
    expect(actionsOf(again.plan)).toContain('no-op memory_thing.a');
    expect([...bench.host().things.values()].map(({ name }) => name)).toEqual(['one']);
  });

  test('stops what depends on it, nothing else, and every one is reported', async () => {
    const bench = new Workbench();
    bench.write({
      a: thing('one', { ref: '${memory_thing.b.label}' }),
      b: thing('two'),
      c: thing('three'),
      d: thing('four'),
    });
    bench.host().hook = (name, when) => {
      if (when === 'before' && /^define (two|four)/.test(name)) throw refused();
    };
    const { result, events } = await bench.apply();
    expect(result.added).toBe(1);
    expect(result.diagnostics.map(({ address }) => address).sort()).toEqual([
      'memory_thing.b',
      'memory_thing.d',
    ]);
    expect(events).toContainEqual({
      event: 'skipped',
      address: 'memory_thing.a',
      action: 'create',
      because: 'create memory_thing.b failed',
    });
    expect(formatDiagnostic(result.diagnostics[0] ?? fail())).toMatch(
      /^Error: Could not create memory_thing\.(b|d)\n[^]*no space left[^]*apply again/,
    );
    expect((await bench.state())?.resources.map(({ address }) => address.name)).toEqual(['c']);
  });

  test('leaves an output that rests on all instances as it was', async () => {
    const bench = new Workbench();
    const write = (note: string): void => {
      bench.write(
        { n: thing('n${count.index}', { count: 2, note }) },
        {
          output: { names: { value: '${memory_thing.n[*].name}' } },
        },
      );
    };
    write('old');
    await bench.apply();
    bench.host().hook = (name, when) => {
      if (when === 'before' && name.startsWith('set n1')) throw refused();
    };
    write('new');
    const { result } = await bench.apply();
    expect(result).toMatchObject({ changed: 1, diagnostics: [{ address: 'memory_thing.n[1]' }] });
    expect((await bench.state())?.outputs.get('names')?.value).toEqual(['n0', 'n1']);
  });

  test('of a create that left something is recorded as tainted, and replaced next time', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    bench.host().hook = (name, when) => {
      if (when === 'before' && name.startsWith('start')) throw refused();
    };
    await bench.apply();
    expect((await bench.state())?.resources[0]?.instances).toMatchObject([
      { tainted: true, bookkeeping: { intent: false } },
    ]);
    bench.host().hook = () => undefined;
    const { plan, result } = await bench.apply();
    expect(plan.nodes).toMatchObject([{ action: 'replace', reason: 'replace_because_tainted' }]);
    expect(result.diagnostics).toEqual([]);
    expect(bench.host().things.size).toBe(1);
  });

  test('of a change leaves the state as the host is', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { size: 1 }) });
    await bench.apply();
    bench.write({ a: thing('one', { size: 2 }) });
    bench.host().hook = (name, when) => {
      if (when === 'before' && name.startsWith('set')) throw refused();
    };
    await bench.apply();
    bench.host().hook = () => undefined;
    expect((await bench.state())?.resources[0]?.instances).toMatchObject([
      { tainted: false, attributes: { size: 1 } },
    ]);
    expect(actionsOf(await bench.plan())).toEqual(['update memory_thing.a']);
  });

  test('a step that takes too long is given up, unless it turns out to be done', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one'), b: thing('two') });
    let begun = 0;
    bench.host().hook = (name, when) => {
      const hangs =
        (name === 'define one' && when === 'before') || (name === 'start two' && when === 'after');
      if (name === 'define one') begun += 1;
      return hangs ? new Promise<void>(() => undefined) : undefined;
    };
    const { result, events } = await bench.apply();
    expect(result.added).toBe(1);
    expect(result.diagnostics).toMatchObject([
      { address: 'memory_thing.a', detail: 'define was not done after 60 s' },
    ]);
    // It may still be under way: what was given up is looked for, and never begun again.
    expect(begun).toBe(1);
    expect(events.filter(({ event }) => event === 'still').length).toBeGreaterThanOrEqual(5);
  });
});

describe('a lost connection', () => {
  test.each([
    ['define one', 'before', ['define one', 'start one']],
    ['define one', 'after', ['define one', 'start one']],
    ['start one', 'before', ['define one', 'start one']],
    ['start one', 'after', ['define one', 'start one']],
  ])('%s (%s the host acted): looked up, and nothing is done twice', async (call, at, expected) => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    let times = 0;
    bench.host().hook = (name, when) => {
      if (name === call && when === at && (times += 1) === 1) throw lost();
    };
    const { result, events } = await bench.apply();
    expect(result).toMatchObject({ added: 1, diagnostics: [] });
    expect(done(bench)).toEqual(expected);
    expect(events).toContainEqual({
      event: 'reconnecting',
      address: 'memory_thing.a',
      uri: 'memory:///one',
      attempt: 1,
    });
  });

  test('over and over again is given up', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    let begun = 0;
    bench.host().hook = (name, when) => {
      if (name !== 'start one' || when !== 'before') return;
      begun += 1;
      throw lost();
    };
    const { result } = await bench.apply();
    expect(result.diagnostics).toMatchObject([
      { address: 'memory_thing.a', detail: expect.stringContaining('the connection was lost') },
    ]);
    expect(begun).toBe(4);
  });

  test('that does not come back leaves a note in the state, and the next apply goes on', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    bench.host().hook = (name, when) => {
      if (name === 'define one' && when === 'after') bench.down.add('memory:///one');
      if (bench.down.size > 0) throw lost();
    };
    const { result } = await bench.apply();
    expect(result.diagnostics).toHaveLength(1);
    expect((await bench.state())?.resources[0]?.instances).toMatchObject([
      { tainted: true, bookkeeping: { intent: true } },
    ]);
    bench.down.clear();
    bench.host().hook = () => undefined;
    const again = await bench.apply();
    expect(again.plan.nodes).toMatchObject([{ action: 'update', resumes: true }]);
    expect(again.result.diagnostics).toEqual([]);
    expect(done(bench)).toEqual(['define one', 'start one']);
  });
});

describe('a plan is a promise', () => {
  test('what changed between plan and apply stops that node, and only that', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { size: 1 }), b: thing('two', { size: 1 }) });
    await bench.apply();
    bench.write({ a: thing('one', { size: 2 }), b: thing('two', { size: 2 }) });
    const { result } = await bench.apply(
      {},
      {
        between: () => {
          for (const [uuid, there] of bench.host().things) {
            if (there.name === 'one')
              bench
                .host()
                .things.set(uuid, { ...there, attributes: { ...there.attributes, note: 'by hand' } });
            if (there.name === 'one') bench.host().things.set(uuid, { ...there, started: false });
          }
        },
      },
    );
    expect(result.changed).toBe(1);
    expect(result.diagnostics).toMatchObject([
      { address: 'memory_thing.a', summary: 'memory_thing.a is not as it was when the plan was made' },
    ]);
  });

  test('a name that somebody took meanwhile is refused, and nothing of theirs is touched', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    const theirs = { uuid: 'theirs', name: 'one', attributes: {}, started: true, mark: undefined };
    const { result } = await bench.apply(
      {},
      { between: () => void bench.host().things.set('theirs', theirs) },
    );
    expect(result.diagnostics).toMatchObject([{ summary: 'the name one belongs to somebody else' }]);
    expect([...bench.host().things.values()]).toEqual([theirs]);
  });

  test('what is gone already need not be destroyed', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    await bench.apply();
    const { result } = await bench.apply({ destroy: true }, { between: () => bench.host().things.clear() });
    expect(result).toMatchObject({ destroyed: 1, diagnostics: [] });
  });

  test.each<[string, (bench: Workbench) => Promise<unknown>, string]>([
    ['another serial', (bench: Workbench) => bench.apply({ destroy: true }), 'The plan is stale'],
    [
      'another configuration',
      async (bench: Workbench) => bench.write({ a: thing('one', { size: 4 }) }),
      'The plan is stale',
    ],
    [
      'another state',
      async (bench: Workbench) =>
        bench.disk.put('/work/terraform.tfstate', '{"version":4,"serial":0,"lineage":"other"}'),
      'another state',
    ],
  ])('a plan for %s is refused', async (_, meanwhile, expected) => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    await bench.apply();
    const plan = await bench.plan({ replace: ['memory_thing.a'] });
    await meanwhile(bench);
    await expect(bench.within('apply', (run) => run.apply(plan))).rejects.toThrow(expected);
  });

  test('a saved plan needs no variables: it has them, sensitive ones too', async () => {
    const bench = new Workbench();
    bench.write(
      { a: thing('${var.name}', { note: '${var.word}' }) },
      { variable: { name: {}, word: { sensitive: true } } },
    );
    const asked = await bench.unit({ TF_VAR_name: 'one', TF_VAR_word: 'hush' }).begin({ operation: 'plan' });
    const plan = await asked.plan();
    await asked.end();
    await expect(bench.unit({}).begin({ operation: 'apply' })).rejects.toThrow('No value for required');
    const run = await bench.unit({ TF_VAR_name: 'two' }, undefined, plan).begin({ operation: 'apply' });
    const result = await run.apply(plan);
    await run.end();
    expect(result).toMatchObject({ added: 1, diagnostics: [] });
    expect([...bench.host().things.values()]).toMatchObject([{ name: 'one', attributes: { note: 'hush' } }]);
  });

  test('a plan with errors is refused', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { size: 13 }) });
    await expect(bench.apply()).rejects.toThrow('bad luck');
    expect(bench.host().calls).toEqual(['read host']);
  });
});

describe('interrupts', () => {
  test('the first lets running steps end and starts nothing new', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { ref: '${memory_thing.b.label}' }), b: thing('two') });
    const stop = new AbortController();
    bench.host().hook = (name, when) => {
      if (name === 'define two' && when === 'before') stop.abort();
    };
    const { result, events } = await bench.apply({}, { stop: stop.signal });
    expect(result).toMatchObject({ added: 1, stopped: true, unfinished: [] });
    expect(events).toContainEqual({ event: 'stopping', running: ['memory_thing.b'] });
    expect(events).toContainEqual({
      event: 'skipped',
      address: 'memory_thing.a',
      action: 'create',
      because: 'the run was stopped',
    });
    expect([...bench.host().things.values()].map(({ name }) => name)).toEqual(['two']);
    const next = await bench.apply();
    expect(next.result).toMatchObject({ added: 1, diagnostics: [] });
  });

  test('the second ends it at once and says what may be unfinished', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    const [stop, kill] = [new AbortController(), new AbortController()];
    bench.host().hook = (name, when) => {
      if (name !== 'define one' || when !== 'after') return undefined;
      stop.abort();
      kill.abort();
      return new Promise<void>(() => undefined);
    };
    const { result } = await bench.apply({}, { stop: stop.signal, kill: kill.signal });
    expect(result).toMatchObject({ added: 0, stopped: true, unfinished: ['memory_thing.a'] });
    bench.host().hook = () => undefined;
    await bench.apply();
    expect(done(bench)).toEqual(['define one', 'start one']);
  });
});

function fail(): never {
  throw new Error('nothing was reported');
}
