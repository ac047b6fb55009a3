import { formatDiagnostic, hasErrors, type Json, type JsonObject } from '@virtform/values';
import { actionsOf, type Applied, Workbench } from '../support/workbench.js';

const local = (command: string, more: object = {}): Json => ({ 'local-exec': { command, ...more } });
const thing = (name: string, ...provisioner: readonly Json[]): JsonObject => ({ name, provisioner });

/** The commands that were run, in order. */
const ran = (bench: Workbench): readonly string[] => bench.programs.ran.map(({ args }) => args.at(-1) ?? '');
const failing = (bench: Workbench, ...commands: readonly string[]): void => {
  bench.programs.answer = ({ args }) =>
    commands.includes(args.at(-1) ?? '') ? { code: 3, output: 'what it says\n' } : {};
};
const summaries = ({ result }: Applied): readonly string[] =>
  result.diagnostics.map(({ severity, summary }) => `${severity}: ${summary}`);
const tainted = async (bench: Workbench): Promise<readonly boolean[]> =>
  (await bench.state())?.resources.flatMap(({ instances }) => instances.map((each) => each.tainted)) ?? [];

test('provisioners run in their order once the object is there, and what depends on it waits for them', async () => {
  const bench = new Workbench();
  bench.write({
    a: thing('one', local('first ${self.label}'), local('second')),
    b: { name: 'two', ref: '${memory_thing.a.label}' },
  });
  const calls: string[] = [];
  bench.programs.answer = ({ args }) => {
    calls.push(...bench.host().calls.filter((call) => call.startsWith('define')), args.at(-1) ?? '');
    bench.host().calls.length = 0;
    return {};
  };
  const { result } = await bench.apply();
  expect(result.diagnostics).toEqual([]);
  expect(calls).toEqual(['define one', 'first label of one', 'second']);
  expect(bench.host().calls).toContain('define two');
  expect(await tainted(bench)).toEqual([false, false]);
});

test('an update runs none', async () => {
  const bench = new Workbench();
  bench.write({ a: { ...thing('one', local('first')), size: 1 } });
  await bench.apply();
  bench.write({ a: { ...thing('one', local('first')), size: 2 } });
  const { result } = await bench.apply();
  expect(result).toMatchObject({ changed: 1, diagnostics: [] });
  expect(ran(bench)).toEqual(['first']);
});

test('one that fails taints the object, ends the others, and what depends on it is not begun', async () => {
  const bench = new Workbench();
  bench.write({
    a: thing('one', local('bad'), local('never')),
    b: { name: 'two', ref: '${memory_thing.a.label}' },
  });
  failing(bench, 'bad');
  const applied = await bench.apply();
  expect(applied.result.diagnostics.map(formatDiagnostic).join('\n')).toContain(
    'Running "bad" failed: exit status 3. Output: what it says',
  );
  expect(applied.events.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['provision-started', 'provision-failed', 'failed', 'skipped']),
  );
  expect(ran(bench)).toEqual(['bad']);
  expect(await tainted(bench)).toEqual([true]);
  failing(bench);
  const again = await bench.apply();
  expect(actionsOf(again.plan)).toEqual(['replace memory_thing.a', 'create memory_thing.b']);
  expect(summaries(again)).toEqual([]);
  expect(await tainted(bench)).toEqual([false, false]);
});

test('one that may fail is a warning', async () => {
  const bench = new Workbench();
  bench.write({ a: thing('one', local('bad', { on_failure: 'continue' }), local('next')) });
  failing(bench, 'bad');
  const applied = await bench.apply();
  expect(summaries(applied)).toEqual(['warning: local-exec provisioner error']);
  expect(ran(bench)).toEqual(['bad', 'next']);
  expect(await tainted(bench)).toEqual([false]);
});

