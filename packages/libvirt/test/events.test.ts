import { type EventName, type EventType, eventTypes, type HostEvent } from '../src/events.js';
import { messages } from '../src/wire/procedures/messages.js';
import type { Message } from '../src/wire/procedure.js';
import { XdrReader } from '../src/wire/xdr-reader.js';
import { XdrWriter } from '../src/wire/xdr-writer.js';

const dom = { name: 'web', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };
const net = { name: 'lan', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193e' };
const pool = { name: 'disks', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193d' };
const dev = { name: 'net_lo' };
const secret = { uuid: '6695eb01-f6a4-8304-79aa-97f2502e193c', usageType: 2, usageID: 'ceph' };
const callbackID = 3;

const all: readonly (readonly [string, EventType<HostEvent>])[] = Object.entries(eventTypes);

/** What an event of that name reads a body as. */
function reading<B>(name: EventName, { body }: Message<B>, value: B): unknown {
  const writer = new XdrWriter(0);
  body.write(writer, value);
  const type: EventType<HostEvent> = eventTypes[name];
  return type.read(new XdrReader(writer.finish()));
}

/** A case of the table below, whose message and body belong together. */
function reads<B>(
  name: EventName,
  message: Message<B>,
  body: B,
  event: object,
): {
  readonly name: EventName;
  readonly message: object;
  readonly read: () => unknown;
  readonly event: object;
} {
  return { name, message, read: () => reading(name, message, body), event };
}

const node = { family: 0, node: '192.0.2.1', service: '5900' };
const param = { field: 'cputune.vcpupin0', type: 'string', value: '0-1' } as const;

const cases = [
  reads(
    'domain.lifecycle',
    messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE,
    { callbackID, msg: { dom, event: 5, detail: 1 } },
    { domain: dom, change: 'stopped', detail: 'destroyed' },
  ),
  reads(
    'domain.reboot',
    messages.DOMAIN_EVENT_CALLBACK_REBOOT,
    { callbackID, msg: { dom } },
    { domain: dom },
  ),
  reads(
    'domain.rtc-change',
    messages.DOMAIN_EVENT_CALLBACK_RTC_CHANGE,
    { callbackID, msg: { dom, offset: -3_600n } },
    { domain: dom, offset: -3_600n },
  ),
  reads(
    'domain.watchdog',
    messages.DOMAIN_EVENT_CALLBACK_WATCHDOG,
    { callbackID, msg: { dom, action: 6 } },
    { domain: dom, action: 'inject-nmi' },
  ),
  reads(
    'domain.io-error',
    messages.DOMAIN_EVENT_CALLBACK_IO_ERROR,
    { callbackID, msg: { dom, srcPath: '/d.raw', devAlias: 'virtio-disk0', action: 1 } },
    { domain: dom, path: '/d.raw', alias: 'virtio-disk0', action: 'pause' },
  ),
  reads(
    'domain.graphics',
    messages.DOMAIN_EVENT_CALLBACK_GRAPHICS,
    {
      callbackID,
      msg: {
        dom,
        phase: 1,
        local: node,
        remote: { ...node, family: 2 },
        authScheme: 'vnc',
        subject: [{ type: 'x509dname', name: 'CN=me' }],
      },
    },
    {
      domain: dom,
      phase: 'initialize',
      local: { ...node, family: 'ipv4' },
      remote: { ...node, family: 'unix' },
      authScheme: 'vnc',
      subject: [{ type: 'x509dname', name: 'CN=me' }],
    },
  ),
  reads(
    'domain.io-error-reason',
    messages.DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON,
    { callbackID, msg: { dom, srcPath: '/d.raw', devAlias: 'virtio-disk0', action: 2, reason: 'enospc' } },
    { domain: dom, path: '/d.raw', alias: 'virtio-disk0', action: 'report', reason: 'enospc' },
  ),
  reads(
    'domain.control-error',
    messages.DOMAIN_EVENT_CALLBACK_CONTROL_ERROR,
    { callbackID, msg: { dom } },
    { domain: dom },
  ),
  reads(
    'domain.block-job-path',
    messages.DOMAIN_EVENT_CALLBACK_BLOCK_JOB,
    { callbackID, msg: { dom, path: '/d.raw', type: 4, status: 3 } },
    { domain: dom, path: '/d.raw', jobType: 'active-commit', status: 'ready' },
  ),
  reads(
    'domain.disk-change',
    messages.DOMAIN_EVENT_CALLBACK_DISK_CHANGE,
    { callbackID, msg: { dom, oldSrcPath: '/cd.iso', devAlias: 'scsi0-0-0-0', reason: 0 } },
    {
      domain: dom,
      alias: 'scsi0-0-0-0',
      oldPath: '/cd.iso',
      newPath: undefined,
      reason: 'change-missing-on-start',
    },
  ),
  reads(
    'domain.tray',
    messages.DOMAIN_EVENT_CALLBACK_TRAY_CHANGE,
    { callbackID, msg: { dom, devAlias: 'scsi0-0-0-0', reason: 1 } },
    { domain: dom, alias: 'scsi0-0-0-0', reason: 'close' },
  ),
  reads(
    'domain.pm-wakeup',
    messages.DOMAIN_EVENT_CALLBACK_PMWAKEUP,
    { callbackID, reason: 0, msg: { dom } },
    { domain: dom },
  ),
  reads(
    'domain.pm-suspend',
    messages.DOMAIN_EVENT_CALLBACK_PMSUSPEND,
    { callbackID, reason: 0, msg: { dom } },
    { domain: dom },
  ),
  reads(
    'domain.balloon',
    messages.DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE,
    { callbackID, msg: { dom, actual: 163_840n } },
    { domain: dom, actual: 163_840n },
  ),
  reads(
    'domain.pm-suspend-disk',
    messages.DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK,
    { callbackID, reason: 0, msg: { dom } },
    { domain: dom },
  ),
  reads(
    'domain.device-removed',
    messages.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED,
    { callbackID, msg: { dom, devAlias: 'net1' } },
    { domain: dom, alias: 'net1' },
  ),
  reads(
    'domain.block-job',
    messages.DOMAIN_EVENT_BLOCK_JOB_2,
    { callbackID, dom, dst: 'vda', type: 1, status: 0 },
    { domain: dom, target: 'vda', jobType: 'pull', status: 'completed' },
  ),
  reads(
    'domain.tunable',
    messages.DOMAIN_EVENT_CALLBACK_TUNABLE,
    { callbackID, dom, params: [param] },
    { domain: dom, params: [param] },
  ),
  reads(
    'domain.agent',
    messages.DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE,
    { callbackID, dom, state: 2, reason: 2 },
    { domain: dom, connected: false, reason: 'channel' },
  ),
  reads(
    'domain.device-added',
    messages.DOMAIN_EVENT_CALLBACK_DEVICE_ADDED,
    { callbackID, dom, devAlias: 'net1' },
    { domain: dom, alias: 'net1' },
  ),
  reads(
    'domain.migration-iteration',
    messages.DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION,
    { callbackID, dom, iteration: 2 },
    { domain: dom, iteration: 2 },
  ),
  reads(
    'domain.job-completed',
    messages.DOMAIN_EVENT_CALLBACK_JOB_COMPLETED,
    { callbackID, dom, params: [param] },
    { domain: dom, params: [param] },
  ),
  reads(
    'domain.device-removal-failed',
    messages.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED,
    { callbackID, dom, devAlias: 'dimm0' },
    { domain: dom, alias: 'dimm0' },
  ),
  reads(
    'domain.metadata',
    messages.DOMAIN_EVENT_CALLBACK_METADATA_CHANGE,
    { callbackID, dom, type: 2, nsuri: 'http://a/b' },
    { domain: dom, metadata: 'element', namespace: 'http://a/b' },
  ),
  reads(
    'domain.block-threshold',
    messages.DOMAIN_EVENT_BLOCK_THRESHOLD,
    { callbackID, dom, dev: 'vda[1]', path: '/d.raw', threshold: 4096n, excess: 512n },
    { domain: dom, target: 'vda[1]', path: '/d.raw', threshold: 4096n, excess: 512n },
  ),
  reads(
    'domain.memory-failure',
    messages.DOMAIN_EVENT_MEMORY_FAILURE,
    { callbackID, dom, recipient: 1, action: 3, flags: 0b1_0011 },
    {
      domain: dom,
      recipient: 'guest',
      action: 'reset',
      flags: ['action-required', 'recursive', 'unknown-4'],
    },
  ),
  reads(
    'domain.memory-device-size',
    messages.DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE,
    { callbackID, dom, alias: 'virtiomem0', size: 131_072n },
    { domain: dom, alias: 'virtiomem0', size: 131_072n },
  ),
  reads(
    'domain.nic-mac-change',
    messages.DOMAIN_EVENT_NIC_MAC_CHANGE,
    { callbackID, dom, alias: 'net0', oldMAC: '52:54:00:00:00:01', newMAC: '52:54:00:00:00:02' },
    { domain: dom, alias: 'net0', oldMac: '52:54:00:00:00:01', newMac: '52:54:00:00:00:02' },
  ),
  reads(
    'network.lifecycle',
    messages.NETWORK_EVENT_LIFECYCLE,
    { callbackID, net, event: 2, detail: 0 },
    { network: net, change: 'started', detail: 0 },
  ),
  reads(
    'network.metadata',
    messages.NETWORK_EVENT_CALLBACK_METADATA_CHANGE,
    { callbackID, net, type: 0 },
    { network: net, metadata: 'description', namespace: undefined },
  ),
  reads(
    'pool.lifecycle',
    messages.STORAGE_POOL_EVENT_LIFECYCLE,
    { callbackID, pool, event: 4, detail: 0 },
    { pool, change: 'created', detail: 0 },
  ),
  reads('pool.refresh', messages.STORAGE_POOL_EVENT_REFRESH, { callbackID, pool }, { pool }),
  reads(
    'node-device.lifecycle',
    messages.NODE_DEVICE_EVENT_LIFECYCLE,
    { callbackID, dev, event: 1, detail: 0 },
    { nodeDevice: dev, change: 'deleted', detail: 0 },
  ),
  reads('node-device.update', messages.NODE_DEVICE_EVENT_UPDATE, { callbackID, dev }, { nodeDevice: dev }),
  reads(
    'secret.lifecycle',
    messages.SECRET_EVENT_LIFECYCLE,
    { callbackID, secret, event: 1, detail: 0 },
    { secret, change: 'undefined', detail: 0 },
  ),
  reads('secret.value-changed', messages.SECRET_EVENT_VALUE_CHANGED, { callbackID, secret }, { secret }),
  reads(
    'qemu.monitor',
    messages.QEMU_DOMAIN_MONITOR_EVENT,
    { callbackID, dom, event: 'STOP', seconds: 1_700_000_000n, micros: 250_500, details: '{}' },
    { domain: dom, event: 'STOP', time: 1_700_000_000_250.5, details: '{}' },
  ),
];

test.each(cases)('$name reads as a value', ({ name, read, event }) => {
  expect(read()).toEqual({ callbackID, event: { name, ...event } });
});

test.each(cases)('$name comes in that message', ({ name, message }) => {
  expect(message).toMatchObject(eventTypes[name].message);
});

test('each event of the table is tried above', () => {
  expect(cases.map(({ name }) => name).sort()).toEqual(all.map(([name]) => name).sort());
});

test('each message is an event, but for the one that a connection to a hypervisor is closed with', () => {
  const read = new Set(all.map(([, { message }]) => `${message.program} ${message.number}`));
  const unread = Object.entries(messages).filter(
    ([, { program, number }]) => !read.has(`${program} ${number}`),
  );
  expect(unread.map(([name]) => name)).toEqual(['CONNECT_EVENT_CONNECTION_CLOSED']);
});

test.each([
  ['domain', 28],
  ['network', 2],
  ['pool', 2],
  ['nodeDevice', 2],
  ['secret', 2],
  ['monitor', 1],
])('%s: libvirt’s %d numbers, each once', (kind, count) => {
  const ids = all.filter(([, type]) => type.kind === kind).map(([, { id }]) => id);
  expect(ids.sort((one, other) => one - other)).toEqual(Array.from({ length: count }, (_, id) => id));
});

test('a number that is newer than this package is kept', () => {
  const body = { callbackID, msg: { dom, event: 5, detail: 77 } };
  const { event, detail } = { event: 99, detail: 2 };
  expect(reading('domain.lifecycle', messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE, body)).toMatchObject({
    event: { change: 'stopped', detail: 'unknown-77' },
  });
  expect(
    reading('domain.lifecycle', messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE, {
      callbackID,
      msg: { dom, event, detail },
    }),
  ).toMatchObject({ event: { change: 'unknown-99', detail: 'unknown-2' } });
  expect(
    reading('secret.lifecycle', messages.SECRET_EVENT_LIFECYCLE, {
      callbackID,
      secret,
      event: -1,
      detail: 5,
    }),
  ).toMatchObject({ event: { change: 'unknown--1', detail: 5 } });
});

test('a time that QEMU does not know is absent', () => {
  const body = { callbackID, dom, event: 'STOP', seconds: -1n, micros: 0 };
  expect(reading('qemu.monitor', messages.QEMU_DOMAIN_MONITOR_EVENT, body)).toMatchObject({
    event: { time: undefined, details: undefined },
  });
});
