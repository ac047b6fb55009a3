import type { Json } from '@virtform/values';
import { formatDiagnostic } from '@virtform/values';
import { formatAddress } from '../../src/address.js';
import { actionsOf, Workbench } from '../support/workbench.js';

/** A module of two things, the second after the first. */
const LAB = {
  variable: { name: {}, size: { default: 1 } },
  resource: {
    memory_thing: {
      a: { name: '${var.name}-a', size: '${var.size}' },
      b: { name: '${var.name}-b', ref: '${memory_thing.a.label}' },
    },
  },
  output: { uuid: { value: '${memory_thing.a.uuid}' }, size: { value: '${var.size}' } },
};

/** A workbench with that module in `lab`, and this in the root. */
function benchOf(root: Json, lab: Json = LAB): Workbench {
  const bench = new Workbench();
  change(bench, root);
  bench.disk.put('/work/lab/main.tf.json', JSON.stringify(lab));
  return bench;
}

function change(bench: Workbench, root: Json): void {
  bench.disk.put('/work/main.tf.json', JSON.stringify(root));
}

const lab = (more: Record<string, Json> = {}): Json => ({
  module: { lab: { source: './lab', name: 'one', ...more } },
});
const each = (...keys: readonly string[]): Json =>
  lab({ for_each: `\${toset(${JSON.stringify(keys)})}`, name: '${each.key}' });

async function story(bench: Workbench): Promise<readonly string[]> {
  return actionsOf(await bench.plan());
}

