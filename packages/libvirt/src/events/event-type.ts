import type { Message } from '../wire/procedure.js';
import type { XdrReader } from '../wire/xdr-reader.js';

/** The kinds of objects that events come from, and QEMU's monitor. libvirt counts callback ids apart for each of them. */
export type EventKind = 'domain' | 'network' | 'pool' | 'nodeDevice' | 'secret' | 'monitor';

/** A number that libvirt gives a name to and this package does not know, with the number: `unknown-9`. */
export type Unknown = `unknown-${number}`;

/** One event as data: where it comes from, the message it arrives in, and how that reads as a value. */
export interface EventType<E> {
  readonly kind: EventKind;
  /** Its number in libvirt's enum for its kind. */
  readonly id: number;
  /** The version of libvirt that brought it. */
  readonly since: string;
  /** The program and the procedure number of its message. */
  readonly message: { readonly program: number; readonly number: number };
  readonly read: (reader: XdrReader) => { readonly callbackID: number; readonly event: E };
}

/** An entry of the table of events. Every message of an event begins with the id of the callback that it is for. */
export function event<N extends string, B extends { readonly callbackID: number }, V>(
  name: N,
  origin: { readonly kind: EventKind; readonly id: number; readonly since: string },
  { program, number, body }: Message<B>,
  view: (body: B) => V,
): EventType<{ readonly name: N } & V> {
  return {
    ...origin,
    message: { program, number },
    read: (reader) => {
      const value = body.read(reader);
      return { callbackID: value.callbackID, event: { name, ...view(value) } };
    },
  };
}

/** The name of a number, from the list of libvirt's enum. */
export function named<N extends string>(names: readonly N[], number: number): N | Unknown {
  return names[number] ?? `unknown-${number}`;
}

/** The names of the bits that are set, from the list of libvirt's flags. */
export function namedBits<N extends string>(names: readonly N[], bits: number): readonly (N | Unknown)[] {
  return Array.from({ length: 32 }, (_, bit) => bit)
    .filter((bit) => ((bits >>> bit) & 1) === 1)
    .map((bit) => named(names, bit));
}
