import { connect as connectSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  connect,
  type ConnectionPool,
  type Domain,
  type EventRegistration,
  libvirt,
} from '@virtform/libvirt';
import { type Expected, inShort, witness } from '../testbed/events.js';
import { bootGuest, type Guest } from '../testbed/guest.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';

// One real guest, and what libvirt tells of it from its start to its end. The tests build on each other.

const hypervisor = sharedHypervisor();
const NAME = 'web';

let host: ConnectionPool;
let guest: Guest;
let domain: Domain;
afterAll(async () => {
  await host.close();
});

const at = (file: string): string => `${hypervisor().scratch}/${file}`;
const ask = (...args: readonly string[]): Promise<string> => virsh(hypervisor().uri, ...args);
/** Runs a shell command beside the guest, in the hypervisor's namespaces. */
async function run(command: string): Promise<void> {
  const { status, stderr } = await hypervisor().run(['sh', '-ec', command]);
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}

const MAC = '52:54:00:00:00:01';
const OTHER_MAC = '52:54:00:00:00:02';

/** What the guest's disks lie on: an overlay that can be committed, one on a file system that is too small, and a CD. */
const devices = (): string => `
  <disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
    <source file='${at('disk.qcow2')}'/><target dev='vda' bus='virtio'/></disk>
  <disk type='file' device='disk'><driver name='qemu' type='raw' error_policy='stop'/>
    <source file='${at('tight/disk.raw')}'/><target dev='vdb' bus='virtio'/></disk>
  <controller type='scsi' index='0' model='virtio-scsi'/>
  <disk type='file' device='cdrom'><driver name='qemu' type='raw'/>
    <source file='${at('cd.iso')}' startupPolicy='optional'/><target dev='sda' bus='scsi'/><readonly/></disk>
  <interface type='user' trustGuestRxFilters='yes'><mac address='${MAC}'/><model type='virtio'/><rom enabled='no'/></interface>
  <graphics type='vnc' socket='${at('vnc')}'/>`;

test('it starts, and its agent answers', async () => {
  host = await connect(hypervisor().uri);
  await run(`cd ${hypervisor().scratch}
    qemu-img create -q -f qcow2 disk.qcow2 64M
    truncate -s 1M cd.iso spare.raw
    mkdir tight && mount -t tmpfs -o size=1M tmpfs tight && truncate -s 16M tight/disk.raw`);
  const seen = await witness(
    host,
    { events: ['domain.lifecycle', 'domain.agent'] },
    async () => {
      guest = await bootGuest(hypervisor(), { name: NAME, memoryMiB: 256, devices: devices() });
    },
    [
      { name: 'domain.lifecycle', change: 'defined', detail: 'added' },
      { name: 'domain.agent', connected: false, reason: 'domain-started' },
      { name: 'domain.lifecycle', change: 'resumed', detail: 'unpaused' },
      { name: 'domain.lifecycle', change: 'started', detail: 'booted' },
      { name: 'domain.agent', connected: true, reason: 'channel' },
    ],
  );
  domain = await libvirt(host).domains.lookupByName(NAME);
  expect(seen.at(-1)).toMatchObject({ domain });
});

interface Case {
  readonly what: string;
  readonly events: EventRegistration['events'];
  readonly monitor?: EventRegistration['monitor'];
  readonly act: () => Promise<unknown>;
  readonly sees: readonly Expected[];
  /** The libvirt that brought it, as libvirt counts: a thousand for each minor version. */
  readonly since?: number;
}

/** Bytes that block-threshold is to tell of. */
const MARK = 1_000_000;

