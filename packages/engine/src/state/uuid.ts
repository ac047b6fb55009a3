import { createHash } from 'node:crypto';

/**
 * Sixteen bytes as a UUID of this version (RFC 9562): the version and variant bits are set, the others kept.
 */
export function formatUuid(bytes: Uint8Array, version: 4 | 5): string {
  const copy = Buffer.from(bytes.subarray(0, 16));
  copy[6] = ((copy[6] ?? 0) & 0x0f) | (version << 4);
  copy[8] = ((copy[8] ?? 0) & 0x3f) | 0x80;
  const hex = copy.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The UUID of version 5 that belongs to a name: the same name gives the same UUID everywhere. */
export function uuidFromName(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  return formatUuid(createHash('sha1').update(space).update(name, 'utf8').digest(), 5);
}
