import {
  connect,
  type ConnectionPool,
  type Domain,
  libvirt,
  type Libvirt,
  LibvirtError,
} from '@virtform/libvirt';

/** A host that is opened for all tests of a file or of a `describe`, and closed after them. */
export interface OpenHost {
  readonly caller: () => ConnectionPool;
  /** libvirt's typed calls to it. */
  readonly host: () => Libvirt;
  /** A guest by its name, as it is now. */
  readonly domain: (name: string) => Promise<Domain>;
}

/**
 * Opens a host once for several tests.
 *
 * @param uri asked for when the tests begin
 */
export function openHost(uri: () => string): OpenHost {
  let opened: ConnectionPool | undefined;
  beforeAll(async () => {
    opened = await connect(uri());
  });
  afterAll(async () => {
    await opened?.close();
  });
  const caller = (): ConnectionPool => {
    if (opened === undefined)
      throw new Error('The host is open only while tests run: ask for it inside one.');
    return opened;
  };
  const host = (): Libvirt => libvirt(caller());
  return { caller, host, domain: (name) => host().domains.lookupByName(name) };
}

/** Why a call was refused. One that was not fails the test. */
export async function refusal(call: Promise<unknown>): Promise<LibvirtError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LibvirtError) return error;
  throw new Error('The call was not refused.', { cause: error });
}
