import type { Json } from '@virtform/values';
import { formatDiagnostic, Unknown } from '@virtform/values';
import type { ResourceNode } from '../../src/plan/plan.js';
import { summarize } from '../../src/plan/summary.js';
import { actionsOf, Workbench } from '../support/workbench.js';

const thing = (name: string, more: Readonly<Record<string, Json>> = {}): Json => ({ name, ...more });

describe('what a plan does', () => {
  test('what is configured and not there is created, each after what it depends on', async () => {
    const bench = new Workbench();
    bench.write({
      a: thing('one', { ref: '${memory_thing.b.label}' }),
      b: thing('two', { ref: '${memory_thing.c.uuid}' }),
      c: thing('three'),
    });
    const plan = await bench.plan();
    expect(plan.diagnostics).toEqual([]);
    expect(actionsOf(plan)).toEqual([
      'create memory_thing.c',
      'create memory_thing.b',
      'create memory_thing.a',
    ]);
    expect(plan.nodes.map(({ dependencies }) => dependencies)).toEqual([
      [],
      ['memory_thing.c'],
      ['memory_thing.b', 'memory_thing.c'],
    ]);
  });

  test('a value that the host decides is unknown, and so is what refers to it', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { ref: '${memory_thing.b.label}' }), b: thing('two') });
    const plan = await bench.plan();
    expect(node(plan.nodes, 'memory_thing.a').after?.ref).toBeInstanceOf(Unknown);
    expect(typeof node(plan.nodes, 'memory_thing.b').after?.uuid).toBe('string');
  });

  test.each([
    ['a renamed block', { b: thing('one') }],
    ['a second block for it', { a: thing('one'), b: thing('one') }],
  ])(
    '%s is not taken for somebody else: the error names the address that has the object',
    async (_, things) => {
      const bench = new Workbench();
      bench.write({ a: thing('one') });
      await bench.apply();
      bench.write(things);
      const [wrong] = (await bench.plan()).diagnostics;
      expect(wrong).toMatchObject({
        address: 'memory_thing.b',
        summary: 'memory_thing.b would be made as the object that is memory_thing.a',
        action: expect.stringContaining('Keep the address memory_thing.a'),
      });
    },
  );

  test('apply, then plan: nothing to do', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { size: 3, ref: '${memory_thing.b.label}' }), b: thing('two') });
    await bench.apply();
    expect(actionsOf(await bench.plan())).toEqual(['no-op memory_thing.b', 'no-op memory_thing.a']);
  });

  test.each<[string, Readonly<Record<string, Json>>, readonly string[]]>([
    ['a changed value', { a: thing('one', { size: 2 }) }, ['update memory_thing.a']],
    ['a name that forces a replacement', { a: thing('uno', { size: 1 }) }, ['replace memory_thing.a']],
    ['a block taken out', {}, ['delete memory_thing.a']],
    [
      'a block renamed, with another name',
      { b: thing('two') },
      ['create memory_thing.b', 'delete memory_thing.a'],
    ],
    ['a setting taken out', { a: thing('one') }, ['update memory_thing.a']],
    [
      'a block with ignore_changes',
      { a: thing('one', { size: 9, lifecycle: { ignore_changes: ['size'] } }) },
      ['no-op memory_thing.a'],
    ],
    [
      'all changes ignored',
      { a: thing('one', { size: 9, note: 'x', lifecycle: { ignore_changes: 'all' } }) },
      ['no-op memory_thing.a'],
    ],
  ])('after an apply, %s', async (_, changed, expected) => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { size: 1 }) });
    await bench.apply();
    bench.write(changed);
    const plan = await bench.plan();
    expect(plan.diagnostics).toEqual([]);
    expect(actionsOf(plan)).toEqual(expected);
  });

  test('count and for_each make instances, and leave those that are not asked for any more', async () => {
    const bench = new Workbench();
    bench.write({
      n: thing('n${count.index}', { count: 3 }),
      e: thing('e-${each.key}', { for_each: { x: 1, y: 2 }, size: '${each.value}' }),
    });
    await bench.apply();
    bench.write({
      n: thing('n${count.index}', { count: 1 }),
      e: thing('e-${each.key}', { for_each: { y: 2 }, size: '${each.value}' }),
    });
    const plan = await bench.plan();
    expect([...actionsOf(plan)].sort()).toEqual([
      'delete memory_thing.e["x"]',
      'delete memory_thing.n[1]',
      'delete memory_thing.n[2]',
      'no-op memory_thing.e["y"]',
      'no-op memory_thing.n[0]',
    ]);
    const reasons = plan.nodes.map((each) => (each.node === 'resource' ? each.reason : undefined));
    expect(new Set(reasons)).toEqual(
      new Set([undefined, 'delete_because_count_index', 'delete_because_each_key']),
    );
  });

  test('-destroy deletes everything, whatever the configuration says', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { ref: '${memory_thing.b.label}' }), b: thing('two') });
    await bench.apply();
    const plan = await bench.plan({ destroy: true });
    expect(actionsOf(plan)).toEqual(['delete memory_thing.b', 'delete memory_thing.a']);
    expect(summarize(plan)).toMatchObject({ add: 0, change: 0, destroy: 2, impact: 'destroy', data: 'lost' });
  });
});

