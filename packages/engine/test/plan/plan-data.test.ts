import { formatDiagnostic, SetValue, Unknown, type Json } from '@virtform/values';
import type { Plan, ReadNode } from '../../src/plan/plan.js';
import { hasChanges } from '../../src/plan/summary.js';
import { planJson } from '../../src/plan/plan-json.js';
import type { Thing } from '../support/memory-kind.js';
import { actionsOf, type Applied, Workbench } from '../support/workbench.js';

type Blocks = Readonly<Record<string, Json>>;

const thing = (name: string, more: Blocks = {}): Json => ({ name, ...more });
const lookup = (name: string, more: Blocks = {}): Json => ({ name, ...more });

function write(bench: Workbench, things: Blocks, lookups: Blocks, more: Blocks = {}): void {
  const data = Object.keys(lookups).length === 0 ? {} : { data: { memory_lookup: lookups } };
  bench.write(things, { ...data, ...more });
}

/** A host that has a thing of somebody else, called `old`. */
function bench(): Workbench {
  const made = new Workbench();
  made.host().things.set('uuid-old', {
    uuid: 'uuid-old',
    name: 'old',
    attributes: { name: 'old', size: 7 },
    started: true,
    mark: undefined,
  });
  return made;
}

/** What becomes of each data source: read now, later and why, or forgotten. */
function readings(plan: Plan): Readonly<Record<string, string>> {
  const nodes = plan.nodes.filter((node) => node.node === 'read');
  return Object.fromEntries(
    nodes.map(({ address, reason, after }) => [
      address,
      reason ?? (after === undefined ? 'forgotten' : 'read'),
    ]),
  );
}

function nodeAt(plan: Plan, address: string): ReadNode {
  const found = plan.nodes.find((node) => node.node === 'read' && node.address === address);
  if (found?.node !== 'read') throw new Error(`${address} is no data source of the plan`);
  return found;
}

async function clean(applying: Promise<Applied>): Promise<Applied> {
  const applied = await applying;
  const found = [...applied.plan.diagnostics, ...applied.result.diagnostics];
  expect(found.map(formatDiagnostic)).toEqual([]);
  return applied;
}

const said = (plan: Plan): readonly string[] => plan.diagnostics.map(formatDiagnostic);

async function stored(of: Workbench): Promise<Readonly<Record<string, unknown>>> {
  const state = await of.state();
  return Object.fromEntries(
    (state?.resources ?? [])
      .filter(({ address }) => address.mode === 'data')
      .flatMap(({ address, instances }) =>
        instances.map(({ key, attributes }) => [
          `${address.name}${key === undefined ? '' : `[${key}]`}`,
          attributes,
        ]),
      ),
  );
}

/** As Terraform writes what it read. */
const DATA_IN_STATE = {
  mode: 'data',
  type: 'memory_lookup',
  name: 'a',
  provider: 'provider["registry.terraform.io/test/memory"]',
  instances: [
    {
      schema_version: 0,
      attributes: { id: 'uuid-old', name: 'old', names: ['old'], note: null, size: 7 },
      sensitive_attributes: [],
    },
  ],
};

