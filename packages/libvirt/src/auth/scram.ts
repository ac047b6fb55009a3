import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

/** The mechanisms that are spoken here with their hashes, the strongest first. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ['SCRAM-SHA-512', 'sha512'],
  ['SCRAM-SHA-384', 'sha384'],
  ['SCRAM-SHA-256', 'sha256'],
  ['SCRAM-SHA-224', 'sha224'],
  ['SCRAM-SHA-1', 'sha1'],
]);

/** Names of the SASL mechanisms that are spoken here, the strongest first. */
export const SCRAM_MECHANISMS: readonly string[] = [...HASHES.keys()];

/**
 * How often the server may ask us to hash. Fewer times than 4,096 (RFC 5802, 5.1) would let it try passwords cheaply; a million take half a
 * second, and more is asked for by nobody but to keep us busy.
 */
const ITERATIONS = { least: 4_096, most: 1_000_000 } as const;

/** Random bytes of our nonce. */
const NONCE_LENGTH = 24;

/** "No channel binding": libvirt hands none to SASL. In the last message it stands encoded. */
const GS2_HEADER = 'n,,';

/** A server that breaks the protocol, or does not know the password itself. */
export class ScramError extends Error {
  override readonly name = 'ScramError';
}

/** A login with a SCRAM mechanism (RFC 5802, RFC 7677), as the client sees it. */
export interface ScramLogin {
  /** What opens it. */
  readonly first: string;
  /** Answers the server's challenge. Takes up to half a second of another thread. */
  answer(challenge: string): Promise<ScramProof>;
}

/** The second half of a login: we have shown that we know the password, and the server has to. */
export interface ScramProof {
  readonly final: string;
  /** Throws where the server does not know the password. */
  verify(outcome: string): void;
}

/**
 * Begins a login.
 *
 * Name and password go as they are given, without the normal form of SASLprep (RFC 4013): Cyrus, which is SASL for every libvirt daemon,
 * keeps and compares them as they are, so that another form of the same password would be a wrong one.
 */
export function scramLogin(
  mechanism: string,
  { username, password }: { readonly username: string; readonly password: string },
  nonce: string = randomBytes(NONCE_LENGTH).toString('base64'),
): ScramLogin {
  const hash = HASHES.get(mechanism);
  if (hash === undefined) throw new ScramError(`${mechanism} is not spoken here`);
  const bare = `n=${username.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
  return {
    first: GS2_HEADER + bare,
    answer: async (challenge) => {
      const { serverNonce, salt, iterations } = parseChallenge(challenge, nonce);
      const salted = await derive(password, salt, iterations, createHash(hash).digest().length, hash);
      const unproven = `c=${Buffer.from(GS2_HEADER).toString('base64')},r=${serverNonce}`;
      const conversation = `${bare},${challenge},${unproven}`;
      const clientKey = hmac(hash, salted, 'Client Key');
      const signature = hmac(hash, createHash(hash).update(clientKey).digest(), conversation);
      const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
      const expected = hmac(hash, hmac(hash, salted, 'Server Key'), conversation);
      return {
        final: `${unproven},p=${Buffer.from(proof).toString('base64')}`,
        verify: (outcome) => verifyOutcome(outcome, expected),
      };
    },
  };
}

interface Challenge {
  readonly serverNonce: string;
  readonly salt: Buffer;
  readonly iterations: number;
}

/** `r=` nonce, `s=` salt, `i=` iterations, then extensions that need not be known. */
function parseChallenge(text: string, nonce: string): Challenge {
  const match = /^r=([!-+\--~]+),s=([^,]*),i=([^,]*)(?:,.*)?$/s.exec(text);
  if (match === null) throw new ScramError('its challenge has not the form r=…,s=…,i=…');
  const [, serverNonce = '', saltText = '', count = ''] = match;
  if (!serverNonce.startsWith(nonce) || serverNonce.length === nonce.length) {
    throw new ScramError('its nonce does not go on from ours, so that it answers somebody else');
  }
  const salt = decodeBase64(saltText);
  if (salt === undefined || salt.length === 0) throw new ScramError('its salt is not base64');
  if (!/^[1-9]\d*$/.test(count)) throw new ScramError('its iterations are no number');
  const iterations = Number(count);
  if (iterations < ITERATIONS.least || iterations > ITERATIONS.most) {
    throw new ScramError(
      `it asks for ${iterations} iterations; from ${ITERATIONS.least} to ${ITERATIONS.most} are made here`,
    );
  }
  return { serverNonce, salt, iterations };
}

/** `v=` the server's signature, or `e=` why there is none. */
function verifyOutcome(text: string, expected: Buffer): void {
  const [, kind, value = ''] = /^([ve])=([^,]*)(?:,.*)?$/s.exec(text) ?? [];
  if (kind === 'e') throw new ScramError(`it says ${JSON.stringify(value.slice(0, 80))}`);
  const signature = kind === 'v' ? decodeBase64(value) : undefined;
  if (signature?.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new ScramError(
      'it cannot show that it knows the password: it is not the host that it claims to be',
    );
  }
}

function hmac(hash: string, key: Uint8Array, text: string): Buffer {
  return createHmac(hash, key).update(text).digest();
}

/** Node skips what is not base64; here that is refused. */
function decodeBase64(text: string): Buffer | undefined {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? Buffer.from(text, 'base64')
    : undefined;
}
