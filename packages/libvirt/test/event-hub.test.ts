import { LibvirtError } from '../src/errors.js';
import { EventHub } from '../src/event-hub.js';
import type { EventCalls } from '../src/event-registration.js';
import { QUEUE_MAX } from '../src/events/event-queue.js';
import { type EventKind, type EventName, eventTypes, type LibvirtEvent } from '../src/events.js';
import { encodeFrame, type Frame, FrameDecoder } from '../src/wire/frame.js';
import { messages } from '../src/wire/procedures/messages.js';
import { type Message, PROGRAM } from '../src/wire/procedure.js';

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const net = { name: 'lan', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193e' };

function frameOf<B>({ program, number, body }: Message<B>, value: B): Frame {
  const header = { program, procedure: number, type: 2, serial: 0, status: 0 };
  const frames: Frame[] = [];
  new FrameDecoder().push(
    encodeFrame(header, (writer) => body.write(writer, value)),
    (frame) => frames.push(frame),
  );
  const [frame] = frames;
  if (frame === undefined) throw new Error('no frame');
  return frame;
}

const lifecycle = (callbackID: number, event: number): Frame =>
  frameOf(messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE, { callbackID, msg: { dom, event, detail: 0 } });
const networkLifecycle = (callbackID: number, event: number): Frame =>
  frameOf(messages.NETWORK_EVENT_LIFECYCLE, { callbackID, net, event, detail: 0 });
const added = (callbackID: number): Frame =>
  frameOf(messages.DOMAIN_EVENT_CALLBACK_DEVICE_ADDED, { callbackID, dom, devAlias: 'net1' });

interface FakeCalls extends EventCalls {
  readonly log: string[];
}

/** Counts callback ids apart for each kind, as libvirt does. Each step can be held back or made to fail. */
function fakeCalls(
  on: {
    readonly register?: (name: EventName) => void | Promise<void>;
    readonly deregister?: () => Promise<void>;
    readonly lookUp?: () => Promise<void>;
  } = {},
): FakeCalls {
  const next = new Map<EventKind, number>();
  const log: string[] = [];
  return {
    log,
    register: async (name) => {
      const { kind } = eventTypes[name];
      const callbackID = next.get(kind) ?? 0;
      next.set(kind, callbackID + 1);
      log.push(`register ${name} as ${callbackID}`);
      await Promise.resolve();
      await on.register?.(name);
      return callbackID;
    },
    deregister: async (kind, callbackID) => {
      log.push(`deregister ${kind} ${callbackID}`);
      await on.deregister?.();
    },
    lookUp: async () => on.lookUp?.(),
  };
}

/** Something that happens when it is told to. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The names and changes of the next events; then the subscription is left. */
async function take(events: AsyncIterable<LibvirtEvent>, count: number): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  for await (const event of events) {
    seen.push([event.name, 'change' in event ? event.change : undefined]);
    if (seen.length === count) break;
  }
  return seen;
}

