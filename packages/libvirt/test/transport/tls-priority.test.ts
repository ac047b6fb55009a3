import tls from 'node:tls';
import { translatePriority } from '../../src/transport/tls-priority.js';

const translate = (text: string): ReturnType<typeof translatePriority> =>
  translatePriority(text, (reason) => new Error(reason));

test.each([
  ['NORMAL', {}],
  ['normal', {}],
  ['SECURE128', {}],
  ['@SYSTEM', {}],
  ['@LIBVIRT,SYSTEM', {}],
  ['NORMAL:-VERS-SSL3.0', {}],
  ['NORMAL:-VERS-TLS1.0:-VERS-TLS1.1:-VERS-DTLS-ALL', {}],
  ['NORMAL:-VERS-TLS1.3', { maxVersion: 'TLSv1.2' }],
  ['NORMAL:!VERS-TLS1.2', { minVersion: 'TLSv1.3' }],
  ['NORMAL:-VERS-ALL:+VERS-TLS1.3', { minVersion: 'TLSv1.3' }],
  ['@LIBVIRT,SYSTEM:-VERS-TLS-ALL:+VERS-TLS1.2', { maxVersion: 'TLSv1.2' }],
  ['NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3', {}],
])('%s', (text, expected) => {
  expect(translate(text)).toEqual(expected);
});

test.each(['SECURE192', 'SECURE256'])('%s is 192 bits in all parts', (level) => {
  const limits = translate(`${level}:-VERS-TLS1.2`);
  expect(limits).toMatchObject({ minVersion: 'TLSv1.3', ecdhCurve: 'P-384:P-521' });
  expect(limits.ciphers).not.toMatch(/128/);
  expect(limits.sigalgs).not.toMatch(/SHA256|SHA1/);
});

test('PFS is without key exchange by RSA', () => {
  expect(translate('PFS').ciphers).toMatch(/:!kRSA$/);
});

test.each(['NORMAL', 'SECURE192', 'PFS'])('OpenSSL takes what %s becomes', (level) => {
  expect(() => tls.createSecureContext(translate(level))).not.toThrow();
});

test.each([
  ['', '"" is no level'],
  ['NONE:+VERS-TLS1.3', '"NONE" is no level'],
  ['SUITEB128', '"SUITEB128" is no level'],
  ['-VERS-TLS1.2', '"-VERS-TLS1.2" is no level'],
  ['NORMAL:+AES-256-GCM', '"+AES-256-GCM" cannot be translated'],
  ['NORMAL:%COMPAT', '"%COMPAT" cannot be translated'],
  ['NORMAL:+VERS-TLS1.0', '"+VERS-TLS1.0" asks for what is not spoken here'],
  ['NORMAL:-VERS-TLS9', '"-VERS-TLS9" cannot be translated'],
  ['NORMAL:-VERS-ALL', 'leaves no version'],
  ['NORMAL:', '"" cannot be translated'],
])('"%s" is refused', (text, reason) => {
  expect(() => translate(text)).toThrow(reason);
});
