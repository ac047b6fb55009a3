import { credentialsStore } from '../../src/auth/credentials.js';
import { uriLogin } from '../../src/auth/login.js';
import { saslLogin } from '../../src/auth/sasl.js';
import { LibvirtError } from '../../src/errors.js';
import { parseUri } from '../../src/transport/uri.js';
import type { ArgsOf } from '../../src/wire/procedures.js';
import { scripted, type Script } from './scripted-request.js';
import { ScramServer } from './scram-server.js';

const fred = { username: 'fred@lab', password: 'pencil' };
const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (data: Uint8Array): string => Buffer.from(data).toString();

/** Logs in as fred; the daemon's steps are the test's. */
async function attempt(script: Script, wanted?: string): Promise<readonly string[]> {
  const store = credentialsStore(fred, undefined);
  const login = uriLogin(parseUri('qemu+tls://h/system'), store, new AbortController().signal);
  const { request, called } = scripted({
    AUTH_SASL_INIT: () => ({ mechlist: 'PLAIN,SCRAM-SHA-1,scram-sha-256' }),
    ...script,
  });
  await saslLogin(request, login, wanted);
  return called;
}

type Stepped = 'complete with its token' | 'complete one step later' | 'never complete';

/** A daemon that knows fred, and how it says that all is done. */
function daemon(
  how: Stepped,
  password = fred.password,
): Script & { readonly seen: ArgsOf<'AUTH_SASL_START'>[] } {
  const server = new ScramServer('sha256', password);
  const seen: ArgsOf<'AUTH_SASL_START'>[] = [];
  let last = false;
  return {
    seen,
    AUTH_SASL_START: (args) => {
      seen.push(args);
      return { complete: 0, nil: 0, data: bytes(server.challenge(text(args.data))) };
    },
    AUTH_SASL_STEP: ({ nil, data }) => {
      if (last) return { complete: how === 'never complete' ? 0 : nil, nil: 1, data: bytes('') };
      last = true;
      const outcome = server.check(text(data));
      if (outcome === undefined) throw new LibvirtError('authentication failed', { fault: 'host', code: 45 });
      return { complete: how === 'complete with its token' ? 1 : 0, nil: 0, data: bytes(outcome) };
    },
  };
}

test.each<readonly [Stepped, readonly string[]]>([
  ['complete with its token', ['AUTH_SASL_INIT', 'AUTH_SASL_START', 'AUTH_SASL_STEP']],
  ['complete one step later', ['AUTH_SASL_INIT', 'AUTH_SASL_START', 'AUTH_SASL_STEP', 'AUTH_SASL_STEP']],
])('a daemon that is %s lets in', async (how, expected) => {
  const script = daemon(how);
  expect(await attempt(script)).toEqual(expected);
  expect(script.seen).toMatchObject([{ mech: 'SCRAM-SHA-256', nil: 0 }]);
});

test('a refusal says what was tried, and not the password', async () => {
  const refused = attempt(daemon('complete with its token', 'other'));
  await expect(refused).rejects.toMatchObject({ fault: 'host', codeName: 'VIR_ERR_AUTH_FAILED' });
  await expect(refused).rejects.toThrow(
    'cannot open qemu+tls://h/system: the daemon does not take the user name "fred@lab" with the password given to connect, by SCRAM-SHA-256: authentication failed.',
  );
  await expect(refused).rejects.not.toThrow('pencil');
});

test.each<readonly [string, Script, RegExp]>([
  [
    'lets us in at once',
    { AUTH_SASL_START: () => ({ complete: 1, nil: 0, data: bytes('r=x') }) },
    /lets us in without having seen a password/,
  ],
  [
    'says nothing',
    { AUTH_SASL_START: () => ({ complete: 0, nil: 1, data: bytes('') }) },
    /says nothing where its token is due/,
  ],
  [
    'keeps us busy',
    {
      AUTH_SASL_START: ({ data }) => ({
        complete: 0,
        nil: 0,
        data: bytes(`r=${text(data).replace(/^.*r=/, '')}x,s=c2FsdA==,i=2147483647`),
      }),
    },
    /asks for 2147483647 iterations/,
  ],
  [
    'does not know the password, and says that all is well',
    {
      ...daemon('complete with its token'),
      AUTH_SASL_STEP: () => ({ complete: 1, nil: 0, data: bytes(`v=${'A'.repeat(43)}=`) }),
    },
    /cannot show that it knows the password/,
  ],
  [
    'says that all is well, and nothing else',
    {
      ...daemon('complete with its token'),
      AUTH_SASL_STEP: () => ({ complete: 1, nil: 1, data: bytes('') }),
    },
    /says nothing where its token is due/,
  ],
  ['never ends', daemon('never complete'), /wants to go on when all is said/],
])('a daemon that %s is not believed', async (_, script, reason) => {
  const login = attempt(script);
  await expect(login).rejects.toMatchObject({ fault: 'connection' });
  await expect(login).rejects.toThrow(/^cannot open qemu\+tls:\/\/h\/system: the daemon breaks off/);
  await expect(login).rejects.toThrow(reason);
});

test.each([
  [
    'GSSAPI, DIGEST-MD5',
    undefined,
    /the daemon offers GSSAPI, DIGEST-MD5, this client speaks SCRAM-SHA-512,/,
  ],
  ['SCRAM-SHA-256-PLUS', undefined, /the daemon offers SCRAM-SHA-256-PLUS,/],
  ['SCRAM-SHA-256', 'SCRAM-SHA-1', /insists on SCRAM-SHA-1, the daemon offers SCRAM-SHA-256,/],
  ['GSSAPI', 'GSSAPI', /insists on GSSAPI, the daemon offers GSSAPI,/],
])('of %s none is left', async (mechlist, wanted, reason) => {
  const login = attempt({ AUTH_SASL_INIT: () => ({ mechlist }) }, wanted);
  await expect(login).rejects.toMatchObject({ fault: 'unsupported' });
  await expect(login).rejects.toThrow(reason);
});

test('the connection is lost meanwhile', async () => {
  const lost = new LibvirtError('lost', { fault: 'unknown-outcome' });
  const script: Script = {
    AUTH_SASL_START: () => {
      throw lost;
    },
  };
  await expect(attempt(script)).rejects.toBe(lost);
});
