import { formatBlock } from '../address.js';
import type { Plan, ReadNode, ResourceNode } from '../plan/plan.js';
import { orderGraph } from '../plan/graph.js';
import { resourceNodes, waitsForApply } from '../plan/summary.js';
import type { State } from '../state/state.js';
import { findInstance } from '../state/edit.js';
import { openInstances } from './conditions.js';
import type { ApplyAction } from './events.js';

/** Something to be done to one object, or to be asked of it. A replacement is two tasks, and so may a restart be. */
export type Task = ChangeTask | ReadTask | CheckTask;

/** Something to be done to the object of a managed resource. */
export interface ChangeTask extends TaskBase {
  readonly action: Exclude<ApplyAction, 'read'>;
  readonly node: ResourceNode;
  /** Of an update: what ran was stopped by a task of its own. */
  readonly isStopped?: true;
}

/** A data source to be read. */
export interface ReadTask extends TaskBase {
  readonly action: 'read';
  readonly node: ReadNode;
}

/** The object does not change, but what has to hold of it may rest on what does. */
export interface CheckTask extends TaskBase {
  readonly action: 'check';
  readonly node: ResourceNode | ReadNode;
}

interface TaskBase {
  readonly id: string;
  /** What this task is a part of getting done. A milestone is reached when every task that serves it is done. */
  readonly serves: readonly string[];
  /**
   * The same for as soon as nothing is left but to save that it is done: what goes next waits for the host alone, which itself tells whoever
   * looks that this is gone.
   */
  readonly frees: readonly string[];
  /** Milestones, each of which must be reached before it starts. One that no task serves is reached already. */
  readonly awaits: readonly string[];
}

/** All objects of a resource are as they should be. */
const ready = (resource: string): string => `${resource} is ready`;
/** Nothing depends any more on the objects of a resource that are to go. */
const free = (resource: string): string => `${resource} is free`;
/** Nothing runs any more of what depends on a resource and is stopped. */
const quiet = (resource: string): string => `nothing runs on ${resource}`;
/** Nobody has any more what somebody else is to have. */
const handedOver = (name: string): string => `${name} is let go of`;
/** The old object is gone, or the new one there: between the halves of one replacement; or what is started anew is stopped. */
const half = (id: string): string => `${id} is done`;

/**
 * What a plan asks to be done, and in which order: what is made waits for what it depends on, and what goes waits for what
 * depended on it, by the dependencies that the state stored. Objects that do not change are no task, unless
 * something is to be asked of them; they are ready.
 *
 * An object that stops depending on another is changed before the other goes, which is where Terraform leaves the order open.
 *
 * What is stopped, or goes while it runs, waits for what depended on it and is stopped as well: nothing runs while what it depends on is
 * away. What takes something that another lets go of waits for that. Where these would have them wait for each other in a circle, each
 * is stopped only when it is its turn to be changed, and takes what it can.
 */
export function planTasks(plan: Plan, state: State): readonly Task[] {
  const stopping = stoppingIn(plan);
  const orders = [
    { ...stopping, handsOver: true },
    { ...NOTHING_STOPS, handsOver: true },
    { ...stopping, handsOver: false },
  ];
  for (const order of orders) {
    const tasks = tasksIn(plan, state, order);
    if (findDeadlock(tasks) === undefined) return tasks;
  }
  return tasksIn(plan, state, { ...NOTHING_STOPS, handsOver: false });
}

function stoppingIn(plan: Plan): Stopping {
  const stopped = resourceNodes(plan).filter(({ stop }) => stop !== undefined);
  // What goes waits anyway for what depended on it.
  if (!stopped.some(({ action }) => action === 'update')) return NOTHING_STOPS;
  const stopping = new Set(stopped.map(resourceName));
  const resting = plan.nodes.flatMap((node) =>
    node.dependencies.some((name) => stopping.has(name)) ? [formatBlock(node.instance)] : [],
  );
  return { stopping, resting: new Set(resting) };
}

/** What the order in which running objects are stopped rests on. */
interface Stopping {
  /** The resources that are stopped, or go while they run. */
  readonly stopping: ReadonlySet<string>;
  /** Those that depend on one of them. */
  readonly resting: ReadonlySet<string>;
}

const NOTHING_STOPS: Stopping = { stopping: new Set(), resting: new Set() };

/** What is kept to beside what objects depend on. */
interface Order extends Stopping {
  /** What is taken is let go of first. */
  readonly handsOver: boolean;
}

function tasksIn(plan: Plan, state: State, order: Order): readonly Task[] {
  const nodes = plan.nodes.filter((node) => node.node === 'resource');
  const createdFirst = new Set(
    nodes
      .filter(({ action, createBeforeDestroy }) => action === 'replace' && createBeforeDestroy)
      .map(resourceName),
  );
  const open = openInstances(plan);
  const resources = [...new Set(nodes.map(resourceName))];
  return plan.nodes.flatMap((node): readonly Task[] => {
    const isOpen = open.has(node.address);
    if (node.node === 'read') return readTasks(node, isOpen, resources);
    return node.node === 'resource'
      ? tasksOf(node, { stored: storedDependencies(node, state), createdFirst, isOpen, ...order })
      : [];
  });
}

/** A check looks at what came of it all, so that its data source waits for every resource. */
function readTasks(node: ReadNode, isOpen: boolean, resources: readonly string[]): readonly Task[] {
  const awaited = node.check === undefined ? node.dependencies : resources;
  const task = { node, serves: [ready(resourceName(node))], frees: [], awaits: awaited.map(ready) };
  if (waitsForApply(node)) return [{ ...task, id: taskId(node, 'read'), action: 'read' }];
  return isOpen && node.after !== undefined ? [{ ...task, id: taskId(node, 'check'), action: 'check' }] : [];
}

