import { LibvirtError, type ProcedureName } from '@virtform/libvirt';
import { isObject, type JsonObject } from '@virtform/values';
import type { ApplyOptions } from '../../src/engine.js';
import type { ApplyEvent, ApplyResult } from '../../src/apply/events.js';
import type { Life } from '../../src/effects/simulated/simulation.js';
import type { PlanOptions } from '../../src/plan/plan.js';
import { readPlanFile, writePlanFile } from '../../src/plan/plan-file.js';
import { FOLDER, Lab } from '../support/lab.js';

// Guests of which one depends on another, on a simulated libvirt: nobody runs while what it depends on is away.

const guest = (name: string, memory: number, more: JsonObject = {}): JsonObject => ({
  name,
  type: 'qemu',
  memory,
  memory_unit: 'MiB',
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  running: true,
  ...more,
});
const on = (...names: readonly string[]): JsonObject => ({
  depends_on: names.map((name) => `libvirt_domain.${name}`),
});

const guests = (domains: JsonObject, more: JsonObject = {}): JsonObject => ({
  resource: { ...(Object.keys(domains).length === 0 ? {} : { libvirt_domain: domains }), ...more },
});

/** `c` depends on `b`, and that on `a`; by their names alone nobody would begin with the last. */
const chain = (memory: number, more: JsonObject = {}): JsonObject => ({
  a: guest('a', memory, more),
  b: guest('b', memory, { ...on('a'), ...more }),
  c: guest('c', memory, { ...on('b'), ...more }),
});

const without = (name: string, from: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(from).filter(([key]) => key !== name));

const RESTART: Partial<PlanOptions> = { restart: 'all' };

interface Applied {
  readonly result: ApplyResult;
  readonly events: readonly ApplyEvent[];
  /** Who was started and stopped, in order. */
  readonly power: readonly string[];
}

async function apply(
  lab: Lab,
  options: Partial<PlanOptions> = {},
  life?: Life,
  more: ApplyOptions = {},
): Promise<Applied> {
  const events: ApplyEvent[] = [];
  const onEvent = (event: ApplyEvent): void => {
    events.push(event);
    more.onEvent?.(event);
  };
  const { result } = await lab.apply(options, life, { ...more, onEvent });
  const power = events.flatMap((event) =>
    event.event === 'step' && ['shutdown', 'stop', 'start'].includes(event.step.effect)
      ? [`${event.step.effect} ${event.address.replace('libvirt_domain.', '')}`]
      : [],
  );
  return { result, events, power };
}

async function made(configuration: JsonObject): Promise<Lab> {
  const lab = new Lab();
  lab.write(configuration);
  const { result } = await apply(lab);
  expect(result.diagnostics).toEqual([]);
  return lab;
}

const running = (lab: Lab): readonly string[] =>
  [...lab.world.domains.values()].flatMap(({ name, running: is }) => (is === undefined ? [] : [name])).sort();

const left = async (lab: Lab, options: Partial<PlanOptions> = {}): Promise<readonly string[]> =>
  (await lab.plan(options)).nodes.flatMap((node) =>
    node.node === 'resource' && node.action !== 'no-op' ? [`${node.action} ${node.address}`] : [],
  );

/** A life in which the n-th call of a procedure meets something, or every one. */
function meeting(lab: Lab, procedure: ProcedureName, nth: number | 'each', strike: () => void): Life {
  let seen = 0;
  return lab.simulation.live((_index, name) => {
    if (name !== `call ${procedure}`) return;
    seen += 1;
    if (nth === 'each' || seen === nth) strike();
  });
}

const refuse = (): never => {
  throw new LibvirtError('operation failed: not today', { fault: 'host', code: 9 });
};
const lose = (): never => {
  throw new LibvirtError('the connection was lost, and no answer came', { fault: 'unknown-outcome' });
};

