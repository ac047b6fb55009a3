import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { type Sshd, startSshd } from '../testbed/sshd.js';
import { untilTrue } from '../testbed/time.js';

// Real processes, a real sshd, and the ssh of this machine.

const PASSWORD = `it's "a" $(secret) %h \\`;
const hypervisor = sharedHypervisor({ tcp: true });
let sshd: Sshd;
let far: string;
let apps = 0;
const silent = net.createServer();
let silentPort = 0;

beforeAll(async () => {
  sshd = await startSshd(hypervisor(), PASSWORD);
  far = path.join(hypervisor().scratch, 'far side');
  mkdirSync(far);
  silentPort = await new Promise((resolve, reject) => {
    silent.listen(0, '127.0.0.1', () => {
      const address = silent.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('no port'));
    });
  });
});

afterAll(() => {
  silent.close();
});

/** A terraform_data with these provisioners; `variable` holds sensitive values. */
function appOf(
  provisioner: readonly object[],
  connection: object = withKey(),
  variable: Readonly<Record<string, string>> = {},
): TestApp {
  apps += 1;
  return configurationApp(hypervisor(), `app ${apps}`, {
    'main.tf.json': {
      variable: Object.fromEntries(
        Object.entries(variable).map(([name, value]) => [name, { default: escaped(value), sensitive: true }]),
      ),
      resource: { terraform_data: { a: { connection, provisioner } } },
    },
  });
}

/** A text that is no template, whatever is in it. */
const escaped = (text: string): string => text.replaceAll('${', '$${').replaceAll('%{', '%%{');
const publicKey = (): string => readFileSync(path.join(path.dirname(sshd.key), 'host.pub'), 'utf8').trim();
const reach = (): object => ({ host: sshd.address, port: sshd.port, agent: false, timeout: '60s' });
const withKey = (): object => ({ ...reach(), private_key: readFileSync(sshd.key, 'utf8') });
const taintedIn = (app: TestApp): boolean =>
  readFileSync(path.join(app.folder, 'terraform.tfstate'), 'utf8').includes('"status": "tainted"');
/** Nothing of what ssh was lent is left. */
const secretsIn = (app: TestApp): readonly string[] => {
  const folder = path.join(app.folder, '.virtform');
  return existsSync(folder) ? readdirSync(folder) : [];
};

async function applied(app: TestApp): Promise<string> {
  const { code, stdout, stderr } = await app.virtform('apply', '-auto-approve');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(secretsIn(app)).toEqual([]);
  return stdout;
}

async function refused(app: TestApp): Promise<string> {
  const { code, stdout, stderr } = await app.virtform('apply', '-auto-approve');
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.any(String) });
  expect(secretsIn(app)).toEqual([]);
  return stderr;
}

describe('local-exec', () => {
  test('runs in the folder of the configuration, with what it is given in its environment', async () => {
    const app = appOf([
      { 'local-exec': { command: 'pwd; echo "$WORD" >&2; cat', environment: { WORD: 'x $(y)' } } },
      { 'local-exec': { command: 'print(6 * 7)', interpreter: ['python3', '-c'], working_dir: '/' } },
    ]);
    const out = await applied(app);
    expect(out).toContain(`terraform_data.a (local-exec): ${app.folder}\n`);
    expect(out).toContain('terraform_data.a (local-exec): x $(y)\n');
    expect(out).toContain('terraform_data.a (local-exec): 42\n');
  });

  test('one that fails says how it ended and what it wrote', async () => {
    const app = appOf([{ 'local-exec': { command: 'echo on the way; exit 7' } }]);
    const error = await refused(app);
    expect(error).toContain('failed: exit status 7. Output: on the way');
    expect(taintedIn(app)).toBe(true);
  });

  test('one that cannot be started says so', async () => {
    const app = appOf([{ 'local-exec': { command: 'x', interpreter: ['/no/such/program'] } }]);
    expect(await refused(app)).toContain('/no/such/program could not be started');
  });

  test('an interrupt ends all that it has started', async () => {
    const app = appOf([{ 'local-exec': { command: 'sh -c "sleep 600 & echo \\$! > pids; wait"' } }]);
    const child = app.start('apply', '-auto-approve');
    const pids = path.join(app.folder, 'pids');
    await untilTrue('the command runs', async () => existsSync(pids) && readFileSync(pids, 'utf8') !== '');
    child.interrupt();
    const { code, stderr } = await child.ended;
    expect(stderr).toContain('It was interrupted.');
    expect(code).not.toBe(0);
    const pid = readFileSync(pids, 'utf8').trim();
    await untilTrue('nothing of it runs', async () => !existsSync(`/proc/${pid}`) || isZombie(pid));
    expect(taintedIn(app)).toBe(true);
  });

  test('killed in the middle, what was made is tainted, and made anew', async () => {
    const app = appOf([
      { 'local-exec': { command: 'if [ -e begun ]; then echo again; else echo $$ > begun; sleep 600; fi' } },
    ]);
    const child = app.start('apply', '-auto-approve');
    const begun = path.join(app.folder, 'begun');
    await untilTrue('the command runs', async () => existsSync(begun) && readFileSync(begun, 'utf8') !== '');
    child.kill();
    await child.ended;
    // As after a kill of Terraform, the command runs on: nobody is left who could end it.
    const pid = Number(readFileSync(begun, 'utf8'));
    expect(isZombie(String(pid))).toBe(false);
    process.kill(-pid, 'SIGKILL');
    expect(taintedIn(app)).toBe(true);
    const out = await applied(app);
    expect(out).toContain('1 added, 0 changed, 1 destroyed');
    expect(out).toContain('again\n');
  });
});

