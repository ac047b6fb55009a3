import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type ConnectionPool, libvirt, LibvirtError, type StoragePool } from '@virtform/libvirt';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { type Direction, type Fault, startProxy } from '../testbed/proxy.js';

// What a session says to a host, one frame after the other, each of them dropped, doubled, delayed, split, stalled and cut in turn.

const hypervisor = sharedHypervisor();

/** Milliseconds: what a call waits, and what a whole session may take; nothing in it waits longer than its deadline. */
const DEADLINE = 400;
const SESSION = 15_000;
/** Sessions at once. They wait most of the time. */
const AT_ONCE = 8;

let direct: ConnectionPool;
let pool: StoragePool;
beforeAll(async () => {
  direct = await connect(hypervisor().uri);
  const { pools } = libvirt(direct);
  pool = await pools.defineXml(
    `<pool type='dir'><name>matrix</name><target><path>${hypervisor().scratch}/matrix</path></target></pool>`,
  );
  await pools.build(pool);
  await pools.create(pool);
});
afterAll(() => direct.close());

/** How each part of a session ended: `done`, or whose fault it was. */
type Outcomes = Readonly<Record<string, string>>;

const FAULTS = ['caller', 'host', 'connection', 'unknown-outcome', 'unsupported'];

/** Connects, defines, reads, moves data both ways, hears of what it does, and takes it all away again. */
async function session(uri: string, name: string): Promise<Outcomes> {
  const outcomes: Record<string, string> = {};
  const attempt = async <T>(what: string, make: () => Promise<T>): Promise<T | undefined> => {
    try {
      const value = await make();
      outcomes[what] = 'done';
      return value;
    } catch (error) {
      outcomes[what] = error instanceof LibvirtError ? error.fault : `not a LibvirtError: ${String(error)}`;
      return undefined;
    }
  };
  const keepalive = { interval: 100, count: 2 };
  const caller = await attempt('connect', () => connect(uri, { deadline: DEADLINE, keepalive, patience: 0 }));
  if (caller === undefined) return outcomes;
  const { networks, volumes } = libvirt(caller);
  const limit = { deadline: DEADLINE };
  const events = caller.events({ events: ['network.lifecycle'] }, limit);
  await attempt('subscribe', () => events.ready);
  const network = await attempt('define', () =>
    networks.defineXml(`<network><name>${name}</name></network>`, 0, limit),
  );
  await attempt('list', () => networks.list(0, limit));
  const volume = await attempt('create', () =>
    volumes.createXml(pool, `<volume><name>${name}</name><capacity>600000</capacity></volume>`, 0, limit),
  );
  if (volume !== undefined) {
    await attempt('upload', () => volumes.upload(volume, content(), { length: 600_000n }, limit));
    await attempt('download', async () => {
      let length = 0;
      for await (const part of volumes.download(volume, { length: 600_000n }, limit)) length += part.length;
      if (length !== 600_000) throw new Error(`${length} bytes came, and nobody said so`);
    });
    await attempt('delete', () => volumes.delete(volume, 0, limit));
  }
  if (network !== undefined) await attempt('undefine', () => networks.undefine(network, limit));
  await attempt('unsubscribe', () => events.close());
  await attempt('close', () => caller.close());
  return outcomes;
}

async function* content(): AsyncGenerator<Uint8Array> {
  for (let part = 0; part < 6; part++) yield Buffer.alloc(100_000, part);
}

interface Frames {
  readonly request: number;
  readonly reply: number;
}

/** Runs a session with one fault, and says what is wrong with how it ended. */
async function troubled(direction: Direction, nth: number, fault: Fault): Promise<string | undefined> {
  const name = `${fault.kind}-${direction}-${nth}`;
  const proxy = await startProxy({ target: hypervisor().socket, troubles: [{ direction, nth, fault }] });
  try {
    const uri = `qemu+unix:///system?socket=${proxy.socket}`;
    const outcomes = await Promise.race([session(uri, name), sleep(SESSION, undefined, { ref: false })]);
    if (outcomes === undefined) return `${name}: hangs`;
    const strange = Object.entries(outcomes).filter(([, told]) => told !== 'done' && !FAULTS.includes(told));
    if (strange.length > 0) return `${name}: ${JSON.stringify(strange)}`;
    return await untrue(name, outcomes);
  } finally {
    await proxy.stop();
    await clean(name);
  }
}

/** What was told done is done, and what was told not sent is not. */
async function untrue(name: string, told: Outcomes): Promise<string | undefined> {
  const networks = (await libvirt(direct).networks.list()).map((network) => network.name);
  const there = networks.includes(name);
  if (told.undefine === 'done' && there) return `${name}: undefined, but there`;
  if (told.define === 'connection' && there) return `${name}: not defined, but there`;
  const kept = told.undefine === undefined || told.undefine === 'connection';
  if (told.define === 'done' && kept && !there) return `${name}: defined, but not there`;
  return undefined;
}

async function clean(name: string): Promise<void> {
  const { networks, volumes } = libvirt(direct);
  for (const network of await networks.list()) if (network.name === name) await networks.undefine(network);
  const volume = await volumes.lookupByName(pool, name).catch(() => undefined);
  if (volume !== undefined) await volumes.delete(volume).catch(() => undefined);
}

let frames: Frames | undefined;
async function countFrames(): Promise<Frames> {
  const proxy = await startProxy({ target: hypervisor().socket });
  try {
    const outcomes = await session(`qemu+unix:///system?socket=${proxy.socket}`, 'untroubled');
    expect(new Set(Object.values(outcomes))).toEqual(new Set(['done']));
    return { request: proxy.frames('request'), reply: proxy.frames('reply') };
  } finally {
    await proxy.stop();
  }
}

const faults: readonly Fault[] = [
  { kind: 'drop' },
  { kind: 'double' },
  { kind: 'delay', ms: 50 },
  { kind: 'split' },
  { kind: 'stall' },
  { kind: 'deaf' },
  { kind: 'cut', after: 0 },
  { kind: 'cut', after: 30 },
];

const unexpected: unknown[] = [];
const note = (reason: unknown): void => void unexpected.push(reason);
beforeAll(() => process.on('unhandledRejection', note).on('uncaughtException', note));
afterAll(() => process.off('unhandledRejection', note).off('uncaughtException', note));

describe.each<Direction>(['request', 'reply'])('each %s', (direction) => {
  test.each(faults)('$kind: every call ends as is stated, in its time', async (fault) => {
    frames ??= await countFrames();
    const left = Array.from({ length: frames[direction] }, (_, nth) => nth);
    const wrong: string[] = [];
    const worker = async (): Promise<void> => {
      for (let nth = left.shift(); nth !== undefined; nth = left.shift()) {
        const failure = await troubled(direction, nth, fault);
        if (failure !== undefined) wrong.push(failure);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(wrong).toEqual([]);
    expect(unexpected).toEqual([]);
  });
});
