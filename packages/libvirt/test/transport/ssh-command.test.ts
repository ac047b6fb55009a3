import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LibvirtError } from '../../src/errors.js';
import { quote, sshCommand } from '../../src/transport/ssh-command.js';
import { parseUri } from '../../src/transport/uri.js';

/** The options before `--`, the host, and the remote command. */
function parts(uri: string, readOnly = false): { options: readonly string[]; host: string; remote: string } {
  const { args } = sshCommand(parseUri(uri), readOnly);
  const end = args.indexOf('--');
  const [host = '', remote = ''] = args.slice(end + 1);
  return { options: args.slice(0, end), host, remote };
}

describe('what ssh is asked', () => {
  const always = ['-T', '-e', 'none'];
  test.each<readonly [string, readonly string[]]>([
    ['qemu+ssh://host/system', always],
    ['qemu+ssh://me@host:2222/system', ['-p', '2222', '-l', 'me', ...always]],
    ['qemu+ssh://host/system?keyfile=/k&no_tty=1', ['-i', '/k', ...always, '-o', 'BatchMode=yes']],
    ['qemu+ssh://host/system?no_tty=0&no_verify=0&no_sanity=1', always],
    ['qemu+libssh2://host/system', ['-l', 'root', ...always]],
    ['qemu+libssh://me@host/system', ['-l', 'me', ...always]],
    ['qemu+ssh://host/system?no_verify=1', [...always, '-o', 'StrictHostKeyChecking=no']],
    ['qemu+ssh://host/system?known_hosts_verify=auto', [...always, '-o', 'StrictHostKeyChecking=accept-new']],
    ['qemu+ssh://host/system?known_hosts=/a%20b', [...always, '-o', 'UserKnownHostsFile="/a b"']],
    ['qemu+ssh://host/system?knownhosts=/a%25h', [...always, '-o', 'UserKnownHostsFile="/a%%h"']],
    ['qemu+ssh://host/system?sshauth=ssh-password', [...always, '-o', 'PreferredAuthentications=password']],
    [
      'qemu+ssh://host/system?sshauth=agent,privkey,password',
      [...always, '-o', 'PreferredAuthentications=publickey,password'],
    ],
  ])('%s', (uri, options) => {
    expect(parts(uri)).toMatchObject({ options, host: 'host' });
  });

  test('another program gets the same arguments', () => {
    const { program, args } = sshCommand(parseUri('qemu+ssh://host/system?command=/my%20ssh%20-v'), false);
    expect(program).toBe('/my ssh -v');
    expect(args).toEqual(sshCommand(parseUri('qemu+ssh://host/system'), false).args);
  });

  test('without a host it is this one', () => {
    expect(parts('qemu+ssh:///system').host).toBe('localhost');
  });

  test.each([
    ['qemu+ssh://host/system?proxy=carrier', /none of auto, netcat, native/],
    ['qemu+ssh://host/system?proxy=native&netcat=nc', /not netcat=/],
    ['qemu+ssh://host/session?proxy=netcat', /needs virt-ssh-helper/],
    ['qemu+ssh://host/system?known_hosts_verify=maybe', /none of normal/],
    ['qemu+ssh://host/system?sshauth=magic', /none of agent/],
    ['qemu+ssh://host/system?known_hosts=%22%20ProxyCommand', /file name/],
    ['qemu+ssh://host/system?known_hosts=/$%7BHOME%7D', /file name/],
    ['qemu+ssh://host/system?socket=/a%5C', /backslash/],
    ['qemu+ssh://host/system?netcat=nc%5C', /backslash/],
    ['qemu+ssh://host/system?name=q%5C', /backslash/],
    ['qemu+ssh://host/system?mode=both', /none of auto, direct, legacy/],
    ['test+ssh://host/default?mode=direct', /no daemon of its own/],
  ])('%s is refused', (uri, reason) => {
    expect(() => parts(uri)).toThrow(LibvirtError);
    expect(() => parts(uri)).toThrow(reason);
  });
});

describe('what runs on the far side', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'libvirt-ssh-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Puts a program there that writes down its arguments. */
  function install(name: string): void {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$0" "$@" > ${folder}/called\n`);
    chmodSync(file, 0o755);
  }

  /** Runs the remote command as sshd does: by a shell. Returns what was called with what. */
  function run(uri: string, readOnly = false): readonly string[] {
    const { remote } = parts(uri, readOnly);
    spawnSync('/bin/sh', ['-c', remote], { cwd: folder, env: { PATH: `${folder}:/usr/bin:/bin` } });
    const [program = '', ...args] = readFileSync(path.join(folder, 'called'), 'utf8').trimEnd().split('\n');
    return [path.basename(program), ...args];
  }

  test("libvirt's helper, where there is one", () => {
    install('virt-ssh-helper');
    expect(run('qemu+ssh://host/system')).toEqual(['virt-ssh-helper', 'qemu:///system']);
    expect(run('qemu+ssh://host/session', true)).toEqual(['virt-ssh-helper', '-r', 'qemu:///session']);
    expect(run('qemu+ssh://host/system?mode=direct&x=1')).toEqual([
      'virt-ssh-helper',
      'qemu:///system?x=1&mode=direct',
    ]);
    expect(run('qemu+ssh://host/system?proxy=native&socket=/a%20b')).toEqual([
      'virt-ssh-helper',
      'qemu:///system?socket=%2Fa%20b',
    ]);
    expect(run('remote+ssh://host/')).toEqual(['virt-ssh-helper', 'remote:///']);
    expect(run('qemu+ssh://host/system?name=xen:///&mode=direct')).toEqual(['virt-ssh-helper', 'xen:///']);
  });

  test('netcat on the socket, where the URI says so', () => {
    install('nc');
    expect(run('qemu+ssh://host/system?socket=/run/x')).toEqual(['nc', '-U', '/run/x']);
    expect(run('qemu+ssh://host/system?proxy=netcat', true)).toEqual([
      'nc',
      '-U',
      '/run/libvirt/libvirt-sock-ro',
    ]);
    expect(run('qemu+ssh://host/system?proxy=netcat&mode=direct')).toEqual([
      'nc',
      '-U',
      '/run/libvirt/virtqemud-sock',
    ]);
    expect(run('test+ssh://host/default?proxy=netcat')).toEqual(['nc', '-U', '/run/libvirt/libvirt-sock']);
  });

  const hostile = [
    "qemu+ssh://host/system?socket=/x';touch%20pwned;'",
    'qemu+ssh://host/system?socket=$(touch%20pwned)',
    'qemu+ssh://host/system?socket=`touch%20pwned`',
    "qemu+ssh://host/system?netcat=nc';touch%20pwned;'",
    'qemu+ssh://host/system?netcat=nc%20-e%20sh;touch%20pwned',
    "qemu+ssh://host/x';touch%20pwned;'",
    "qemu+ssh://host/system?name=q'$(touch%20pwned)",
    'qemu+ssh://host/system?x=$(touch%20pwned)',
  ];
  test.each(hostile)('%s runs nothing else', (uri) => {
    install('nc');
    install('virt-ssh-helper');
    spawnSync('/bin/sh', ['-c', parts(uri).remote], {
      cwd: folder,
      env: { PATH: `${folder}:/usr/bin:/bin` },
    });
    expect(readdirSync(folder)).not.toContain('pwned');
  });
});

test.each(["it's", '$HOME', '`id`', '"a" b', '\\', "''", '!x'])('%s is one word for a shell', (text) => {
  const { stdout } = spawnSync('/bin/sh', ['-c', `printf %s ${quote(text)}`]);
  expect(stdout.toString()).toBe(text);
});
