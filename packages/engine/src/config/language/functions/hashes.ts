import { createHash } from 'node:crypto';
import { asText, FunctionFamily, FunctionProblem, FunctionSpec, parameter } from './function.js';

/** The digest of a text's UTF-8 bytes. */
function digest(algorithm: string, encoding: 'hex' | 'base64'): FunctionSpec {
  return {
    parameters: [parameter('str', 'string')],
    returns: 'string',
    run: ([text]) => createHash(algorithm).update(asText(text), 'utf8').digest(encoding),
  };
}

/** Namespaces of RFC 4122, by the names that Terraform takes. */
const NAMESPACES: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

function uuidV5(namespace: string, name: string): string {
  const given = NAMESPACES[namespace] ?? namespace.replace(/^urn:uuid:|^\{(.*)\}$/i, '$1');
  if (!UUID.test(given))
    throw new FunctionProblem(`uuidv5() doesn't support namespace ${JSON.stringify(namespace)}`, 0);
  const bytes = createHash('sha1')
    .update(Buffer.from(given.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const HASHES: FunctionFamily = {
  base64sha256: digest('sha256', 'base64'),
  base64sha512: digest('sha512', 'base64'),
  md5: digest('md5', 'hex'),
  sha1: digest('sha1', 'hex'),
  sha256: digest('sha256', 'hex'),
  sha512: digest('sha512', 'hex'),
  uuidv5: {
    parameters: [parameter('namespace', 'string'), parameter('name', 'string')],
    returns: 'string',
    run: ([namespace, name]) => uuidV5(asText(namespace), asText(name)),
  },
};
