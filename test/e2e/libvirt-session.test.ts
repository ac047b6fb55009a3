import { execFile } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Debian's `games`: an ordinary user who is on every system, with nothing of their own. */
const UID = 5;
const GID = 60;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'libvirt-session-'));
  chownSync(folder, UID, GID);
  for (const name of ['home', 'run']) {
    mkdirSync(path.join(folder, name), { mode: 0o700 });
    chownSync(path.join(folder, name), UID, GID);
  }
  // The user may not be able to read the folder that the repository is in.
  cpSync(path.join(__dirname, '../../packages/libvirt/lib'), path.join(folder, 'lib'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a program as that user, in a pid namespace of its own: a daemon that it starts ends with it. */
async function asUser(program: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const file = path.join(folder, 'program.js');
  writeFileSync(file, program);
  const settings = {
    HOME: path.join(folder, 'home'),
    XDG_RUNTIME_DIR: path.join(folder, 'run'),
    XDG_CONFIG_HOME: '',
    XDG_CACHE_HOME: '',
    ...env,
  };
  const user = ['setpriv', '--reuid', String(UID), '--regid', String(GID), '--clear-groups'];
  const variables = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const command = ['env', ...variables, 'sh', '-c', '"$@"', 'sh', process.execPath, file];
  const { stdout } = await run('unshare', ['-p', '-f', '--kill-child', '--mount-proc', ...user, ...command]);
  return stdout.trim();
}

test("the user's own daemon is started, once for all who ask", async () => {
  const said = await asUser(`
    const { connect, libvirt } = require('./lib/index.js');
    (async () => {
      const callers = await Promise.all([1, 2, 3].map(() => connect('qemu:///session')));
      const uris = await Promise.all(callers.map((caller) => libvirt(caller).node.uri()));
      await Promise.all(callers.map((caller) => caller.close()));
      console.log(uris.join(' '));
    })();
  `);
  expect(said).toBe('qemu:///session qemu:///session qemu:///session');
});

test.each<readonly [string, Readonly<Record<string, string>>]>([
  ['the runtime folder', {}],
  ['the cache folder, where there is no runtime folder', { XDG_RUNTIME_DIR: '' }],
])('it is the one that is opened without a URI, and listens in %s', async (_, env) => {
  const said = await asUser(
    `
    const { connect, libvirt } = require('./lib/index.js');
    (async () => {
      const callers = [await connect(), await connect('')];
      console.log(await libvirt(callers[0]).node.uri());
      await Promise.all(callers.map((caller) => caller.close()));
      const { execFileSync } = require('node:child_process');
      console.log(execFileSync('virsh', ['uri'], { env: { ...process.env, LIBVIRT_AUTOSTART: '0' } }).toString().trim());
    })();
  `,
    env,
  );
  expect(said).toBe('qemu:///session\nqemu:///session');
});

test('unless that is turned off', async () => {
  const said = await asUser(
    `
    const { connect } = require('./lib/index.js');
    connect('qemu:///session').catch((error) => console.log(error.fault, error.message));
  `,
    { LIBVIRT_AUTOSTART: '0' },
  );
  expect(said).toMatch(/^connection .*is the daemon running/);
});
