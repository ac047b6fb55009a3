import type { Caller } from '../src/caller.js';
import { LibvirtError } from '../src/errors.js';
import { registrationCalls, registrationKey, requestedEvents } from '../src/event-registration.js';
import type { EventName, EventRegistration } from '../src/events.js';
import { type ProcedureName, procedureNamed } from '../src/wire/procedures.js';
import { XdrReader } from '../src/wire/xdr-reader.js';
import { XdrWriter } from '../src/wire/xdr-writer.js';

const domain = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const network = { name: 'lan', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193e' };
const pool = { name: 'disks', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193d' };
const nodeDevice = { name: 'net_lo' };
const secret = { uuid: '6695eb01-f6a4-8304-79aa-97f2502e193c', usageType: 2, usageID: 'ceph' };

interface Noted {
  readonly procedure: ProcedureName;
  readonly args: object;
}

/** Notes each call and answers it with a callback id; its arguments go the way that they take on the wire. */
function recorder(error?: LibvirtError): { readonly calls: Pick<Caller, 'call'>; readonly noted: Noted[] } {
  const noted: Noted[] = [];
  return {
    noted,
    calls: {
      call: async (procedure, args) => {
        const { args: sent, result } = procedureNamed(procedure);
        const writer = new XdrWriter(0);
        sent.write(writer, args);
        noted.push({ procedure, args: sent.read(new XdrReader(writer.finish())) });
        if (error !== undefined) throw error;
        return result.read(new XdrReader(Buffer.alloc(64, '\0\0\0\x01\0\0\0\0')));
      },
    },
  };
}

const registrations: readonly [EventName, EventRegistration, ProcedureName, object][] = [
  ['domain.lifecycle', { events: [] }, 'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID: 0 }],
  [
    'domain.agent',
    { events: [], domain, network },
    'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY',
    { eventID: 18, dom: domain },
  ],
  ['network.metadata', { events: [] }, 'CONNECT_NETWORK_EVENT_REGISTER_ANY', { eventID: 1 }],
  [
    'network.lifecycle',
    { events: [], network },
    'CONNECT_NETWORK_EVENT_REGISTER_ANY',
    { eventID: 0, net: network },
  ],
  ['pool.refresh', { events: [], pool }, 'CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY', { eventID: 1, pool }],
  [
    'node-device.update',
    { events: [], nodeDevice },
    'CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY',
    { eventID: 1, dev: nodeDevice },
  ],
  ['secret.lifecycle', { events: [], secret }, 'CONNECT_SECRET_EVENT_REGISTER_ANY', { eventID: 0, secret }],
  ['qemu.monitor', { events: [] }, 'QEMU_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER', { flags: 0 }],
  [
    'qemu.monitor',
    { events: [], domain, monitor: { event: 'STOP' } },
    'QEMU_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER',
    { dom: domain, event: 'STOP', flags: 0 },
  ],
  [
    'qemu.monitor',
    { events: [], monitor: { event: '^stop$', regex: true, ignoreCase: true } },
    'QEMU_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER',
    { event: '^stop$', flags: 3 },
  ],
];

test.each(registrations)('%s of %j is asked for by %s', async (name, registration, procedure, args) => {
  const { calls, noted } = recorder();
  expect(await registrationCalls(calls).register(name, registration, {})).toBe(1);
  expect(noted).toEqual([{ procedure, args }]);
});

test.each([
  ['domain', 'CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY'],
  ['network', 'CONNECT_NETWORK_EVENT_DEREGISTER_ANY'],
  ['pool', 'CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY'],
  ['nodeDevice', 'CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY'],
  ['secret', 'CONNECT_SECRET_EVENT_DEREGISTER_ANY'],
  ['monitor', 'QEMU_CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER'],
] as const)('%s: a registration is taken back by %s', async (kind, procedure) => {
  const { calls, noted } = recorder();
  await registrationCalls(calls).deregister(kind, 7);
  expect(noted).toEqual([{ procedure, args: { callbackID: 7 } }]);
});

test.each([
  ['domain', { domain }, 'DOMAIN_LOOKUP_BY_UUID', { uuid: domain.uuid }],
  ['network', { network }, 'NETWORK_LOOKUP_BY_UUID', { uuid: network.uuid }],
  ['pool', { pool }, 'STORAGE_POOL_LOOKUP_BY_UUID', { uuid: pool.uuid }],
  ['nodeDevice', { nodeDevice }, 'NODE_DEVICE_LOOKUP_BY_NAME', nodeDevice],
  ['secret', { secret }, 'SECRET_LOOKUP_BY_UUID', { uuid: secret.uuid }],
  ['monitor', { domain }, 'DOMAIN_LOOKUP_BY_UUID', { uuid: domain.uuid }],
] as const)('%s: the object that is named is looked up', async (kind, filter, procedure, args) => {
  const missing = new LibvirtError('missing', { fault: 'host', code: 42 });
  const { calls, noted } = recorder(missing);
  await expect(registrationCalls(calls).lookUp(kind, { events: [], ...filter }, {})).rejects.toBe(missing);
  expect(noted).toEqual([{ procedure, args }]);
});

test('where no object is named, none is looked up', async () => {
  const { calls, noted } = recorder();
  await registrationCalls(calls).lookUp('domain', { events: [], network }, {});
  expect(noted).toEqual([]);
});

test.each(['unsupported event ID 27', 'unsupported network event ID 1'])(
  'a daemon that is too old for an event says so as such: %s',
  async (reason) => {
    const { calls } = recorder(new LibvirtError(`internal error: ${reason}`, { fault: 'host', code: 1 }));
    await expect(
      registrationCalls(calls).register('domain.nic-mac-change', { events: [] }, {}),
    ).rejects.toMatchObject({
      fault: 'unsupported',
      message: expect.stringMatching(/domain.nic-mac-change, which libvirt 11.2.0 brought/),
    });
  },
);

test('any other refusal stays what it is', async () => {
  const refused = new LibvirtError('no', { fault: 'host', code: 29 });
  const { calls } = recorder(refused);
  await expect(registrationCalls(calls).register('pool.refresh', { events: [] }, {})).rejects.toBe(refused);
});

describe('what libvirt takes for the same', () => {
  const upper = { ...domain, name: 'other', id: -1, uuid: domain.uuid.toUpperCase() };
  test.each<[string, EventName, EventRegistration, EventRegistration]>([
    [
      'one object, differently written',
      'domain.agent',
      { events: [], domain },
      { events: [], domain: upper },
    ],
    ['what another kind is narrowed to', 'pool.refresh', { events: [] }, { events: [], domain }],
    [
      'one monitor filter',
      'qemu.monitor',
      { events: [], monitor: { event: 'A' } },
      { events: [], monitor: { event: 'A', regex: false } },
    ],
  ])('%s', (_, name, one, other) => {
    expect(registrationKey(name, one)).toBe(registrationKey(name, other));
  });

  test.each<[string, EventName, EventRegistration, EventRegistration]>([
    ['one object and all', 'domain.agent', { events: [], domain }, { events: [] }],
    [
      'two devices',
      'node-device.update',
      { events: [], nodeDevice },
      { events: [], nodeDevice: { name: 'x' } },
    ],
    [
      'two monitor filters',
      'qemu.monitor',
      { events: [], monitor: { event: 'A' } },
      { events: [], monitor: { event: 'A', ignoreCase: true } },
    ],
  ])('but not %s', (_, name, one, other) => {
    expect(registrationKey(name, one)).not.toBe(registrationKey(name, other));
  });
});

describe('what can be asked for', () => {
  test('each event once', () => {
    expect(requestedEvents({ events: ['pool.refresh', 'domain.agent', 'pool.refresh'], domain })).toEqual([
      'pool.refresh',
      'domain.agent',
    ]);
  });

  test.each<[string, unknown, RegExp]>([
    ['nothing', { events: [] }, /none is named/],
    [
      'an unknown event',
      { events: ['domain.lifecyle'] },
      /the name "domain.lifecyle"; there are domain.lifecycle,/,
    ],
    ['what every object has', { events: ['toString'] }, /the name "toString"/],
    [
      'an object of another kind',
      { events: ['domain.agent', 'network.lifecycle'], pool },
      /"pool" narrows down none of domain.agent, network.lifecycle/,
    ],
    [
      'a monitor filter for others',
      { events: ['domain.agent'], monitor: { event: 'A' } },
      /"monitor" narrows/,
    ],
  ])('not %s', (_, registration, message) => {
    const refused = (): unknown => requestedEvents(registration as EventRegistration);
    expect(refused).toThrow(LibvirtError);
    expect(refused).toThrow(message);
  });
});
