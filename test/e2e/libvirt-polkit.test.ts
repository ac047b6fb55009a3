import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { changeDaemonSettings } from '../testbed/daemon-settings.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';

const hypervisor = sharedHypervisor();

/** Users of every Debian, with nothing of their own: one whom a rule lets in, one whom it does not, and one whom no rule knows. */
const USERS = { allowed: 'games', denied: 'news', unknown: 'mail' } as const;

const RULES = `
polkit.addRule(function (action, subject) {
  if (action.id !== 'org.libvirt.unix.manage') return polkit.Result.NOT_HANDLED;
  if (subject.user === '${USERS.allowed}') return polkit.Result.YES;
  if (subject.user === '${USERS.denied}') return polkit.Result.NO;
  return polkit.Result.NOT_HANDLED;
});
`;

const PROGRAM = `
const { connect, libvirt } = require('./lib/index.js');
const [uri, readOnly] = process.argv.slice(2);
(async () => {
  try {
    const caller = await connect(uri, { readOnly: readOnly === 'yes' });
    console.log(await libvirt(caller).node.uri());
    await caller.close();
  } catch ({ fault, codeName, message }) {
    console.log([fault, codeName, message].join(' '));
  }
})();
`;

async function inside(...command: readonly [string, ...string[]]): Promise<string> {
  const { status, stdout, stderr } = await hypervisor().run(command);
  if (status !== 0) throw new Error(`${command[0]} failed: ${stderr}`);
  return stdout.trim();
}

/** Starts a system bus, and polkitd with rules of the test's own, in the hypervisor's namespaces; they end with them. */
async function startPolkit(): Promise<void> {
  const rules = path.join(hypervisor().scratch, 'rules.d');
  mkdirSync(rules);
  writeFileSync(path.join(rules, '10-test.rules'), RULES);
  await inside('mount', '--bind', rules, '/etc/polkit-1/rules.d');
  await inside('mkdir', '-p', '/run/dbus');
  await inside('dbus-daemon', '--system', '--fork');
  await inside('sh', '-c', '/usr/lib/polkit-1/polkitd --no-debug >/dev/null 2>&1 &');
  const listNames = [
    '--system',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.ListNames',
  ];
  await untilTrue('polkitd is on the bus', async () =>
    (await inside('dbus-send', ...listNames)).includes('org.freedesktop.PolicyKit1'),
  );
}

beforeAll(async () => {
  // What the users may read: /run is the hypervisor's own.
  const client = path.join(hypervisor().folder, 'run', 'client');
  mkdirSync(client);
  writeFileSync(path.join(client, 'program.js'), PROGRAM);
  cpSync(path.join(__dirname, '../../packages/libvirt/lib'), path.join(client, 'lib'), { recursive: true });
  await changeDaemonSettings(hypervisor(), {
    auth_unix_rw: 'polkit',
    auth_unix_ro: 'polkit',
    unix_sock_rw_perms: '0777',
    unix_sock_ro_perms: '0777',
  });
});

/** What the client says who runs as that user. */
function connectAs(user: string, uri = 'qemu:///system', readOnly = false): Promise<string> {
  const become = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups'] as const;
  return inside(...become, process.execPath, '/run/client/program.js', uri, readOnly ? 'yes' : 'no');
}

test('without polkit nobody is in but root', async () => {
  expect(await connectAs(USERS.allowed)).toMatch(
    /^host VIR_ERR_INTERNAL_ERROR cannot open .*: the daemon cannot ask polkit: .*are the system bus and polkitd running/,
  );
  expect(await connectAs('root')).toBe('qemu:///system');
});

describe('with polkit', () => {
  beforeAll(async () => {
    await startPolkit();
    await hypervisor().restartDaemon();
  });

  test('whom the policy lets in is in', async () => {
    expect(await connectAs(USERS.allowed)).toBe('qemu:///system');
    expect(await connectAs(USERS.allowed, 'qemu:///system?auth=polkit')).toBe('qemu:///system');
  });

  test('whom it does not hears so, and what to do', async () => {
    const said = await connectAs(USERS.denied);
    expect(said).toMatch(
      /^host VIR_ERR_AUTH_FAILED cannot open qemu:\/\/\/system: polkit does not let this user in: /,
    );
    expect(said).toMatch(/a rule in \/etc\/polkit-1\/rules\.d .* org\.libvirt\.unix\.manage/);
  });

  test('whom it would ask for a password hears how to be asked', async () => {
    const said = await connectAs(USERS.unknown);
    expect(said).toMatch(/^host VIR_ERR_AUTH_UNAVAILABLE cannot open /);
    expect(said).toMatch(/run pkttyagent --process \d+ /);
  });

  test.each(Object.values(USERS))('%s may look', async (user) => {
    expect(await connectAs(user, 'qemu:///system', true)).toBe('qemu:///system');
  });

  test('root is not asked', async () => {
    expect(await connectAs('root')).toBe('qemu:///system');
  });
});
