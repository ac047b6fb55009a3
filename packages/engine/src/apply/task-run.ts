import type { Diagnostic } from '@virtform/values';
import type { Attributes, Kind, Step } from '../kinds/kind.js';
import type { ResourceNode } from '../plan/plan.js';
import type { HostSession } from './host-session.js';
import type { Place } from './schedule.js';
import type { ChangeTask, Task } from './tasks.js';

/** A task with what it is carried out by. */
export interface TaskRun {
  readonly task: ChangeTask;
  readonly node: ResourceNode;
  readonly kind: Kind<unknown>;
  readonly session: HostSession;
  readonly place: Place;
}

/** What an attempt came to: errors among the diagnostics mean that it failed. */
export interface Attempted {
  readonly diagnostics: readonly Diagnostic[];
  readonly id: string | undefined;
  /**
   * Whether what was to be done is done; without it, whether there is no error. What has to hold of an object may fail when it is
   * there; and what a check looks at may fail without being an error.
   */
  readonly completed?: boolean;
}

/** The steps that the plan showed for this task: of a replacement, those of its half; of a restart, its part of them. */
export function shownSteps({ node, action, isStopped }: ChangeTask): readonly Step[] {
  const { steps, destroySteps, createBeforeDestroy, stop } = node;
  if (action === 'stop') return steps.slice(0, stop?.steps);
  if (isStopped === true) return steps.slice(stop?.steps);
  if (destroySteps === undefined) return steps;
  const boundary = createBeforeDestroy ? steps.length - destroySteps : destroySteps;
  return (action === 'delete') === createBeforeDestroy ? steps.slice(boundary) : steps.slice(0, boundary);
}

/** The name under which the old object of a replacement is set aside while the new one is made first. */
export function deposedName(node: ResourceNode): string | undefined {
  if (node.deposed !== undefined) return node.deposed;
  return node.action === 'replace' && node.createBeforeDestroy ? node.reserved?.slice(0, 8) : undefined;
}

/** The id by which messages tell an object from others. */
export function idOf({ id }: Attributes): string | undefined {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** Of what was stopped ahead of an update that is not done. */
export function leftStopped({ address }: ResourceNode): Diagnostic {
  return {
    severity: 'warning',
    summary: `${address} was stopped, and is not started again`,
    detail: 'It was to start behind what it depends on, and that was not done.',
    action: 'Apply again, which starts it; or start it yourself.',
    address,
  };
}

const VERBS = {
  create: 'create',
  update: 'change',
  delete: 'destroy',
  stop: 'stop',
  check: 'check',
  read: 'read',
} as const;

/** Whatever was thrown on the way, as a diagnostic that says what was attempted. */
export function failure(address: string, action: Task['action'], error: unknown): Diagnostic {
  const detail = error instanceof Error ? error.message : String(error);
  const next = error instanceof Error && 'action' in error ? error.action : undefined;
  return {
    severity: 'error',
    summary: `Could not ${VERBS[action]} ${address}`,
    detail,
    action:
      typeof next === 'string' ? next : 'Mend what the message says, then apply again: it goes on from here.',
    address,
    cause: error,
  };
}
