import type { Case } from './cases';

/** Cases that no vector has, and why. */
interface Unasked {
  readonly reason: string;
  readonly functions: readonly string[];
  readonly cases: readonly Case[];
}

const GROUPS: readonly Unasked[] = [
  {
    reason: 'It takes any value whatever, and fails for none.',
    functions: ['ephemeralasnull', 'issensitive', 'nonsensitive', 'sensitive', 'yamlencode'],
    cases: ['error'],
  },
  {
    reason: 'It takes no arguments, so that there is but one way to call it.',
    functions: ['plantimestamp', 'timestamp', 'uuid'],
    cases: ['edge', 'error'],
  },
  {
    reason: 'It is the moment of the run: no-fixed-result.test.ts holds it against the clock.',
    functions: ['plantimestamp'],
    cases: ['normal'],
  },
];

/** The reasons by function and case: `uuid: edge`. */
export const UNASKED: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap(({ reason, functions, cases }) =>
    functions.flatMap((name) => cases.map((each) => [`${name}: ${each}`, reason] as const)),
  ),
);