test.each<[what: string, before: JsonObject, after: JsonObject, power: readonly string[]]>([
  [
    'what is started anew stops behind all that depends on it, and starts before it',
    guests(chain(32)),
    guests(chain(48)),
    ['shutdown c', 'shutdown b', 'shutdown a', 'start a', 'start b', 'start c'],
  ],
  [
    'the same where the program does not say that it runs',
    guests(chain(32)),
    guests(
      Object.fromEntries(Object.entries(chain(48)).map(([name, block]) => [name, unsaid('running', block)])),
    ),
    ['shutdown c', 'shutdown b', 'shutdown a', 'start a', 'start b', 'start c'],
  ],
  [
    'what does not wait for anything runs on, and those around it keep their order',
    guests(chain(32)),
    guests({ ...chain(48), b: guest('b', 32, on('a')) }),
    ['shutdown c', 'shutdown a', 'start a', 'start c'],
  ],
  [
    'what is to be off from now on goes off before what it depends on',
    guests(chain(32)),
    guests({ ...chain(48), c: guest('c', 48, { ...on('b'), running: false }) }),
    ['shutdown c', 'shutdown b', 'shutdown a', 'start a', 'start b'],
  ],
  [
    'what it is made for goes off before it',
    guests(chain(32)),
    guests(without('c', chain(48))),
    ['stop c', 'shutdown b', 'shutdown a', 'start a', 'start b'],
  ],
  [
    'what is new on it starts behind it',
    guests({ a: guest('a', 32) }),
    guests(chain(48)),
    ['shutdown a', 'start a', 'start b', 'start c'],
  ],
])('%s', async (_, before, after, power) => {
  const lab = await made(before);
  lab.write(after);
  const applied = await apply(lab, RESTART);
  expect(applied.result.diagnostics).toEqual([]);
  expect(applied.power).toEqual(power);
  expect(await left(lab, RESTART)).toEqual([]);
});

test.each<[what: string, name: string, more: JsonObject, power: readonly string[]]>([
  ['goes first', 'a', {}, ['shutdown b', 'stop a', 'start a', 'start b']],
  [
    'goes last',
    'new',
    { lifecycle: { create_before_destroy: true } },
    ['start a', 'shutdown b', 'start b', 'stop a'],
  ],
])('where what it depends on is made anew and %s', async (_, name, more, power) => {
  const lab = await made(guests({ a: guest('a', 32, more), b: guest('b', 32, on('a')) }));
  lab.write(guests({ a: guest(name, 32, more), b: guest('b', 48, on('a')) }));
  const applied = await apply(lab, { ...RESTART, replace: ['libvirt_domain.a'] });
  expect(applied.result.diagnostics).toEqual([]);
  expect(applied.power).toEqual(power);
});

test('each is told of as what it is', async () => {
  const lab = await made(guests(chain(32)));
  lab.write(guests(chain(48)));
  const { events, result } = await apply(lab, RESTART);
  expect(
    events.flatMap((event) => (event.event === 'completed' ? [`${event.action} ${event.address}`] : [])),
  ).toEqual([
    'stop libvirt_domain.c',
    'stop libvirt_domain.b',
    'update libvirt_domain.a',
    'update libvirt_domain.b',
    'update libvirt_domain.c',
  ]);
  expect(result).toMatchObject({ added: 0, changed: 3, destroyed: 0 });
});

test('a saved plan has the same order', async () => {
  const lab = await made(guests(chain(32)));
  lab.write(guests(chain(48)));
  const { files } = lab.simulation.live().effects;
  await writePlanFile(files, `${FOLDER}/plan`, await lab.plan(RESTART));
  const saved = await readPlanFile(files, `${FOLDER}/plan`);
  const events: string[] = [];
  const onEvent = (event: ApplyEvent): void => {
    if (event.event === 'completed') events.push(`${event.action} ${event.address}`);
  };
  expect((await lab.within((run) => run.apply(saved, { onEvent }))).diagnostics).toEqual([]);
  expect(events.slice(0, 3)).toEqual([
    'stop libvirt_domain.c',
    'stop libvirt_domain.b',
    'update libvirt_domain.a',
  ]);
});

test('where the order would be a circle, each stops when it is its turn', async () => {
  // `b` goes, and is let go of by `c`, which is to depend on `a` alone: `a` cannot wait for `b` to be gone.
  const lab = await made(guests(chain(32)));
  lab.write(guests({ a: guest('a', 48), c: guest('c', 48, on('a')) }));
  const { result, power } = await apply(lab, RESTART);
  expect(result.diagnostics).toEqual([]);
  expect(power).toEqual(['shutdown a', 'start a', 'shutdown c', 'start c', 'stop b']);
});

test('nothing is stopped for what cannot be: what is to be stopped for it runs on', async () => {
  const lab = await made(guests(chain(32)));
  lab.write(guests(chain(48)));
  const life = meeting(lab, 'DOMAIN_SHUTDOWN_FLAGS', 'each', refuse);
  const { result, events } = await apply(lab, RESTART, life);
  expect(result.diagnostics).toMatchObject([{ summary: 'Could not stop libvirt_domain.c' }]);
  expect(events.filter(({ event }) => event === 'skipped')).toHaveLength(4);
  expect(running(lab)).toEqual(['a', 'b', 'c']);
  expect((await apply(lab, RESTART)).result.diagnostics).toEqual([]);
});