describe('a module', () => {
  test('is planned with its addresses, and applied; then there is nothing to do', async () => {
    const bench = benchOf({
      ...objectOf(each('x', 'y')),
      output: { o: { value: '${module.lab["x"].uuid}' } },
    });
    expect(await story(bench)).toEqual([
      'create module.lab["x"].memory_thing.a',
      'create module.lab["y"].memory_thing.a',
      'create module.lab["x"].memory_thing.b',
      'create module.lab["y"].memory_thing.b',
    ]);
    const { result } = await bench.apply();
    expect(result).toMatchObject({ added: 4, diagnostics: [] });
    const state = await bench.state();
    expect(state?.resources.map(({ address }) => formatAddress(address)).sort()).toEqual([
      'module.lab["x"].memory_thing.a',
      'module.lab["x"].memory_thing.b',
      'module.lab["y"].memory_thing.a',
      'module.lab["y"].memory_thing.b',
    ]);
    // As in Terraform's states, dependencies name blocks, whichever instance of their module is meant.
    const last = state?.resources.find(({ address }) => address.name === 'b');
    expect(last?.instances[0]?.dependencies).toEqual(['module.lab.memory_thing.a']);
    expect(state?.outputs.get('o')?.value).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(await story(bench))).toEqual(
      new Set(
        ['x', 'y'].flatMap((key) =>
          ['a', 'b'].map((name) => `no-op module.lab["${key}"].memory_thing.${name}`),
        ),
      ),
    );
  });

  test('whose instance is not asked for any more is destroyed, what depends on others first', async () => {
    const bench = benchOf(each('x', 'y'));
    await bench.apply();
    change(bench, each('y'));
    const plan = await bench.plan();
    expect(actionsOf(plan).filter((action) => action.startsWith('delete'))).toEqual([
      'delete module.lab["x"].memory_thing.a',
      'delete module.lab["x"].memory_thing.b',
    ]);
    const reasons = plan.nodes.flatMap((node) => (node.node === 'resource' ? (node.reason ?? []) : []));
    expect(reasons).toEqual(['delete_because_no_module', 'delete_because_no_module']);
    const { events } = await bench.apply();
    expect(events.flatMap((one) => (one.event === 'completed' ? one.address : []))).toEqual([
      'module.lab["x"].memory_thing.b',
      'module.lab["x"].memory_thing.a',
    ]);
  });

  test('of which it is not known how often it is there loses nothing', async () => {
    const bench = benchOf(each('x'));
    await bench.apply();
    change(bench, {
      resource: { memory_thing: { new: { name: 'new' } } },
      ...objectOf(lab({ for_each: '${toset([memory_thing.new.label])}' })),
    });
    const plan = await bench.plan();
    expect(actionsOf(plan)).toEqual(['create memory_thing.new']);
    expect(plan.diagnostics.map(({ summary }) => summary)).toEqual(['Invalid for_each argument']);
  });

  test('that is gone from the configuration is destroyed', async () => {
    const bench = benchOf(lab());
    await bench.apply();
    change(bench, {});
    expect(await story(bench)).toEqual([
      'delete module.lab.memory_thing.a',
      'delete module.lab.memory_thing.b',
    ]);
  });

  test('waits as a whole for what its call depends on; what names it as a whole waits for all of it', async () => {
    const bench = benchOf({
      resource: {
        memory_thing: {
          first: { name: 'first' },
          last: { name: 'last', depends_on: ['module.lab'] },
          early: { name: 'early', size: '${module.lab.size}' },
        },
      },
      ...objectOf(lab({ depends_on: ['memory_thing.first'] })),
    });
    const plan = await bench.plan();
    const of = (address: string): readonly string[] | undefined =>
      plan.nodes.find((node) => node.address === address)?.dependencies;
    expect(of('module.lab.memory_thing.a')).toEqual(['memory_thing.first']);
    expect(of('memory_thing.last')).toEqual([
      'memory_thing.first',
      'module.lab.memory_thing.a',
      'module.lab.memory_thing.b',
    ]);
    // What one output rests on is all that who asks for it waits for.
    expect(of('memory_thing.early')).toEqual(['memory_thing.first']);
  });

  test('may be handed a provider of another host, or have one of its own', async () => {
    const bench = benchOf(
      {
        provider: { memory: [{ uri: 'memory:///one' }, { alias: 'east', uri: 'memory:///east' }] },
        module: {
          east: { source: './lab', providers: { memory: 'memory.east' } },
          own: { source: './own', uri: 'memory:///own' },
        },
      },
      { resource: { memory_thing: { a: { name: 'a' } } } },
    );
    bench.disk.put(
      '/work/own/main.tf.json',
      JSON.stringify({
        variable: { uri: {} },
        provider: { memory: { uri: '${var.uri}' } },
        resource: { memory_thing: { a: { name: 'a' } } },
      }),
    );
    const { result } = await bench.apply();
    expect(result.diagnostics).toEqual([]);
    expect(bench.host('memory:///east').things.size).toBe(1);
    expect(bench.host('memory:///own').things.size).toBe(1);
    const state = await bench.state();
    expect(state?.resources.map(({ provider }) => provider)).toEqual([
      expect.stringMatching(/^provider\["[^"]+"\]\.east$/),
      expect.stringMatching(/^module\.own\.provider\["[^"]+"\]$/),
    ]);
    expect((await story(bench)).every((action) => action.startsWith('no-op'))).toBe(true);
    expect(actionsOf(await bench.plan({ destroy: true }))).toHaveLength(2);
  });
});

describe('a part of it', () => {
  const TWICE = {
    module: {
      lab: { source: './lab', for_each: '${toset(["x", "y"])}', name: '${each.key}' },
      next: { source: './lab', name: 'next', size: '${length(module.lab["x"].uuid)}' },
    },
  };

  test.each<[why: string, options: object, addresses: readonly string[]]>([
    [
      'a module with all its instances',
      { targets: ['module.lab'] },
      ['lab["x"].a', 'lab["y"].a', 'lab["x"].b', 'lab["y"].b'],
    ],
    ['one instance of a module', { targets: ['module.lab["y"]'] }, ['lab["y"].a', 'lab["y"].b']],
    ['one resource in an instance', { targets: ['module.lab["y"].memory_thing.a'] }, ['lab["y"].a']],
    [
      'a module brings what it depends on',
      { targets: ['module.next.memory_thing.a'] },
      ['lab["x"].a', 'lab["y"].a', 'next.a'],
    ],
    [
      'without a module',
      { excludes: ['module.next'] },
      ['lab["x"].a', 'lab["y"].a', 'lab["x"].b', 'lab["y"].b'],
    ],
    [
      'without an instance, and what depends on the block',
      { excludes: ['module.lab["y"]'] },
      ['lab["x"].a', 'lab["x"].b'],
    ],
  ])('%s', async (_, options, addresses) => {
    const plan = await benchOf(TWICE).plan(options);
    const found = plan.nodes.map(({ address }) =>
      address.replaceAll('module.', '').replaceAll('memory_thing.', ''),
    );
    expect(new Set(found)).toEqual(new Set(addresses));
  });

  test.each(['module.lob', 'module.lab.memory_thing.c', 'module.lab.module.inner'])(
    '-target=%s names nothing',
    async (target) => {
      const { diagnostics } = await benchOf(TWICE).plan({ targets: [target] });
      expect(diagnostics.map(({ summary }) => summary)).toContain(`-target=${target} names nothing`);
    },
  );

  test('-replace takes the address of an instance in a module', async () => {
    const bench = benchOf(each('x'));
    await bench.apply();
    const plan = await bench.plan({ replace: ['module.lab["x"].memory_thing.b'] });
    expect(actionsOf(plan)).toContain('replace module.lab["x"].memory_thing.b');
  });
});

describe('conditions', () => {
  const CHECKED = {
    variable: {
      name: {
        validation: { condition: '${var.name != "bad"}', error_message: 'Not ${var.name}.' },
      },
    },
    resource: { memory_thing: { a: { name: '${var.name}' } } },
    output: {
      ok: {
        value: 1,
        precondition: { condition: '${var.name != "odd"}', error_message: 'It is odd.' },
      },
    },
    check: {
      named: { assert: { condition: '${var.name != "new"}', error_message: 'It is new.' } },
    },
  };

  test.each<[name: string, summary: string, address: string]>([
    ['bad', 'Invalid value for variable "name"', 'module.lab["bad"].var.name'],
    ['odd', 'Module output value precondition failed', 'module.lab["odd"].output.ok'],
    ['new', 'Check block assertion failed', 'module.lab["new"].check.named'],
  ])('what does not hold is told of the instance: %s', async (name, summary, address) => {
    const { diagnostics } = await benchOf(each('fine', name), CHECKED).plan();
    expect(diagnostics).toMatchObject([{ summary, address }]);
  });

  test('results are kept by block, with what became of each instance', async () => {
    const { checks } = await benchOf(each('fine', 'new'), CHECKED).plan();
    expect(checks.map(({ address, status }) => [address, status])).toEqual([
      ['module.lab.check.named', 'fail'],
      ['module.lab.output.ok', 'pass'],
      ['module.lab.var.name', 'pass'],
    ]);
    expect(checks[0]?.objects?.map(({ address, status }) => [address, status])).toEqual([
      ['module.lab["fine"].check.named', 'pass'],
      ['module.lab["new"].check.named', 'fail'],
    ]);
  });

  test('where there is no instance, nothing has to hold', async () => {
    const { checks } = await benchOf(each(), CHECKED).plan();
    expect(checks.map(({ status, objects }) => [status, objects])).toEqual([
      ['pass', []],
      ['pass', []],
      ['pass', []],
    ]);
  });

  test('a condition on what is made before is asked in the apply, before anything rests on it', async () => {
    const bench = benchOf(
      {
        resource: { memory_thing: { first: { name: 'bad' } } },
        ...objectOf(lab({ name: '${memory_thing.first.label}' })),
      },
      {
        ...CHECKED,
        variable: {
          name: { validation: { condition: '${var.name == ""}', error_message: 'Not empty.' } },
        },
      },
    );
    const { plan, result } = await bench.apply();
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result.diagnostics.map(({ summary, address }) => [summary, address])).toContainEqual([
      'Invalid value for variable "name"',
      'module.lab.var.name',
    ]);
    expect([...bench.host().things.values()].map(({ name }) => name)).toEqual(['bad']);
  });
});