describe('a data source whose configuration is known', () => {
  it('is read for the plan, over the read-only connection, and changes nothing', async () => {
    const of = bench();
    write(of, {}, { a: lookup('old') });
    const plan = await of.plan();
    expect(readings(plan)).toEqual({ 'data.memory_lookup.a': 'read' });
    expect(nodeAt(plan, 'data.memory_lookup.a').after).toEqual({
      name: 'old',
      id: 'uuid-old',
      size: 7,
      names: new SetValue(['old']),
    });
    expect(hasChanges(plan)).toBe(false);
    expect(of.accesses).toEqual(['read']);
    expect(of.host().closed).toBe(1);
    expect(of.host().calls).toEqual(['look up old']);
  });

  it('shares its connection with the reading of the host, and opens the second one where it has to', async () => {
    const of = bench();
    write(
      of,
      { t: thing('new') },
      { a: lookup('old', { note: 'inspect' }), b: lookup('old', { note: 'inspect' }) },
    );
    await of.plan();
    expect(of.accesses).toEqual(['read', 'inspect']);
    expect(of.host().closed).toBe(2);
  });

  it('is what other blocks and outputs make of it, also as instances', async () => {
    const of = bench();
    write(
      of,
      {
        t: thing('copy of ${data.memory_lookup.a.name}', { size: '${data.memory_lookup.a.size}' }),
        each: { for_each: '${data.memory_lookup.a.names}', name: 'beside ${each.key}' },
      },
      { a: lookup('old'), b: lookup('${data.memory_lookup.a.name}') },
      { output: { size: { value: '${data.memory_lookup.b.size}' } } },
    );
    const { result, plan } = await clean(of.apply());
    expect(plan.outputs).toMatchObject([{ name: 'size', after: 7 }]);
    expect(result.added).toBe(2);
    expect([...of.host().things.values()].map(({ name }) => name).sort()).toEqual([
      'beside old',
      'copy of old',
      'old',
    ]);
    expect((await of.state())?.outputs.get('size')?.value).toBe(7);
    const t = (await of.state())?.resources.find(({ address }) => address.name === 't');
    expect(t?.instances[0]?.dependencies).toEqual(['data.memory_lookup.a']);
  });

  it('is in the state as Terraform has it, and read anew with every plan', async () => {
    const of = bench();
    write(of, {}, { a: lookup('old') });
    await clean(of.apply());
    const text = of.disk.get('/work/terraform.tfstate')?.toString() ?? '';
    const written: unknown = JSON.parse(text);
    expect(written).toMatchObject({ resources: [DATA_IN_STATE] });
    expect(text.includes('"private"') || text.includes('"dependencies"')).toBe(false);
    const old = of.host().things.get('uuid-old');
    if (old === undefined) throw new Error('it is there');
    of.host().things.set('uuid-old', { ...old, attributes: { ...old.attributes, size: 8 } });
    const plan = await of.plan();
    expect(hasChanges(plan)).toBe(false);
    expect(nodeAt(plan, 'data.memory_lookup.a')).toMatchObject({ before: { size: 7 }, after: { size: 8 } });
    const { serial } = (await of.state()) ?? {};
    await clean(of.apply());
    expect(await stored(of)).toMatchObject({ a: { size: 8 } });
    await clean(of.apply());
    expect((await of.state())?.serial).toBe((serial ?? 0) + 1);
  });

  it('is read with -refresh=false and with -refresh-only too', async () => {
    const of = bench();
    write(of, {}, { a: lookup('old') });
    expect(readings(await of.plan({ refresh: false }))).toEqual({ 'data.memory_lookup.a': 'read' });
    expect(readings(await of.plan({ refreshOnly: true }))).toEqual({ 'data.memory_lookup.a': 'read' });
  });

  it('has instances by count and for_each; those that are too many leave the state', async () => {
    const of = bench();
    const twice = { count: 2, name: 'old' };
    write(of, {}, { c: twice, e: { for_each: '${toset(["old"])}', name: '${each.key}' } });
    await clean(of.apply());
    expect(Object.keys(await stored(of)).sort()).toEqual(['c[0]', 'c[1]', 'e[old]']);
    write(of, {}, { c: { ...twice, count: 1 } });
    const { plan } = await clean(of.apply());
    expect(readings(plan)).toEqual({
      'data.memory_lookup.c[0]': 'read',
      'data.memory_lookup.c[1]': 'forgotten',
      'data.memory_lookup.e["old"]': 'forgotten',
    });
    expect(hasChanges(plan)).toBe(false);
    expect(Object.keys(await stored(of))).toEqual(['c[0]']);
  });

  it('belongs to the host of its provider', async () => {
    const of = bench();
    of.host('memory:///two').things.set('uuid-two', {
      uuid: 'uuid-two',
      name: 'far',
      attributes: { name: 'far' },
      started: true,
      mark: undefined,
    });
    write(
      of,
      {},
      { a: lookup('far', { provider: 'memory.two' }) },
      {
        provider: { memory: [{}, { alias: 'two', uri: 'memory:///two' }] },
      },
    );
    const plan = await of.plan();
    expect(nodeAt(plan, 'data.memory_lookup.a')).toMatchObject({
      host: 'memory:///two',
      provider: 'provider["registry.terraform.io/test/memory"].two',
      after: { id: 'uuid-two' },
    });
    expect(of.host().calls).toEqual([]);
  });

  it('tells of every reading', async () => {
    const of = bench();
    write(of, {}, { a: lookup('old') });
    const told: unknown[] = [];
    await of.within('plan', (run) => run.plan({}, (event) => told.push(event)));
    expect(told).toMatchObject([
      { event: 'started', address: 'data.memory_lookup.a', action: 'read' },
      { event: 'completed', address: 'data.memory_lookup.a', action: 'read', id: 'uuid-old' },
    ]);
  });
});

