import { LibvirtError } from './errors.js';
import type { ArgsOf, ProcedureName, ResultOf } from './wire/procedures.js';

/** Makes a call on a connection that is not open yet. */
export type Request = <P extends ProcedureName>(procedure: P, args: ArgsOf<P>) => Promise<ResultOf<P>>;

/** remote_auth_type. */
const AUTH = { NONE: 0, SASL: 1, POLKIT: 2 } as const;

/** virDrvFeature: the daemon answers and sends keepalive messages. It sends them only to clients that asked for this. */
const FEATURE_KEEPALIVE = 10;
/** virDrvFeature: NETWORK_UPDATE takes its command and section in the order in which they are named. */
export const FEATURE_NETWORK_UPDATE_ORDER = 16;
/** VIR_CONNECT_RO. */
const OPEN_READ_ONLY = 1;

/** What the greeting found out. */
export interface Greeting {
  readonly keepalive: boolean;
}

/**
 * Says who we are and what to open. AUTH_LIST comes first for everybody, root too; what follows it goes out in one write.
 */
export async function greet(
  request: Request,
  {
    name,
    readOnly,
    keepalive,
  }: { readonly name: string; readonly readOnly: boolean; readonly keepalive: boolean },
): Promise<Greeting> {
  await authenticate(request);
  const [feature] = await Promise.all([
    keepalive ? request('CONNECT_SUPPORTS_FEATURE', { feature: FEATURE_KEEPALIVE }) : { supported: 0 },
    request('CONNECT_OPEN', { name, flags: readOnly ? OPEN_READ_ONLY : 0 }),
  ]);
  return { keepalive: feature.supported !== 0 };
}

async function authenticate(request: Request): Promise<void> {
  const { types } = await request('AUTH_LIST', {});
  if (types.length === 0 || types.includes(AUTH.NONE)) return;
  if (types.includes(AUTH.POLKIT)) {
    await request('AUTH_POLKIT', {});
    return;
  }
  throw new LibvirtError(
    types.includes(AUTH.SASL)
      ? 'the daemon asks for a SASL login, which this client does not speak; let the socket ask for polkit or for nothing (auth_unix_rw)'
      : `the daemon asks for an unknown kind of login (${types.join(', ')})`,
    { fault: 'unsupported', procedure: 'AUTH_LIST' },
  );
}
