import { isNotFound } from '@virtform/libvirt';

/** What a look-up finds; undefined where libvirt says that there is nothing. Any other failure says nothing about existence. */
export async function found<T>(lookUp: Promise<T>): Promise<T | undefined> {
  try {
    return await lookUp;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Those that are there. */
export function present<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value): value is T => value !== undefined);
}
