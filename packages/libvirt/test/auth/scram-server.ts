import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/**
 * The server's side of one SCRAM login, written after RFC 5802 from that side: it stores keys, not the password, and undoes the client's
 * proof.
 */
export class ScramServer {
  readonly #hash: string;
  readonly #storedKey: Buffer;
  readonly #serverKey: Buffer;
  readonly #parameters: string;
  #opening = '';

  constructor(hash: string, password: string, iterations = 4_096) {
    const salt = Buffer.from('salt of the server');
    const length = createHash(hash).digest().length;
    const salted = pbkdf2Sync(password, salt, iterations, length, hash);
    const key = (name: string): Buffer => createHmac(hash, salted).update(name).digest();
    this.#hash = hash;
    this.#storedKey = createHash(hash).update(key('Client Key')).digest();
    this.#serverKey = key('Server Key');
    this.#parameters = `s=${salt.toString('base64')},i=${iterations}`;
  }

  /** Answers the client's first message. */
  challenge(first: string): string {
    const bare = first.replace(/^n,,/, '');
    const challenge = `r=${bare.replace(/^.*,r=/, '')}0123,${this.#parameters}`;
    this.#opening = `${bare},${challenge}`;
    return challenge;
  }

  /** Answers the client's proof; undefined where it is wrong. */
  check(final: string): string | undefined {
    const [unproven = '', proof = ''] = final.split(',p=');
    const conversation = `${this.#opening},${unproven}`;
    const sign = (key: Buffer): Buffer => createHmac(this.#hash, key).update(conversation).digest();
    const signature = sign(this.#storedKey);
    const clientKey = Buffer.from(proof, 'base64').map((byte, index) => byte ^ (signature[index] ?? 0));
    if (!createHash(this.#hash).update(clientKey).digest().equals(this.#storedKey)) return undefined;
    return `v=${sign(this.#serverKey).toString('base64')}`;
  }
}