function isZombie(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(' Z ');
  } catch {
    return true;
  }
}

describe('remote-exec', () => {
  test('runs scripts over ssh, and leaves none of them behind', async () => {
    const app = appOf([
      { 'remote-exec': { inline: ['echo "from $0"', `echo 'it'"'"'s' '$(x)' >&2`, 'cat'] } },
      { 'remote-exec': { scripts: ['one.sh', 'two.py'] } },
    ]);
    writeFileSync(path.join(app.folder, 'one.sh'), 'echo first\n');
    writeFileSync(path.join(app.folder, 'two.py'), '#!/usr/bin/env python3\nprint("second")\n');
    const out = await applied(app);
    const said = out.split('\n').flatMap((line) => /\(remote-exec\): (.*)$/.exec(line)?.[1] ?? []);
    expect(said.filter((line) => !line.startsWith('Connect'))).toEqual([
      expect.stringMatching(/^from \/tmp\/terraform_[0-9a-f]+\.sh$/),
      "it's $(x)",
      'first',
      'second',
    ]);
    expect(existsSync(said[1]?.replace('from ', '') ?? '')).toBe(false);
  });

  test('one that fails says how it ended and what it wrote', async () => {
    const app = appOf([{ 'remote-exec': { inline: ['echo on the way', 'exit 9'] } }]);
    expect(await refused(app)).toContain('failed: exit status 9. Output: on the way');
    expect(taintedIn(app)).toBe(true);
  });

  test.each([
    ['a password', () => ({ ...reach(), password: '${var.password}' })],
    ['the key of the host', () => ({ ...withKey(), host_key: publicKey() })],
    [
      'a way through a bastion with another login',
      () => ({
        ...withKey(),
        host_key: publicKey(),
        bastion_host: sshd.address,
        bastion_private_key: readFileSync(sshd.strangersKey, 'utf8'),
        bastion_password: '${var.password}',
        bastion_host_key: publicKey(),
      }),
    ],
    [
      'a path for scripts that is hostile',
      () => ({ ...withKey(), script_path: `${far}/it's \\ $(x)\n%RAND%` }),
    ],
  ])('logs in with %s', async (_, connection) => {
    const app = appOf(
      [
        { file: { content: 'x', destination: `${far}/came` } },
        { 'remote-exec': { inline: [`cp '${far}/came' '${far}/came-${apps}'`] } },
      ],
      connection(),
      { password: PASSWORD },
    );
    const out = await applied(app);
    expect(out).not.toContain(PASSWORD);
    expect(existsSync(`${far}/came-${apps - 1}`)).toBe(true);
  });

  test.each([
    ['a wrong password', () => ({ ...reach(), password: 'wrong', timeout: '3s' }), 'Permission denied'],
    [
      'a key that is not let in',
      () => ({ ...reach(), private_key: readFileSync(sshd.strangersKey, 'utf8'), timeout: '3s' }),
      'Permission denied',
    ],
    [
      'another host key',
      () => ({ ...withKey(), host_key: readFileSync(`${sshd.key}.pub`, 'utf8') }),
      'shows another key than the connection says',
    ],
    [
      'one who listens and says nothing',
      () => ({ ...withKey(), host: '127.0.0.1', port: silentPort, timeout: '3s' }),
      'could not be logged in to within 3s',
    ],
    ['nobody listens', () => ({ ...withKey(), port: 9, timeout: '3s' }), 'Connection refused'],
    [
      'a bastion where nobody listens',
      () => ({ ...withKey(), bastion_host: sshd.address, bastion_port: 9, timeout: '3s' }),
      'Connection refused',
    ],
  ])('%s is an error that says so', async (_, connection, expected) => {
    const app = appOf([{ 'remote-exec': { inline: ['true'] } }], connection());
    expect(await refused(app)).toContain(expected);
    expect(taintedIn(app)).toBe(true);
  });

  test('waits until the machine lets it in', async () => {
    const gate = `${far}/gate`;
    writeFileSync(gate, '');
    const nologin = await hypervisor().run([
      'sh',
      '-c',
      `mv '${path.dirname(sshd.key)}/authorized' '${gate}'`,
    ]);
    expect(nologin.status).toBe(0);
    const app = appOf([{ 'remote-exec': { inline: ['echo let in'] } }]);
    const child = app.start('apply', '-auto-approve');
    await untilTrue('it was refused once', async () => child.said().includes('Not yet'));
    await hypervisor().run(['sh', '-c', `mv '${gate}' '${path.dirname(sshd.key)}/authorized'`]);
    expect(await child.ended).toMatchObject({ code: 0 });
    expect(child.said()).toContain('let in');
  });
});

