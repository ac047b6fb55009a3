import type { Backend, StateLock } from '../../src/state/backend.js';
import type { LockInfo } from '../../src/state/lock-info.js';

/** One place where a state is kept, as a test sees it. */
export interface Place {
  /** Another user of the same place. */
  open(): Backend;
  /** Lets writes fail, or makes them work again. */
  breakWrites(broken: boolean): void;
  /** Takes the lock away from whoever holds it. */
  breakLock(lock: StateLock): Promise<void>;
  close(): Promise<void>;
}

const info = (who: string): LockInfo => ({
  id: `00000000-0000-4000-8000-00000000000${who.length}`,
  operation: 'OperationTypeApply',
  info: '',
  who,
  version: '0.1.0',
  created: '2026-01-01T00:00:00.000Z',
  path: 'state',
});

const OLD = Buffer.from('{"version": 4, "name": "old, é 😀"}\n');
const NEW = Buffer.from('{"version": 4, "name": "new"}\n');

async function lockOf(backend: Backend, who = 'me@here'): Promise<StateLock> {
  const attempt = await backend.tryLock('default', info(who));
  if (attempt.outcome !== 'locked') throw new Error('the lock is free');
  return attempt.lock;
}

/** What every backend has to keep to. */
export function itKeepsStates(setUp: () => Promise<Place>): void {
  let place: Place;
  let mine: Backend;
  let theirs: Backend;

  beforeEach(async () => {
    place = await setUp();
    mine = place.open();
    theirs = place.open();
  });
  afterEach(() => place.close());

  it('has no state where none was written', async () => {
    expect(await mine.read('default')).toBeUndefined();
    const lock = await lockOf(mine);
    expect(await lock.read()).toBeUndefined();
    await lock.release();
    expect(await mine.read('default')).toBeUndefined();
    expect((await mine.holds?.('default')) ?? false).toBe(false);
    expect(await mine.workspaces()).toEqual(['default']);
  });

  it('gives to everybody what was written, byte for byte', async () => {
    const lock = await lockOf(mine);
    for (const content of [OLD, Buffer.from(`"${'x'.repeat(3_000_000)}"`), NEW]) {
      await lock.write(content);
      expect((await lock.read())?.equals(content)).toBe(true);
      expect((await theirs.read('default'))?.equals(content)).toBe(true);
      expect((await theirs.holds?.('default')) ?? true).toBe(true);
    }
    await lock.release();
    expect(await theirs.read('default')).toEqual(NEW);
  });

  it('lets one of two have the lock, and tells the other who has it', async () => {
    const lock = await lockOf(mine);
    expect(await theirs.tryLock('default', info('you@there'))).toEqual({
      outcome: 'busy',
      holder: info('me@here'),
    });
    await lock.release();
    const next = await lockOf(theirs, 'you@there');
    expect(next.info.who).toBe('you@there');
    await next.release();
  });

  it('lets one of many that ask at the same moment have the lock', async () => {
    const asking = ['a', 'bb', 'ccc', 'dddd', 'eeeee'].map((who) =>
      place.open().tryLock('default', info(who)),
    );
    const attempts = await Promise.all(asking);
    const locks = attempts.flatMap((attempt) => (attempt.outcome === 'locked' ? [attempt.lock] : []));
    expect(locks).toHaveLength(1);
    await locks[0]?.release();
  });

  it('says so when a write fails, and keeps the old state or the new one', async () => {
    const lock = await lockOf(mine);
    await lock.write(OLD);
    place.breakWrites(true);
    await expect(lock.write(NEW)).rejects.toMatchObject({ name: 'StateError', problem: 'storage' });
    place.breakWrites(false);
    expect([OLD, NEW]).toContainEqual(await theirs.read('default'));
    await lock.write(NEW);
    expect(await theirs.read('default')).toEqual(NEW);
    await lock.release();
  });

  it('writes nothing once the lock is given back', async () => {
    const lock = await lockOf(mine);
    await lock.write(OLD);
    await lock.release();
    await lock.release();
    await expect(lock.write(NEW)).rejects.toMatchObject({ problem: 'lock-lost' });
    expect(await theirs.read('default')).toEqual(OLD);
  });

  it('writes nothing once the lock is lost', async () => {
    const lock = await lockOf(mine);
    await lock.write(OLD);
    await place.breakLock(lock);
    await expect(lock.write(NEW)).rejects.toMatchObject({ problem: 'lock-lost' });
    expect(await theirs.read('default')).toEqual(OLD);
    // A server may say that it is not ours to give back.
    await lock.release().catch(() => undefined);
  });

  it('writes without a lock where that is wanted', async () => {
    const free = await mine.unlocked('default', info('me@here'));
    await free.write(OLD);
    expect(await free.read()).toEqual(OLD);
    await free.release();
    expect(await theirs.read('default')).toEqual(OLD);
  });

  it('forgets the state of a workspace that is removed', async () => {
    const lock = await lockOf(mine);
    await lock.write(OLD);
    await mine.removeWorkspace('default', lock);
    expect(await theirs.read('default')).toBeUndefined();
    await (await lockOf(theirs)).release();
  });
}
