import { runTasks, type Place, type Schedule, type TaskOutcome } from '../../src/apply/schedule.js';
import type { ChangeTask, Task } from '../../src/apply/tasks.js';
import { planTasks } from '../../src/apply/tasks.js';
import type { Plan } from '../../src/plan/plan.js';
import { Lab, labConfiguration } from '../support/lab.js';

/** Six tasks: a network, a pool, three disks in the pool, and a guest on all of them. */
async function someTasks(): Promise<readonly Task[]> {
  const lab = new Lab();
  lab.write(labConfiguration({ disks: ['root', 'data', 'more'] }));
  const plan: Plan = await lab.plan();
  return planTasks(plan, {
    lineage: '',
    serial: 0,
    terraformVersion: '',
    outputs: new Map(),
    resources: [],
    checkResults: null,
    unknown: {},
  });
}

interface Running extends Place {
  readonly address: string;
  end(outcome: TaskOutcome): void;
}

/** Of the tasks in these tests, the one that takes long. */
const SLOW = 'libvirt_volume.more';

/** Tasks that do what they are told to. */
function runByHand(
  tasks: readonly Task[],
  parallelism: number,
  signals: Pick<Schedule, 'stop' | 'kill'> = {},
) {
  const running: Running[] = [];
  const skipped: string[] = [];
  let hurries = 0;
  const unfinished = runTasks(tasks, {
    parallelism,
    isSlow: ({ node }) => node.address === SLOW,
    ...signals,
    run: ({ node }, place) => new Promise((end) => running.push({ address: node.address, ...place, end })),
    skip: ({ node }) => skipped.push(node.address),
    hurry: () => (hurries += 1),
  });
  return {
    running,
    skipped,
    unfinished,
    addresses: () => running.map(({ address }) => address),
    hurries: () => hurries,
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('as many are busy at a time as may be', async () => {
  const { running, addresses } = runByHand(await someTasks(), 1);
  await settle();
  expect(addresses()).toEqual(['libvirt_network.net']);
  running[0]?.end('done');
  await settle();
  expect(addresses()).toEqual(['libvirt_network.net', 'libvirt_pool.p']);
});

test('where nothing is left to be done but to wait for what is saved, that is not put off', async () => {
  const { running, hurries } = runByHand(await someTasks(), 1);
  await settle();
  running[0]?.idle();
  await settle();
  // The pool takes its place.
  expect(hurries()).toBe(0);
  running[1]?.idle();
  await settle();
  expect(hurries()).toBeGreaterThan(0);
});

test('one that only waits for its saving leaves its place to the next', async () => {
  const { running, addresses } = runByHand(await someTasks(), 1);
  await settle();
  running[0]?.idle();
  await settle();
  expect(addresses()).toEqual(['libvirt_network.net', 'libvirt_pool.p']);
});

test('but what depends on it waits until it is saved', async () => {
  const { running, addresses } = runByHand(await someTasks(), 2);
  await settle();
  for (const task of running) task.idle();
  await settle();
  expect(addresses()).toHaveLength(2);
  running[1]?.end('done');
  await settle();
  expect(addresses().slice(2)).toEqual([SLOW, 'libvirt_volume.root']);
});

test('one that says it twice leaves one place', async () => {
  const { running, addresses } = runByHand(await someTasks(), 1);
  await settle();
  running[0]?.idle();
  running[0]?.idle();
  running[0]?.end('done');
  await settle();
  expect(addresses()).toHaveLength(2);
  running[1]?.end('done');
  await settle();
  expect(addresses()).toHaveLength(3);
});

test('one that failed while it was saved takes along what waits for it', async () => {
  const { running, skipped, unfinished } = runByHand(await someTasks(), 2);
  await settle();
  running[1]?.idle();
  running[1]?.end('failed');
  running[0]?.end('done');
  expect(await unfinished).toEqual([]);
  expect(skipped.sort()).toEqual([
    'libvirt_domain.web',
    'libvirt_volume.data',
    'libvirt_volume.more',
    'libvirt_volume.root',
  ]);
});

test('killed, it tells which were not saved', async () => {
  const kill = new AbortController();
  const { running, unfinished } = runByHand(await someTasks(), 2, { kill: kill.signal });
  await settle();
  running[0]?.idle();
  kill.abort();
  expect((await unfinished).map(({ node }) => node.address)).toEqual([
    'libvirt_network.net',
    'libvirt_pool.p',
  ]);
});

/** Something that is awaited, and what it comes to when it is told. */
function awaitedThing() {
  let tell = (): void => undefined;
  const awaited = new Promise<void>((resolve) => (tell = resolve));
  return { awaited, tell };
}

test('one that waits for what others wait for too lends its place, and goes on when there is one again', async () => {
  const { running, addresses } = runByHand(await someTasks(), 2);
  const { awaited, tell } = awaitedThing();
  await settle();
  running[0]?.end('done');
  await settle();
  // Only the pool is busy: nothing else can begin before it is made.
  expect(addresses()).toEqual(['libvirt_network.net', 'libvirt_pool.p']);
  running[1]?.end('done');
  await settle();
  expect(addresses().slice(2)).toEqual([SLOW, 'libvirt_volume.root']);
  let wentOn = false;
  void running[2]?.lend(awaited).then(() => (wentOn = true));
  await settle();
  expect(addresses().slice(4)).toEqual(['libvirt_volume.data']);
  tell();
  await settle();
  expect(wentOn).toBe(false);
  running[4]?.end('done');
  await settle();
  expect(wentOn).toBe(true);
});

test('a slow one takes a place before one that lent its own', async () => {
  const like = (await someTasks()).find((task): task is ChangeTask => task.action === 'create');
  if (like === undefined) throw new Error('nothing is made');
  const task = (address: string, awaits: readonly string[] = []): Task => ({
    ...like,
    id: address,
    serves: [address],
    awaits,
    node: { ...like.node, address },
  });
  const { running, addresses } = runByHand([task('a'), task('b'), task('c'), task(SLOW, ['b'])], 2);
  const { awaited, tell } = awaitedThing();
  await settle();
  let wentOn = false;
  void running[0]?.lend(awaited).then(() => (wentOn = true));
  await settle();
  tell();
  await settle();
  running[1]?.end('done');
  await settle();
  expect(addresses()).toEqual(['a', 'b', 'c', SLOW]);
  expect(wentOn).toBe(false);
  running[2]?.end('done');
  await settle();
  expect(wentOn).toBe(true);
});

test('of as many as may be busy, one keeps its place: one after the other stays one after the other', async () => {
  const { running, addresses } = runByHand(await someTasks(), 1);
  const { awaited, tell } = awaitedThing();
  await settle();
  let wentOn = false;
  void running[0]?.lend(awaited).then(() => (wentOn = true));
  await settle();
  expect(addresses()).toEqual(['libvirt_network.net']);
  tell();
  await settle();
  expect(wentOn).toBe(true);
});

test('what is awaited in vain says so to the one who lent its place', async () => {
  const { running } = runByHand(await someTasks(), 2);
  await settle();
  const lost = running[0]?.lend(Promise.reject(new Error('the connection was lost')));
  await expect(lost).rejects.toThrow('the connection was lost');
});

test('stopped, one that lent its place comes to its end, and nothing new starts', async () => {
  const stop = new AbortController();
  const { running, addresses, unfinished } = runByHand(await someTasks(), 2, { stop: stop.signal });
  const { awaited, tell } = awaitedThing();
  await settle();
  const first = running[0];
  void first?.lend(awaited).then(() => first.end('done'));
  await settle();
  stop.abort();
  running[1]?.end('done');
  tell();
  expect(await unfinished).toEqual([]);
  expect(addresses()).toEqual(['libvirt_network.net', 'libvirt_pool.p']);
});

test('of those that could begin, a slow one is the first', async () => {
  const { running, addresses } = runByHand(await someTasks(), 2);
  await settle();
  for (const task of running) task.end('done');
  await settle();
  expect(addresses().slice(2)).toEqual([SLOW, 'libvirt_volume.root']);
});

describe('of what goes', () => {
  /** Two guests on a network, the disk of one of them, and a guest that is made once the first is gone for good. */
  async function goingTasks(): Promise<readonly Task[]> {
    const like = (await someTasks()).find((task): task is ChangeTask => task.action === 'create');
    if (like === undefined) throw new Error('nothing is made');
    const task = (address: string, milestones: Partial<Pick<Task, 'serves' | 'frees' | 'awaits'>>): Task => ({
      ...like,
      id: address,
      serves: [],
      frees: [],
      awaits: [],
      ...milestones,
      node: { ...like.node, address },
    });
    return [
      task('web', { frees: ['network is free', 'disk is free'], serves: ['web is gone'] }),
      task('db', { frees: ['network is free'] }),
      task('network', { awaits: ['network is free'] }),
      task('disk', { awaits: ['disk is free'] }),
      task('new web', { awaits: ['web is gone'] }),
    ];
  }

  test('what nothing uses any more does not wait until that is saved, and what takes its place does', async () => {
    const { running, addresses } = runByHand(await goingTasks(), 10);
    await settle();
    expect(addresses()).toEqual(['web', 'db']);
    running[0]?.idle();
    await settle();
    expect(addresses()).toEqual(['web', 'db', 'disk']);
    running[1]?.idle();
    running[1]?.idle();
    await settle();
    expect(addresses()).toEqual(['web', 'db', 'disk', 'network']);
    running[0]?.end('done');
    await settle();
    expect(addresses()).toEqual(['web', 'db', 'disk', 'network', 'new web']);
  });

  test('one that could not be saved takes along what it freed and what has not begun', async () => {
    const { running, addresses, skipped, unfinished } = runByHand(await goingTasks(), 1);
    await settle();
    running[0]?.idle();
    await settle();
    // The disk could begin as well, and waits for its place.
    expect(addresses()).toEqual(['web', 'db']);
    running[0]?.end('failed');
    await settle();
    running[1]?.end('done');
    expect(await unfinished).toEqual([]);
    expect(addresses()).toEqual(['web', 'db']);
    expect([...skipped].sort()).toEqual(['disk', 'network', 'new web']);
  });
});
