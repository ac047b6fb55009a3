import type { Completion, DataImpact, Impact, Precondition, Step, VirshCommand } from '../kind.js';
import type { ValueObject } from '@virtform/values';

/** What a step says; what is left out is the ordinary case: nothing lost, nothing noticed, done when libvirt answers. */
export interface StepParts {
  readonly effect: string;
  readonly args?: ValueObject;
  readonly precondition?: Precondition;
  readonly calls: readonly VirshCommand[];
  readonly completion?: Completion;
  /** ms */
  readonly timeout?: number;
  readonly impact?: Impact;
  readonly data?: DataImpact;
  readonly why: string;
}

/** A call that libvirt answers at once still waits for the guest's job lock (30 s, three times) and for its turn. */
export const CALL_TIMEOUT = 120_000;

/** A step from its parts. */
export function step(parts: StepParts): Step {
  return {
    effect: parts.effect,
    args: parts.args ?? {},
    precondition: parts.precondition ?? { object: 'present' },
    calls: parts.calls,
    completion: parts.completion ?? { when: 'reply' },
    timeout: parts.timeout ?? CALL_TIMEOUT,
    impact: parts.impact ?? 'none',
    data: parts.data ?? 'kept',
    why: parts.why,
  };
}
