import { connect, type ConnectionPool, type ConnectOptions } from '@virtform/libvirt';

/** Opens a host, and closes it when `use` is done. */
export async function withHost<T>(
  uri: string,
  use: (caller: ConnectionPool) => Promise<T>,
  options: ConnectOptions = {},
): Promise<T> {
  const caller = await connect(uri, options);
  try {
    return await use(caller);
  } finally {
    await caller.close();
  }
}