async function all(events: AsyncIterable<LibvirtEvent>): Promise<readonly LibvirtEvent[]> {
  const seen: LibvirtEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

describe('where events go', () => {
  test('kinds whose callback ids are the same are told apart', async () => {
    const calls = fakeCalls();
    const hub = new EventHub(calls);
    const domains = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    const networks = hub.subscribe({ events: ['network.lifecycle'] }, {});
    await Promise.all([domains.ready, networks.ready]);
    expect(calls.log).toEqual(['register domain.lifecycle as 0', 'register network.lifecycle as 0']);
    hub.deliver(networkLifecycle(0, 2));
    hub.deliver(lifecycle(0, 5));
    expect(await take(domains, 1)).toEqual([['domain.lifecycle', 'stopped']]);
    expect(await take(networks, 1)).toEqual([['network.lifecycle', 'started']]);
  });

  test('numbers of two programs are told apart', async () => {
    const hub = new EventHub(fakeCalls());
    const events = hub.subscribe({ events: ['qemu.monitor'] }, {});
    await events.ready;
    const monitor = frameOf(messages.QEMU_DOMAIN_MONITOR_EVENT, {
      callbackID: 0,
      dom,
      event: 'STOP',
      seconds: 0n,
      micros: 0,
    });
    hub.deliver({ ...monitor, program: PROGRAM.REMOTE });
    hub.deliver(monitor);
    await events.close();
    expect(await all(events)).toMatchObject([{ name: 'qemu.monitor', event: 'STOP' }]);
  });

  test('several events in one subscription come in order; leaving deregisters them', async () => {
    const calls = fakeCalls();
    const hub = new EventHub(calls);
    const events = hub.subscribe(
      { events: ['domain.lifecycle', 'domain.device-added', 'pool.refresh', 'domain.lifecycle'] },
      {},
    );
    await events.ready;
    hub.deliver(lifecycle(0, 2));
    hub.deliver(added(1));
    hub.deliver(lifecycle(0, 99));
    expect(await take(events, 3)).toEqual([
      ['domain.lifecycle', 'started'],
      ['domain.device-added', undefined],
      ['domain.lifecycle', 'unknown-99'],
    ]);
    expect(calls.log.slice(3).sort()).toEqual([
      'deregister domain 0',
      'deregister domain 1',
      'deregister pool 0',
    ]);
  });

  test('a message that nobody asked for is nobody’s', async () => {
    const hub = new EventHub(fakeCalls());
    const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    await events.ready;
    hub.deliver(lifecycle(3, 1));
    hub.deliver({ ...lifecycle(0, 1), procedure: 9_999 });
    await events.close();
    expect(await all(events)).toEqual([]);
  });
});

describe('a message that cannot be read', () => {
  const cut = (frame: Frame, length: number): Frame => ({ ...frame, body: frame.body.subarray(0, length) });

  test('counts as missed for those it was for, with the reason', async () => {
    const hub = new EventHub(fakeCalls());
    const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    const other = hub.subscribe({ events: ['domain.reboot'] }, {});
    await Promise.all([events.ready, other.ready]);
    hub.deliver(cut(lifecycle(0, 1), 10));
    hub.deliver(lifecycle(0, 2));
    await Promise.all([events.close(), other.close()]);
    expect(await all(events)).toMatchObject([
      {
        name: 'missed',
        count: 1,
        error: {
          fault: 'unsupported',
          message: expect.stringMatching(/message 318\) cannot be read: .*goes beyond/),
        },
      },
      { change: 'started' },
    ]);
    expect(await all(other)).toEqual([]);
  });

  test('counts for all of its kind where it does not even say whom it is for', async () => {
    const hub = new EventHub(fakeCalls());
    const events = (['domain.lifecycle', 'domain.reboot', 'pool.refresh'] as const).map((name) =>
      hub.subscribe({ events: [name] }, {}),
    );
    await Promise.all(events.map(({ ready }) => ready));
    hub.deliver(cut(lifecycle(0, 1), 3));
    await Promise.all(events.map((one) => one.close()));
    const seen = await Promise.all(events.map(all));
    expect(seen.map((list) => list.map(({ name }) => name))).toEqual([['missed'], ['missed'], []]);
  });
});

