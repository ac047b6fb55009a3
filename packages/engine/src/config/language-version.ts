/** The version of Terraform whose language is read here: what `required_version` is held against. */
export const LANGUAGE_VERSION = '1.11.4';

const CONSTRAINT = /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+){0,2})(?:-[\w.-]+)?\s*$/;

const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

/**
 * Whether a version fulfils constraints as Terraform writes them: `>= 1.5, < 2.0`, `~> 1.9`.
 *
 * @returns undefined where the text is no such constraint
 */
export function fulfils(version: string, constraints: string): boolean | undefined {
  const actual = partsOf(version);
  let result = true;
  for (const constraint of constraints.split(',')) {
    const [, operator = '=', wanted] = CONSTRAINT.exec(constraint) ?? [];
    if (wanted === undefined) return undefined;
    result &&= holds(operator, actual, partsOf(wanted));
  }
  return result;
}

function holds(operator: string, actual: readonly number[], wanted: readonly number[]): boolean {
  if (operator !== '~>') return HOLDS[operator]?.(compare(actual, wanted)) ?? false;
  // Only the last part that is written may be greater.
  const fixed = wanted.slice(0, Math.max(1, wanted.length - 1));
  return compare(actual, wanted) >= 0 && compare(actual.slice(0, fixed.length), fixed) === 0;
}

function partsOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < 3; at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}
