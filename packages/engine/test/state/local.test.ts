import { StateError } from '../../src/state/errors.js';
import type { LockInfo } from '../../src/state/lock-info.js';
import { localBackend } from '../../src/state/local.js';
import type { StateLock } from '../../src/state/backend.js';
import { Crash, Disk, type Trouble } from './disk.js';

const PATH = '/work/terraform.tfstate';
const info: LockInfo = {
  id: '11111111-2222-4333-8444-555555555555',
  operation: 'OperationTypeApply',
  info: '',
  who: 'me@here',
  version: '0.1.0',
  created: '2026-01-01T00:00:00.000Z',
  path: PATH,
};

/** Short, so that every byte of a write can be tried; of differing length, and differing in several places. */
const text = (serial: number): string =>
  `${JSON.stringify({ serial, version: 4, name: 'n'.repeat(serial * 3), again: serial })}\n`;
const FIRST = text(1);
const SECOND = text(2);
const THIRD = text(3);

const backendOn = (disk: Disk) =>
  localBackend({ path: PATH, workspaceFolder: '/work/terraform.tfstate.d', files: disk.effects });

async function lockOn(disk: Disk): Promise<StateLock> {
  const attempt = await backendOn(disk).tryLock('default', info);
  if (attempt.outcome !== 'locked') throw new Error('the lock is free');
  return attempt.lock;
}

const readFrom = async (disk: Disk): Promise<string | undefined> =>
  (await backendOn(disk).read('default'))?.toString('utf8');

function diskWith(content: string | undefined): Disk {
  const disk = new Disk();
  if (content !== undefined) disk.content.set(PATH, Buffer.from(content));
  return disk;
}

describe('the local backend', () => {
  it('writes for its owner alone and leaves nothing but the state', async () => {
    const disk = new Disk();
    const lock = await lockOn(disk);
    await lock.write(Buffer.from(FIRST));
    await lock.release();
    expect([...disk.content.keys()]).toEqual([PATH]);
    expect(disk.modes.get(PATH)).toBe(0o600);
    expect(await readFrom(disk)).toBe(FIRST);
  });

  it('describes its lock as Terraform does, beside the state', async () => {
    const disk = new Disk();
    const lock = await lockOn(disk);
    const path = '/work/.terraform.tfstate.lock.info';
    expect(JSON.parse(disk.content.get(path)?.toString('utf8') ?? '')).toEqual({
      ID: info.id,
      Operation: 'OperationTypeApply',
      Info: '',
      Who: 'me@here',
      Version: '0.1.0',
      Created: '2026-01-01T00:00:00.000Z',
      Path: PATH,
    });
    expect(disk.modes.get(path)).toBe(0o600);
    expect(await backendOn(disk).tryLock('default', info)).toEqual({ outcome: 'busy', holder: info });
    await lock.release();
    expect(disk.content.has(path)).toBe(false);
  });

  it('backs up what was there before the first write that changes it, once a run', async () => {
    const disk = diskWith(FIRST);
    const lock = await lockOn(disk);
    await lock.write(Buffer.from(FIRST));
    expect(disk.content.has(`${PATH}.backup`)).toBe(false);
    await lock.write(Buffer.from(SECOND));
    await lock.write(Buffer.from(THIRD));
    expect(disk.content.get(`${PATH}.backup`)?.toString('utf8')).toBe(FIRST);
    expect(disk.modes.get(`${PATH}.backup`)).toBe(0o600);
  });

  it('writes nothing once its lock is released', async () => {
    const disk = diskWith(FIRST);
    const lock = await lockOn(disk);
    await lock.release();
    await expect(lock.write(Buffer.from(SECOND))).rejects.toMatchObject({ problem: 'lock-lost' });
    expect(await readFrom(disk)).toBe(FIRST);
  });

  it('lets a state that somebody else wrote since win over a sidecar that was left behind', async () => {
    const rehearsal = diskWith(SECOND);
    const rehearsed = await lockOn(rehearsal);
    rehearsal.expect(undefined);
    await rehearsed.write(Buffer.from(THIRD));
    const steps = rehearsal.stepsTaken;
    // The same again, stopped before the sidecar is removed.
    const disk = diskWith(SECOND);
    const lock = await lockOn(disk);
    const sidecar = '/work/.terraform.tfstate.sidecar';
    disk.expect({ atStep: steps, kind: 'crash', tear: 'prefix' });
    await expect(lock.write(Buffer.from(THIRD))).rejects.toThrow();
    disk.restart();
    expect(disk.content.has(sidecar)).toBe(true);
    const theirs = text(4);
    disk.content.set(PATH, Buffer.from(theirs));
    expect(await readFrom(disk)).toBe(theirs);
    const next = await lockOn(disk);
    expect((await next.read())?.toString('utf8')).toBe(theirs);
    expect(disk.content.has(sidecar)).toBe(false);
  });

  it.each<[string, string | undefined]>([
    ['no file', undefined],
    ['an empty file', ''],
  ])('reads %s as no state', async (_, content) => {
    expect(await readFrom(diskWith(content))).toBeUndefined();
  });

  it('lists the workspaces that have a state', async () => {
    const disk = new Disk();
    const attempt = await backendOn(disk).tryLock('blue', info);
    if (attempt.outcome !== 'locked') throw new Error('the lock is free');
    await attempt.lock.write(Buffer.from(FIRST));
    expect(await backendOn(disk).workspaces()).toEqual(['default', 'blue']);
    await backendOn(disk).removeWorkspace('blue', attempt.lock);
    expect(await backendOn(disk).workspaces()).toEqual(['default']);
  });
});

