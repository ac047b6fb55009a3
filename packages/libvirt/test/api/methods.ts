import type { CallOptions, Caller } from '../../src/caller.js';
import { type Answers, type Called, recorder } from './recorder.js';

/** What a method takes before the options of the call. */
type Given<M> = M extends (...given: infer P) => Promise<unknown>
  ? Required<P> extends readonly [...infer G, CallOptions]
    ? G
    : never
  : never;

/** A method, what it is given, and the calls that it makes of that. */
export type MethodRow<S> = {
  [N in keyof S & string]: readonly [method: N, given: Given<S[N]>, ...calls: readonly Called[]];
}[keyof S & string];

/** The same without what can be left out. */
export type DefaultRow<S> = {
  [N in keyof S & string]: S[N] extends (...given: infer P) => Promise<unknown>
    ? readonly [method: N, given: P, ...calls: readonly Called[]]
    : never;
}[keyof S & string];

/** A method, what it is given, what the host answers, and what the method makes of that. */
export type ResultRow<S> = {
  [N in keyof S & string]: S[N] extends (...given: infer P) => Promise<infer R>
    ? readonly [method: N, given: P, answers: Answers, result: R]
    : never;
}[keyof S & string];

/** What is specified of a subject's methods. */
export interface MethodsSpecification<S> {
  /** Each method with all that it takes. */
  readonly calls: readonly MethodRow<S>[];
  /** Methods without what can be left out. */
  readonly defaults?: readonly DefaultRow<S>[];
  readonly results?: readonly ResultRow<S>[];
  /** What the host answers while calls are made, where one depends on the answer of another. */
  readonly answers?: Answers;
  /** Methods that are specified by themselves: they are more than calls. */
  readonly others?: readonly (keyof S & string)[];
}

/** Makes the method's call. */
type Make = (caller: Caller) => Promise<unknown>;

/** Specifies the methods of a subject by tables. A method that has no row fails. */
export function specifyMethods<S extends object>(
  subject: (caller: Caller) => S,
  { calls: rows, defaults = [], results = [], answers = {}, others = [] }: MethodsSpecification<S>,
): void {
  const making =
    (name: string, given: readonly unknown[]): Make =>
    async (caller) => {
      const method: unknown = new Map(Object.entries(subject(caller))).get(name);
      if (typeof method !== 'function') throw new Error(`there is no method ${name}`);
      const answer: unknown = await Reflect.apply(method, undefined, given);
      return answer;
    };

  for (const [name, given, ...expected] of rows) {
    test(name, async () => {
      const { caller, calls, options } = recorder(answers);
      const limits = { deadline: 7 };
      await making(name, [...given, limits])(caller);
      expect(calls).toEqual(expected);
      // Each of its calls has the limits that the method was given.
      expect(options).toEqual(expected.map(() => limits));
    });
  }

  for (const [name, given, ...expected] of defaults) {
    test(`${name} by default`, async () => {
      const { caller, calls } = recorder(answers);
      await making(name, given)(caller);
      expect(calls).toEqual(expected);
    });
  }

  for (const [name, given, answered, result] of results) {
    test(`what ${name} gives`, async () => {
      await expect(making(name, given)(recorder(answered).caller)).resolves.toEqual(result);
    });
  }

  test('each method is among them', () => {
    const named = new Set<string>([...rows.map(([name]) => name), ...others]);
    expect(Object.keys(subject(recorder().caller)).filter((name) => !named.has(name))).toEqual([]);
  });
}