describe('before a destroy', () => {
  const farewell = local('bye ${self.name}', { when: 'destroy' });

  test('they run while the object is there', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', farewell) });
    await bench.apply();
    bench.programs.answer = () => ({ output: String(bench.host().things.size) });
    const { events, result } = await bench.apply({ destroy: true });
    expect(result).toMatchObject({ destroyed: 1, diagnostics: [] });
    expect(ran(bench)).toEqual(['bye one']);
    expect(events).toContainEqual(expect.objectContaining({ event: 'provision-output', line: '1' }));
  });

  test('one that fails keeps the object', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', farewell) });
    await bench.apply();
    failing(bench, 'bye one');
    const applied = await bench.apply({ destroy: true });
    expect(summaries(applied)).toEqual(['error: local-exec provisioner error']);
    expect(bench.host().things.size).toBe(1);
    expect(await tainted(bench)).toEqual([false]);
  });

  test('they may do a part of the destruction themselves', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', farewell) });
    await bench.apply();
    bench.programs.answer = () => {
      bench.host().things.clear();
      return {};
    };
    const { result } = await bench.apply({ destroy: true });
    expect(result).toMatchObject({ destroyed: 1, diagnostics: [] });
    expect((await bench.state())?.resources).toEqual([]);
  });

  test('an instance that leaves the count knows its index', async () => {
    const bench = new Workbench();
    const counted = (count: number): Json => ({
      ...thing('n${count.index}', local('bye ${count.index}', { when: 'destroy' })),
      count,
    });
    bench.write({ a: counted(2) });
    await bench.apply();
    bench.write({ a: counted(1) });
    await bench.apply();
    expect(ran(bench)).toEqual(['bye 1']);
  });

  test('what a removed block says of an object that is not configured any more is run', async () => {
    const bench = new Workbench();
    bench.write({ a: { ...thing('${each.key}'), for_each: { x: 1, y: 2 } } });
    await bench.apply();
    const removed = (destroy: boolean): Json => ({
      from: 'memory_thing.a',
      lifecycle: { destroy },
      provisioner: [local('bye ${self.name}, ${each.key}', { when: 'destroy' })],
    });
    bench.write({}, { removed: removed(true) });
    expect((await bench.apply()).result).toMatchObject({ destroyed: 2, diagnostics: [] });
    expect([...ran(bench)].sort()).toEqual(['bye x, x', 'bye y, y']);
  });

  test('so is what one says of a resource of a module', async () => {
    const bench = new Workbench();
    const lab = (resource: JsonObject): void =>
      bench.disk.put('/work/lab/main.tf.json', JSON.stringify(resource));
    bench.write({}, { module: { lab: { source: './lab', count: 2 } } });
    lab({ resource: { memory_thing: { a: { name: 'one', count: 1 } } } });
    await bench.apply({ targets: ['module.lab[0]'] });
    const provisioner = [local('bye ${self.name}', { when: 'destroy' })];
    lab({ removed: { from: 'memory_thing.a', provisioner } });
    expect((await bench.apply()).result).toMatchObject({ destroyed: 1 });
    expect(ran(bench)).toEqual(['bye one']);
  });

  test('nothing is run for what only leaves the state', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one') });
    await bench.apply();
    const provisioner = [local('bye', { when: 'destroy' })];
    bench.write({}, { removed: { from: 'memory_thing.a', lifecycle: { destroy: false }, provisioner } });
    expect(hasErrors((await bench.apply()).result.diagnostics)).toBe(false);
    expect(ran(bench)).toEqual([]);
    expect(bench.host().things.size).toBe(1);
  });

  test.each([
    ['one that is tainted', { replace: [] }, {}],
    [
      'one that is made anew before it goes',
      { replace: ['memory_thing.a'] },
      { create_before_destroy: true },
    ],
  ])('%s runs none', async (_, options, lifecycle) => {
    const bench = new Workbench();
    const bad = local('bad');
    const block = (name: string): Json => ({ ...thing(name, bad, farewell), lifecycle });
    bench.write({ a: block('one') });
    if (options.replace.length === 0) failing(bench, 'bad');
    await bench.apply();
    failing(bench);
    bench.write({ a: block('uno') });
    const applied = await bench.apply();
    expect(summaries(applied)).toEqual([]);
    expect(ran(bench)).toEqual(['bad', 'bad']);
  });
});