/** Which of them wait, and why; the thing t is there with size 1 and is to have 2. */
const WAITING: readonly (readonly [string, Json, string])[] = [
  [
    'names the thing in depends_on',
    lookup('old', { depends_on: ['memory_thing.t'] }),
    'read_because_dependency_pending',
  ],
  ['refers to a known attribute of it', lookup('${memory_thing.t.name}'), 'read_because_dependency_pending'],
  ['refers to an unknown one', lookup('${memory_thing.new.label}'), 'read_because_config_unknown'],
  ['reaches it through a local', lookup('${local.known}'), 'read'],
  [
    'reaches it through a thing that does not change',
    lookup('old', { depends_on: ['memory_thing.u'] }),
    'read',
  ],
  [
    'reaches it through another data source',
    lookup('old', { depends_on: ['data.memory_lookup.other'] }),
    'read',
  ],
  [
    'has a condition and reaches it somehow',
    lookup('old', {
      lifecycle: { precondition: [{ condition: '${memory_thing.u.name == "u"}', error_message: 'No.' }] },
    }),
    'read_because_dependency_pending',
  ],
];

describe('a data source that names something that is still to be changed', () => {
  test.each(WAITING)('%s', async (_, block, expected) => {
    const of = bench();
    const u = thing('u', { depends_on: ['memory_thing.t'] });
    write(of, { t: thing('t', { size: 1 }), u }, {});
    await clean(of.apply());
    write(
      of,
      { t: thing('t', { size: 2 }), u, new: thing('new') },
      { a: block, other: lookup('old', { depends_on: ['memory_thing.t'] }) },
      { locals: { known: '${memory_thing.t.name == "t" ? "old" : ""}' } },
    );
    const plan = await of.plan();
    expect(said(plan)).toEqual([]);
    expect(readings(plan)).toMatchObject({ 'data.memory_lookup.a': expected });
  });

  it('is unknown until the apply, which reads it after that and before what depends on it', async () => {
    const of = bench();
    write(
      of,
      { t: thing('t', { size: 3 }), after: thing('after', { note: '${data.memory_lookup.a.id}' }) },
      { a: lookup('t', { depends_on: ['memory_thing.t'] }) },
      { output: { size: { value: '${data.memory_lookup.a.size}' } } },
    );
    const { plan, events, result } = await clean(of.apply());
    const { after } = nodeAt(plan, 'data.memory_lookup.a');
    expect(after).toMatchObject({ name: 't', id: expect.any(Unknown), size: expect.any(Unknown) });
    expect(plan.outputs).toMatchObject([{ name: 'size', after: expect.any(Unknown) }]);
    expect(
      events
        .filter(({ event }) => event === 'started' || event === 'completed')
        .map((event) => [
          event.event,
          'address' in event ? event.address : '',
          'action' in event ? event.action : '',
        ]),
    ).toEqual([
      ['started', 'memory_thing.t', 'create'],
      ['completed', 'memory_thing.t', 'create'],
      ['started', 'data.memory_lookup.a', 'read'],
      ['completed', 'data.memory_lookup.a', 'read'],
      ['started', 'memory_thing.after', 'create'],
      ['completed', 'memory_thing.after', 'create'],
    ]);
    expect(result).toMatchObject({ added: 2, changed: 0, destroyed: 0 });
    expect(await stored(of)).toMatchObject({ a: { name: 't', size: 3 } });
    expect((await of.state())?.outputs.get('size')?.value).toBe(3);
    const named = (wanted: string): Thing | undefined =>
      [...of.host().things.values()].find(({ name }) => name === wanted);
    expect(named('after')?.attributes.note).toBe(named('t')?.uuid);
    expect(actionsOf(await of.plan())).toEqual([
      'no-op memory_thing.t',
      'read data.memory_lookup.a',
      'no-op memory_thing.after',
    ]);
    expect(hasChanges(await of.plan())).toBe(false);
  });

  it('is told in Terraform’s JSON as a reading to come', async () => {
    const of = bench();
    write(of, { t: thing('t') }, { a: lookup('old'), b: lookup('t', { depends_on: ['memory_thing.t'] }) });
    const json = planJson(await of.plan());
    expect(json.resource_changes).toMatchObject([
      { address: 'memory_thing.t' },
      {
        address: 'data.memory_lookup.b',
        mode: 'data',
        change: {
          actions: ['read'],
          before: null,
          after: { name: 't' },
          after_unknown: { id: true, size: true, names: true },
          before_sensitive: false,
        },
        action_reason: 'read_because_dependency_pending',
      },
    ]);
    expect(json.planned_values).toMatchObject({
      root_module: { resources: [{ address: 'memory_thing.t' }, { address: 'data.memory_lookup.b' }] },
    });
    expect(json.prior_state).toMatchObject({
      values: {
        root_module: { resources: [{ address: 'data.memory_lookup.a', values: { names: ['old'] } }] },
      },
    });
  });

  it('is left as it is by a plan that only refreshes', async () => {
    const of = bench();
    write(of, { new: thing('new') }, { a: lookup('${memory_thing.new.label}'), b: lookup('old') });
    const plan = await of.plan({ refreshOnly: true });
    expect(said(plan)).toEqual([]);
    expect(readings(plan)).toEqual({ 'data.memory_lookup.b': 'read' });
  });

  it('is skipped where that failed, and what depends on it too; the state keeps what it had', async () => {
    const of = bench();
    const blocks = (size: number): void =>
      write(
        of,
        { t: thing('t', { size }), after: thing('after', { note: '${data.memory_lookup.a.size}' }) },
        { a: lookup('t', { depends_on: ['memory_thing.t'] }) },
      );
    blocks(1);
    await clean(of.apply());
    blocks(2);
    of.host().hook = (name, when) => {
      if (name === 'set t' && when === 'before') throw new Error('refused');
    };
    const { result, events } = await of.apply();
    expect(result.diagnostics).toMatchObject([{ address: 'memory_thing.t' }]);
    expect(events.filter(({ event }) => event === 'skipped')).toMatchObject([
      { address: 'data.memory_lookup.a', action: 'read', because: 'update memory_thing.t failed' },
      { address: 'memory_thing.after', action: 'update' },
    ]);
    expect(await stored(of)).toMatchObject({ a: { size: 1 } });
  });

  it('stops what depends on it where it cannot be read itself', async () => {
    const of = bench();
    write(
      of,
      { t: thing('t'), after: thing('after', { note: '${data.memory_lookup.a.id}' }) },
      { a: lookup('nobody', { depends_on: ['memory_thing.t'] }) },
    );
    const { result, events } = await of.apply();
    expect(result).toMatchObject({ added: 1 });
    expect(result.diagnostics).toMatchObject([
      {
        severity: 'error',
        summary: 'Could not read data.memory_lookup.a',
        detail: 'On memory:///one: there is no thing nobody',
        action: 'Make one.',
        address: 'data.memory_lookup.a',
      },
    ]);
    expect(events.filter(({ event }) => event === 'skipped')).toMatchObject([
      { address: 'memory_thing.after', because: 'read data.memory_lookup.a failed' },
    ]);
    expect(await stored(of)).toEqual({});
  });
});

