import { domain, secretPaths } from '@virtform/schema';
import { lendSecrets } from '../../../src/kinds/shared/lend-secrets.js';
import { redact, reveal } from '../../../src/kinds/shared/secrets.js';

const guest = {
  name: 'web',
  devices: { graphics: [{ spice: {} }, { vnc: { auto_port: true, passwd: 'hush' } }] },
};

test('the schema knows where secrets stand', () => {
  expect(secretPaths(domain.attributes, guest)).toEqual([['devices', 'graphics', 1, 'vnc', 'passwd']]);
});

test('a step holds none, and finds them again', () => {
  const redacted = redact(guest, [...secretPaths(domain.attributes, guest), ['name'], ['title']]);
  expect(JSON.stringify(redacted)).not.toMatch(/hush|"web"/);
  expect(reveal(redacted, guest)).toEqual(guest);
});

test('a secret that is not there any more is an error, and no empty text', () => {
  const redacted = redact(guest, secretPaths(domain.attributes, guest));
  expect(() => reveal(redacted, { name: 'web' })).toThrow(
    'the sensitive value at devices.graphics.1.vnc.passwd is not known',
  );
});

test('what libvirt does not tell is taken for what was applied', () => {
  const told = {
    name: 'web',
    devices: { graphics: [{ spice: {} }, { vnc: { auto_port: true, port: 5900 } }] },
  };
  expect(lendSecrets(domain.attributes, told, guest)).toEqual({
    name: 'web',
    devices: { graphics: [{ spice: {} }, { vnc: { auto_port: true, port: 5900, passwd: 'hush' } }] },
  });
});
