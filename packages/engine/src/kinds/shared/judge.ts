import type { Impact } from '../kind.js';
import type { Change, Comparison } from '../three-way.js';
import { ruleFor, type Rule } from './rules.js';

/** A change with what it costs and the call that makes it. */
export interface JudgedChange<R> {
  readonly change: Change;
  readonly rule: R;
  readonly impact: Impact;
}

/** The changes of an object, sorted by what can be done about them. */
export interface Judged<R> {
  readonly changes: readonly JudgedChange<R>[];
  /** Stored already; what runs takes it at its next start. It is no change. */
  readonly waiting: readonly Change[];
}

/**
 * Finds the rule of each change. `fallback` is for what has no rule: it is stored, and waits. A rule whose effect is `stores` can
 * do nothing for what runs: where the definition is right already, such a change waits.
 */
export function judgeChanges<R extends Rule<string>>(
  { changes }: Pick<Comparison, 'changes'>,
  rules: readonly R[],
  fallback: R,
  { active, stores }: { readonly active: boolean; readonly stores: R['effect'] },
): Judged<R> {
  const judged: JudgedChange<R>[] = [];
  const waiting: Change[] = [];
  for (const change of changes) {
    const rule = ruleFor(rules, change.path, change.event) ?? fallback;
    if (change.stored === undefined && change.running !== undefined && rule.effect === stores) {
      waiting.push(change);
      continue;
    }
    judged.push({ change, rule, impact: impactOf(change, rule, active) });
  }
  return { changes: judged, waiting };
}

/** Nothing that runs notices what is off, or what it has already; what cannot be done in place costs the same everywhere. */
function impactOf(change: Change, rule: Rule<string>, active: boolean): Impact {
  if (rule.impact === 'replace') return 'replace';
  return active && change.running !== undefined ? rule.impact : 'none';
}
