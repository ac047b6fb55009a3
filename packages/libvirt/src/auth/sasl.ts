import { reasonOf } from '../cause.js';
import { elaborate } from '../elaborate.js';
import { LibvirtError } from '../errors.js';
import type { ResultOf } from '../wire/procedures.js';
import type { Login, Request } from './login.js';
import { SCRAM_MECHANISMS, ScramError, scramLogin } from './scram.js';

type Step = ResultOf<'AUTH_SASL_START' | 'AUTH_SASL_STEP'>;

const NOTHING = new Uint8Array(0);

/**
 * Logs in by SASL, with the strongest mechanism that both sides know.
 *
 * Tokens are sent as they are, without the zero byte that some protocols add to them; `nil` tells a token that is absent from one that is
 * empty. The daemon says `complete` together with its last token, or after one more empty step.
 *
 * @param wanted the mechanism that the URI insists on
 */
export async function saslLogin(request: Request, login: Login, wanted: string | undefined): Promise<void> {
  const { uri, hostname, user, signal, credentials: store } = login;
  const { mechlist } = await request('AUTH_SASL_INIT', {});
  const mechanism = chooseMechanism(login, mechlist, wanted);
  const { credentials, origin } = await store.find({
    uri,
    service: 'libvirt',
    hostname,
    user,
    mechanism,
    signal,
  });
  const scram = scramLogin(mechanism, credentials);
  try {
    const opening = await request('AUTH_SASL_START', {
      mech: mechanism,
      nil: 0,
      data: Buffer.from(scram.first),
    });
    const proof = await scram.answer(token(opening, false));
    const closing = await request('AUTH_SASL_STEP', { nil: 0, data: Buffer.from(proof.final) });
    proof.verify(token(closing, true));
    if (closing.complete !== 0) return;
    const { complete } = await request('AUTH_SASL_STEP', { nil: 1, data: NOTHING });
    if (complete === 0) throw new ScramError('it wants to go on when all is said');
  } catch (cause) {
    if (cause instanceof ScramError) {
      throw new LibvirtError(
        `cannot open ${uri}: the daemon breaks off the login by ${mechanism}, or is none: ${cause.message}`,
        { fault: 'connection', cause },
      );
    }
    if (!(cause instanceof LibvirtError) || cause.fault !== 'host') throw cause;
    store.refused();
    throw elaborate(
      cause,
      `cannot open ${uri}: the daemon does not take the user name ${JSON.stringify(credentials.username)} with the password ${origin}, ` +
        `by ${mechanism}: ${reasonOf(cause)}. One of them is wrong: names have a realm there (fred@host, as ` +
        'sasldblistusers2 -f /etc/libvirt/passwd.db shows them on the host), and sasl_allowed_username_list may leave some out',
    );
  }
}

/** What a step of the daemon says. Before the last one it must not say that all is done: it has not shown yet that it knows the password. */
function token({ complete, nil, data }: Step, last: boolean): string {
  if (complete !== 0 && !last) throw new ScramError('it lets us in without having seen a password');
  if (nil !== 0) throw new ScramError('it says nothing where its token is due');
  return Buffer.from(data).toString();
}

function chooseMechanism(login: Login, mechlist: string, wanted: string | undefined): string {
  const offered = mechlist
    .split(/[\s,]+/)
    .filter((name) => name !== '')
    .map((name) => name.toUpperCase());
  const mechanism = SCRAM_MECHANISMS.find(
    (name) => offered.includes(name) && (wanted === undefined || name === wanted),
  );
  if (mechanism !== undefined) return mechanism;
  const insists = wanted === undefined ? '' : `the URI insists on ${wanted}, `;
  throw new LibvirtError(
    `cannot open ${login.uri}: no SASL mechanism is left that both sides know: ${insists}the daemon offers ${offered.join(', ')}, ` +
      `this client speaks ${SCRAM_MECHANISMS.join(', ')}; write "mech_list: scram-sha-256" into /etc/sasl2/libvirt.conf on the host`,
    { fault: 'unsupported', procedure: 'AUTH_SASL_INIT' },
  );
}