describe('what turns out to be wrong only in an apply', () => {
  const late = async (
    lab: Record<string, Json>,
  ): Promise<readonly [readonly string[], readonly string[]]> => {
    const bench = benchOf(
      {
        resource: {
          memory_thing: {
            first: { name: 'bad' },
            last: { name: 'last', ref: '${module.lab.name}' },
          },
        },
        module: { lab: { source: './lab', name: '${memory_thing.first.label}' } },
      },
      lab,
    );
    const { plan, result } = await bench.apply();
    expect(plan.diagnostics).toEqual([]);
    const made = [...bench.host().things.values()].map(({ name }) => name);
    return [made, result.diagnostics.map(({ summary }) => summary)];
  };

  test('an input of another type: nothing is made of it', async () => {
    expect(
      await late({ variable: { name: { type: 'number' } }, output: { name: { value: '${var.name}' } } }),
    ).toEqual([['bad'], expect.arrayContaining(['Invalid value for variable "name"'])]);
  });

  test('a precondition of an output: nobody gets its value', async () => {
    expect(
      await late({
        variable: { name: {} },
        output: {
          name: {
            value: '${var.name}',
            precondition: { condition: '${var.name == ""}', error_message: 'It is not empty.' },
          },
        },
      }),
    ).toEqual([['bad'], expect.arrayContaining(['Module output value precondition failed'])]);
  });
});

