import { runTasks, type TaskOutcome } from '../../src/apply/schedule.js';
import type { Task } from '../../src/apply/tasks.js';
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

interface Running {
  readonly address: string;
  idle(): void;
  end(outcome: TaskOutcome): void;
}

/** Tasks that do what they are told to. */
function runByHand(tasks: readonly Task[], parallelism: number, kill?: AbortSignal) {
  const running: Running[] = [];
  const skipped: string[] = [];
  let hurries = 0;
  const unfinished = runTasks(tasks, {
    parallelism,
    kill,
    run: ({ node }, idle) => new Promise((end) => running.push({ address: node.address, idle, end })),
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
  expect(addresses().slice(2)).toEqual(['libvirt_volume.root', 'libvirt_volume.data']);
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
  const { running, unfinished } = runByHand(await someTasks(), 2, kill.signal);
  await settle();
  running[0]?.idle();
  kill.abort();
  expect((await unfinished).map(({ node }) => node.address)).toEqual([
    'libvirt_network.net',
    'libvirt_pool.p',
  ]);
});
