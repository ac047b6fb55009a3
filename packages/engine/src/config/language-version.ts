/** The version of Terraform whose language is read here: what `required_version` is held against. */
export const LANGUAGE_VERSION = '1.11.4';

/** The version of dmacvicar/libvirt whose resources are read here: what its entry in `required_providers` is held against. */
export const PROVIDER_VERSION = '0.9.7';

/** As Terraform's own library for versions reads them: any number of parts, and words behind them. */
const CONSTRAINT =
  /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+)*)(?:-(\d+[\w~-]*(?:\.[\w~-]+)*)|-?([A-Za-z~-][\w~-]*(?:\.[\w~-]+)*))?(?:\+[\w~-]+(?:\.[\w~-]+)*)?\??\s*$/;

const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

interface Constraint {
  readonly operator: string;
  readonly parts: readonly number[];
  /** It names a version that comes before the one of these numbers: `1.12.0-rc1`. */
  readonly isPrerelease: boolean;
}

/**
 * Whether a released version fulfils constraints as Terraform writes them: `>= 1.5, < 2.0`, `~> 1.9`.
 *
 * @returns undefined where the text is no such constraint
 */
export function fulfils(version: string, constraints: string): boolean | undefined {
  const actual = partsOf(version);
  return constraintsIn(constraints)?.every((constraint) => holds(constraint, actual));
}

/** Whether one of the constraints names a version that was not released yet, which Terraform refuses for itself. */
export function namesPrerelease(constraints: string): boolean {
  return constraintsIn(constraints)?.some(({ isPrerelease }) => isPrerelease) === true;
}

function constraintsIn(text: string): readonly Constraint[] | undefined {
  const found = text.split(',').map((each): Constraint | undefined => {
    const [, operator = '=', numbers, numbered, worded] = CONSTRAINT.exec(each) ?? [];
    const parts = numbers === undefined ? undefined : partsOf(numbers);
    return parts?.every(Number.isSafeInteger) === true
      ? { operator, parts, isPrerelease: (numbered ?? worded) !== undefined }
      : undefined;
  });
  return found.every((each) => each !== undefined) ? found : undefined;
}

function holds({ operator, parts, isPrerelease }: Constraint, actual: readonly number[]): boolean {
  const order = compare(actual, parts);
  // What was released comes behind its own prereleases.
  const actualOrder = order === 0 && isPrerelease ? 1 : order;
  if (operator !== '~>') return HOLDS[operator]?.(actualOrder) ?? false;
  if (parts.length > actual.length) return false;
  // Only the last part that is written may be greater.
  return actualOrder >= 0 && parts.slice(0, -1).every((part, index) => part === actual[index]);
}

function partsOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}
