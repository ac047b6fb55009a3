import {
  type ArgsOf,
  type Caller,
  libvirt,
  LibvirtError,
  type ProcedureName,
  type ResultOf,
} from '@virtform/libvirt';
import { beneath, withPatience } from '../../../src/kinds/shared/patience.js';

const refusal = (code: number, message: string): LibvirtError =>
  new LibvirtError(message, { fault: 'host', code });

const POOL_BUSY = refusal(1, "internal error: pool 'lab' has asynchronous jobs running.");
const LOCKED = refusal(
  68,
  'Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchDomainBackupBegin)',
);
const BRIDGE_THERE = refusal(38, 'Unable to create bridge virbr1: File exists');

/** A host that refuses so often, and remembers what it was asked; nothing waits in earnest. */
function stubborn(error: unknown, times: number) {
  const slept: number[] = [];
  const asked: string[] = [];
  const nothing = (): never => {
    throw new TypeError('not asked for here');
  };
  const host: Caller = {
    uri: 'test:///',
    async call(procedure): Promise<never> {
      asked.push(procedure);
      if (asked.length <= times) throw error;
      return nothing();
    },
    upload: nothing,
    download: nothing,
    converse: nothing,
    events: nothing,
    close: () => Promise.resolve(),
  };
  const clock = {
    now: () => 0,
    sleep: async (ms: number): Promise<void> => {
      slept.push(ms);
    },
  };
  const call = <P extends ProcedureName>(procedure: P, args: ArgsOf<P>): Promise<ResultOf<P>> =>
    withPatience(host, { clock, signal: NEVER }, (caller) => caller.call(procedure, args));
  return { slept, asked, call, host };
}

const NEVER = new AbortController().signal;

const net = { name: 'n', uuid: '00000000-0000-4000-8000-000000000000' };

test.each([
  ['a pool that is busy', POOL_BUSY, 'STORAGE_POOL_DESTROY', { pool: net }],
  ['a guest that somebody else works on', LOCKED, 'NETWORK_DESTROY', { net }],
  ['a bridge that is not gone yet', BRIDGE_THERE, 'NETWORK_CREATE', { net }],
] as const)('%s is asked again, after longer and longer waits', async (_, error, procedure, args) => {
  const { slept, asked, call } = stubborn(error, 2);
  // What it answers in the end is no temporary refusal, and passes through.
  await expect(call(procedure, { ...args, ...{ pool: net, net } })).rejects.toThrow('not asked for');
  expect(asked).toHaveLength(3);
  expect(slept[1]).toBe((slept[0] ?? 0) * 2);
});

test.each([
  ['a pool', POOL_BUSY, 'STORAGE_POOL_DESTROY', 35],
  ['a guest', LOCKED, 'STORAGE_POOL_DESTROY', 3],
  ['a bridge', BRIDGE_THERE, 'NETWORK_CREATE', 6],
] as const)(
  '%s that stays so is given up, with what libvirt said and what to do',
  async (_, error, procedure, attempts) => {
    const { asked, call } = stubborn(error, Infinity);
    await expect(call(procedure, { pool: net, net })).rejects.toMatchObject({
      message: `${error.message} (asked ${attempts} times)`,
      action: expect.stringMatching(/./),
      cause: error,
    });
    expect(asked).toHaveLength(attempts);
  },
);

test.each([
  ['any other refusal', refusal(38, 'no space left on device'), 'NETWORK_CREATE'],
  ['a name that exists, of anything but a bridge', BRIDGE_THERE, 'STORAGE_POOL_BUILD'],
  [
    'a call of which nobody knows what became',
    new LibvirtError('gone', { fault: 'unknown-outcome' }),
    'NETWORK_CREATE',
  ],
] as const)('%s is told at once', async (_, error, procedure) => {
  const { slept, call } = stubborn(error, Infinity);
  await expect(call(procedure, { pool: net, net, flags: 0 })).rejects.toBe(error);
  expect(slept).toEqual([]);
});

test('networks are defined one after the other, also after one that failed', async () => {
  const running: string[] = [];
  let most = 0;
  const host: Caller = {
    ...stubborn(undefined, 0).host,
    async call(procedure): Promise<never> {
      running.push(procedure);
      most = Math.max(most, running.length);
      await new Promise((resolve) => setImmediate(resolve));
      running.pop();
      throw new Error('refused');
    },
  };
  const limits = { clock: { now: () => 0, sleep: async () => undefined }, signal: NEVER };
  const calls = [1, 2, 3].map(() =>
    withPatience(host, limits, (caller) => caller.call('NETWORK_DEFINE_XML_FLAGS', { xml: '', flags: 0 })),
  );
  const ends = await Promise.allSettled(calls);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(most).toBe(1);
});

test('steps that run one after the other have the same caller, those that run at once have not', async () => {
  const { host } = stubborn(undefined, 0);
  const limits = { clock: { now: () => 0, sleep: async () => undefined }, signal: NEVER };
  const lend = (): Promise<Caller> => withPatience(host, limits, async (caller) => caller);
  const first = await lend();
  expect(await lend()).toBe(first);
  expect(libvirt(await lend())).toBe(libvirt(first));
  expect(beneath(first)).toBe(host);
  const [one, other] = await Promise.all([lend(), lend()]);
  expect(one).not.toBe(other);
});

test('it waits by the clock of the step that has it, and no longer than that step', async () => {
  const { host } = stubborn(POOL_BUSY, Infinity);
  const first = { clock: { now: () => 0, sleep: () => Promise.reject(new Error('first')) }, signal: NEVER };
  const over = AbortSignal.abort(new Error('its time is up'));
  const second = {
    clock: { now: () => 0, sleep: async (_: number, signal?: AbortSignal) => signal?.throwIfAborted() },
    signal: over,
  };
  const destroy = (caller: Caller): Promise<unknown> => caller.call('STORAGE_POOL_DESTROY', { pool: net });
  await expect(withPatience(host, first, destroy)).rejects.toThrow('first');
  await expect(withPatience(host, second, destroy)).rejects.toThrow('its time is up');
});