describe('what is wrong', () => {
  it('is an error of the plan where there is nothing to read', async () => {
    const of = bench();
    write(of, {}, { a: lookup('nobody'), b: lookup('old') });
    const plan = await of.plan();
    expect(plan.diagnostics).toMatchObject([
      {
        summary: 'Could not read data.memory_lookup.a',
        detail: 'On memory:///one: there is no thing nobody',
        action: 'Make one.',
        address: 'data.memory_lookup.a',
      },
    ]);
    expect(of.host().closed).toBe(1);
  });

  it('is told as a warning where less was found', async () => {
    const of = bench();
    write(of, {}, { a: lookup('old', { note: 'warn' }) });
    expect((await of.plan()).diagnostics).toMatchObject([
      { severity: 'warning', address: 'data.memory_lookup.a', summary: 'less was found than was asked for' },
    ]);
  });

  test.each([
    ['an unknown type', { data: { memory_lokup: { a: lookup('old') } } }, 'Did you mean memory_lookup?'],
    ['an unknown key', { data: { memory_lookup: { a: { nam: 'old' } } } }, 'name'],
    [
      'a value that only a reading tells',
      { data: { memory_lookup: { a: lookup('old', { size: 1 }) } } },
      'size',
    ],
  ])('%s is refused before anything is read', async (_, more, expected) => {
    const of = bench();
    of.write({}, more);
    expect(said(await of.plan()).join('\n')).toContain(expected);
    expect((await of.unit().validate()).map(formatDiagnostic).join('\n')).toContain(expected);
    expect(of.host().calls).not.toContain('look up old');
  });

  it('is said once of a host that does not answer', async () => {
    const of = bench();
    of.down.add('memory:///one');
    write(of, { t: thing('t') }, { a: lookup('old'), b: lookup('old') });
    expect((await of.plan()).diagnostics).toHaveLength(1);
  });
});