describe('file', () => {
  const NAMES = ['plain', "it's", '"$(touch pwned)"', '`x`', 'back\\slash', 'new\nline', '-n', 'ü 🎈', '!!'];

  test('whatever is in names and contents arrives as it is', async () => {
    const content = `$(touch pwned) 'quotes' "and" \\ \`x\`\nüñ 🎈`;
    const app = appOf(
      NAMES.map((name) => ({
        file: { content: escaped(content), destination: escaped(path.join(far, name)) },
      })),
    );
    await applied(app);
    for (const name of NAMES) expect(readFileSync(path.join(far, name), 'utf8')).toBe(content);
    expect(existsSync(path.join(app.folder, 'pwned'))).toBe(false);
  });

  test('a big file arrives whole', async () => {
    const app = appOf([{ file: { source: 'big', destination: path.join(far, 'big') } }]);
    const data = randomBytes(40_000_003);
    writeFileSync(path.join(app.folder, 'big'), data);
    await applied(app);
    expect(readFileSync(path.join(far, 'big')).equals(data)).toBe(true);
  });

  test('a folder arrives as Terraform copies it: with its name, or what is in it', async () => {
    const app = appOf([
      { file: { source: 'tree', destination: `${far}/new` } },
      { file: { source: 'tree', destination: `${far}/new` } },
      { file: { source: 'tree/', destination: `${far}/in` } },
    ]);
    for (const name of NAMES) {
      mkdirSync(path.join(app.folder, 'tree', `${name} folder`), { recursive: true });
      writeFileSync(path.join(app.folder, 'tree', `${name} folder`, name), name);
    }
    await applied(app);
    for (const place of ['new', 'new/tree', 'in'])
      for (const name of NAMES)
        expect(readFileSync(path.join(far, place, `${name} folder`, name), 'utf8')).toBe(name);
  });

  test('what is not there and where nothing can be written are errors', async () => {
    expect(await refused(appOf([{ file: { source: 'none', destination: `${far}/x` } }]))).toContain(
      'There is nothing at',
    );
    expect(await refused(appOf([{ file: { content: 'x', destination: `${far}/no/folder` } }]))).toContain(
      'exit status',
    );
  });
});

test('while ssh works, what it was lent is readable by us alone, and no secret is in a list of processes', async () => {
  const app = appOf(
    [
      {
        'remote-exec': { inline: [`touch '${far}/began'`, `while [ ! -e '${far}/go' ]; do sleep 0.1; done`] },
      },
    ],
    { ...withKey(), bastion_host: sshd.address, bastion_password: '${var.password}' },
    { password: PASSWORD },
  );
  const child = app.start('apply', '-auto-approve');
  await untilTrue('the script runs', async () => existsSync(`${far}/began`));
  const [folder = ''] = secretsIn(app);
  const below = path.join(app.folder, '.virtform', folder);
  const modes = readdirSync(below).flatMap((name) =>
    readdirSync(path.join(below, name)).map((file) => {
      const { mode } = statSync(path.join(below, name, file));
      return [file, (mode & 0o777).toString(8)];
    }),
  );
  expect(Object.fromEntries(modes)).toEqual({
    'target.key': '600',
    'bastion.key': '600',
    'bastion.password': '600',
    askpass: '700',
  });
  const processes = execFileSync('ps', ['-eww', '-o', 'args'], { encoding: 'utf8' });
  expect(processes).not.toContain(PASSWORD);
  expect(processes).not.toContain('PRIVATE KEY');
  writeFileSync(`${far}/go`, '');
  expect(await child.ended).toMatchObject({ code: 0 });
  expect(secretsIn(app)).toEqual([]);
});

test('a destroy says goodbye first', async () => {
  const app = appOf([{ 'remote-exec': { inline: [`echo \${self.id} > '${far}/bye'`], when: 'destroy' } }]);
  await applied(app);
  expect(await app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(`${far}/bye`, 'utf8')).toMatch(/^[0-9a-f-]{36}\n$/);
});