describe('what the host says', () => {
  test('an object that is gone is created again, and its being gone is drift', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    await bench.apply();
    bench.host().things.clear();
    const plan = await bench.plan();
    expect(actionsOf(plan)).toEqual(['create memory_thing.a']);
    expect(node(plan.nodes, 'memory_thing.a').drift).toMatchObject([{ path: [], after: undefined }]);
  });

  test('an orphan that is gone is only forgotten', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    await bench.apply();
    bench.host().things.clear();
    bench.write({});
    expect(actionsOf(await bench.plan())).toEqual(['forget memory_thing.a']);
  });

  test('a value changed by hand is drift and put back', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { size: 1 }) });
    await bench.apply();
    for (const [uuid, there] of bench.host().things)
      bench.host().things.set(uuid, { ...there, attributes: { ...there.attributes, size: 7 } });
    const plan = await bench.plan();
    expect(actionsOf(plan)).toEqual(['update memory_thing.a']);
    expect(node(plan.nodes, 'memory_thing.a').drift).toMatchObject([{ path: ['size'], before: 1, after: 7 }]);
    expect((await bench.plan({ refresh: false })).nodes).toMatchObject([{ drift: [], before: { size: 1 } }]);
  });

  test('several providers read several hosts, each once', async () => {
    const bench = new Workbench();
    bench.write(
      {
        a: thing('one'),
        b: thing('two', { provider: 'memory.far' }),
        c: thing('three', { provider: 'memory.far' }),
      },
      { provider: { memory: [{ uri: 'memory:///near' }, { alias: 'far', uri: 'memory:///far' }] } },
    );
    const plan = await bench.plan();
    expect(plan.diagnostics).toEqual([]);
    expect(plan.hosts.map(({ uri }) => uri).sort()).toEqual(['memory:///far', 'memory:///near']);
    expect(bench.host('memory:///far').calls).toEqual(['read host']);
    expect(bench.host('memory:///far').closed).toBe(1);
  });

  test('a plan calls nothing but reading', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    await bench.plan();
    expect(bench.host().calls).toEqual(['read host']);
  });
});

describe('what is asked for', () => {
  const chain = {
    a: thing('one', { ref: '${memory_thing.b.label}' }),
    b: thing('two', { ref: '${memory_thing.c.label}' }),
    c: thing('three'),
    d: thing('four'),
  };

  test.each([
    [
      '-target takes what it depends on',
      { targets: ['memory_thing.b'] },
      ['create memory_thing.c', 'create memory_thing.b'],
    ],
    [
      '-exclude leaves out what depends on it',
      { excludes: ['memory_thing.b'] },
      ['create memory_thing.c', 'create memory_thing.d'],
    ],
  ])('%s', async (_, options, expected) => {
    const bench = new Workbench();
    bench.write(chain);
    const plan = await bench.plan(options);
    expect(actionsOf(plan)).toEqual(expected);
    expect(plan.diagnostics).toMatchObject([{ severity: 'warning' }]);
  });

  test('-target with -destroy takes what depends on it', async () => {
    const bench = new Workbench();
    bench.write(chain);
    await bench.apply();
    const plan = await bench.plan({ destroy: true, targets: ['memory_thing.b'] });
    expect(actionsOf(plan)).toEqual(['delete memory_thing.b', 'delete memory_thing.a']);
  });

  test('-target of one instance leaves the others alone', async () => {
    const bench = new Workbench();
    bench.write({ n: thing('n${count.index}', { count: 3 }) });
    expect(actionsOf(await bench.plan({ targets: ['memory_thing.n[1]'] }))).toEqual([
      'create memory_thing.n[1]',
    ]);
  });

  test('-replace makes anew what need not be', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    await bench.apply();
    const plan = await bench.plan({ replace: ['memory_thing.a'] });
    expect(node(plan.nodes, 'memory_thing.a')).toMatchObject({
      action: 'replace',
      reason: 'replace_by_request',
      destroySteps: 1,
      impact: 'replace',
    });
  });
});

