import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { folderApp, type RunningCommand, type TestApp } from '../testbed/app.js';
import { holdCall, type HeldCall } from '../testbed/held-call.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';

// Two processes on one state, by their command lines; state-terraform.test.ts tries the library against Terraform.

/** The real Terraform is no dependency of this project; where it is missing there is nothing to wait for. */
const hasTerraform = ((): boolean => {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const withTerraform = hasTerraform ? describe : describe.skip;
if (!hasTerraform) console.warn('terraform is not installed: two at once are tried without it');

let hypervisor: Hypervisor;
beforeAll(async () => {
  hypervisor = await startTestHypervisor();
}, 60_000);
afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

let folder: string;
let app: TestApp;
let held: HeldCall;
let children: ChildProcess[];
let running: RunningCommand[];
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'virtform-two-'));
  app = folderApp(folder);
  held = await holdCall(hypervisor, 'NETWORK_DEFINE_XML_FLAGS');
  children = [];
  running = [];
  writeFileSync(file('terraform.rc'), '');
});
afterEach(async () => {
  held.letGo();
  for (const child of children) child.kill('SIGKILL');
  for (const command of running) {
    command.kill();
    await command.ended;
  }
  await held.stop();
  for (const name of await networks()) {
    for (const command of ['net-destroy', 'net-undefine']) {
      await virsh(hypervisor.uri, command, name).catch(() => undefined);
    }
  }
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => path.join(folder, name);

async function networks(): Promise<readonly string[]> {
  const said = await virsh(hypervisor.uri, 'net-list', '--all', '--name');
  return said.split('\n').filter((name) => name.startsWith('two-'));
}

interface Stored {
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: object;
  readonly resources: readonly {
    readonly name: string;
    readonly instances: readonly { readonly status?: string }[];
  }[];
}
const stored = (): Stored => JSON.parse(readFileSync(file('terraform.tfstate'), 'utf8')) as Stored;
const namesStored = (): readonly string[] =>
  stored()
    .resources.map(({ name }) => name)
    .sort();

/** A program whose network is made at the other end of the way that is held. */
const program = (uri: string, ...names: readonly string[]): string =>
  JSON.stringify({
    provider: { libvirt: [{ uri }] },
    resource: {
      libvirt_network: Object.fromEntries(
        names.map((name) => [name, { name: `two-${name}`, bridge: { name: `br2-${name}` } }]),
      ),
    },
    output: { names: { value: names } },
  });

function start(...words: readonly string[]): RunningCommand {
  const command = app.start(...words);
  running.push(command);
  return command;
}

/** A virtform that applies, stands still in the middle of it, and holds the lock. */
async function heldApply(): Promise<RunningCommand> {
  writeFileSync(file('main.tf.json'), program(held.uri, 'a'));
  const command = start('apply', '-auto-approve');
  await held.reached;
  return command;
}

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Starts Terraform in the folder; its exit code is no error. */
function terraform(...args: readonly string[]): {
  readonly said: () => string;
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
} {
  let output = '';
  const child = spawn('terraform', [...args], {
    cwd: folder,
    env: {
      ...process.env,
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: file('terraform.rc'),
      TF_CLI_ARGS: '-no-color',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  }
  const ended = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, output })));
  return { said: () => output, child, ended };
}

const WAITS = '-lock-timeout=60s';

