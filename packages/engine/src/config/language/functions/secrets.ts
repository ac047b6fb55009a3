import { createPrivateKey, randomUUID } from 'node:crypto';
import { unknownOf } from '../types.js';
import { fromBase64, fromUtf8 } from './encoding.js';
import { asText, FunctionFamily, FunctionProblem, parameter } from './function.js';

/** Node refuses to decrypt PKCS #1 v1.5 (its own padding check leaks time); here only the owner of both ends looks on. */
function rsaDecrypt(ciphertext: Buffer, pem: string): Buffer {
  const { n, d } = privateKey(pem);
  const length = Math.ceil(n.toString(16).length / 2);
  const plain = power(BigInt(`0x${ciphertext.toString('hex') || '0'}`), d, n);
  const padded = Buffer.from(plain.toString(16).padStart(length * 2, '0'), 'hex');
  const end = padded.indexOf(0, 2);
  if (padded[0] !== 0 || padded[1] !== 2 || end < 10)
    throw new FunctionProblem('failed to decrypt: the text was not encrypted for this key', 0);
  return padded.subarray(end + 1);
}

function privateKey(pem: string): { readonly n: bigint; readonly d: bigint } {
  let key: { readonly n?: string; readonly d?: string };
  try {
    key = createPrivateKey(pem).export({ format: 'jwk' });
  } catch (error) {
    throw new FunctionProblem(
      `failed to read the key: ${error instanceof Error ? error.message : String(error)}`,
      1,
    );
  }
  if (key.n === undefined || key.d === undefined) throw new FunctionProblem('this is no RSA key', 1);
  return { n: toNumber(key.n), d: toNumber(key.d) };
}

function toNumber(base64url: string): bigint {
  return BigInt(`0x${Buffer.from(base64url, 'base64url').toString('hex')}`);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

export const SECRETS: FunctionFamily = {
  rsadecrypt: {
    parameters: [parameter('ciphertext', 'string'), parameter('privatekey', 'string')],
    returns: 'string',
    run: ([ciphertext, pem]) =>
      fromUtf8(rsaDecrypt(fromBase64(asText(ciphertext)), asText(pem)), 'the decrypted text'),
  },
  uuid: {
    parameters: [],
    returns: 'string',
    run: (_, { phase }) => (phase === 'plan' ? unknownOf('string') : randomUUID()),
  },
};
