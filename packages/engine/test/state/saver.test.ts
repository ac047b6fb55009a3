import { setImmediate } from 'node:timers/promises';
import type { ClockEffects, Content } from '../../src/effects/effects.js';
import type { StateLock } from '../../src/state/backend.js';
import { newState, upsertInstance } from '../../src/state/edit.js';
import { stateCodec } from '../../src/state/format.js';
import { type Saver, startSaver } from '../../src/state/saver.js';
import type { State } from '../../src/state/state.js';
import { Disk } from './disk.js';
import { instance, LINEAGE, PROVIDER, resource } from './states.js';

const codec = stateCodec(() => undefined);

/** A lock whose writes last until they are let go, one by one. */
class SlowLock implements StateLock {
  readonly info = {
    id: 'id',
    operation: 'OperationTypeApply',
    info: '',
    who: 'me@here',
    version: '0.1.0',
    created: '2026-01-01T00:00:00.000Z',
    path: '/work/terraform.tfstate',
  };
  readonly written: State[] = [];
  private readonly waiting: (() => void)[] = [];
  private failure: Error | undefined;

  constructor(private readonly holds: boolean) {}

  failWith(failure: Error | undefined): void {
    this.failure = failure;
  }

  async write(content: Content): Promise<void> {
    if (this.holds) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.failure !== undefined) throw this.failure;
    const state = codec.parse(Buffer.concat([content].flat()).toString('utf8'), 'written');
    if (state !== undefined) this.written.push(state);
  }

  /** Lets the write under way end, and whatever follows begin. */
  async letGo(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    this.waiting.shift()?.();
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  }

  async read(): Promise<undefined> {
    return undefined;
  }

  async release(): Promise<void> {
    return undefined;
  }
}

const add =
  (name: string) =>
  (state: State): State =>
    upsertInstance(state, resource(name, []).address, PROVIDER, instance({ attributes: { name } }));

const names = (state: State | undefined): readonly string[] =>
  (state?.resources ?? []).map(({ address }) => address.name);

/** A clock on which nobody wakes before `pass` is called; it remembers for how long they sleep. */
function stoppedClock() {
  const sleeping: { readonly ms: number; readonly wake: () => void }[] = [];
  const clock: ClockEffects = {
    now: () => 0,
    sleep: (ms, signal) =>
      new Promise((wake, reject) => {
        sleeping.push({ ms, wake });
        signal?.addEventListener('abort', () => reject(new Error('woken')));
      }),
  };
  return { clock, sleeping, pass: () => sleeping.splice(0).forEach(({ wake }) => wake()) };
}

function saving(holds: boolean) {
  const lock = new SlowLock(holds);
  const disk = new Disk();
  const time = stoppedClock();
  const { clock } = time;
  const state = newState(LINEAGE);
  const saver = startSaver({ lock, codec, state, files: disk.effects, clock, folder: '/work' });
  return { lock, disk, saver, time };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
};

