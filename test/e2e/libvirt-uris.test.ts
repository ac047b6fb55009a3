import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sharedHypervisor } from '../testbed/hypervisor.js';

const hypervisor = sharedHypervisor({ tcp: true });

/** Says which driver it reached, or why not. Without an argument it passes none on. */
const PROGRAM = `
const { connect } = require('./lib/index.js');
connect(process.argv[2])
  .then(async (caller) => {
    const { type } = await caller.call('CONNECT_GET_TYPE', {});
    await caller.close();
    console.log(type);
  })
  .catch((error) => console.log('refused', error.fault, error.message));
`;

const client = '/run/client';

beforeAll(() => {
  // Inside, /run is the hypervisor's own, and so is /etc/libvirt.
  const folder = path.join(hypervisor().folder, 'run', 'client');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'program.js'), PROGRAM);
  writeFileSync(path.join(folder, 'way'), '#!/bin/sh\nexec nc -U /run/libvirt/libvirt-sock\n', {
    mode: 0o755,
  });
  cpSync(path.join(__dirname, '../../packages/libvirt/lib'), path.join(folder, 'lib'), { recursive: true });
  writeFileSync(
    path.join(hypervisor().folder, 'etc', 'libvirt.conf'),
    'uri_aliases = [ "play=test:///default" ]\nuri_default = "play"\n',
  );
});

type Variables = Readonly<Record<string, string>>;

async function inside(env: Variables, ...command: readonly string[]): Promise<string> {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const { stdout, stderr } = await hypervisor().run(['env', ...variables, ...command]);
  return `${stdout}${stderr}`.trim();
}

const ours = (uri: string | undefined, env: Variables): Promise<string> =>
  inside(env, process.execPath, `${client}/program.js`, ...(uri === undefined ? [] : [uri]));

/** What libvirt's own client reaches. */
async function libvirts(uri: string | undefined, env: Variables): Promise<string> {
  const said = await inside(env, 'virsh', ...(uri === undefined ? [] : ['-c', uri]), 'version');
  return /^Using API: (\S+)/m.exec(said)?.[1] ?? `refused ${said}`;
}

describe('reaches what libvirt’s own client reaches', () => {
  test.each<readonly [string | undefined, Variables, string]>([
    ['qemu:///system', {}, 'QEMU'],
    ['qemu:///session', {}, 'QEMU'],
    ['qemu+unix:///system', {}, 'QEMU'],
    ['qemu+unix:///system?socket=/run/libvirt/libvirt-sock-ro', {}, 'QEMU'],
    ['qemu+unix:///system?SOCKET=/run/libvirt/libvirt-sock;no_tty=1', {}, 'QEMU'],
    ['qemu:///system?mode=legacy', {}, 'QEMU'],
    ['qemu:///system?mode=auto&no_sanity=1', {}, 'QEMU'],
    ['qemu+tcp:///system', {}, 'QEMU'],
    ['qemu+tcp://[::1]:16509/system', {}, 'QEMU'],
    ['qemu+tcp://localhost/any?name=test:///default', {}, 'TEST'],
    [`qemu+ext:///system?command=${client}/way`, {}, 'QEMU'],
    // The daemon is to choose, and reads the same libvirt.conf.
    ['remote+unix:///system', { LIBVIRT_DEFAULT_URI: 'xen:///nowhere' }, 'TEST'],
    ['test:///default', {}, 'TEST'],
    ['test+tcp://127.0.0.1/default', {}, 'TEST'],
    ['play', {}, 'TEST'],
    ['', {}, 'TEST'],
    [undefined, {}, 'TEST'],
    [undefined, { LIBVIRT_DEFAULT_URI: 'qemu:///system' }, 'QEMU'],
    [undefined, { LIBVIRT_DEFAULT_URI: 'play' }, 'TEST'],
    [undefined, { LIBVIRT_DEFAULT_URI: '' }, 'TEST'],
  ])('%s, %p: %s', async (uri, env, expected) => {
    expect([await ours(uri, env), await libvirts(uri, env)]).toEqual([expected, expected]);
  });
});

describe('refuses what libvirt’s own client refuses', () => {
  test.each([
    ['qemu://system', /write qemu:\/\/\/system/],
    ['qemu:///embed', /inside the C library/],
    ['qemu:///system?mode=direct', /virtqemud-sock/],
    ['qemu:///system?mode=both', /none of auto, direct, legacy/],
    ['qemu:///system?auth=sasl', /asks for auth=sasl, and the daemon for none/],
    ['qemu:///system?auth=kerberos', /none of none, polkit, sasl/],
    ['qemu+ext:///system', /name it with command=/],
    ['qemu+unix://host/system', /no other host/],
    ['qemu+carrier://host/system', /transport carrier is unknown/],
    ['qemu+tcp:///system?no_verify=yes', /no_verify=yes/],
    ['qemu:///elsewhere', /elsewhere/],
    ['xen:///system', /cannot open xen:\/\/\/system: no connection driver available/],
    ['bhyve+tcp:///system', /cannot open bhyve\+tcp:\/\/\/system: no connection driver available/],
    ['frob:///system', /driver frob is unknown/],
    ['nickname', /form driver/],
  ])('%s', async (uri, reason) => {
    const said = await ours(uri, {});
    expect(said).toMatch(/^refused /);
    expect(said).toMatch(reason);
    expect(await libvirts(uri, {})).toMatch(/^refused /);
  });
});

test('that no login is needed can be insisted on, which libvirt’s own client does not know', async () => {
  expect(await ours('qemu:///system?auth=none', {})).toBe('QEMU');
});
