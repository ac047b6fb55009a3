import type { Applied, Attributes } from '../kind.js';

/**
 * What is not XML has no default that libvirt could put back: where the program had a setting and has it no longer, the value
 * that stands for "unset" is wanted.
 */
export function withUnset(wanted: Attributes, applied: Applied | undefined, unset: Attributes): Attributes {
  const gone = Object.entries(unset).filter(
    ([name]) => wanted[name] === undefined && applied?.wanted?.[name] !== undefined,
  );
  return gone.length === 0 ? wanted : { ...wanted, ...Object.fromEntries(gone) };
}
