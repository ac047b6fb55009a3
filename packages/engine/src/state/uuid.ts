import { createHash } from 'node:crypto';

/**
 * Sixteen bytes as a UUID of this version (RFC 9562): the version and variant bits are set, the others kept.
 */
export function formatUuid(bytes: Uint8Array, version: 4 | 5): string {
  return formatDigits(Buffer.from(bytes).toString('hex'), version);
}

/** The same of hexadecimal digits; those after the first 32 do not count. */
function formatDigits(digits: string, version: 4 | 5): string {
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `${version}${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

/** The UUID of version 5 that belongs to a name: the same name gives the same UUID everywhere. */
export function uuidFromName(namespace: Uint8Array, name: string): string {
  return formatDigits(createHash('sha1').update(namespace).update(name, 'utf8').digest('hex'), 5);
}

/** A UUID as bytes, as those of version 5 take their namespaces. */
export function uuidBytes(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}