interface Run {
  readonly reported: string | undefined;
  readonly errors: readonly unknown[];
}

/** A run that locks and writes two states; what it was told is durable last. */
async function run(disk: Disk, start: string | undefined): Promise<Run> {
  let reported = start;
  const errors: unknown[] = [];
  try {
    const lock = await lockOn(disk);
    for (const next of [SECOND, THIRD]) {
      try {
        await lock.write(Buffer.from(next));
        reported = next;
      } catch (error) {
        if (causes(error).some((cause) => cause instanceof Crash)) throw error;
        errors.push(error);
      }
    }
    await lock.release();
  } catch (error) {
    errors.push(error);
  }
  return { reported, errors };
}

function causes(error: unknown): readonly unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}

const ORDER: readonly (string | undefined)[] = [undefined, FIRST, SECOND, THIRD];

/** What is wrong after a disk stopped at this step; nothing is as it should be. */
async function problemsAfter(trouble: Trouble, start: string | undefined): Promise<readonly string[]> {
  const disk = diskWith(start);
  disk.expect(trouble);
  const { reported, errors } = await run(disk, start);
  disk.restart();
  const seen = await readFrom(disk);
  // Terraform does not know the sidecar: it finds a whole state, or one that it refuses to read; never half of one.
  const raw = disk.content.get(PATH)?.toString('utf8') ?? '';
  const isWhole = ['', ...ORDER].includes(raw) || ORDER.includes(`${raw}\n`);
  const lock = await lockOn(disk);
  const recovered = (await lock.read())?.toString('utf8');
  const putBack = disk.content.get(PATH)?.toString('utf8');
  await lock.release();
  const checks: readonly (readonly [boolean, string])[] = [
    [
      errors.length > 0 && errors.every((error) => error instanceof StateError),
      'the trouble was not reported',
    ],
    [ORDER.includes(seen), 'half a state was read'],
    [ORDER.indexOf(seen) >= ORDER.indexOf(reported), 'a state that was reported as written is lost'],
    [isWhole || !isJson(raw), 'Terraform would take half a state for a whole one'],
    [recovered === seen, 'the lock sees another state than the reader'],
    [(putBack ?? '') === (seen ?? ''), 'the state was not put back into its file'],
  ];
  return checks.filter(([holds]) => !holds).map(([, problem]) => `step ${trouble.atStep}: ${problem}`);
}

function isJson(raw: string): boolean {
  try {
    JSON.parse(raw);
    return true;
  } catch {
    return false;
  }
}

describe.each<Omit<Trouble, 'atStep'> & { start: string | undefined }>([
  { kind: 'crash', tear: 'prefix', start: FIRST },
  { kind: 'crash', tear: 'sectors', start: FIRST },
  { kind: 'crash', tear: 'prefix', start: undefined },
  { kind: 'full', tear: 'prefix', start: FIRST },
])('a disk that stops ($kind, $tear) at any byte of two writes', ({ kind, tear, start }) => {
  it('leaves a whole state, and none older than the one reported as written', async () => {
    const calm = diskWith(start);
    await run(calm, start);
    expect(calm.stepsTaken).toBeGreaterThan(500);
    const problems: string[] = [];
    for (let atStep = 1; atStep <= calm.stepsTaken; atStep += 1) {
      problems.push(...(await problemsAfter({ atStep, kind, tear }, start)));
    }
    expect(problems).toEqual([]);
  });
});

describe('a failure', () => {
  it('to take the lock leaves no description of one', async () => {
    const disk = diskWith(FIRST);
    disk.expect({ atStep: 20, kind: 'full', tear: 'prefix' });
    await expect(lockOn(disk)).rejects.toMatchObject({
      action: 'The disk is full: make room, then try again.',
    });
    expect([...disk.content.keys()]).toEqual([PATH]);
  });

  it('says what was attempted on which file, why it failed and what to do', async () => {
    const disk = diskWith(FIRST);
    const lock = await lockOn(disk);
    disk.expect({ atStep: 100, kind: 'full', tear: 'prefix' });
    await expect(lock.write(Buffer.from(SECOND))).rejects.toMatchObject({
      problem: 'storage',
      message: `The state ${PATH} could not be written: ENOSPC: no space left on device.`,
      action: 'The disk is full: make room, then try again.',
    });
    disk.expect(undefined);
    expect([...disk.content.keys()].sort()).toEqual([
      '/work/.terraform.tfstate.lock.info',
      PATH,
      `${PATH}.backup`,
    ]);
  });
});