/** What a node is among the others. */
interface Surroundings extends Order {
  /** What it depends on by the state. */
  readonly stored: readonly string[];
  /** The resources that are replaced by what is made before they go. */
  readonly createdFirst: ReadonlySet<string>;
  /** Something is to be asked of it. */
  readonly isOpen: boolean;
}

function tasksOf(node: ResourceNode, around: Surroundings): readonly Task[] {
  const { stored, isOpen, stopping, handsOver } = around;
  const lets = handsOver ? (node.lets ?? []).map(handedOver) : [];
  const { action, dependencies, createBeforeDestroy } = node;
  const resource = resourceName(node);
  const waits = stopping.has(resource) ? [quiet(resource)] : [];
  const make = {
    node,
    serves: [ready(resource)],
    frees: [],
    awaits: [...dependencies.map(ready), ...(handsOver ? (node.takes ?? []).map(handedOver) : [])],
  };
  const destroy = {
    node,
    action: 'delete' as const,
    serves: lets,
    frees: [...stored.map(free), ...(waits.length === 0 ? [] : stored.map(quiet))],
    awaits: [
      free(resource),
      ...waits,
      ...(node.opens?.isWaitedFor === true ? [ready(node.opens.resource)] : []),
    ],
  };
  switch (action) {
    case 'no-op':
      return isOpen ? [{ ...make, id: taskId(node, 'check'), action: 'check' }] : [];
    case 'create':
      return [{ ...make, id: taskId(node, 'create'), action }];
    case 'update': {
      const serves = [ready(resource), ...leaving(dependencies, around).map(free), ...lets];
      const update = { ...make, id: taskId(node, 'update'), action, serves };
      const stop = stopTask(node, around);
      if (stop === undefined) return [{ ...update, awaits: [...update.awaits, ...waits] }];
      return [stop, { ...update, awaits: [...update.awaits, half(stop.id)], isStopped: true }];
    }
    case 'delete':
      return [{ ...destroy, id: taskId(node, 'delete') }];
    case 'replace': {
      const first = taskId(node, createBeforeDestroy ? 'create' : 'delete');
      const order = (
        id: string,
      ): { readonly serves: readonly string[]; readonly awaits: readonly string[] } =>
        id === first ? { serves: [half(first)], awaits: [] } : { serves: [], awaits: [half(first)] };
      const both: readonly ChangeTask[] = [
        merge({ ...destroy, id: taskId(node, 'delete') }, order(taskId(node, 'delete'))),
        merge({ ...make, id: taskId(node, 'create'), action: 'create' }, order(taskId(node, 'create'))),
      ];
      return createBeforeDestroy ? [...both].reverse() : both;
    }
  }
}

function merge(task: ChangeTask, extra: Pick<Task, 'serves' | 'awaits'>): ChangeTask {
  return {
    ...task,
    serves: [...task.serves, ...extra.serves],
    awaits: [...task.awaits, ...extra.awaits],
  };
}

/**
 * What is stopped ahead of the rest of its update, so that it is off before what it depends on is. Nothing is stopped for what may fail
 * before: what of its dependencies does not rest on others that are stopped is ready by then.
 */
function stopTask(
  node: ResourceNode,
  { stopping, resting }: Pick<Surroundings, keyof Stopping>,
): ChangeTask | undefined {
  const { stop, dependencies } = node;
  if (stop === undefined || !dependencies.some((name) => stopping.has(name))) return undefined;
  const id = taskId(node, 'stop');
  const early = dependencies.filter((name) => !stopping.has(name) && !resting.has(name));
  return {
    id,
    node,
    action: 'stop',
    serves: [half(id), ...dependencies.map(quiet)],
    frees: [],
    awaits: [quiet(resourceName(node)), ...early.map(ready)],
  };
}

/**
 * What a change frees: what it no longer depends on; and what it still depends on where the new one is made first, so that it
 * has moved over before the old one goes.
 */
function leaving(
  dependencies: readonly string[],
  { stored, createdFirst }: Pick<Surroundings, 'stored' | 'createdFirst'>,
): readonly string[] {
  return stored.filter((resource) => !dependencies.includes(resource) || createdFirst.has(resource));
}

function storedDependencies(node: ResourceNode, state: State): readonly string[] {
  return findInstance(state, node.instance, node.deposed)?.dependencies ?? node.dependencies;
}

/** As dependencies name it: of a module every instance counts, since the order is that of the configuration. */
function resourceName(node: ResourceNode | ReadNode): string {
  return formatBlock(node.instance);
}

function taskId({ address, deposed }: ResourceNode | ReadNode, action: Task['action']): string {
  return `${action} ${address}${deposed === undefined ? '' : ` (deposed ${deposed})`}`;
}

/** A circle of tasks that wait for each other, first and last the same; undefined where there is none. */
export function findDeadlock(tasks: readonly Task[]): readonly string[] | undefined {
  const servers = new Map<string, Set<string>>();
  for (const { id, serves, frees } of tasks) {
    for (const milestone of [...serves, ...frees]) {
      const known = servers.get(milestone);
      if (known === undefined) servers.set(milestone, new Set([id]));
      else known.add(id);
    }
  }
  // Milestones are nodes of their own: many tasks that wait for many others cost their sum and not their product.
  const edges = new Map<string, ReadonlySet<string>>([
    ...tasks.map(({ id, awaits }) => [id, new Set(awaits)] as const),
    ...servers,
  ]);
  const nodes = new Map([...edges.keys()].map((id) => [id, id] as const));
  const ordering = orderGraph({ nodes, edges });
  return ordering.ok ? undefined : ordering.cycle.filter((id) => !servers.has(id));
}