test('what fails before it has nothing stopped', async () => {
  const lab = await made(guests({ a: guest('a', 32), b: guest('b', 32, on('a')) }));
  lab.write(
    guests(
      { a: guest('a', 48), b: guest('b', 48, { depends_on: ['libvirt_domain.a', 'libvirt_network.n'] }) },
      { libvirt_network: { n: { name: 'n' } } },
    ),
  );
  const { result, power } = await apply(lab, RESTART, meeting(lab, 'NETWORK_DEFINE_XML_FLAGS', 1, refuse));
  expect(result.diagnostics).toMatchObject([{ summary: 'Could not create libvirt_network.n' }]);
  expect(power).toEqual([]);
  expect(running(lab)).toEqual(['a', 'b']);
});

test.each<[what: string, blocks: (memory: number) => JsonObject]>([
  ['says that it runs', chain],
  [
    'does not say',
    (memory) =>
      Object.fromEntries(
        Object.entries(chain(memory)).map(([name, block]) => [name, unsaid('running', block)]),
      ),
  ],
])(
  'what was stopped for something that fails is told of, and started next time, where its program %s',
  async (_, blocks) => {
    const lab = await made(guests(chain(32)));
    lab.write(guests(blocks(48)));
    const failed = await apply(lab, RESTART, meeting(lab, 'DOMAIN_DEFINE_XML_FLAGS', 1, refuse));
    expect(failed.result.diagnostics).toMatchObject([
      { severity: 'error', summary: 'Could not change libvirt_domain.a' },
      { severity: 'warning', summary: 'libvirt_domain.b was stopped, and is not started again' },
      { severity: 'warning', summary: 'libvirt_domain.c was stopped, and is not started again' },
    ]);
    expect(running(lab)).toEqual([]);
    const { nodes } = await lab.plan();
    const stopped = nodes.filter(({ address }) => address !== 'libvirt_domain.a');
    expect(stopped).toMatchObject([{ drift: [] }, { drift: [] }]);
    const next = await apply(lab);
    expect(next.result.diagnostics).toEqual([]);
    expect(next.power).toEqual(['start a', 'start b', 'start c']);
    expect(await left(lab, RESTART)).toEqual([]);
  },
);

test('interrupted, it tells what it leaves stopped', async () => {
  const lab = await made(guests(chain(32)));
  lab.write(guests(chain(48)));
  const stop = new AbortController();
  const onEvent = (event: ApplyEvent): void => {
    if (event.event === 'step' && event.address === 'libvirt_domain.b') stop.abort();
  };
  const { result, power } = await apply(lab, RESTART, undefined, { stop: stop.signal, onEvent });
  expect(power).toEqual(['shutdown c', 'shutdown b']);
  expect(result).toMatchObject({ stopped: true, unfinished: [] });
  expect(result.diagnostics.map(({ summary }) => summary).sort()).toEqual([
    'libvirt_domain.b was stopped, and is not started again',
    'libvirt_domain.c was stopped, and is not started again',
  ]);
  expect((await apply(lab, RESTART)).power).toEqual(['shutdown a', 'start a', 'start b', 'start c']);
});

test.each<[what: string, procedure: ProcedureName]>([
  ['stops', 'DOMAIN_SHUTDOWN_FLAGS'],
  ['is stored anew', 'DOMAIN_DEFINE_XML_FLAGS'],
  ['starts', 'DOMAIN_CREATE_WITH_FLAGS'],
])(
  'a connection that is lost while a guest %s has it running in the end, whatever is said of that',
  async (_, procedure) => {
    const unset = (memory: number): JsonObject => ({
      a: guest('a', memory),
      b: unsaid('running', guest('b', memory, on('a'))),
    });
    const lab = await made(guests({ a: guest('a', 32), b: guest('b', 32, on('a')) }));
    lab.write(guests(unset(48)));
    for (const nth of [1, 2]) {
      const tried = lab.fork(nth + 2);
      const { result } = await apply(tried, RESTART, meeting(tried, procedure, nth, lose));
      expect(result.diagnostics).toEqual([]);
      expect(running(tried)).toEqual(['a', 'b']);
      expect(await left(tried, RESTART)).toEqual([]);
    }
  },
);

test('what does not count of a guest does not count while it is stopped either', async () => {
  const ignoring = { lifecycle: { ignore_changes: ['running'] } };
  const lab = await made(guests(chain(32, ignoring)));
  lab.write(guests(chain(48, ignoring)));
  const { result, power } = await apply(lab, RESTART);
  expect(result.diagnostics).toEqual([]);
  expect(power.slice(3)).toEqual(['start a', 'start b', 'start c']);
});

function unsaid(name: string, block: JsonObject[string] | undefined): JsonObject {
  if (!isObject(block)) throw new TypeError('no block');
  return without(name, block);
}
