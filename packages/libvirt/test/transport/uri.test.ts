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
    ['qemu+tcp:///system', { transport: 'tcp', host: 'localhost', name: 'qemu:///system' }],
    ['qemu+tls:///system', { transport: 'tls', host: 'localhost' }],
    ['qemu+ssh:///system', { transport: 'ssh', host: 'localhost' }],
    ['qemu+ext:///system?command=/bin/x', { transport: 'ext', host: undefined }],
    ['qemu+sshcmd://h/system', { transport: 'ssh', host: 'h' }],
    ['storage:///system', { driver: 'storage', transport: 'unix', name: 'storage:///system' }],
    ['vmwarews+ssh://h/session', { driver: 'vmwarews', name: 'vmwarews:///session' }],
    ['openvz+unix:///system', { driver: 'openvz', name: 'openvz:///system' }],
    ['remote+ssh://h/', { driver: 'remote', transport: 'ssh', name: '' }],
    ['remote://h/', { transport: 'tls', name: '' }],
    ['qemu+tcp://system/system', { host: 'system' }],
    ['qemu+tls://h/system?authfile=/a&auth=sasl.SCRAM-SHA-256&x=1', { name: 'qemu:///system?x=1' }],
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

  test('what the URI does not say is as the settings have it', () => {
    const defaults = new Map([
      ['mode', 'direct'],
      ['proxy', 'native'],
    ]);
    const { parameters, name } = parseUri('qemu+ssh://h/system?proxy=netcat', defaults);
    expect(Object.fromEntries(parameters)).toEqual({ mode: 'direct', proxy: 'netcat' });
    expect(name).toBe('qemu:///system');
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
    ['qemu://system', /write qemu:\/\/\/system/],
    ['vbox://session', /write vbox:\/\/\/session/],
    ['qemu+unix://host/system', /no other host/],
    ['qemu+ssh://-oProxyCommand=touch%20x/system', /no host name/],
    ['qemu+ssh://-oProxyCommand=x/system', /no host name/],
    ['qemu+ssh://-l@host/system', /no user name/],
    ['qemu+ssh://a;b@host/system', /no user name/],
    ['qemu+ssh://$(id)/system', /no host name/],
    ['qemu+ssh://h`id`/system', /no host name/],
    ['qemu+ssh://[::1;id]/system', /no IPv6 address/],
    ['qemu+tcp://host/system?no_verify=yes', /no_verify=yes is neither/],
    ['qemu+tcp://host/system?socket=', /socket= says nothing/],
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

  test('a password is not repeated', () => {
    for (const uri of ['qemu+ssh://me:secret@host/system', 'qemu+ssh://me:secret@ho st/system']) {
      expect(refusal(uri).message).toContain('qemu+ssh://me:***@ho');
      expect(refusal(uri).message).not.toContain('secret');
    }
  });

  test.each(['esx://host', 'hyperv://host', 'vpx+ssh://host'])('%s lives in the C library', (text) => {
    expect(refusal(text).fault).toBe('unsupported');
  });
});
