import { authenticate } from './auth/authenticate.js';
import type { Login, Request } from './auth/login.js';
import { elaborate } from './elaborate.js';
import { LibvirtError } from './errors.js';

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

/** Whom and what is greeted for. */
export interface GreetingOptions {
  /** The URI as it was asked for, in messages. */
  readonly uri: string;
  /** The URI that the daemon opens. */
  readonly name: string;
  readonly readOnly: boolean;
  readonly keepalive: boolean;
  readonly login: Login | undefined;
}

/** Says who we are and what to open. What follows the login goes out in one write. */
export async function greet(
  request: Request,
  { uri, name, readOnly, keepalive, login }: GreetingOptions,
): Promise<Greeting> {
  await authenticate(request, uri, login);
  const [feature] = await Promise.all([
    keepalive ? request('CONNECT_SUPPORTS_FEATURE', { feature: FEATURE_KEEPALIVE }) : { supported: 0 },
    request('CONNECT_OPEN', { name, flags: readOnly ? OPEN_READ_ONLY : 0 }).catch((cause: unknown) => {
      throw refused(uri, cause);
    }),
  ]);
  return { keepalive: feature.supported !== 0 };
}

/** libvirt says what is wrong with what it was to open, and not that it was to open it. */
function refused(uri: string, cause: unknown): unknown {
  return cause instanceof LibvirtError && cause.fault === 'host'
    ? elaborate(cause, `cannot open ${uri}: ${cause.message}`)
    : cause;
}
