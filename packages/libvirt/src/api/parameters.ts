import type { TypedParameter } from '../wire/objects.js';

type Nameless<P> = P extends TypedParameter ? Omit<P, 'field'> : never;

/** A typed parameter without its name: libvirt's type and a value of it. */
export type TypedValue = Nameless<TypedParameter>;

/** Typed parameters by name. Several values under one name are a list, as `migrate_disks` is: the name is sent with each of them. */
export type TypedValues = Readonly<Record<string, TypedValue | readonly TypedValue[]>>;

/**
 * Makes values of libvirt's types. libvirt refuses a parameter of another type than its own, `uint` for `ullong`: the docstring of each
 * call names them. 64-bit numbers are bigint.
 */
export const typed: {
  readonly [T in TypedParameter['type']]: (
    value: Extract<TypedParameter, { readonly type: T }>['value'],
  ) => TypedValue;
} = {
  int: (value) => ({ type: 'int', value }),
  uint: (value) => ({ type: 'uint', value }),
  llong: (value) => ({ type: 'llong', value }),
  ullong: (value) => ({ type: 'ullong', value }),
  double: (value) => ({ type: 'double', value }),
  boolean: (value) => ({ type: 'boolean', value }),
  string: (value) => ({ type: 'string', value }),
};

/** Typed parameters as calls take them: `typedParameters({ hard_limit: typed.ullong(1_048_576n) })`. */
export function typedParameters(values: TypedValues): readonly TypedParameter[] {
  return Object.entries(values).flatMap(([field, value]) =>
    ('type' in value ? [value] : value).map((one) => ({ field, ...one })),
  );
}

/** Typed parameters, as calls answer them, by name: `valuesOf(stats)['cpu.time']`. Of a name that stands several times, the last value. */
export function valuesOf(
  parameters: readonly TypedParameter[],
): Readonly<Record<string, TypedParameter['value']>> {
  return Object.fromEntries(parameters.map(({ field, value }) => [field, value]));
}