describe('conditions', () => {
  const holds = (condition: string): Json => [
    { condition: `\${${condition}}`, error_message: 'It does not hold.' },
  ];
  const conditioned = (lifecycle: Blocks): Json => lookup('old', { lifecycle });

  it('are asked before the reading, which does not happen where they do not hold', async () => {
    const of = bench();
    write(of, {}, { a: conditioned({ precondition: holds('terraform.workspace == "none"') }) });
    expect(said(await of.plan()).join('\n')).toContain('Resource precondition failed');
    expect(of.host().calls).not.toContain('look up old');
  });

  it('are asked of what was read', async () => {
    const of = bench();
    write(of, {}, { a: conditioned({ postcondition: holds('self.size == 8') }) });
    expect(said(await of.plan()).join('\n')).toContain('Resource postcondition failed');
    write(of, {}, { a: conditioned({ postcondition: holds('self.size == 7') }) });
    await clean(of.apply());
  });

  it('of what has to wait are asked by the apply; where they do not hold, nothing may rest on it', async () => {
    const of = bench();
    const write2 = (size: number): void =>
      write(
        of,
        { t: thing('t', { size: 3 }), after: thing('after', { size: '${data.memory_lookup.a.size}' }) },
        {
          a: lookup('t', {
            depends_on: ['memory_thing.t'],
            lifecycle: { postcondition: holds(`self.size == ${size}`) },
          }),
        },
      );
    write2(4);
    const { result, events } = await of.apply();
    expect(result.diagnostics).toMatchObject([{ summary: 'Resource postcondition failed' }]);
    expect(events.filter(({ event }) => event === 'skipped')).toMatchObject([
      { address: 'memory_thing.after' },
    ]);
    write2(3);
    await clean(of.apply());
  });
});