describe('the saver', () => {
  it('resolves a record once a state with its edit is written', async () => {
    const { lock, saver } = saving(true);
    const done: string[] = [];
    const recorded = saver.record(add('a')).then(() => done.push('a'));
    expect(names(saver.state)).toEqual(['a']);
    expect(done).toEqual([]);
    await lock.letGo();
    await recorded;
    expect(names(lock.written[0])).toEqual(['a']);
  });

  it('takes everything that was recorded while it wrote into the next write', async () => {
    const { lock, saver } = saving(true);
    const records = [saver.record(add('a'))];
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    records.push(...['b', 'c', 'd'].map((name) => saver.record(add(name))));
    await lock.letGo();
    expect(lock.written.map(names)).toEqual([['a']]);
    await lock.letGo();
    await Promise.all(records);
    expect(lock.written.map(names)).toEqual([['a'], ['a', 'b', 'c', 'd']]);
    expect(lock.written.map(({ serial }) => serial)).toEqual([1, 2]);
  });

  it('writes once for edits of the same moment, and not at all for one that changes nothing', async () => {
    const { lock, saver } = saving(false);
    await Promise.all(['a', 'b', 'c'].map((name) => saver.record(add(name))));
    await saver.record((state) => ({ ...state }));
    await saver.record(add('a'));
    await saver.close();
    expect(lock.written.map(names)).toEqual([['a', 'b', 'c']]);
    expect(saver.state.serial).toBe(1);
  });

  it('writes what may wait a little later, all of it at once', async () => {
    const { lock, saver, time } = saving(false);
    const records = [saver.record(add('a'), 'soon')];
    await turns();
    records.push(saver.record(add('b'), 'soon'));
    await turns();
    expect(names(saver.state)).toEqual(['a', 'b']);
    expect(lock.written).toEqual([]);
    // Never later than a second: this pause, the write under way, and its own.
    expect(time.sleeping.map(({ ms }) => ms)).toEqual([100]);
    time.pass();
    await Promise.all(records);
    expect(lock.written.map(names)).toEqual([['a', 'b']]);
    const next = saver.record(add('c'), 'soon');
    expect(time.sleeping).toHaveLength(1);
    time.pass();
    await next;
    expect(lock.written.map(names)).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
    ]);
  });

  it.each<[what: string, act: (saver: Saver) => unknown, written: readonly string[]]>([
    ['somebody has nothing else to do', (saver) => saver.hurry(), ['a']],
    ['something is to be written now', (saver) => saver.record(add('b')), ['a', 'b']],
    ['it is closed', (saver) => saver.close(), ['a']],
  ])('writes what may wait at once where %s', async (_, act, written) => {
    const { lock, saver } = saving(false);
    const recorded = saver.record(add('a'), 'soon');
    await turns();
    expect(lock.written).toEqual([]);
    await act(saver);
    await recorded;
    expect(lock.written.map(names)).toEqual([written]);
  });

  it('resolves what could wait only once it is written', async () => {
    const { lock, saver } = saving(true);
    let isDone = false;
    const recorded = saver.record(add('a'), 'soon').then(() => (isDone = true));
    saver.hurry();
    await turns();
    expect(isDone).toBe(false);
    await lock.letGo();
    await recorded;
    expect(names(lock.written[0])).toEqual(['a']);
  });

  it('tells of what was recorded in that order, whatever could wait', async () => {
    const { saver } = saving(false);
    const told: string[] = [];
    const record = (name: string, when: 'now' | 'soon'): Promise<unknown> =>
      saver.record(add(name), when).then(() => told.push(name));
    const first = record('a', 'soon');
    await turns();
    await Promise.all([
      first,
      record('b', 'soon'),
      record('c', 'now'),
      record('d', 'soon'),
      record('e', 'now'),
    ]);
    expect(told).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('says so to those who could wait, too, when their write fails', async () => {
    const { lock, saver } = saving(false);
    lock.failWith(new Error('the disk is full'));
    const recorded = saver.record(add('a'), 'soon');
    saver.hurry();
    await expect(recorded).rejects.toThrow('the disk is full');
    lock.failWith(undefined);
    await saver.record(add('b'));
    expect(lock.written.map(names)).toEqual([['a', 'b']]);
  });

  it('says so when a write fails, keeps the edit, and writes it with the next', async () => {
    const { lock, saver } = saving(false);
    lock.failWith(new Error('the disk is full'));
    await expect(saver.record(add('a'))).rejects.toThrow('the disk is full');
    lock.failWith(undefined);
    await saver.record(add('b'));
    expect(lock.written.map(names)).toEqual([['a', 'b']]);
  });

  it('tries once more at the end', async () => {
    const { lock, saver } = saving(false);
    lock.failWith(new Error('the disk is full'));
    await expect(saver.record(add('a'))).rejects.toThrow();
    lock.failWith(undefined);
    await saver.close();
    expect(lock.written.map(names)).toEqual([['a']]);
  });

  it('puts the state that cannot be written to errored.tfstate, and says so', async () => {
    const { lock, disk, saver } = saving(false);
    lock.failWith(new Error('the disk is full'));
    await expect(saver.record(add('a'))).rejects.toThrow();
    await expect(saver.close()).rejects.toMatchObject({
      message:
        'The last state could not be written to /work/terraform.tfstate: the disk is full. It is in /work/errored.tfstate.',
      action: expect.stringContaining('copy /work/errored.tfstate to it'),
      content: undefined,
    });
    const kept = disk.content.get('/work/errored.tfstate')?.toString('utf8') ?? '';
    expect(names(codec.parse(kept, 'errored.tfstate'))).toEqual(['a']);
    expect(disk.modes.get('/work/errored.tfstate')).toBe(0o600);
  });

  it('hands the state over where not even that file can be written', async () => {
    const { lock, disk, saver } = saving(false);
    lock.failWith(new Error('the disk is full'));
    disk.expect({ atStep: 20, kind: 'full', tear: 'prefix' });
    await expect(saver.record(add('a'))).rejects.toThrow();
    await expect(saver.close()).rejects.toMatchObject({
      message: expect.stringContaining('Nor could /work/errored.tfstate: ENOSPC'),
      content: codec.print({ ...add('a')(newState(LINEAGE)), serial: 1 }),
    });
    expect([...disk.content.keys()]).toEqual([]);
  });
});
