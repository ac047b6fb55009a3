import { reasonOf } from './cause.js';
import { ERROR_CODES, ERROR_DOMAINS } from './error-codes.js';
import { remoteError } from './wire/objects.js';
import type { TypeOf } from './wire/xdr.js';
import type { XdrReader } from './wire/xdr-reader.js';

/**
 * Who is at fault, and so what can be done:
 *
 * - `caller`: the call cannot be made like this (bad argument or URI, a procedure that is not allowed, aborted before it was sent).
 *   Nothing happened.
 * - `host`: libvirt answered with an error. Its code says why.
 * - `connection`: there is no connection, or it could not be made. Nothing of this call reached the host.
 * - `unknown-outcome`: the call was sent and no answer came (connection lost, deadline, abort). It may have been carried out, or still
 *   be: look before trying again.
 * - `unsupported`: this daemon or this client does not know how.
 */
export type Fault = 'caller' | 'host' | 'connection' | 'unknown-outcome' | 'unsupported';

/** What libvirt said, where it said something. */
export interface LibvirtErrorDetails {
  readonly fault: Fault;
  /** virErrorNumber; absent where the error does not come from libvirt. */
  readonly code?: number;
  /** virErrorDomain's name: `VIR_FROM_QEMU`. */
  readonly domain?: string;
  /** virErrorLevel: 1 warning, 2 error. */
  readonly level?: number;
  readonly str1?: string | undefined;
  readonly str2?: string | undefined;
  readonly str3?: string | undefined;
  readonly int1?: number;
  readonly int2?: number;
  /** The procedure that was called: `DOMAIN_CREATE_WITH_FLAGS`. */
  readonly procedure?: string;
  readonly cause?: unknown;
}

/** Everything that this package throws or rejects with. */
export class LibvirtError extends Error {
  override readonly name = 'LibvirtError';
  readonly fault: Fault;
  readonly code: number | undefined;
  /** libvirt's name for the code: `VIR_ERR_NO_DOMAIN`; `VIR_ERR_<n>` for a code newer than this package. */
  readonly codeName: string | undefined;
  readonly domain: string | undefined;
  readonly level: number | undefined;
  readonly str1: string | undefined;
  readonly str2: string | undefined;
  readonly str3: string | undefined;
  readonly int1: number | undefined;
  readonly int2: number | undefined;
  readonly procedure: string | undefined;

  constructor(message: string, details: LibvirtErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.fault = details.fault;
    this.code = details.code;
    this.codeName =
      details.code === undefined ? undefined : (ERROR_CODES[details.code] ?? `VIR_ERR_${details.code}`);
    this.domain = details.domain;
    this.level = details.level;
    this.str1 = details.str1;
    this.str2 = details.str2;
    this.str3 = details.str3;
    this.int1 = details.int1;
    this.int2 = details.int2;
    this.procedure = details.procedure;
  }
}

/** VIR_ERR_NO_SUPPORT: the driver has no such call. */
const NO_SUPPORT = 3;
/** VIR_ERR_RPC: with these words (virnetserverprogram.c) the daemon is older than the procedure. */
const RPC = 39;
const UNKNOWN_TO_DAEMON = /unknown procedure|cannot find program/i;

/** The codes that mean "there is no such object"; a look-up that failed with any other says nothing about existence. */
const NOT_FOUND: ReadonlySet<string> = new Set([
  'VIR_ERR_NO_DOMAIN',
  'VIR_ERR_NO_NETWORK',
  'VIR_ERR_NO_STORAGE_POOL',
  'VIR_ERR_NO_STORAGE_VOL',
  'VIR_ERR_NO_NODE_DEVICE',
  'VIR_ERR_NO_INTERFACE',
  'VIR_ERR_NO_NWFILTER',
  'VIR_ERR_NO_NWFILTER_BINDING',
  'VIR_ERR_NO_SECRET',
  'VIR_ERR_NO_DOMAIN_SNAPSHOT',
  'VIR_ERR_NO_DOMAIN_CHECKPOINT',
  'VIR_ERR_NO_NETWORK_PORT',
]);

/**
 * Whether libvirt itself said that the object does not exist. Never true for a lost connection, a deadline or an inactive pool.
 * For a volume it means "unknown to libvirt": a pool that was not refreshed does not know files made by hand.
 */
export function isNotFound(error: unknown): boolean {
  return (
    error instanceof LibvirtError &&
    error.fault === 'host' &&
    error.codeName !== undefined &&
    NOT_FOUND.has(error.codeName)
  );
}

/** Any failure as this package's error; one that is already stays what it is. */
export function asLibvirtError(cause: unknown, fault: Fault, attempted: string): LibvirtError {
  return cause instanceof LibvirtError
    ? cause
    : new LibvirtError(`${attempted}: ${reasonOf(cause)}`, { fault, cause });
}

/** The error in a reply, as an exception for the procedure that was called. */
export function readRemoteError(reader: XdrReader, procedure: string): LibvirtError {
  const error: TypeOf<typeof remoteError> = remoteError.read(reader);
  const message = error.message ?? 'libvirt gave no reason';
  return new LibvirtError(message, {
    fault:
      error.code === NO_SUPPORT || (error.code === RPC && UNKNOWN_TO_DAEMON.test(message))
        ? 'unsupported'
        : 'host',
    code: error.code,
    domain: ERROR_DOMAINS[error.domain] ?? `VIR_FROM_${error.domain}`,
    level: error.level,
    str1: error.str1,
    str2: error.str2,
    str3: error.str3,
    int1: error.int1,
    int2: error.int2,
    procedure,
  });
}
