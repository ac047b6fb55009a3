import type { ChangeEvent } from '@virtform/schema';
import type { Path } from '@virtform/values';
import type { Impact } from '../kind.js';

export type RuleEvent = ChangeEvent;

/**
 * What changing one part of a resource costs while it runs, and the call that does it. What is off or inactive is redefined
 * for nothing, whatever the rule.
 */
export interface Rule<Effect extends string> {
  /** `devices.disks[].source`; it counts for everything below, unless a longer one says otherwise. */
  readonly path: string;
  readonly on: RuleEvent;
  readonly effect: Effect;
  readonly impact: Impact;
  /** Said beside the change in a plan: what the impact comes from. */
  readonly why?: string;
}

/** A path without its indexes, as rules are written: `devices.disks[].target.dev`. */
export function patternOf(path: Path): string {
  return path
    .map((step, position) => (typeof step === 'number' ? '[]' : position === 0 ? step : `.${step}`))
    .join('');
}

/**
 * The most exact rule for what happens at a path. The coming and going of an element has rules of its own; what comes or goes
 * deeper inside of it (a VLAN tag of an interface) changes the element, and the rules for its change count.
 */
export function ruleFor<R extends Rule<string>>(
  rules: readonly R[],
  path: Path,
  on: RuleEvent,
): R | undefined {
  const pattern = patternOf(path);
  let best: R | undefined;
  for (const rule of rules) {
    if (!isFor(rule, pattern, on)) continue;
    if (best === undefined || rule.path.length > best.path.length) best = rule;
  }
  return best;
}

/** Whether a rule is about what happens at a path. */
export function isFor({ path, on: ruled }: Rule<string>, pattern: string, on: RuleEvent): boolean {
  if (on === 'change') return ruled === 'change' && covers(path, pattern);
  return ruled === on ? path === pattern : ruled === 'change' && path !== pattern && covers(path, pattern);
}

function covers(rule: string, pattern: string): boolean {
  if (!pattern.startsWith(rule)) return false;
  const next = pattern[rule.length];
  return next === undefined || rule === '' || next === '.' || next === '[';
}