describe('two virtforms', () => {
  test('the second is refused, and told who the first is and how to wait', async () => {
    const first = await heldApply();
    for (const words of [['apply', '-auto-approve'], ['plan'], ['state', 'rm', 'libvirt_network.a']]) {
      const { code, stderr } = await app.virtform(...words);
      expect(code).toBe(1);
      expect(stderr).toMatch(/is locked: held by .+@.+ for OperationTypeApply since .+, ID .+/);
      expect(stderr).toContain('-lock-timeout=');
    }
    held.letGo();
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(namesStored()).toEqual(['a']);
  }, 60_000);

  test('the second waits, and goes on from what the first left', async () => {
    const first = await heldApply();
    writeFileSync(file('main.tf.json'), program(hypervisor.uri, 'a', 'b'));
    const second = start('apply', '-auto-approve', WAITS);
    const third = start('apply', '-auto-approve', WAITS);
    await untilTrue('both wait', () =>
      [second, third].every((one) => one.said().includes('Waiting for the lock')),
    );
    held.letGo();
    const ended = await Promise.all([first, second, third].map((one) => one.ended));
    expect(ended.map(({ code, stderr }) => ({ code, stderr: code === 0 ? '' : stderr }))).toEqual(
      ended.map(() => ({ code: 0, stderr: '' })),
    );
    // What one of the two made, the other found.
    const added = ended.slice(1).map(({ stdout }) => Number(/Resources: (\d) added/.exec(stdout)?.[1] ?? 0));
    expect(added.sort()).toEqual([0, 1]);
    expect(namesStored()).toEqual(['a', 'b']);
    expect(await app.virtform('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  }, 60_000);

  test('the second goes on where the first was killed, and nothing is made twice', async () => {
    const first = await heldApply();
    const { lineage, serial } = stored();
    writeFileSync(file('main.tf.json'), program(hypervisor.uri, 'a'));
    const second = start('apply', '-auto-approve', WAITS);
    await untilTrue('it waits', () => second.said().includes('Waiting for the lock'));
    first.kill();
    expect(await second.ended).toMatchObject({ code: 0 });
    expect(stored()).toMatchObject({ lineage, resources: [{ name: 'a', instances: [{}] }] });
    expect(stored().serial).toBeGreaterThan(serial);
    expect(stored().resources[0]?.instances).toHaveLength(1);
    expect(await networks()).toEqual(['two-a']);
    expect(existsSync(file('.terraform.tfstate.lock.info'))).toBe(false);
  }, 60_000);

  test('one that is killed while it waits leaves the other alone', async () => {
    const first = await heldApply();
    const second = start('state', 'rm', WAITS, 'libvirt_network.a');
    await untilTrue('it waits', () => second.said().includes('Waiting for the lock'));
    second.kill();
    await second.ended;
    expect(existsSync(file('.terraform.tfstate.lock.info'))).toBe(true);
    expect((await app.virtform('plan')).stderr).toContain('is locked');
    held.letGo();
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(namesStored()).toEqual(['a']);
  }, 60_000);
});

withTerraform('virtform first, Terraform second', () => {
  const MOVE = ['state', 'mv', 'libvirt_network.a', 'libvirt_network.moved'] as const;

  test('Terraform is refused, and told who holds the lock', async () => {
    const first = await heldApply();
    const { code, output } = await terraform(...MOVE).ended;
    expect(code).toBe(1);
    expect(output).toMatch(/Error acquiring the state lock[^]*OperationTypeApply/);
    held.letGo();
    expect(await first.ended).toMatchObject({ code: 0 });
  }, 60_000);

  test('Terraform waits, and goes on from what virtform left', async () => {
    const first = await heldApply();
    const [command, verb, from, to] = MOVE;
    const second = terraform(command, verb, WAITS, from, to);
    await untilTrue('it waits', () => second.said().includes('Acquiring state lock'));
    held.letGo();
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(await second.ended).toMatchObject({ code: 0 });
    // Whole, with the network that was made meanwhile, under its new address.
    expect(stored()).toMatchObject({
      resources: [{ name: 'moved', instances: [{}] }],
      outputs: { names: {} },
    });
    expect(stored().resources[0]?.instances[0]?.status).toBeUndefined();
  }, 60_000);

  test('Terraform goes on where virtform was killed, and sees what was about to be made as tainted', async () => {
    const first = await heldApply();
    const { lineage, serial } = stored();
    const [command, verb, from, to] = MOVE;
    const second = terraform(command, verb, WAITS, from, to);
    await untilTrue('it waits', () => second.said().includes('Acquiring state lock'));
    first.kill();
    expect(await second.ended).toMatchObject({ code: 0 });
    expect(stored()).toMatchObject({ lineage, serial: serial + 1 });
    expect(stored().resources).toMatchObject([{ name: 'moved', instances: [{ status: 'tainted' }] }]);
  }, 60_000);
});

withTerraform('one that is killed while it waits', () => {
  const words = ['state', 'mv', WAITS, 'libvirt_network.a', 'libvirt_network.moved'] as const;

  test('Terraform leaves virtform and its lock alone', async () => {
    const first = await heldApply();
    const second = terraform(...words);
    await untilTrue('it waits', () => second.said().includes('Acquiring state lock'));
    second.child.kill('SIGKILL');
    await second.ended;
    expect((await terraform('state', 'rm', 'libvirt_network.a').ended).output).toContain(
      'OperationTypeApply',
    );
    expect((await app.virtform('plan')).stderr).toContain('is locked');
    held.letGo();
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(namesStored()).toEqual(['a']);
    expect(existsSync(file('.terraform.tfstate.lock.info'))).toBe(false);
  }, 60_000);
});

withTerraform('Terraform first, virtform second', () => {
  /** A Terraform that applies until the file `go` appears, with the lock held. Its command ends with it, also where it is killed. */
  async function heldTerraform(): Promise<ReturnType<typeof terraform>> {
    writeFileSync(
      file('main.tf'),
      `resource "terraform_data" "web" {
  input = { name = "web" }
  provisioner "local-exec" {
    command = "touch started; while [ ! -e go ] && kill -0 $PPID; do sleep 0.05; done"
  }
}
`,
    );
    expect((await terraform('init').ended).code).toBe(0);
    const first = terraform('apply', '-auto-approve');
    await untilTrue('Terraform applies', () => existsSync(file('started')));
    return first;
  }
  const MOVE = ['state', 'mv'] as const;

  test('virtform is refused, waits where it is told to, and goes on from what Terraform left', async () => {
    const first = await heldTerraform();
    const refused = await app.virtform('taint', 'terraform_data.web');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/held by .+@.+ for OperationTypeApply/),
    });
    const second = start(...MOVE, WAITS, 'terraform_data.web', 'terraform_data.moved');
    await untilTrue('it waits', () => second.said().includes('Waiting for the lock'));
    writeFileSync(file('go'), '');
    expect((await first.ended).code).toBe(0);
    expect(await second.ended).toMatchObject({ code: 0 });
    expect(namesStored()).toEqual(['moved']);
    expect((await terraform('state', 'list').ended).output).toContain('terraform_data.moved');
  }, 60_000);

  test('virtform goes on when Terraform is killed, with whatever that had written', async () => {
    const first = await heldTerraform();
    // Reading waits for nobody; a first apply has written nothing yet.
    const second = start('show');
    expect(await second.ended).toMatchObject({ code: 0, stdout: 'The state is empty.\n' });
    const third = start('workspace', 'show');
    expect(await third.ended).toMatchObject({ code: 0 });
    writeFileSync(file('main.tf'), 'output "o" { value = "ours" }');
    const waiting = start('apply', '-auto-approve', WAITS);
    await untilTrue('it waits', () => waiting.said().includes('Waiting for the lock'));
    first.child.kill('SIGKILL');
    expect(await waiting.ended).toMatchObject({ code: 0 });
    expect(stored()).toMatchObject({ outputs: { o: { value: 'ours' } } });
    writeFileSync(file('go'), '');
  }, 60_000);

  test('virtform that is killed while it waits leaves Terraform and its lock alone', async () => {
    const first = await heldTerraform();
    const second = start(...MOVE, WAITS, 'terraform_data.web', 'terraform_data.moved');
    await untilTrue('it waits', () => second.said().includes('Waiting for the lock'));
    second.kill();
    await second.ended;
    expect(existsSync(file('.terraform.tfstate.lock.info'))).toBe(true);
    expect((await app.virtform('taint', 'terraform_data.web')).stderr).toContain('OperationTypeApply');
    writeFileSync(file('go'), '');
    expect((await first.ended).code).toBe(0);
    expect(namesStored()).toEqual(['web']);
    expect(existsSync(file('.terraform.tfstate.lock.info'))).toBe(false);
  }, 60_000);

  test('a Terraform that is killed while it waits for another leaves that one to virtform as it was', async () => {
    const first = await heldTerraform();
    const second = terraform('taint', WAITS, 'terraform_data.web');
    await untilTrue('it waits', () => second.said().includes('Acquiring state lock'));
    const third = start(...MOVE, WAITS, 'terraform_data.web', 'terraform_data.moved');
    await untilTrue('it waits', () => third.said().includes('Waiting for the lock'));
    second.child.kill('SIGKILL');
    await second.ended;
    writeFileSync(file('go'), '');
    expect((await first.ended).code).toBe(0);
    expect(await third.ended).toMatchObject({ code: 0 });
    expect(namesStored()).toEqual(['moved']);
  }, 60_000);

  test('neither writes between the other, however often they take turns', async () => {
    writeFileSync(file('main.tf'), 'resource "terraform_data" "web" {\n  input = 1\n}\n');
    expect((await terraform('init').ended).code).toBe(0);
    expect((await terraform('apply', '-auto-approve').ended).code).toBe(0);
    const { serial, lineage } = stored();
    const turns = Array.from({ length: 3 }, (_, turn) => [
      start(turn % 2 === 0 ? 'taint' : 'untaint', WAITS, 'terraform_data.web').ended,
      terraform(turn % 2 === 0 ? 'untaint' : 'taint', WAITS, 'terraform_data.web').ended,
    ]).flat();
    await Promise.all<unknown>(turns);
    const after = stored();
    expect(after.lineage).toBe(lineage);
    expect(after.serial).toBeGreaterThan(serial);
    expect(after.resources).toHaveLength(1);
    // Byte for byte what either of them writes of it.
    expect((await app.virtform('state', 'pull')).stdout).toBe(
      readFileSync(file('terraform.tfstate'), 'utf8'),
    );
  }, 60_000);
});
