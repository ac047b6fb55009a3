import { formatBlock } from '../address.js';
import type { Plan, ReadNode, ResourceNode } from '../plan/plan.js';
import { orderGraph } from '../plan/graph.js';
import { waitsForApply } from '../plan/summary.js';
import type { State } from '../state/state.js';
import { findInstance } from '../state/edit.js';
import { openInstances } from './conditions.js';
import type { ApplyAction } from './events.js';

/** Something to be done to one object, or to be asked of it. A replacement is two tasks. */
export type Task = ChangeTask | ReadTask | CheckTask;

/** Something to be done to the object of a managed resource. */
export interface ChangeTask extends TaskBase {
  readonly action: Exclude<ApplyAction, 'read'>;
  readonly node: ResourceNode;
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
/** The old object is gone, or the new one there: between the halves of one replacement. */
const half = (id: string): string => `${id} is done`;

/**
 * What a plan asks to be done, and in which order: what is made waits for what it depends on, and what goes waits for what
 * depended on it, by the dependencies that the state stored. Objects that do not change are no task, unless
 * something is to be asked of them; they are ready.
 *
 * An object that stops depending on another is changed before the other goes, which is where Terraform leaves the order open.
 */
export function planTasks(plan: Plan, state: State): readonly Task[] {
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
      ? tasksOf(node, storedDependencies(node, state), createdFirst, isOpen)
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

function tasksOf(
  node: ResourceNode,
  stored: readonly string[],
  createdFirst: ReadonlySet<string>,
  isOpen: boolean,
): readonly Task[] {
  const { action, dependencies, createBeforeDestroy } = node;
  const resource = resourceName(node);
  const make = {
    node,
    serves: [ready(resource)],
    frees: [],
    awaits: dependencies.map(ready),
  };
  const destroy = {
    node,
    action: 'delete' as const,
    serves: [],
    frees: stored.map(free),
    awaits: [free(resource), ...(node.opens?.isWaitedFor === true ? [ready(node.opens.resource)] : [])],
  };
  switch (action) {
    case 'no-op':
      return isOpen ? [{ ...make, id: taskId(node, 'check'), action: 'check' }] : [];
    case 'create':
      return [{ ...make, id: taskId(node, 'create'), action }];
    case 'update':
      return [
        {
          ...make,
          id: taskId(node, 'update'),
          action,
          serves: [ready(resource), ...leaving(dependencies, stored, createdFirst).map(free)],
        },
      ];
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
 * What a change frees: what it no longer depends on; and what it still depends on where the new one is made first, so that it
 * has moved over before the old one goes.
 */
function leaving(
  dependencies: readonly string[],
  stored: readonly string[],
  createdFirst: ReadonlySet<string>,
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