describe('what is sensitive', () => {
  const more = { variable: { word: { default: 'geheim123', sensitive: true } } };

  test('nothing is shown of the output of one that is given a secret', async () => {
    const bench = new Workbench();
    bench.write({ a: thing('one', local('say', { environment: { WORD: '${var.word}' } })) }, more);
    bench.programs.answer = ({ environment }) => ({ code: 1, output: `it is ${environment.WORD ?? ''}\n` });
    const { events, result } = await bench.apply();
    expect(events.flatMap((event) => (event.event === 'provision-output' ? [event.line] : []))).toEqual([
      '(output suppressed due to sensitive value in config)',
      '(output suppressed due to sensitive value in config)',
    ]);
    expect(JSON.stringify([events, result.diagnostics.map(formatDiagnostic)])).not.toContain('geheim123');
    expect(bench.programs.ran[0]?.environment.WORD).toBe('geheim123');
  });

  test('no secret of a connection is a word of a command or stays on the disk', async () => {
    const bench = new Workbench();
    const connection = {
      host: '10.0.0.1',
      password: 'pass-geheim',
      private_key: '-----BEGIN PRIVATE KEY-----\nkey-geheim\n',
      bastion_host: 'gate',
      bastion_password: 'gate-geheim',
    };
    bench.write({ a: { name: 'one', connection, provisioner: [{ 'remote-exec': { inline: ['ls'] } }] } });
    const seen: string[] = [];
    bench.programs.answer = () => {
      for (const path of bench.disk.paths().filter((found) => found.includes('/ssh-')))
        seen.push(`${path.replace(/^.*\//, '')} ${bench.disk.get(path)?.toString() ?? ''}`);
      return {};
    };
    const { result } = await bench.apply();
    expect(result.diagnostics).toEqual([]);
    expect(seen).toEqual(
      expect.arrayContaining(['target.password pass-geheim', 'bastion.password gate-geheim']),
    );
    const words = bench.programs.ran.flatMap(({ program, args, environment }) => [
      program,
      ...args,
      ...Object.values(environment),
    ]);
    expect(words.filter((word) => word?.includes('geheim'))).toEqual([]);
    expect(bench.disk.paths().filter((path) => path.includes('/ssh-'))).toEqual([]);
  });
});

test('an interrupt ends the one that runs, and the object is tainted', async () => {
  const bench = new Workbench();
  const stop = new AbortController();
  bench.write({ a: thing('one', local('first'), local('never', { on_failure: 'continue' })) });
  bench.programs.answer = () => {
    stop.abort();
    return {};
  };
  const { result } = await bench.apply({}, { stop: stop.signal });
  expect(result.diagnostics.map(({ severity, detail }) => [severity, detail])).toEqual([
    ['error', 'It was interrupted.'],
  ]);
  expect(ran(bench)).toEqual(['first']);
  expect(await tainted(bench)).toEqual([true]);
});

test('what is destroyed with its module still knows where that is', async () => {
  const bench = new Workbench();
  const lab = {
    resource: {
      memory_thing: {
        a: thing('${path.module}', local('bye ${self.name} from ${path.module}', { when: 'destroy' })),
      },
    },
  };
  bench.disk.put('/work/lab/main.tf.json', JSON.stringify(lab));
  bench.write({}, { module: { lab: { source: './lab', count: 1 } } });
  await bench.apply();
  bench.write({}, { module: { lab: { source: './lab', count: 0 } } });
  const { result } = await bench.apply();
  expect(result).toMatchObject({ destroyed: 1, diagnostics: [] });
  expect(ran(bench)).toEqual(['bye lab from lab']);
});