const cases: readonly Case[] = [
  {
    what: 'a device is plugged in',
    events: ['domain.device-added'],
    act: () => ask('attach-disk', NAME, at('spare.raw'), 'vdc', '--live', '--targetbus', 'virtio'),
    sees: [{ name: 'domain.device-added', alias: 'virtio-disk2' }],
  },
  {
    what: 'the guest lets go of a device; QEMU tells the same',
    events: ['domain.device-removed', 'qemu.monitor'],
    monitor: { event: 'device_deleted', ignoreCase: true },
    act: () => ask('detach-disk', NAME, 'vdc', '--live'),
    sees: [
      {
        name: 'qemu.monitor',
        event: 'DEVICE_DELETED',
        details: '{"device":"virtio-disk2","path":"/machine/peripheral/virtio-disk2"}',
      },
      { name: 'domain.device-removed', alias: 'virtio-disk2' },
    ],
  },
  {
    what: 'the guest gives memory to its balloon; QEMU counts in bytes',
    events: ['domain.balloon', 'qemu.monitor'],
    monitor: { event: '^BALLOON_', regex: true },
    act: () => ask('setmem', NAME, '200M', '--live'),
    sees: [
      { name: 'qemu.monitor', event: 'BALLOON_CHANGE', details: '{"actual":209715200}' },
      { name: 'domain.balloon', actual: 204_800n },
    ],
  },
  {
    what: 'its metadata changes',
    events: ['domain.metadata'],
    act: async () => {
      await ask('desc', NAME, '--live', 'a web server');
      await ask('desc', NAME, '--live', '--title', 'Web');
      await ask('metadata', NAME, '--live', '--uri', 'http://a/b', '--key', 'k', '--set', '<owner/>');
    },
    sees: [
      { name: 'domain.metadata', metadata: 'description', namespace: undefined },
      { name: 'domain.metadata', metadata: 'title' },
      { name: 'domain.metadata', metadata: 'element', namespace: 'http://a/b' },
    ],
  },
  {
    what: 'its disk is held to a speed, and its QEMU to a processor',
    events: ['domain.tunable'],
    act: async () => {
      await ask('blkdeviotune', NAME, 'vda', '--total-bytes-sec', '100000000', '--live');
      await ask('emulatorpin', NAME, '0', '--live');
    },
    sees: [
      {
        name: 'domain.tunable',
        params: [
          { field: 'blkdeviotune.disk', type: 'string', value: 'vda' },
          { field: 'blkdeviotune.total_bytes_sec', type: 'ullong', value: 100_000_000n },
        ],
      },
      {
        name: 'domain.tunable',
        params: [{ field: 'cputune.emulatorpin', type: 'string', value: '0' }],
      },
    ],
  },
  {
    what: 'its CD is taken out',
    events: ['domain.tray'],
    act: () => ask('change-media', NAME, 'sda', '--eject', '--live'),
    sees: [
      { name: 'domain.tray', alias: 'scsi0-0-0-0', reason: 'open' },
      { name: 'domain.tray', alias: 'scsi0-0-0-0', reason: 'close' },
    ],
  },
  {
    what: 'it writes beyond a mark',
    events: ['domain.block-threshold'],
    act: async () => {
      await ask('domblkthreshold', NAME, 'vda', String(MARK));
      await guest.exec('/bin/dd', 'if=/dev/urandom', 'of=/dev/vda', 'bs=1M', 'count=8', 'conv=fsync');
    },
    sees: [{ name: 'domain.block-threshold', target: 'vda', threshold: BigInt(MARK) }],
  },
  {
    what: 'a block job gets ready and is completed; its path changes on the way',
    events: ['domain.block-job', 'domain.block-job-path'],
    act: async () => {
      await ask(
        ...['snapshot-create-as', NAME, 's', '--disk-only', '--no-metadata'],
        ...['--diskspec', `vda,file=${at('overlay.qcow2')}`],
        ...['--diskspec', 'vdb,snapshot=no', '--diskspec', 'sda,snapshot=no'],
      );
      await ask('blockcommit', NAME, 'vda', '--active', '--pivot', '--wait');
    },
    sees: [
      { name: 'domain.block-job', target: 'vda', jobType: 'active-commit', status: 'ready' },
      { name: 'domain.block-job', target: 'vda', jobType: 'active-commit', status: 'completed' },
    ],
  },
  {
    what: 'it sets its clock',
    events: ['domain.rtc-change'],
    act: () => guest.exec('/bin/sh', '-c', 'date -s 2031-01-01 && hwclock -w'),
    sees: [{ name: 'domain.rtc-change' }],
  },
  {
    what: 'it gives its network card another address',
    events: ['domain.nic-mac-change'],
    act: () => guest.exec('/bin/ip', 'link', 'set', 'dev', 'eth0', 'address', OTHER_MAC),
    sees: [{ name: 'domain.nic-mac-change', alias: 'net0', oldMac: MAC, newMac: OTHER_MAC }],
    since: 11_002_000,
  },
  {
    what: 'somebody looks at its display',
    events: ['domain.graphics'],
    act: lookAtDisplay,
    sees: ['connect', 'initialize', 'disconnect'].map((phase) => ({
      name: 'domain.graphics',
      phase,
      authScheme: 'none',
      subject: [],
    })),
  },
  {
    what: 'its disk finds no room on the host; with room it goes on',
    events: ['domain.io-error', 'domain.io-error-reason', 'domain.lifecycle'],
    act: async () => {
      const writing = guest.exec(
        '/bin/dd',
        'if=/dev/urandom',
        'of=/dev/vdb',
        'bs=1M',
        'count=4',
        'conv=fsync',
      );
      await untilTrue('it is paused', async () => (await ask('domstate', NAME)) === 'paused');
      await run(`mount -o remount,size=32M ${at('tight')}`);
      await ask('resume', NAME);
      expect(await writing).toMatchObject({ status: 0 });
    },
    sees: [
      { name: 'domain.io-error', alias: 'virtio-disk1', action: 'pause' },
      { name: 'domain.io-error-reason', alias: 'virtio-disk1', action: 'pause', reason: 'enospc' },
      { name: 'domain.lifecycle', change: 'suspended', detail: 'io-error' },
      { name: 'domain.lifecycle', change: 'resumed', detail: 'unpaused' },
    ],
  },
  {
    what: 'it is saved and restored, which is a migration to a file and back',
    events: ['domain.migration-iteration', 'domain.job-completed', 'domain.lifecycle'],
    act: async () => {
      await ask('save', NAME, at('saved'));
      await ask('restore', at('saved'));
    },
    sees: [
      { name: 'domain.lifecycle', change: 'suspended', detail: 'paused' },
      { name: 'domain.migration-iteration', iteration: 1 },
      { name: 'domain.job-completed' },
      { name: 'domain.lifecycle', change: 'stopped', detail: 'saved' },
      { name: 'domain.lifecycle', change: 'started', detail: 'restored' },
    ],
  },
];