describe('registering', () => {
  test('an event that comes before the answer to its registration is not lost', async () => {
    const hub: EventHub = new EventHub(fakeCalls({ register: () => hub.deliver(lifecycle(0, 2)) }));
    const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    expect(await take(events, 1)).toEqual([['domain.lifecycle', 'started']]);
  });

  test('early events of several registrations keep their order', async () => {
    const second = gate();
    const hub = new EventHub(
      fakeCalls({ register: (name) => (name === 'domain.device-added' ? second.opened : undefined) }),
    );
    const events = hub.subscribe({ events: ['domain.lifecycle', 'domain.device-added'] }, {});
    await settled();
    hub.deliver(added(1));
    hub.deliver(lifecycle(0, 2));
    hub.deliver(added(1));
    second.open();
    await events.ready;
    hub.deliver(lifecycle(0, 5));
    expect(await take(events, 4)).toEqual([
      ['domain.device-added', undefined],
      ['domain.lifecycle', 'started'],
      ['domain.device-added', undefined],
      ['domain.lifecycle', 'stopped'],
    ]);
  });

  test('more early events than there is room for are said to be missed', async () => {
    const held = gate();
    const hub = new EventHub(fakeCalls({ register: () => held.opened }));
    const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    await settled();
    for (let count = 0; count < QUEUE_MAX + 5; count++) hub.deliver(lifecycle(0, 2));
    held.open();
    await events.ready;
    const next = hub.subscribe({ events: ['domain.agent'] }, {});
    await next.ready;
    await Promise.all([events.close(), next.close()]);
    const seen = await all(events);
    expect(seen).toHaveLength(QUEUE_MAX + 1);
    expect(seen.at(-1)).toEqual({ name: 'missed', count: 5 });
    expect(await all(next)).toEqual([]);
  });

  test('a registration that is refused is told to all who wait, and the others are taken back', async () => {
    const refused = new LibvirtError('no', { fault: 'host', code: 3 });
    const slow = gate();
    const calls = fakeCalls({
      register: (name) => {
        if (name === 'domain.agent') throw refused;
        return name === 'pool.refresh' ? slow.opened : undefined;
      },
    });
    const hub = new EventHub(calls);
    const events = hub.subscribe({ events: ['domain.lifecycle', 'domain.agent', 'pool.refresh'] }, {});
    await expect(events.ready).rejects.toBe(refused);
    await expect(take(events, 1)).rejects.toBe(refused);
    await expect(events.listen(() => undefined)).rejects.toBe(refused);
    slow.open();
    await settled();
    expect(calls.log.filter((line) => line.startsWith('deregister')).sort()).toEqual([
      'deregister domain 0',
      'deregister pool 0',
    ]);
  });

  test('an object that does not exist is an error, and nothing stays registered', async () => {
    const missing = new LibvirtError('Domain not found: no domain with matching uuid', {
      fault: 'host',
      code: 42,
    });
    const calls = fakeCalls({ lookUp: () => Promise.reject(missing) });
    const events = new EventHub(calls).subscribe({ events: ['domain.lifecycle'], domain: dom }, {});
    await expect(events.ready).rejects.toMatchObject({
      fault: 'host',
      codeName: 'VIR_ERR_NO_DOMAIN',
      message: expect.stringMatching(/domain.lifecycle: .* does not exist \(Domain not found/),
      cause: missing,
    });
    await settled();
    expect(calls.log).toEqual(['register domain.lifecycle as 0', 'deregister domain 0']);
  });

  test('what cannot be asked for is refused before anything is sent', async () => {
    const calls = fakeCalls();
    const events = new EventHub(calls).subscribe({ events: [] }, {});
    await expect(events.ready).rejects.toMatchObject({ fault: 'caller' });
    expect(calls.log).toEqual([]);
  });
});

describe('sharing', () => {
  test('who asks for the same shares one registration; the last to leave takes it back', async () => {
    const calls = fakeCalls();
    const hub = new EventHub(calls);
    const one = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    const other = hub.subscribe({ events: ['domain.lifecycle', 'domain.agent'] }, {});
    await Promise.all([one.ready, other.ready]);
    hub.deliver(lifecycle(0, 2));
    await one.close();
    hub.deliver(lifecycle(0, 5));
    expect(calls.log).toEqual(['register domain.lifecycle as 0', 'register domain.agent as 1']);
    await other.close();
    expect(calls.log.slice(2).sort()).toEqual(['deregister domain 0', 'deregister domain 1']);
    expect((await all(one)).map((event) => 'change' in event && event.change)).toEqual(['started']);
    expect((await all(other)).map((event) => 'change' in event && event.change)).toEqual([
      'started',
      'stopped',
    ]);
  });

  test('the same event of another object is another registration', async () => {
    const calls = fakeCalls();
    const hub = new EventHub(calls);
    await Promise.all([
      hub.subscribe({ events: ['domain.lifecycle'] }, {}).ready,
      hub.subscribe({ events: ['domain.lifecycle'], domain: dom }, {}).ready,
      hub.subscribe({ events: ['domain.lifecycle'], domain: { ...dom, name: 'old', id: -1 } }, {}).ready,
    ]);
    expect(calls.log).toEqual(['register domain.lifecycle as 0', 'register domain.lifecycle as 1']);
  });

  test('one who joins later is not told what was before', async () => {
    const hub = new EventHub(fakeCalls());
    const one = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    await one.ready;
    hub.deliver(lifecycle(0, 2));
    const other = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    hub.deliver(lifecycle(0, 3));
    await other.ready;
    hub.deliver(lifecycle(0, 4));
    await other.close();
    const seen = (await all(other)).map((event) => 'change' in event && event.change);
    expect(seen).toEqual(['suspended', 'resumed']);
  });

  test('a new registration waits until the old one is taken back', async () => {
    const held = gate();
    const calls = fakeCalls({ deregister: () => held.opened });
    const hub = new EventHub(calls);
    const old = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    await old.ready;
    const closing = old.close();
    const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    await settled();
    expect(calls.log).toEqual(['register domain.lifecycle as 0', 'deregister domain 0']);
    held.open();
    await Promise.all([closing, events.ready]);
    hub.deliver(lifecycle(1, 2));
    expect(await take(events, 1)).toEqual([['domain.lifecycle', 'started']]);
  });

  test('who gives up while it is registered takes it back once it is', async () => {
    const held = gate();
    const calls = fakeCalls({ register: () => held.opened });
    const hub = new EventHub(calls);
    const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    await settled();
    const closing = events.close();
    await expect(events.ready).rejects.toMatchObject({ fault: 'caller' });
    held.open();
    await closing;
    expect(calls.log).toEqual(['register domain.lifecycle as 0', 'deregister domain 0']);
  });
});

describe('its end', () => {
  const lost = new LibvirtError('lost', { fault: 'connection', cause: new Error('EOF') });

  test('what came before the connection was lost is still given, then the loss', async () => {
    const hub = new EventHub(fakeCalls());
    const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    await events.ready;
    hub.deliver(lifecycle(0, 2));
    hub.fail(lost);
    const seen: string[] = [];
    await expect(events.listen((event) => void seen.push(event.name))).rejects.toBe(lost);
    expect(seen).toEqual(['domain.lifecycle']);
  });

  test('a connection that was closed here ends its subscriptions without an error', async () => {
    const hub = new EventHub(fakeCalls());
    const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    await events.ready;
    const seen = all(events);
    hub.fail(new LibvirtError('closed here', { fault: 'connection' }));
    expect(await seen).toEqual([]);
  });

  test('closing ends the iteration', async () => {
    const hub = new EventHub(fakeCalls());
    const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
    await events.ready;
    const seen = all(events);
    await events.close();
    expect(await seen).toEqual([]);
  });

  test('the signal ends it whenever it aborts, and takes the registration back', async () => {
    const calls = fakeCalls();
    const controller = new AbortController();
    const events = new EventHub(calls).subscribe(
      { events: ['domain.lifecycle'] },
      { signal: controller.signal },
    );
    await events.ready;
    const seen = all(events);
    controller.abort(new Error('enough'));
    await expect(seen).rejects.toMatchObject({
      fault: 'caller',
      cause: expect.objectContaining({ message: 'enough' }),
    });
    await settled();
    expect(calls.log).toEqual(['register domain.lifecycle as 0', 'deregister domain 0']);
  });

  test('with a signal that is aborted already nothing is sent', async () => {
    const calls = fakeCalls();
    const events = new EventHub(calls).subscribe(
      { events: ['domain.lifecycle'] },
      { signal: AbortSignal.abort() },
    );
    await expect(events.ready).rejects.toMatchObject({ fault: 'caller' });
    expect(calls.log).toEqual([]);
  });
});
