import { LibvirtError } from '../src/errors.js';
import { type EventCalls, EventHub } from '../src/event-hub.js';
import type { EventKind, LibvirtEvent } from '../src/events.js';
import { encodeFrame, type Frame, FrameDecoder } from '../src/wire/frame.js';
import { messages } from '../src/wire/procedures/messages.js';
import type { Message } from '../src/wire/procedure.js';

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const net = { name: 'lan', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193e' };

function frameOf<B>({ program, number, body }: Message<B>, value: B): Frame {
  const header = { program, procedure: number, type: 2, serial: 0, status: 0 };
  const [frame] = new FrameDecoder().push(encodeFrame(header, (writer) => body.write(writer, value)));
  if (frame === undefined) throw new Error('no frame');
  return frame;
}

const lifecycle = (callbackID: number, event: number): Frame =>
  frameOf(messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE, { callbackID, msg: { dom, event, detail: 0 } });
const networkLifecycle = (callbackID: number, event: number): Frame =>
  frameOf(messages.NETWORK_EVENT_LIFECYCLE, { callbackID, net, event, detail: 0 });

interface FakeCalls extends EventCalls {
  readonly log: string[];
}

/** Counts callback ids apart for each kind, as libvirt does. */
function fakeCalls(beforeAnswer: () => void = () => undefined): FakeCalls {
  const next = new Map<EventKind, number>();
  const log: string[] = [];
  return {
    log,
    register: async (kind, id) => {
      const callbackID = next.get(kind) ?? 0;
      next.set(kind, callbackID + 1);
      log.push(`register ${kind} ${id} as ${callbackID}`);
      await Promise.resolve();
      beforeAnswer();
      return callbackID;
    },
    deregister: async (kind, callbackID) => void log.push(`deregister ${kind} ${callbackID}`),
  };
}

async function take(events: AsyncIterable<LibvirtEvent>, count: number): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  for await (const event of events) {
    seen.push([event.name, 'change' in event ? event.change : undefined]);
    if (seen.length === count) break;
  }
  return seen;
}

test('kinds whose callback ids are the same are told apart', async () => {
  const calls = fakeCalls();
  const hub = new EventHub(calls);
  const domains = hub.subscribe({ events: ['domain.lifecycle'] }, {});
  const networks = hub.subscribe({ events: ['network.lifecycle'] }, {});
  await Promise.all([domains.ready, networks.ready]);
  expect(calls.log).toEqual(['register domain 0 as 0', 'register network 0 as 0']);
  hub.deliver(networkLifecycle(0, 2));
  hub.deliver(lifecycle(0, 5));
  expect(await take(domains, 1)).toEqual([['domain.lifecycle', 'stopped']]);
  expect(await take(networks, 1)).toEqual([['network.lifecycle', 'started']]);
});

test('an event that comes before the answer to its registration is not lost', async () => {
  const hub: EventHub = new EventHub(fakeCalls(() => hub.deliver(lifecycle(0, 2))));
  const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
  expect(await take(events, 1)).toEqual([['domain.lifecycle', 'started']]);
});

test('several events in one subscription come in order; leaving deregisters them', async () => {
  const calls = fakeCalls();
  const hub = new EventHub(calls);
  const events = hub.subscribe({ events: ['domain.lifecycle', 'domain.device-added', 'pool.refresh'] }, {});
  await events.ready;
  hub.deliver(lifecycle(0, 2));
  hub.deliver(frameOf(messages.DOMAIN_EVENT_CALLBACK_DEVICE_ADDED, { callbackID: 1, dom, devAlias: 'net1' }));
  hub.deliver(lifecycle(0, 99));
  expect(await take(events, 3)).toEqual([
    ['domain.lifecycle', 'started'],
    ['domain.device-added', undefined],
    ['domain.lifecycle', 'unknown'],
  ]);
  expect(calls.log.slice(3).sort()).toEqual([
    'deregister domain 0',
    'deregister domain 1',
    'deregister pool 0',
  ]);
});

test('a message that nobody asked for is nobody’s', () => {
  expect(() => new EventHub(fakeCalls()).deliver(lifecycle(3, 1))).not.toThrow();
});

test('what came before the connection was lost is still given, then the loss', async () => {
  const hub = new EventHub(fakeCalls());
  const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
  await events.ready;
  hub.deliver(lifecycle(0, 2));
  const lost = new LibvirtError('lost', { fault: 'connection' });
  hub.fail(lost);
  const seen: string[] = [];
  await expect(
    (async () => {
      for await (const event of events) seen.push(event.name);
    })(),
  ).rejects.toBe(lost);
  expect(seen).toEqual(['domain.lifecycle']);
});

test('a registration that is refused is told to who waits for it and to who iterates', async () => {
  const refused = new LibvirtError('no', { fault: 'host', code: 3 });
  const hub = new EventHub({ ...fakeCalls(), register: () => Promise.reject(refused) });
  const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
  await expect(events.ready).rejects.toBe(refused);
  await expect(take(events, 1)).rejects.toBe(refused);
});

test('closing ends the iteration', async () => {
  const hub = new EventHub(fakeCalls());
  const events = hub.subscribe({ events: ['domain.lifecycle'] }, {});
  await events.ready;
  const seen = take(events, 1);
  await events.close();
  expect(await seen).toEqual([]);
});