test.each(cases)('$what', async ({ events, monitor, act, sees, since = 0 }) => {
  const { major, minor } = await libvirt(host).node.libVersion();
  if (since > major * 1_000_000 + minor * 1_000) {
    await expect(host.events({ events, domain }).ready).rejects.toMatchObject({ fault: 'unsupported' });
  } else {
    await witness(host, { events, domain, ...(monitor === undefined ? {} : { monitor }) }, act, sees);
  }
});

/** What a VNC client says until it is let in (RFC 6143): its version, no login, share the display. */
async function lookAtDisplay(): Promise<void> {
  const socket = connectSocket(at('vnc'));
  const answers = ['RFB 003.008\n', '\x01', '\x01'];
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', () => {
      const answer = answers.shift();
      if (answer === undefined) resolve();
      else socket.write(answer, 'latin1');
    });
  });
  // QEMU says that it let a client in when it has told it about the display, and then of its end.
  await sleep(100);
  socket.destroy();
}

test('events of it go on when the daemon was killed and is back', async () => {
  const events = host.events({ events: ['domain.metadata', 'qemu.monitor'], domain });
  await events.ready;
  const heard: string[] = [];
  const listening = events.listen((event) => void heard.push(inShort(event)));
  await hypervisor().killDaemon();
  await hypervisor().restartDaemon();
  await untilTrue('it is back', () => heard.includes('reconnected'));
  await ask('desc', NAME, '--live', 'the same server');
  await ask('suspend', NAME);
  await untilTrue('both are told', () => heard.length >= 3);
  await ask('resume', NAME);
  await untilTrue('the last is told', () => heard.length >= 4);
  expect(heard).toEqual(['reconnected', 'domain.metadata', 'qemu.monitor', 'qemu.monitor']);
  await events.close();
  await listening;
});

test('it shuts down when it is asked, starts without its CD, and is reset', async () => {
  await guest.ready();
  const seen = await witness(
    host,
    { events: ['domain.lifecycle', 'domain.disk-change', 'domain.reboot'], domain },
    async () => {
      await ask('shutdown', NAME, '--mode', 'agent');
      await untilTrue('it is off', async () => (await ask('domstate', NAME)) === 'shut off');
      await run(`rm ${at('cd.iso')}`);
      await ask('start', NAME);
      await ask('reset', NAME);
    },
    [
      { name: 'domain.lifecycle', change: 'shutdown', detail: 'guest' },
      { name: 'domain.lifecycle', change: 'stopped', detail: 'shutdown' },
      {
        name: 'domain.disk-change',
        alias: 'scsi0-0-0-0',
        oldPath: at('cd.iso'),
        newPath: undefined,
        reason: 'change-missing-on-start',
      },
      { name: 'domain.lifecycle', change: 'started', detail: 'booted' },
      { name: 'domain.reboot' },
    ],
  );
  expect(new Set(seen.map((event) => 'domain' in event && event.domain.uuid))).toEqual(
    new Set([domain.uuid]),
  );
});

test('it sleeps, is woken, and is destroyed', async () => {
  await guest.ready();
  await witness(
    host,
    { events: ['domain.pm-suspend', 'domain.pm-wakeup', 'domain.lifecycle'], domain },
    async () => {
      await ask('dompmsuspend', NAME, 'mem');
      await untilTrue('it sleeps', async () => (await ask('domstate', NAME)) === 'pmsuspended');
      await ask('dompmwakeup', NAME);
      await guest.ready();
      await ask('destroy', NAME);
      await ask('undefine', NAME);
    },
    [
      { name: 'domain.pm-suspend' },
      { name: 'domain.lifecycle', change: 'pmsuspended', detail: 'memory' },
      { name: 'domain.pm-wakeup' },
      { name: 'domain.lifecycle', change: 'started', detail: 'wakeup' },
      // On the way it may say that it shuts down; QEMU is ended before it can, or after.
      { name: 'domain.lifecycle', change: 'stopped', detail: 'destroyed' },
      { name: 'domain.lifecycle', change: 'undefined', detail: 'removed' },
    ],
  );
});
