import { formatUuid, uuidBytes, uuidFromName } from '../../src/state/uuid.js';

test('the UUID of a name is that of the example in RFC 9562, A.4', () => {
  const dns = uuidBytes('6ba7b810-9dad-11d1-80b4-00c04fd430c8');
  expect(uuidFromName(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
});

test.each([
  [0x00, '00000000-0000-4000-8000-000000000000'],
  [0xff, 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
])('sixteen bytes 0x%s are a UUID but for its version and variant', (byte, uuid) => {
  expect(formatUuid(new Uint8Array(16).fill(byte), 4)).toBe(uuid);
});