describe('what is wrong', () => {
  const problems = async (bench: Workbench, options = {}): Promise<string> =>
    (await bench.plan(options)).diagnostics.map(formatDiagnostic).join('\n');

  test.each<[string, Readonly<Record<string, Json>>, readonly string[]]>([
    [
      'an unknown attribute, with what was meant',
      { a: thing('one', { sise: 1 }) },
      ['no attribute "sise"', 'Did you mean size?', 'memory_thing.a'],
    ],
    [
      'what a kind knows of values',
      { a: thing('one', { size: 13 }) },
      ['bad luck', 'memory_thing.a, at size'],
    ],
    [
      'every problem at once',
      { a: thing('one', { sise: 1 }), b: thing('two', { size: 13 }) },
      ['sise', 'bad luck'],
    ],
    [
      'a misspelt reference',
      { a: thing('one', { ref: '${memory_thing.bb.label}' }), b: thing('x') },
      ['Did you mean memory_thing.b?'],
    ],
  ])('%s', async (_, things, expected) => {
    const bench = new Workbench();
    bench.write(things);
    const text = await problems(bench).catch(String);
    for (const part of expected) expect(text).toContain(part);
  });

  test('the construct that asked for it is named', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { size: 13, '//': { metadata: { path: 'lab/web' } } }) });
    expect(await problems(bench)).toContain('from construct lab/web');
  });

  test.each([
    ['-target=memory_thing.n', { targets: ['memory_thing.n'] }],
    ['-exclude=nonsense', { excludes: ['nonsense'] }],
    ['-replace=memory_thing.a[4]', { replace: ['memory_thing.a[4]'] }],
    ['-restart=memory_thing.n', { restart: ['memory_thing.a', 'memory_thing.n'] }],
    ['-allow-data-loss=-concise', { allowDataLoss: ['-concise'] }],
  ])('%s names nothing', async (text, options) => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    expect(await problems(bench, options)).toContain(`${text} names nothing`);
  });

  test('what is for single objects is not asked for of a module', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    expect(await problems(bench, { allowDataLoss: ['module.lab'] })).toContain(
      '-allow-data-loss=module.lab names a module',
    );
  });

  test('prevent_destroy', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { lifecycle: { prevent_destroy: true } }) });
    await bench.apply();
    expect(await problems(bench, { destroy: true })).toContain('must not be destroyed');
  });

  test('create_before_destroy with an unchanged name', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', { lifecycle: { create_before_destroy: true } }) });
    await bench.apply();
    expect(await problems(bench, { replace: ['memory_thing.a'] })).toContain(
      'cannot be created before the old one is destroyed',
    );
  });

  test('a host that does not answer, once for all its resources', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one'), b: thing('two') });
    bench.down.add('memory:///one');
    expect((await bench.plan()).diagnostics).toMatchObject([
      { summary: 'The host memory:///one cannot be read', detail: 'nobody answers at memory:///one' },
    ]);
  });

  test('a host that depends on something still to be made', async () => {
    const bench = new Workbench();
    const provider = { memory: [{}, { alias: 'b', uri: '${memory_thing.a.label}' }] };
    bench.write({ a: thing('one') }, { provider });
    expect(await problems(bench)).toContain('is not known while planning');
  });

  test('an unknown resource type', async () => {
    const bench = new Workbench();
    bench.write({}, { resource: { memory_thin: { a: { name: 'x' } } } });
    expect(await problems(bench)).toContain('Did you mean memory_thing?');
  });
});

describe('outputs', () => {
  test('change from nothing to unknown, then to what they are', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') }, { output: { label: { value: '${memory_thing.a.label}' } } });
    const { plan } = await bench.apply();
    expect(plan.outputs).toMatchObject([{ name: 'label', action: 'create', after: expect.any(Unknown) }]);
    expect((await bench.plan()).outputs).toEqual([
      { name: 'label', action: 'no-op', before: 'label of one', after: 'label of one', sensitive: false },
    ]);
  });

  test('must say that they are sensitive where they are', async () => {
    const bench = new Workbench();
    bench.write(
      { a: thing('one', { secret: 'x' }) },
      { output: { s: { value: '${memory_thing.a.secret}' } } },
    );
    expect((await bench.plan()).diagnostics).toMatchObject([
      { summary: 'Output refers to a sensitive value', address: 'output.s' },
    ]);
  });
});

function node(nodes: Awaited<ReturnType<Workbench['plan']>>['nodes'], address: string): ResourceNode {
  const found = nodes.find((each) => each.address === address);
  if (found?.node !== 'resource') throw new Error(`no node ${address}`);
  return found;
}

test('a provider as Terraform named it before 0.13 is met with the command that gives it a source', async () => {
  const bench = new Workbench();
  bench.write({});
  const resource = {
    mode: 'managed',
    type: 'memory_thing',
    name: 'a',
    provider: 'provider.memory',
    instances: [{}],
  };
  const state = {
    version: 4,
    serial: 1,
    lineage: '6e0f7c58-2c2f-4b4c-9a3e-1d8f0c1a2b3c',
    resources: [resource],
  };
  bench.disk.put('/work/terraform.tfstate', JSON.stringify(state));
  expect((await bench.plan()).diagnostics).toMatchObject([
    {
      summary: 'provider.memory is not configured',
      action: expect.stringContaining('state replace-provider -- -/memory SOURCE'),
    },
  ]);
});

test('a local that nobody asks for has to be right too, but not for a part of the whole', async () => {
  const bench = new Workbench();
  bench.write({ a: thing('one') }, { locals: { unused: '${upper(null)}' } });
  expect((await bench.plan()).diagnostics).toMatchObject([
    { summary: 'Invalid function argument', address: 'local.unused' },
  ]);
  expect((await bench.plan({ targets: ['memory_thing.a'] })).diagnostics).toMatchObject([
    { severity: 'warning' },
  ]);
});
