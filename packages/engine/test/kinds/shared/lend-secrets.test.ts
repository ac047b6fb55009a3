import { domain } from '@virtform/schema';
import { lendSecrets } from '../../../src/kinds/shared/lend-secrets.js';

const vnc = (passwd?: string, port?: number) => ({
  vnc: { ...(passwd === undefined ? {} : { passwd }), ...(port === undefined ? {} : { port }) },
});
const spice = (passwd?: string) => ({ spice: passwd === undefined ? {} : { passwd } });
const guest = (...graphics: readonly object[]) => ({ devices: { graphics } });

test('what libvirt does not tell is taken from what was applied', () => {
  const lent = lendSecrets(domain.attributes, guest(vnc(undefined, 5900)), guest(vnc('first')));
  expect(lent).toEqual(guest(vnc('first', 5900)));
});

test('what libvirt tells counts', () => {
  const lent = lendSecrets(domain.attributes, guest(vnc('there')), guest(vnc('applied')));
  expect(lent).toEqual(guest(vnc('there')));
});

test('nothing but secrets is lent', () => {
  const lent = lendSecrets(domain.attributes, guest(vnc()), guest(vnc('first', 5901)));
  expect(lent).toEqual(guest(vnc('first')));
});

test('each element has its own secret, in whatever order they stand', () => {
  const lent = lendSecrets(
    domain.attributes,
    guest(spice(), vnc()),
    guest(vnc('for vnc'), spice('for spice')),
  );
  expect(lent).toEqual(guest(spice('for spice'), vnc('for vnc')));
});

test('what libvirt does not tell beside a secret is lent with it', () => {
  const applied = guest({
    vnc: { passwd: 'first', passwd_valid_to: '2030-01-31T15:00:00', connected: 'keep' },
  });
  expect(lendSecrets(domain.attributes, guest(vnc()), applied)).toEqual(applied);
});

test('cookies are not told at all', () => {
  const disk = (cookies: object) => ({
    devices: { disks: [{ target: { dev: 'vda' }, source: { network: { protocol: 'https' }, ...cookies } }] },
  });
  const applied = disk({ cookies: { cookies: [{ name: 'one', value: 'hush' }] } });
  expect(lendSecrets(domain.attributes, disk({}), applied)).toEqual(applied);
});
