import { LibvirtError } from '../../src/errors.js';
import { parseUri } from '../../src/transport/uri.js';

function refusal(text: string): LibvirtError {
  try {
    parseUri(text);
  } catch (error) {
    if (error instanceof LibvirtError) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

describe('URIs and what they say', () => {
  test.each([
    ['qemu:///system', { driver: 'qemu', transport: 'unix', path: '/system', name: 'qemu:///system' }],
    ['qemu:///session', { transport: 'unix', path: '/session' }],
    ['test:///default', { driver: 'test', transport: 'unix', name: 'test:///default' }],
    ['qemu+unix:///system?socket=/run/x', { transport: 'unix', name: 'qemu:///system' }],
    ['qemu://host/system', { transport: 'tls', host: 'host', name: 'qemu:///system' }],
    ['qemu+tls://host:1234/system', { transport: 'tls', host: 'host', port: 1234 }],
    ['qemu+tcp://[fe80::1%25eth0]:99/system', { host: 'fe80::1%eth0', port: 99 }],
    ['qemu+ssh://root@host.example/system', { transport: 'ssh', user: 'root', host: 'host.example' }],
    ['qemu+ssh://me%40corp@h/system', { user: 'me@corp' }],
    ['QEMU+SSH://h/system', { driver: 'qemu', transport: 'ssh' }],
    ['xen://', { driver: 'xen', path: '', name: 'xen:///' }],
    ['qemu+tcp://h/system?name=qemu:///embed2', { name: 'qemu:///embed2' }],
    ['test+tcp://h/default?a=1&no_tty=1&b=2', { name: 'test:///default?a=1&b=2' }],
    ['test+tcp://h/etc/my%20node.xml', { path: '/etc/my node.xml', name: 'test:///etc/my%20node.xml' }],
  ])('%s', (text, expected) => {
    expect(parseUri(text)).toMatchObject({ text, ...expected });
  });

  test('parameters are known by several spellings', () => {
    const { parameters } = parseUri('qemu+ssh://h/system?knownhosts=/k&netcat=nc&no_verify=1&keyfile=/a%20b');
    expect(Object.fromEntries(parameters)).toEqual({
      known_hosts: '/k',
      netcat: 'nc',
      no_verify: '1',
      keyfile: '/a b',
    });
  });
});

describe('URIs that are refused', () => {
  test.each([
    ['', /form driver/],
    ['system', /form driver/],
    ['qemu', /form driver/],
    ['frob:///system', /driver frob is unknown/],
    ['qemu+carrier://h/system', /transport carrier is unknown/],
    ['qemu:///embed', /inside the C library/],
    ['qemu+ssh:///system', /needs a host/],
    ['qemu+unix://host/system', /no other host/],
    ['qemu+ssh://-oProxyCommand=touch%20x/system', /no host name/],
    ['qemu+ssh://-oProxyCommand=x/system', /no host name/],
    ['qemu+ssh://-l@host/system', /no user name/],
    ['qemu+ssh://a;b@host/system', /no user name/],
    ['qemu+ssh://$(id)/system', /no host name/],
    ['qemu+ssh://h`id`/system', /no host name/],
    ['qemu+ssh://[::1;id]/system', /no IPv6 address/],
    ['qemu+ssh://user:secret@host/system', /no user name|is not/],
    ['qemu+tcp://host:0/system', /no port/],
    ['qemu+tcp://host:65536/system', /no port/],
    ['qemu+tcp://host:ssh/system', /is not/],
    ['qemu+tcp://ho st/system', /blanks/],
    ['qemu+tcp://host/sys\ntem', /control/],
    ['qemu+tcp://host/sys%0atem', /control/],
    ['qemu+unix:///system?socket=%00', /control/],
    ['qemu+unix:///system?socket=%zz', /well escaped/],
    ['qemu+tcp://host/system#frag', /form driver/],
  ])('%s', (text, reason) => {
    expect(refusal(text)).toMatchObject({ fault: 'caller', message: expect.stringMatching(reason) });
  });

  test.each(['esx://host', 'hyperv://host', 'openvz:///system'])('%s lives in the C library', (text) => {
    expect(refusal(text).fault).toBe('unsupported');
  });
});
