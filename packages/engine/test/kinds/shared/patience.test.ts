import { type Caller, LibvirtError } from '@virtform/libvirt';
import { patientCaller } from '../../../src/kinds/shared/patience.js';

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
  return { slept, asked, caller: patientCaller(host, { clock, signal: new AbortController().signal }) };
}

const net = { name: 'n', uuid: '00000000-0000-4000-8000-000000000000' };

test.each([
  ['a pool that is busy', POOL_BUSY, 'STORAGE_POOL_DESTROY', { pool: net }],
  ['a guest that somebody else works on', LOCKED, 'NETWORK_DESTROY', { net }],
  ['a bridge that is not gone yet', BRIDGE_THERE, 'NETWORK_CREATE', { net }],
] as const)('%s is asked again, after longer and longer waits', async (_, error, procedure, args) => {
  const { slept, asked, caller } = stubborn(error, 2);
  // What it answers in the end is no temporary refusal, and passes through.
  await expect(caller.call(procedure, { ...args, ...{ pool: net, net } })).rejects.toThrow('not asked for');
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
    const { asked, caller } = stubborn(error, Infinity);
    await expect(caller.call(procedure, { pool: net, net })).rejects.toMatchObject({
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
  const { slept, caller } = stubborn(error, Infinity);
  await expect(caller.call(procedure, { pool: net, net, flags: 0 })).rejects.toBe(error);
  expect(slept).toEqual([]);
});

test('networks are defined one after the other, also after one that failed', async () => {
  const running: string[] = [];
  let most = 0;
  const { caller } = stubborn(undefined, 0);
  const host: Caller = {
    ...caller,
    async call(procedure): Promise<never> {
      running.push(procedure);
      most = Math.max(most, running.length);
      await new Promise((resolve) => setImmediate(resolve));
      running.pop();
      throw new Error('refused');
    },
  };
  const context = {
    clock: { now: () => 0, sleep: async () => undefined },
    signal: new AbortController().signal,
  };
  const calls = [1, 2, 3].map(() =>
    patientCaller(host, context).call('NETWORK_DEFINE_XML_FLAGS', { xml: '', flags: 0 }),
  );
  const ends = await Promise.allSettled(calls);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(most).toBe(1);
});