describe('validate', () => {
  test('looks at a module that is repeated once, as whichever instance there will be', async () => {
    const bench = benchOf(
      {
        locals: { sizes: { x: 1 } },
        ...objectOf(
          lab({ for_each: '${toset(["x"])}', name: '${each.key}', size: '${local.sizes[each.key]}' }),
        ),
      },
      LAB,
    );
    expect((await bench.unit().validate()).map(formatDiagnostic)).toEqual([]);
  });

  test('looks at a repeated resource as whichever instance there will be, too', async () => {
    const bench = benchOf({
      locals: { sizes: { x: 1 } },
      resource: {
        memory_thing: {
          each: { for_each: '${local.sizes}', name: '${each.key}', size: '${local.sizes[each.key]}' },
          counted: { count: 1, name: 'n', size: '${[4][count.index]}' },
        },
      },
    });
    expect((await bench.unit().validate()).map(formatDiagnostic)).toEqual([]);
  });

  test('finds what is wrong in a module', async () => {
    const bench = benchOf(lab({ size: 'much' }), {
      ...LAB,
      variable: { name: {}, size: { type: 'number' } },
      output: { x: { value: '${upper(1, 2)}' } },
    });
    expect((await bench.unit().validate()).map(({ address }) => address)).toEqual(
      expect.arrayContaining(['module.lab', 'module.lab.output.x']),
    );
  });
});

test('an object is imported by command into a module', async () => {
  const bench = benchOf(each('x'));
  await bench.apply();
  const [uuid] = [...bench.host().things.keys()];
  const run = await bench.unit().begin({ operation: 'import' });
  await expect(run.import('module.lab["z"].memory_thing.a', uuid ?? '')).rejects.toThrow(
    'Import to non-existent module',
  );
  await expect(run.import('module.lob.memory_thing.a', uuid ?? '')).rejects.toThrow(
    'Import to non-existent module',
  );
  await run.end();
});

function objectOf(json: Json): Readonly<Record<string, Json>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new TypeError('no object');
  return Object.fromEntries(Object.entries(json));
}