describe('secrets', () => {
  it('stay secrets in what a data source is asked for and in what it is part of', async () => {
    const of = bench();
    write(
      of,
      {},
      { a: lookup('old', { note: '${var.password}' }) },
      {
        variable: { password: { default: 'hush', sensitive: true } },
        output: { note: { value: '${data.memory_lookup.a.note}', sensitive: true } },
      },
    );
    const { plan } = await clean(of.apply());
    expect(nodeAt(plan, 'data.memory_lookup.a').sensitive.after).toEqual([['note']]);
    const state = await of.state();
    expect(state?.resources[0]?.instances[0]?.sensitive).toEqual([['note']]);
    write(
      of,
      {},
      { a: lookup('old', { note: '${var.password}' }) },
      {
        variable: { password: { default: 'hush', sensitive: true } },
        output: { note: { value: '${data.memory_lookup.a.note}' } },
      },
    );
    expect(said(await of.plan()).join('\n')).toContain('Output refers to a sensitive value');
  });
});

describe('a part of the configuration', () => {
  it('with -target, reads what the target rests on; the rest is what the state has', async () => {
    const of = bench();
    write(
      of,
      { t: thing('t', { size: '${data.memory_lookup.a.size}' }) },
      { a: lookup('old'), b: lookup('old') },
    );
    const plan = await of.plan({ targets: ['memory_thing.t'] });
    expect(actionsOf(plan)).toEqual(['read data.memory_lookup.a', 'create memory_thing.t']);
    expect(of.host().calls.filter((call) => call.startsWith('look up'))).toHaveLength(1);
  });

  it('with -exclude, leaves out what is excluded, and what depends on it', async () => {
    const of = bench();
    write(
      of,
      { t: thing('t', { size: '${data.memory_lookup.a.size}' }) },
      { a: lookup('old'), b: lookup('old') },
    );
    const plan = await of.plan({ excludes: ['data.memory_lookup.a'] });
    expect(actionsOf(plan)).toEqual(['read data.memory_lookup.b']);
  });

  it('-replace takes no data source', async () => {
    const of = bench();
    write(of, {}, { a: lookup('old') });
    expect(said(await of.plan({ replace: ['data.memory_lookup.a'] })).join('\n')).toContain(
      '-replace=data.memory_lookup.a names nothing that is there',
    );
  });
});

describe('a destroy', () => {
  it('reads nothing and takes data sources out of the state', async () => {
    const of = bench();
    write(of, { t: thing('t', { size: '${data.memory_lookup.a.size}' }) }, { a: lookup('old') });
    await clean(of.apply());
    const before = of.host().calls.length;
    const { plan } = await clean(of.apply({ destroy: true }));
    expect(readings(plan)).toEqual({ 'data.memory_lookup.a': 'forgotten' });
    expect(of.host().calls.slice(before)).not.toContain('look up old');
    expect((await of.state())?.resources).toEqual([]);
  });

  it('needs no host where only data sources are left', async () => {
    const of = bench();
    write(of, {}, { a: lookup('old') });
    await clean(of.apply());
    of.down.add('memory:///one');
    await clean(of.apply({ destroy: true }));
    expect((await of.state())?.resources).toEqual([]);
  });
});

test('data sources are read side by side, at most so many at a time', async () => {
  const of = bench();
  const names = Array.from({ length: 7 }, (_, index): [string, Json] => [`d${index}`, lookup('old')]);
  write(of, {}, Object.fromEntries(names));
  let [running, most] = [0, 0];
  of.host().hook = async (name, when) => {
    if (!name.startsWith('look up')) return;
    running += when === 'before' ? 1 : -1;
    most = Math.max(most, running);
    if (when === 'before') await new Promise((resolve) => setImmediate(resolve));
  };
  expect(said(await of.plan({ parallelism: 3 }))).toEqual([]);
  expect(most).toBe(3);
});
