import { findIdentity, type Identity } from '../../src/transport/tls.js';

const none = { revocations: undefined };
const system = {
  ...none,
  authority: '/etc/pki/CA/cacert.pem',
  certificate: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
};
const user = {
  ...none,
  authority: '/home/me/.pki/libvirt/cacert.pem',
  certificate: '/home/me/.pki/libvirt/clientcert.pem',
  key: '/home/me/.pki/libvirt/clientkey.pem',
};
const given = {
  ...none,
  authority: '/p/cacert.pem',
  certificate: '/p/clientcert.pem',
  key: '/p/clientkey.pem',
};

const files = ({ authority, revocations, certificate, key }: Identity): readonly string[] =>
  [authority, revocations, certificate, key].filter((file) => file !== undefined);

test.each<readonly [string, string | undefined, number, readonly string[], Identity]>([
  ['the system’s', undefined, 0, files(system), system],
  ['root’s are the system’s', undefined, 0, [...files(system), ...files(user)], system],
  ['the user’s own', undefined, 1000, [...files(system), ...files(user)], user],
  [
    'an authority of the user, the rest of the system',
    undefined,
    1000,
    [user.authority, system.certificate, system.key],
    { ...system, authority: user.authority },
  ],
  ['those of pkipath', '/p', 1000, [...files(given), ...files(user)], given],
  [
    'no certificate without its key',
    '/p',
    0,
    [given.authority, given.certificate],
    { ...none, authority: given.authority, certificate: undefined, key: undefined },
  ],
  [
    'no certificate of the user with the key of the system',
    undefined,
    1000,
    [...files(system), user.certificate],
    system,
  ],
  [
    'what the authority took back',
    '/p',
    0,
    [...files(given), '/p/cacrl.pem'],
    { ...given, revocations: '/p/cacrl.pem' },
  ],
  [
    'what the user knows that the authority took back',
    undefined,
    1000,
    [...files(system), '/etc/pki/CA/cacrl.pem', '/home/me/.pki/libvirt/cacrl.pem'],
    { ...system, revocations: '/home/me/.pki/libvirt/cacrl.pem' },
  ],
])('%s', (_, pkipath, uid, present, expected) => {
  const view = { exists: (file: string) => present.includes(file), home: '/home/me', uid };
  expect(findIdentity(pkipath, view)).toEqual(expected);
});
