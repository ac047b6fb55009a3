import { credentialsStore } from '../../src/auth/credentials.js';
import { type Login, uriLogin } from '../../src/auth/login.js';
import { parseUri } from '../../src/transport/uri.js';

const store = credentialsStore({ username: 'fred', password: 'pw' }, undefined);
const login = (uri: string): Login => uriLogin(parseUri(uri), store, new AbortController().signal);

test.each([
  ['qemu+tls://h/system', undefined],
  ['qemu+tls://h/system?auth=none', { type: 'none' }],
  ['qemu+tls://h/system?auth=POLKIT', { type: 'polkit' }],
  ['qemu+tls://h/system?auth=sasl', { type: 'sasl', mechanism: undefined }],
  ['qemu+tls://h/system?auth=sasl.scram-sha-1', { type: 'sasl', mechanism: 'SCRAM-SHA-1' }],
])('the kind of login of %s', (uri, expected) => {
  expect(login(uri).method).toEqual(expected);
});

test.each(['kerberos', 'sasl2', 'sasl:x'])('auth=%s is unknown', (auth) => {
  expect(() => login(`qemu+tls://h/system?auth=${auth}`)).toThrow(
    `auth=${auth} is none of none, polkit, sasl, sasl.MECHANISM`,
  );
});

test.each([
  ['qemu:///system', undefined],
  ['qemu+tls://h/system', undefined],
  ['qemu+ssh://h/system', undefined],
  ['qemu+libssh2://h/system', undefined],
  ['qemu+tcp://h/system', expect.stringContaining('plain TCP')],
  ['qemu+ext:///system?command=x', expect.stringContaining('a program of the URI')],
])('what SASL lacks over %s', (uri, expected) => {
  expect(login(uri).unprotected).toEqual(expected);
});

test.each([
  ['qemu:///system', 'localhost', undefined],
  ['qemu+tls://fred@h/system', 'h', 'fred'],
  ['qemu+tls://[::1]/system', '::1', undefined],
])('who %s names', (uri, hostname, user) => {
  expect(login(uri)).toMatchObject({ uri, hostname, user });
});
