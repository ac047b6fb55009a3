import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { realHttp } from '@virtform/engine/lib/effects/http.js';
import { realEffects } from '@virtform/engine/lib/effects/real.js';
import {
  acquireLock,
  addIntents,
  type Backend,
  findInstance,
  httpBackend,
  localBackend,
  type LockOptions,
  moveInState,
  type State,
  stateCodec,
  type StateLock,
  upsertInstance,
  withNextSerial,
} from '@virtform/engine/lib/state/index.js';
import { StateServer } from '../../packages/engine/test/state/state-server.js';
import { untilTrue } from '../testbed/time.js';

const run = promisify(execFile);
const WRITER = path.join(__dirname, '..', 'testbed', 'state-writer.cjs');

/** The real Terraform is no dependency of this project; where it is missing there is nothing to compare with. */
const hasTerraform = ((): boolean => {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const withTerraform = hasTerraform ? describe : describe.skip;
if (!hasTerraform) console.warn('terraform is not installed: the state is not tried against it');

const effects = realEffects();
const codec = stateCodec(() => undefined);
const web = { module: [], mode: 'managed', type: 'terraform_data', name: 'web' } as const;

let folder: string;
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'virtform-state-'));
  writeFileSync(path.join(folder, 'terraform.rc'), '');
  children = [];
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => path.join(folder, name);
const stateText = (): string => readFileSync(file('terraform.tfstate'), 'utf8');
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  CHECKPOINT_DISABLE: '1',
  TF_CLI_CONFIG_FILE: file('terraform.rc'),
});

/** Runs Terraform in the folder; its exit code is no error. */
async function terraform(...args: readonly string[]): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await run('terraform', [...args, '-no-color'], {
      cwd: folder,
      env: environment(),
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error && 'stdout' in error)) throw error;
    const { code, stdout, stderr } = { stderr: '', ...error };
    return { code: Number(code), output: `${String(stdout)}${stderr}` };
  }
}

/** A Terraform that applies until the file `go` appears. Its command ends with it, also where it is killed. */
async function slowTerraform(): Promise<ChildProcess> {
  configure(`provisioner "local-exec" {
    command = "touch started; while [ ! -e go ] && kill -0 $PPID; do sleep 0.05; done"
  }`);
  await terraform('init');
  const child = spawn('terraform', ['apply', '-auto-approve', '-no-color'], {
    cwd: folder,
    env: environment(),
    stdio: 'ignore',
  });
  children.push(child);
  await untilTrue('Terraform applies', async () => existsSync(file('started')));
  return child;
}

const configure = (inside = ''): void => {
  writeFileSync(
    file('main.tf'),
    `resource "terraform_data" "web" {\n  input = { name = "web" }\n  ${inside}\n}\n`,
  );
};

const backend = (): Backend =>
  localBackend({
    path: file('terraform.tfstate'),
    workspaceFolder: file('terraform.tfstate.d'),
    files: effects.files,
  });

const lockHere = (options: LockOptions = { timeout: 0 }): Promise<StateLock> =>
  acquireLock(backend(), 'default', { operation: 'OperationTypeApply', version: '0.1.0' }, options, effects);

async function stateUnder(lock: StateLock): Promise<State> {
  const content = await lock.read();
  const state = content && codec.parse(content.toString('utf8'), 'terraform.tfstate');
  if (state === undefined) throw new Error('there is a state');
  return state;
}

