import { type Fields, struct, type StructOf, type Xdr } from './xdr.js';

/** Programs that share a connection, told apart by the number in each frame's header. Each is at version 1. */
export const PROGRAM = { REMOTE: 0x2000_8086, QEMU: 0x2000_8087, KEEPALIVE: 0x6b65_6570 } as const;

/**
 * A remote procedure as data.
 *
 * - `reads`: it changes nothing, on the host or in a guest. Only such procedures may stand on a list for reading.
 * - `slow`: it may wait for a guest, for its job lock or for storage; libvirt runs five requests at once on a connection, so
 *   these are held back while fast ones go ahead.
 * - `stream`: which way data flows after its reply.
 */
export interface Procedure<A, R, S extends StreamDirection = StreamDirection> {
  readonly program: number;
  readonly number: number;
  readonly args: Xdr<A>;
  readonly result: Xdr<R>;
  readonly reads: boolean;
  readonly slow: boolean;
  readonly stream: S;
}

/** Where the data of a stream flows to; a console flows both ways. */
export type StreamDirection = 'none' | 'upload' | 'download' | 'both';

type Of<A extends Fields, R extends Fields, S extends StreamDirection> = Procedure<
  StructOf<A>,
  StructOf<R>,
  S
>;

interface Traits {
  readonly reads?: boolean;
  readonly slow?: boolean;
  readonly program?: number;
}

function define<A extends Fields, R extends Fields, S extends StreamDirection>(
  number: number,
  args: A,
  result: R,
  stream: S,
  { reads = false, slow = false, program = PROGRAM.REMOTE }: Traits,
): Of<A, R, S> {
  return { program, number, args: struct(args), result: struct(result), reads, slow, stream };
}

/** Changes nothing and answers at once. */
export function read<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
): Of<A, R, 'none'> {
  return define(number, args, result, 'none', { reads: true });
}

/** Changes nothing, but asks a guest, its agent or the storage behind it. */
export function inspect<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
): Of<A, R, 'none'> {
  return define(number, args, result, 'none', { reads: true, slow: true });
}

/** Changes something and answers at once. */
export function set<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
): Of<A, R, 'none'> {
  return define(number, args, result, 'none', {});
}

/** Changes something, and may wait for a guest or for storage. */
export function change<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
): Of<A, R, 'none'> {
  return define(number, args, result, 'none', { slow: true });
}

/** Data follows to the host. */
export function upload<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
): Of<A, R, 'upload'> {
  return define(number, args, result, 'upload', { slow: true });
}

/** Data follows from the host. */
export function download<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
): Of<A, R, 'download'> {
  return define(number, args, result, 'download', { reads: true, slow: true });
}

/** Data flows both ways, as on a console. */
export function both<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
): Of<A, R, 'both'> {
  return define(number, args, result, 'both', { slow: true });
}

/** A procedure of the QEMU program: what libvirt offers for one hypervisor only. */
export function qemu<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
  traits: Traits,
): Of<A, R, 'none'> {
  return define(number, args, result, 'none', { ...traits, program: PROGRAM.QEMU });
}

/** What a daemon sends unasked, to those who registered for it. */
export interface Message<B> {
  readonly program: number;
  readonly number: number;
  readonly body: Xdr<B>;
}

/** A message as data. */
export function message<B extends Fields>(
  number: number,
  body: B,
  program: number = PROGRAM.REMOTE,
): Message<StructOf<B>> {
  return { program, number, body: struct(body) };
}
