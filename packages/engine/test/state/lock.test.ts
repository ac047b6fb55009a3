import type { Effects } from '../../src/effects/effects.js';
import { localBackend } from '../../src/state/local.js';
import { acquireLock, type LockOptions } from '../../src/state/lock.js';
import { type LockInfo, parseLockInfo, printLockInfo } from '../../src/state/lock-info.js';
import { Disk } from './disk.js';

const PATH = '/work/terraform.tfstate';

/** A clock that moves only when somebody sleeps. */
function patientClock(onSleep: (now: number) => Promise<void> = async () => undefined): Effects['clock'] {
  let now = 0;
  return {
    now: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      now += ms;
      await onSleep(now);
    },
  };
}

const random: Effects['random'] = { bytes: (length) => new Uint8Array(length).fill(7) };
const request = { operation: 'OperationTypePlan', version: '0.1.0' };

function backendOn(disk: Disk): ReturnType<typeof localBackend> {
  return localBackend({ path: PATH, workspaceFolder: '/work/terraform.tfstate.d', files: disk.effects });
}

const acquire = (disk: Disk, options: LockOptions, clock = patientClock()) =>
  acquireLock(backendOn(disk), 'default', request, options, { clock, random });

describe('taking a lock', () => {
  it('describes who takes it', async () => {
    const { info } = await acquire(new Disk(), { timeout: 0 });
    expect(info).toMatchObject({
      id: '07070707-0707-4707-8707-070707070707',
      operation: 'OperationTypePlan',
      created: '1970-01-01T00:00:00.000Z',
      path: PATH,
    });
    expect(info.who).toMatch(/^[^@]+@.+$/);
  });

  it('is refused at once where somebody else has it, and says who, since when, and what to do', async () => {
    const disk = new Disk();
    const { info } = await acquire(disk, { timeout: 0 });
    await expect(acquire(disk, { timeout: 0 })).rejects.toMatchObject({
      problem: 'locked',
      message: `The state ${PATH} is locked: held by ${info.who} for OperationTypePlan since ${info.created}, ID ${info.id}.`,
      action: expect.stringContaining('-lock-timeout='),
    });
  });

  it('waits, tells so once, and gets it when the other lets go', async () => {
    const disk = new Disk();
    const first = await acquire(disk, { timeout: 0 });
    const clock = patientClock(async (now) => {
      if (now >= 5000) await first.release();
    });
    const told: (LockInfo | undefined)[] = [];
    const second = await acquire(disk, { timeout: 60_000, waiting: (holder) => told.push(holder) }, clock);
    expect(second.info.path).toBe(PATH);
    expect(told).toEqual([first.info]);
  });

  it('gives up when the time is up', async () => {
    const disk = new Disk();
    await acquire(disk, { timeout: 0 });
    const clock = patientClock();
    await expect(acquire(disk, { timeout: 3000 }, clock)).rejects.toThrow('is locked after 3 s of waiting');
    expect(clock.now()).toBe(3000);
  });

  it('stops waiting when it is told to', async () => {
    const disk = new Disk();
    await acquire(disk, { timeout: 0 });
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(acquire(disk, { timeout: 3000, signal })).rejects.toThrow('interrupted');
  });
});

describe('the description of a lock', () => {
  it.each(['', 'no JSON', '[]', 'null', '{"ID": 1}', '{}'])('is none in %j', (text) => {
    expect(parseLockInfo(text)).toBeUndefined();
  });

  it('is read as Terraform writes it', () => {
    const text =
      '{"ID":"4f","Operation":"OperationTypeApply","Info":"","Who":"root@host","Version":"1.11.4","Created":"2026-11-23T08:35:10.1Z","Path":"terraform.tfstate"}';
    const info = parseLockInfo(text);
    expect(info).toEqual({
      id: '4f',
      operation: 'OperationTypeApply',
      info: '',
      who: 'root@host',
      version: '1.11.4',
      created: '2026-11-23T08:35:10.1Z',
      path: 'terraform.tfstate',
    });
    expect(info && printLockInfo(info)).toBe(text);
  });
});