withTerraform('a state that Terraform and virtform share', () => {
  it('goes back and forth, byte for byte where nothing changed', async () => {
    configure();
    await terraform('init');
    await terraform('apply', '-auto-approve');
    const theirs = stateText();

    const lock = await lockHere();
    const state = await stateUnder(lock);
    expect(codec.print(state)).toBe(theirs);
    const instance = findInstance(state, web);
    if (instance === undefined) throw new Error('Terraform made it');
    const tainted = upsertInstance(state, web, 'provider["terraform.io/builtin/terraform"]', {
      ...instance,
      tainted: true,
    });
    await lock.write(Buffer.from(codec.print(withNextSerial(state, tainted))));
    await lock.release();

    expect(readFileSync(file('terraform.tfstate.backup'), 'utf8')).toBe(theirs);
    expect((await terraform('untaint', 'terraform_data.web')).output).toContain(
      'has been successfully untainted',
    );
    expect((await terraform('plan', '-detailed-exitcode')).code).toBe(0);
    const serials = [theirs, stateText()].map((text) => codec.parse(text, 'x')?.serial ?? 0);
    expect(serials[1]).toBe((serials[0] ?? 0) + 2);
  });

  it('may hold an intent, which Terraform reads as something to be made again', async () => {
    configure();
    await terraform('init');
    await terraform('apply', '-auto-approve');
    const lock = await lockHere();
    const state = await stateUnder(lock);
    const intent = {
      address: { ...web, name: 'db' },
      provider: 'provider["terraform.io/builtin/terraform"]',
      identity: { uuid: '4b7b4a4f-0000-5000-8000-000000000000', name: 'db' },
      attributes: { id: '4b7b4a4f-0000-5000-8000-000000000000' },
      sensitive: [],
      wanted: { name: 'db' },
      dependencies: [],
    };
    await lock.write(Buffer.from(codec.print(withNextSerial(state, addIntents(state, [intent])))));
    await lock.release();
    const plan = await terraform('plan');
    expect(plan.output).toContain('1 to destroy');
    expect((await terraform('state', 'list')).output).toBe('terraform_data.db\nterraform_data.web\n');
  });

  it('may hold an intent beside the object that it is to replace, which Terraform reads as one set aside', async () => {
    configure();
    await terraform('init');
    await terraform('apply', '-auto-approve');
    const lock = await lockHere();
    const state = await stateUnder(lock);
    const intent = {
      address: web,
      provider: 'provider["terraform.io/builtin/terraform"]',
      identity: { uuid: '4b7b4a4f-0000-5000-8000-000000000000', name: 'web' },
      attributes: { id: '4b7b4a4f-0000-5000-8000-000000000000' },
      sensitive: [],
      wanted: { name: 'web' },
      dependencies: [],
    };
    await lock.write(Buffer.from(codec.print(withNextSerial(state, addIntents(state, [intent])))));
    await lock.release();
    const applied = await terraform('apply', '-auto-approve');
    expect(applied.output).toContain('0 added, 0 changed, 1 destroyed');
    const after = codec.parse(stateText(), 'x');
    expect(after?.resources.flatMap(({ instances }) => instances.map(({ deposed }) => deposed))).toEqual([
      undefined,
    ]);
  });

  it('is refused to Terraform while we hold its lock, and Terraform says who we are', async () => {
    configure();
    await terraform('init');
    const lock = await lockHere();
    const refused = await terraform('plan');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('Error acquiring the state lock');
    expect(refused.output).toContain(lock.info.id);
    expect(refused.output).toContain(lock.info.who);
    await lock.release();
    expect((await terraform('plan')).code).toBe(0);
  });

  it('reaches a Terraform that waited for us as we left it', async () => {
    configure();
    await terraform('init');
    await terraform('apply', '-auto-approve');
    const lock = await lockHere();
    const args = ['apply', '-auto-approve', '-no-color', '-lock-timeout=60s'];
    const child = spawn('terraform', args, {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    await untilTrue('Terraform waits', () => output.includes('Acquiring state lock'));
    const state = await stateUnder(lock);
    const ours = { value: 'ours', type: 'string', sensitive: false };
    await lock.write(
      Buffer.from(codec.print(withNextSerial(state, { ...state, outputs: new Map([['o', ours]]) }))),
    );
    await lock.release();
    await untilTrue('Terraform is done', () => child.exitCode !== null);
    expect(child.exitCode).toBe(0);
    // Terraform, which has no such output in its configuration, removed it: it saw our write.
    expect(codec.parse(stateText(), 'x')).toMatchObject({ serial: state.serial + 2, outputs: new Map() });
  });

  it('is refused to us while Terraform holds its lock, and reaches us when we wait', async () => {
    await slowTerraform();
    await expect(lockHere()).rejects.toMatchObject({
      problem: 'locked',
      message: expect.stringMatching(/held by .+@.+ for OperationTypeApply since .+, ID .+/),
    });
    let told: string | undefined;
    const waiting = lockHere({ timeout: 60_000, waiting: (holder) => (told = holder?.operation) });
    writeFileSync(file('go'), '');
    const lock = await waiting;
    expect(told).toBe('OperationTypeApply');
    expect(findInstance(await stateUnder(lock), web)).toBeDefined();
    await lock.release();
  });

  it('is free again when a Terraform that held its lock is killed', async () => {
    const child = await slowTerraform();
    child.kill('SIGKILL');
    const lock = await lockHere({ timeout: 60_000 });
    await lock.release();
    writeFileSync(file('go'), '');
  });
});

withTerraform('a state on a server that Terraform and virtform share', () => {
  let server: StateServer;
  beforeEach(async () => {
    server = await StateServer.start();
    configure();
    const { url } = server;
    writeFileSync(
      file('backend.tf'),
      `terraform {
  backend "http" {
    address        = "${url}"
    lock_address   = "${url}"
    unlock_address = "${url}"
  }
}
`,
    );
    await terraform('init');
  });
  afterEach(() => server.stop());

  const onServer = (): Backend =>
    httpBackend({
      address: server.url,
      lockAddress: server.url,
      unlockAddress: server.url,
      send: realHttp(),
      clock: effects.clock,
    });
  const request = { operation: 'OperationTypeApply', version: '0.1.0' };

  it('is read and written by both, and locked by one at a time', async () => {
    expect((await terraform('apply', '-auto-approve')).code).toBe(0);
    const lock = await acquireLock(onServer(), 'default', request, { timeout: 0 }, effects);
    const state = await stateUnder(lock);
    expect(findInstance(state, web)).toBeDefined();
    const refused = await terraform('plan');
    expect(refused.output).toContain('Error acquiring the state lock');
    expect(refused.output).toContain(lock.info.who);
    const { state: moved } = moveInState(state, 'terraform_data.web', 'terraform_data.db');
    await lock.write(Buffer.from(codec.print(withNextSerial(state, moved))));
    await lock.release();
    expect((await terraform('state', 'list')).output).toBe('terraform_data.db\n');
  });

  it('keeps a lock that was left behind until it is broken by its ID', async () => {
    const left = await acquireLock(onServer(), 'default', request, { timeout: 0 }, effects);
    await expect(acquireLock(onServer(), 'default', request, { timeout: 0 }, effects)).rejects.toMatchObject({
      action: expect.stringContaining(left.info.id),
    });
    await onServer().forceUnlock('default', left.info.id);
    expect((await terraform('plan')).code).toBe(0);
  });
});

describe('a writer that is killed', () => {
  /** Writes states with rising serials, and says after each that it is written. */
  function startWriter(): { child: ChildProcess; written: () => number } {
    let reported = '';
    const child = spawn(process.execPath, [WRITER, file('terraform.tfstate')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (chunk: Buffer) => (reported += chunk.toString('utf8')));
    children.push(child);
    return { child, written: () => Number(reported.trim().split('\n').at(-1) ?? 0) };
  }

  it('leaves a whole state, not older than it said, and no lock', async () => {
    let least = 0;
    for (let round = 1; round <= 6; round += 1) {
      const { child, written } = startWriter();
      // Kills at differing moments of a write: after so many writes, and then after so many turns of the clock.
      await untilTrue('states are written', async () => written() >= least + round);
      child.kill('SIGKILL');
      await untilTrue('the writer is gone', async () => child.signalCode !== null);
      const lock = await lockHere({ timeout: 10_000 });
      const state = await stateUnder(lock);
      expect(state.serial).toBeGreaterThanOrEqual(written());
      expect(codec.print(state)).toBe(stateText());
      expect(existsSync(file('.terraform.tfstate.sidecar'))).toBe(false);
      least = state.serial;
      await lock.release();
    }
  });
});
