import type { Caller } from '@virtform/libvirt';
import { LibvirtError } from '@virtform/libvirt';
import type { Effects } from '../effects/effects.js';
import type { Identity } from '../kinds/kind.js';
import type { Expectation, HeldObject, HostProvider, LocalMachine, Provider } from '../kinds/provider.js';

/** A host while an apply works on it: one connection that may change things, and the host view, kept up to date. */
export interface HostSession {
  readonly uri: string;
  readonly provider: Provider<unknown>;
  readonly view: unknown;
  caller(): Caller;
  /** Reads one object again into the view, after `reconnect` where the connection is gone; `expected` as `HostProvider.reread` has it. */
  reread(type: string, identity: Identity, expected: Expectation): Promise<void>;
  /**
   * Opens a new connection in the place of one that was lost; whoever lost the same one shares it.
   *
   * @throws LibvirtError of the last attempt once all have failed
   */
  reconnect(lost: Caller, attempting: (attempt: number) => void): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds before each further attempt: a daemon that restarts is back within seconds. */
const RECONNECT_PAUSES: readonly number[] = [0, 250, 500, 1000, 2000, 4000, 8000];

/** What is known beforehand of a host that is opened. */
interface KnownBefore {
  readonly local: LocalMachine;
  /** The objects that the state knows of. */
  readonly held: readonly HeldObject[];
  /** What the plan saw. */
  readonly seen: unknown;
  /** It saw that just now. */
  readonly isCurrent: boolean;
}

/** Opens a host for changes and reads it in one burst, unless it was read just now. */
export async function openSession(
  uri: string,
  provider: HostProvider<unknown>,
  { hosts, clock }: Pick<Effects, 'hosts' | 'clock'>,
  { local, held, seen, isCurrent }: KnownBefore,
  signal?: AbortSignal,
): Promise<HostSession> {
  let current = await hosts.connect(uri, 'change', signal);
  let reconnecting: Promise<void> | undefined;
  const read = async (): Promise<unknown> => {
    try {
      return await provider.readHost(current, () => Promise.resolve(current), local, held, seen);
    } catch (error) {
      await current.close().catch(() => undefined);
      throw error;
    }
  };
  const view = isCurrent ? seen : await read();

  const openAgain = async (attempting: (attempt: number) => void): Promise<void> => {
    await current.close().catch(() => undefined);
    let failure: unknown;
    for (const [index, pause] of RECONNECT_PAUSES.entries()) {
      attempting(index + 1);
      await clock.sleep(pause, signal);
      try {
        current = await hosts.connect(uri, 'change', signal);
        return;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  };

  return {
    uri,
    provider,
    view,
    caller: () => current,
    reread: (type, identity, expected) => provider.reread(view, current, type, identity, local, expected),
    reconnect: (lost, attempting) => {
      if (reconnecting === undefined && lost !== current) return Promise.resolve();
      reconnecting ??= openAgain(attempting).finally(() => (reconnecting = undefined));
      return reconnecting;
    },
    close: () => current.close(),
  };
}

/** Whether an error says that the connection is gone: then nobody knows what became of the call. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof LibvirtError && (error.fault === 'unknown-outcome' || error.fault === 'connection');
}

/**
 * Whether libvirt refused because there is one already: what stands there is not what this apply made. For a file that the pool
 * did not know of, it says so in words only (code 38: File exists).
 */
export function isAlreadyThere(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (!(error instanceof LibvirtError)) return isAlreadyThere(error.cause);
  return (
    error.fault === 'host' && (error.codeName?.endsWith('_EXIST') === true || /exists/i.test(error.message))
  );
}
