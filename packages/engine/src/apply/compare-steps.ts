import { conformsToPlan, formatPath, isList, isObject, isWhollyKnown } from '@virtform/values';
import type { Diagnostic, Path, Value } from '@virtform/values';
import type { Step } from '../kinds/kind.js';
import { IMPACTS } from '../kinds/kind.js';

/** Whether the steps computed with the values now known are those that were shown. */
export type StepComparison = { readonly same: true } | { readonly same: false; readonly difference: string };

/**
 * Holds the steps against those of the plan: the same ones in the same order, with the same arguments wherever those were known,
 * and nothing that costs more.
 *
 * Fewer are allowed in two cases. A step that was planned only because a value was unknown may turn out to be needless. And where
 * some were begun already (`begun`), those that are done are not there any more.
 */
export function compareSteps(shown: readonly Step[], now: readonly Step[], begun: boolean): StepComparison {
  let next = 0;
  for (const step of now) {
    let found = shown[next];
    while (found !== undefined && stepDifference(found, step) !== undefined && mayBeMissing(found, begun)) {
      next += 1;
      found = shown[next];
    }
    if (found === undefined) return different(`a further step would be needed: ${describe(step)}`);
    const difference = stepDifference(found, step);
    if (difference !== undefined) return different(difference);
    next += 1;
  }
  const missing = shown.slice(next).find((step) => !mayBeMissing(step, begun));
  return missing === undefined
    ? { same: true }
    : different(`a planned step is not needed any more: ${describe(missing)}`);
}

function mayBeMissing(step: Step, begun: boolean): boolean {
  return begun || !isWhollyKnown(step.args);
}

function different(difference: string): StepComparison {
  return { same: false, difference };
}

function stepDifference(shown: Step, now: Step): string | undefined {
  if (shown.effect !== now.effect) return `${describe(shown)} was planned; now it would be ${describe(now)}`;
  if (!conformsToPlan(shown.args, now.args)) {
    const path = firstDifference(shown.args, now.args, []);
    return `${describe(shown)} would be done with another value at ${formatPath(path)}`;
  }
  if (IMPACTS.indexOf(now.impact) > IMPACTS.indexOf(shown.impact)) {
    return `${describe(shown)} was planned with impact ${shown.impact}; now it would be ${now.impact}`;
  }
  if (now.data === 'lost' && shown.data === 'kept') return `${describe(shown)} would now lose data`;
  return undefined;
}

function describe({ effect, why }: Step): string {
  return why === '' ? effect : `${effect} (${why})`;
}

/** The way to the first value that is not what was planned. Values themselves are not shown: they may be secret. */
function firstDifference(shown: Value | undefined, now: Value | undefined, path: Path): Path {
  const parts = partsOf(shown, now);
  const at = parts.find(([, left, right]) => !conformsToPlan(left, right));
  return at === undefined ? path : firstDifference(at[1], at[2], [...path, at[0]]);
}

type Part = readonly [step: string | number, shown: Value | undefined, now: Value | undefined];

function partsOf(shown: Value | undefined, now: Value | undefined): readonly Part[] {
  if (isObject(shown) && isObject(now)) {
    return [...new Set([...Object.keys(shown), ...Object.keys(now)])].map((name) => [
      name,
      shown[name],
      now[name],
    ]);
  }
  if (
    shown !== undefined &&
    now !== undefined &&
    isList(shown) &&
    isList(now) &&
    shown.length === now.length
  ) {
    return shown.map((part, index) => [index, part, now[index]]);
  }
  return [];
}

/** The error of a node whose steps are not those that were shown. */
export function changedSincePlan(address: string, difference: string): Diagnostic {
  return {
    severity: 'error',
    summary: `${address} is not as it was when the plan was made`,
    detail: `${difference.charAt(0).toUpperCase()}${difference.slice(1)}. Nothing of this resource was changed.`,
    action: 'Run plan again, look at what it shows now, and apply that.',
    address,
  };
}
