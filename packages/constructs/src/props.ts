import type { Construct } from 'constructs';

/** The names that some properties can have, the compiler seeing to it that none is missing or misspelt. */
export type Names<Props> = Readonly<Record<Props extends unknown ? keyof Props : never, true>>;

/**
 * Refuses properties that do not exist. The compiler does so too, but programs are run without it.
 *
 * @param what what the properties belong to: `a VirtualMachine`, `a NIC`
 * @throws TypeError that names the construct, the property and those that there are
 */
export function refuseUnknown<Props extends object>(
  construct: Construct,
  what: string,
  props: Props,
  known: Names<Props>,
): void {
  const unknown = Object.keys(props).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length === 0) return;
  throw new TypeError(
    `${construct.node.path}: ${what} has no ${unknown.map((name) => `'${name}'`).join(' and no ')}. ` +
      `It has: ${Object.keys(known).join(', ')}.`,
  );
}
