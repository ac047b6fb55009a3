import type { Json, JsonObject } from '@virtform/values';
import { planJson } from '../../src/plan/plan-json.js';
import { readPlanFile, writePlanFile } from '../../src/plan/plan-file.js';
import type { Plan } from '../../src/plan/plan.js';
import { Workbench } from '../support/workbench.js';

const local = (more: object = {}): Json => ({ 'local-exec': { command: 'x', ...more } });
const remote = (host: string, more: object = {}): Json => ({
  'remote-exec': { inline: ['x'], connection: { host }, ...more },
});
const thing = (name: string, ...provisioner: readonly Json[]): JsonObject => ({ name, provisioner });

/** A line for each provisioner that a plan says will run. */
const planned = (plan: Plan): readonly string[] =>
  plan.nodes.flatMap((node) =>
    node.node !== 'resource'
      ? []
      : (node.provisioners ?? []).map(({ type, when, onFailure, where }) =>
          [
            node.address,
            when,
            type,
            ...(where === undefined ? [] : [where]),
            ...(onFailure === 'fail' ? [] : [onFailure]),
          ].join(' '),
        ),
  );

test('what is made: its provisioners in their order, and where they run as far as that is known', async () => {
  const bench = new Workbench();
  bench.write({
    a: thing(
      'one',
      local({ working_dir: 'tools' }),
      remote('${self.name}.lab', { on_failure: 'continue' }),
      { file: { content: 'x', destination: '/x', connection: { host: '${self.label}' } } },
      local({ when: 'destroy' }),
    ),
  });
  expect(planned(await bench.plan())).toEqual([
    'memory_thing.a create local-exec tools',
    'memory_thing.a create remote-exec one.lab continue',
    'memory_thing.a create file',
  ]);
});

test.each<[string, JsonObject, object, readonly string[]]>([
  ['nothing to do', thing('one', local(), local({ when: 'destroy' })), {}, []],
  ['an update', { ...thing('one', local(), local({ when: 'destroy' })), size: 2 }, {}, []],
  [
    'a replacement: those of the old object first',
    thing('uno', local(), remote('${self.name}', { when: 'destroy' })),
    {},
    ['memory_thing.a destroy remote-exec one', 'memory_thing.a create local-exec'],
  ],
  [
    'a new one before the old one goes: as in Terraform, none for that',
    { ...thing('uno', local(), local({ when: 'destroy' })), lifecycle: { create_before_destroy: true } },
    {},
    ['memory_thing.a create local-exec'],
  ],
  [
    'a destroy: the host is that of the object as it is',
    thing('one', local(), remote('h${length(self.label)}', { when: 'destroy' })),
    { destroy: true },
    ['memory_thing.a destroy remote-exec h12'],
  ],
  ['what is left out by -target', thing('uno', local()), { targets: ['memory_thing.b'] }, []],
])('%s', async (_, changed, options, expected) => {
  const bench = new Workbench();
  bench.write({ a: thing('one') });
  await bench.apply();
  bench.write({ a: changed, b: { name: 'two' } });
  const { plan, events, result } = await bench.apply(options);
  expect([...plan.diagnostics, ...result.diagnostics].filter(({ severity }) => severity === 'error')).toEqual(
    [],
  );
  expect(planned(plan)).toEqual(expected);
  const started = events.flatMap((each) => (each.event === 'provision-started' ? [each.provisioner] : []));
  expect(started).toEqual(expected.map((line) => line.split(' ')[2]));
});

test('an object that is tainted runs none before it goes', async () => {
  const bench = new Workbench();
  bench.write({ a: thing('one', local(), local({ when: 'destroy' })) });
  bench.programs.answer = () => ({ code: 1 });
  await bench.apply();
  expect(planned(await bench.plan())).toEqual(['memory_thing.a create local-exec']);
});

test('instances know which one they are, and those that leave run what a block says of them', async () => {
  const bench = new Workbench();
  const counted = (count: number): Json => ({
    ...thing(
      'n${count.index}',
      remote('h${count.index}'),
      remote('${self.name}-${count.index}', { when: 'destroy' }),
    ),
    count,
  });
  bench.write({ a: counted(2) });
  expect(planned(await bench.plan())).toEqual([
    'memory_thing.a[0] create remote-exec h0',
    'memory_thing.a[1] create remote-exec h1',
  ]);
  bench.write({ a: { name: 'n${count.index}', count: 2 } });
  await bench.apply();
  bench.write({ a: counted(1) });
  expect(planned(await bench.plan())).toEqual(['memory_thing.a[1] destroy remote-exec n1-1']);
  bench.write(
    {},
    {
      removed: {
        from: 'memory_thing.a',
        lifecycle: { destroy: true },
        provisioner: [local({ when: 'destroy' })],
      },
    },
  );
  expect(planned(await bench.plan())).toEqual([
    'memory_thing.a[0] destroy local-exec',
    'memory_thing.a[1] destroy local-exec',
  ]);
});

test('what is sensitive is not told, neither in the plan nor in its JSON nor where the plan was saved', async () => {
  const bench = new Workbench();
  bench.write(
    {
      a: thing(
        'one',
        remote('${var.host}'),
        local({ command: 'echo ${var.host}', working_dir: '${var.host}' }),
      ),
    },
    { variable: { host: { default: 'geheim.lab', sensitive: true } } },
  );
  const plan = await bench.plan();
  expect(planned(plan)).toEqual([
    'memory_thing.a create remote-exec (sensitive value)',
    'memory_thing.a create local-exec (sensitive value)',
  ]);
  const { files } = bench.effects();
  await writePlanFile(files, '/work/plan', plan);
  const read = await readPlanFile(files, '/work/plan');
  expect(planned(read)).toEqual(planned(plan));
  expect(JSON.stringify(planJson(read).virtform)).not.toContain('geheim');
  expect(planJson(read)).toMatchObject({
    virtform: {
      resources: {
        'memory_thing.a': {
          provisioners: [
            { type: 'remote-exec', when: 'create', on_failure: 'fail', where: '(sensitive value)' },
            { type: 'local-exec', when: 'create', on_failure: 'fail', where: '(sensitive value)' },
          ],
        },
      },
    },
  });
});
