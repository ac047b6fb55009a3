import type { CallOptions, Caller } from '../caller.js';
import type { TypedParameter } from '../wire/objects.js';
import type { ArgsOf, ProcedureName, ResultOf } from '../wire/procedures.js';

/** The fields of a procedure's arguments that a method takes, in the method's order. */
type Fields<P extends ProcedureName> = readonly (keyof ArgsOf<P>)[];

/** A method that takes those fields, then the options of the call. */
type Method<P extends ProcedureName, F extends Fields<P>, R> = (
  ...given: [...{ [I in keyof F]: ArgsOf<P>[F[I]] }, options?: CallOptions]
) => Promise<R>;

/** The fields that the procedure needs and the method does not take; `Filled` are those that its maker sees to. */
type Fixed<P extends ProcedureName, F extends Fields<P>, Filled extends string = never> =
  Partial<ArgsOf<P>> extends Omit<ArgsOf<P>, F[number] | Filled>
    ? []
    : [fixed: Omit<ArgsOf<P>, F[number] | Filled>];

/** Procedures that tell how many items there are when they are asked for none, and give as many as they are asked for. */
type CountingProcedure<Item> = {
  [P in ProcedureName]: ArgsOf<P> extends { readonly nparams: number }
    ? ResultOf<P> extends { readonly nparams: number; readonly params: readonly Item[] }
      ? P
      : never
    : never;
}[ProcedureName];

/**
 * Makes methods out of procedures: each names the fields of the arguments that it takes, in its order. Where `flags` is among them, it
 * may be left out and is 0 then.
 */
export interface MethodMaker {
  /** A method that gives a part of the answer, or what is made of it. */
  readonly answer: <P extends ProcedureName, const F extends Fields<P>, R>(
    procedure: P,
    fields: F,
    part: (answer: ResultOf<P>) => R,
    ...fixed: Fixed<P, F>
  ) => Method<P, F, R>;
  /** A method that gives nothing. */
  readonly action: <P extends ProcedureName, const F extends Fields<P>>(
    procedure: P,
    fields: F,
    ...fixed: Fixed<P, F>
  ) => Method<P, F, void>;
  /** A method of two calls: it asks how many items there are, and then for all of them. */
  readonly items: <P extends CountingProcedure<unknown>, const F extends Fields<P>>(
    procedure: P,
    fields: F,
    ...fixed: Fixed<P, F, 'nparams'>
  ) => Method<P, F, ResultOf<P>['params']>;
  /** The same for typed parameters, with those that are text. */
  readonly parameters: <P extends CountingProcedure<TypedParameter>, const F extends Fields<P>>(
    procedure: P,
    fields: F,
    ...fixed: Fixed<P, F, 'nparams'>
  ) => Method<P, F, readonly TypedParameter[]>;
}

/** VIR_TYPED_PARAM_STRING_OKAY: without it, a daemon holds back parameters that are text, for clients older than 0.9.8. */
export const TYPED_PARAM_STRING_OKAY = 4;

/** Makes methods that call through a caller. */
export function methodMaker(caller: Caller): MethodMaker {
  const items =
    (moreFlags: number): MethodMaker['items'] =>
    (procedure, fields, ...[fixed]) =>
    async (...given) => {
      const { args, options } = taken<typeof procedure>(fields, given, fixed);
      const ask = (nparams: number): Promise<ResultOf<typeof procedure>> =>
        caller.call(procedure, { ...args, flags: args.flags | moreFlags, nparams }, options);
      const { nparams } = await ask(0);
      return nparams === 0 ? [] : (await ask(nparams)).params;
    };
  return {
    answer:
      (procedure, fields, part, ...[fixed]) =>
      async (...given) => {
        const { args, options } = taken<typeof procedure>(fields, given, fixed);
        return part(await caller.call(procedure, args, options));
      },
    action:
      (procedure, fields, ...[fixed]) =>
      async (...given) => {
        const { args, options } = taken<typeof procedure>(fields, given, fixed);
        await caller.call(procedure, args, options);
      },
    items: items(0),
    parameters: items(TYPED_PARAM_STRING_OKAY),
  };
}

/** What a method was given, by the names of its fields. Their types tell that this is what the procedure takes. */
function taken<P extends ProcedureName>(
  fields: Fields<P>,
  given: readonly unknown[],
  fixed: object | undefined,
): { readonly args: ArgsOf<P>; readonly options: CallOptions | undefined } {
  // Assigned one by one: V8 gives every copy of an object a shape of its own, and with it every call.
  const args: Record<PropertyKey, unknown> = {};
  for (const [index, field] of fields.entries()) {
    args[field] = field === 'flags' ? unsigned(given[index]) : given[index];
  }
  if (fixed !== undefined) for (const [field, value] of Object.entries(fixed)) args[field] = value;
  return {
    args: args as ArgsOf<P>,
    options: given[fields.length] as CallOptions | undefined,
  };
}

/** Flags are unsigned on the wire, while `|` makes a negative number of any with the highest bit. */
function unsigned(flags: unknown): unknown {
  return typeof flags === 'number' && flags < 0 ? flags + 2 ** 32 : (flags ?? 0);
}
