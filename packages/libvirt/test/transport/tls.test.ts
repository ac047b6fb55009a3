import { findIdentity } from '../../src/transport/tls.js';

const system = {
  authority: '/etc/pki/CA/cacert.pem',
  certificate: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
};
const user = {
  authority: '/home/me/.pki/libvirt/cacert.pem',
  certificate: '/home/me/.pki/libvirt/clientcert.pem',
  key: '/home/me/.pki/libvirt/clientkey.pem',
};
const given = { authority: '/p/cacert.pem', certificate: '/p/clientcert.pem', key: '/p/clientkey.pem' };

test.each([
  ['the system’s', undefined, 0, Object.values(system), system],
  ['root’s are the system’s', undefined, 0, [...Object.values(system), ...Object.values(user)], system],
  ['the user’s own', undefined, 1000, [...Object.values(system), ...Object.values(user)], user],
  [
    'an authority of the user, the rest of the system',
    undefined,
    1000,
    [user.authority, system.certificate, system.key],
    { ...system, authority: user.authority },
  ],
  ['those of pkipath', '/p', 1000, [...Object.values(given), ...Object.values(user)], given],
  [
    'no certificate without its key',
    '/p',
    0,
    [given.authority, given.certificate],
    { authority: given.authority, certificate: undefined, key: undefined },
  ],
])('%s', (_, pkipath, uid, files, expected) => {
  const view = { exists: (file: string) => files.includes(file), home: '/home/me', uid };
  expect(findIdentity(pkipath, view)).toEqual(expected);
});
