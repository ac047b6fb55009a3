import { isList, isNumeric, isObject, toNumber, Unknown } from '@virtform/values';
import type { Value, ValueObject } from '@virtform/values';

/** Arguments without their marks. They are of their types already; what is not known yet reads as if it were not given. */
export type Arguments = ValueObject;

export function textOf(values: Arguments, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** As Terraform reads a connection: an empty text counts as none. */
export function givenText(values: Arguments, name: string): string | undefined {
  const text = textOf(values, name);
  return text === '' ? undefined : text;
}

export function numberOf(values: Arguments, name: string): number | undefined {
  const value = values[name];
  return isNumeric(value) ? toNumber(value) : undefined;
}

export function flagOf(values: Arguments, name: string): boolean | undefined {
  const value = values[name];
  return typeof value === 'boolean' ? value : undefined;
}

/** The elements of a list; those that are null are kept as undefined, for whoever has to refuse them. */
export function textsOf(values: Arguments, name: string): readonly (string | undefined)[] {
  const value = values[name];
  if (value === undefined || value === null || value instanceof Unknown || !isList(value)) return [];
  return value.map(textFrom);
}

/** The entries of a map; those that are null are left out, as Terraform does. */
export function textMapOf(values: Arguments, name: string): Readonly<Record<string, string>> {
  const value = values[name];
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]): [string, string][] => {
      const text = textFrom(part);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

function textFrom(value: Value): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
