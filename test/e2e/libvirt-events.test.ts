import {
  type ConnectionPool,
  DomainMetadataType,
  type EventRegistration,
  type EventSubscription,
  isNotFound,
  libvirt,
  type LibvirtEvent,
  NetworkUpdateFlags,
} from '@virtform/libvirt';
import { inShort, witness } from '../testbed/events.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { withHost } from '../testbed/with-host.js';

const hypervisor = sharedHypervisor();

/** libvirt's test driver, which lives in the daemon's memory. */
const testUri = (): string => `test+unix:///default?socket=${hypervisor().socket}`;

const GUEST = `<domain type='test'><name>web</name><memory>1024</memory><os><type>hvm</type></os></domain>`;
const LAN = `<network><name>lan</name><bridge name='virbr78'/></network>`;
const SECRET = `<secret ephemeral='no' private='no'><usage type='ceph'><name>disks</name></usage></secret>`;
const VPORT = `<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>
  <wwnn>20000000c9831b4b</wwnn><wwpn>10000000c9831b4b</wwpn></capability></capability></device>`;

/** A UUID that nothing has. */
const NOBODY = '11111111-2222-4333-8444-555555555555';

describe('the life of', () => {
  test('a guest', () =>
    withHost(testUri(), async (caller) => {
      const { domains } = libvirt(caller);
      const seen = await witness(
        caller,
        { events: ['domain.lifecycle'] },
        async () => {
          const guest = await domains.defineXml(GUEST);
          await domains.create(guest);
          await domains.suspend(guest);
          await domains.resume(guest);
          await domains.shutdown(guest);
          await domains.create(guest);
          await domains.destroy(guest);
          await domains.undefine(guest);
        },
        [{ name: 'domain.lifecycle', change: 'undefined' }],
      );
      expect(seen.map(inShort)).toEqual([
        'domain.lifecycle defined added',
        'domain.lifecycle started booted',
        'domain.lifecycle suspended paused',
        'domain.lifecycle resumed unpaused',
        'domain.lifecycle stopped shutdown',
        'domain.lifecycle started booted',
        'domain.lifecycle stopped destroyed',
        'domain.lifecycle undefined removed',
      ]);
      expect(seen[0]).toMatchObject({ domain: { name: 'web', id: -1 } });
    }));

  test('a network', () =>
    withHost(hypervisor().uri, async (caller) => {
      const { networks } = libvirt(caller);
      const seen = await witness(
        caller,
        { events: ['network.lifecycle'] },
        async () => {
          const network = await networks.defineXml(LAN);
          await networks.create(network);
          await networks.destroy(network);
          await networks.undefine(network);
        },
        [{ name: 'network.lifecycle', change: 'undefined' }],
      );
      expect(seen.map(inShort)).toEqual(
        ['defined', 'started', 'stopped', 'undefined'].map((change) => `network.lifecycle ${change}`),
      );
      expect(seen[0]).toMatchObject({ network: { name: 'lan' } });
    }));

  test('a storage pool', () =>
    withHost(hypervisor().uri, async (caller) => {
      const { pools } = libvirt(caller);
      const seen = await witness(
        caller,
        { events: ['pool.lifecycle', 'pool.refresh'] },
        async () => {
          const pool = await pools.defineXml(
            `<pool type='dir'><name>disks</name><target><path>${hypervisor().scratch}/disks</path></target></pool>`,
          );
          await pools.build(pool);
          await pools.create(pool);
          await pools.refresh(pool);
          await pools.destroy(pool);
          await pools.delete(pool);
          await pools.undefine(pool);
        },
        [{ name: 'pool.lifecycle', change: 'undefined' }],
      );
      expect(seen.map(inShort)).toEqual([
        'pool.lifecycle defined',
        'pool.lifecycle created',
        'pool.lifecycle started',
        'pool.refresh',
        'pool.lifecycle stopped',
        'pool.lifecycle deleted',
        'pool.lifecycle undefined',
      ]);
    }));

  test('a secret', () =>
    withHost(hypervisor().uri, async (caller) => {
      const { secrets } = libvirt(caller);
      const seen = await witness(
        caller,
        { events: ['secret.lifecycle', 'secret.value-changed'] },
        async () => {
          const secret = await secrets.defineXml(SECRET);
          await secrets.setValue(secret, Buffer.from('hidden'));
          await secrets.undefine(secret);
        },
        [{ name: 'secret.lifecycle', change: 'undefined' }],
      );
      expect(seen.map(inShort)).toEqual([
        'secret.lifecycle defined',
        'secret.value-changed',
        'secret.lifecycle undefined',
      ]);
      expect(seen[1]).toMatchObject({ secret: { usageID: 'disks' } });
    }));

  test('a device of the host, as the test driver has it', () =>
    withHost(testUri(), async (caller) => {
      const { nodeDevices } = libvirt(caller);
      const seen = await witness(
        caller,
        { events: ['node-device.lifecycle'] },
        async () => nodeDevices.destroy(await nodeDevices.createXml(VPORT)),
        [{ name: 'node-device.lifecycle', change: 'deleted' }],
      );
      expect(seen.map(inShort)).toEqual(['node-device.lifecycle created', 'node-device.lifecycle deleted']);
    }));

  test('a device of the host, as udev tells it', async () => {
    await watchUdev();
    await withHost(hypervisor().uri, async (caller) => {
      const seen = await witness(
        caller,
        { events: ['node-device.lifecycle', 'node-device.update'] },
        async () => {
          for (const action of ['change', 'remove', 'add']) await udevTells(action);
        },
        [{ name: 'node-device.lifecycle', change: 'created' }],
      );
      expect(seen.map(inShort)).toEqual([
        'node-device.update',
        'node-device.lifecycle deleted',
        'node-device.lifecycle created',
      ]);
      expect(seen[0]).toMatchObject({ nodeDevice: { name: expect.stringMatching(/^net_lo_/) } });
    });
  });
});

/**
 * Has the daemon watch for what udevd says. libudev listens only where udevd seems to run; and where mdevctl is there but not its
 * folder in /etc, libvirt gives up on all devices, so that here it finds none to tell of.
 */
async function watchUdev(): Promise<void> {
  await inside(`mkdir -p /run/udev && touch /run/udev/control
    mdevctl=$(command -v mdevctl) || exit 0
    mount --bind /usr/bin/true "$mdevctl"`);
  await hypervisor().restartDaemon();
}

/**
 * Says of the loopback device what udevd would: no udevd runs here. The message is that of libudev's monitor, on the netlink group
 * that udevd sends to, in the hypervisor's own network.
 */
async function udevTells(action: string): Promise<void> {
  const script = `
    use Socket;
    my $properties = join "", map { "$_\\0" } qw(
      ACTION=${action} DEVPATH=/devices/virtual/net/lo SUBSYSTEM=net INTERFACE=lo IFINDEX=1 SEQNUM=1);
    my $header = "libudev\\0" . pack "N L L L N N L L", 0xfeedcafe, 40, 40, length $properties, 0, 0, 0, 0;
    socket my $netlink, 16, SOCK_RAW, 15 or die $!;
    defined send $netlink, $header . $properties, 0, pack("S S L L", 16, 0, 0, 2) or die $!;`;
  await inside(`perl -e '${script}'`);
}

/** Runs a shell command in the hypervisor's namespaces. */
async function inside(command: string): Promise<void> {
  const { status, stderr } = await hypervisor().run(['sh', '-ec', command]);
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}

describe('what is asked for', () => {
  const makeNetworks = async (caller: ConnectionPool): Promise<readonly { name: string; uuid: string }[]> => {
    const { networks } = libvirt(caller);
    const xml = (name: string): string =>
      `<network><name>${name}</name><bridge name='virbr-${name}'/></network>`;
    return Promise.all(['one', 'other'].map((name) => networks.defineXml(xml(name))));
  };

  test('is of the one object that was named', () =>
    withHost(hypervisor().uri, async (caller) => {
      const { networks } = libvirt(caller);
      const [one, other] = await makeNetworks(caller);
      if (one === undefined || other === undefined) throw new Error('no networks');
      const seen = await witness(
        caller,
        { events: ['network.lifecycle'], network: one },
        async () => {
          await networks.undefine(other);
          await networks.undefine(one);
        },
        [{ name: 'network.lifecycle', network: one }],
      );
      expect(seen.map(inShort)).toEqual(['network.lifecycle undefined']);
    }));

  test('can be asked for again, by as many as like', () =>
    withHost(testUri(), async (caller) => {
      const { domains } = libvirt(caller);
      const registration: EventRegistration = { events: ['domain.lifecycle', 'pool.refresh'] };
      const subscriptions: EventSubscription[] = [];
      while (subscriptions.length < 5) {
        const events = caller.events(registration);
        subscriptions.push(events);
        await events.ready;
      }
      const heard = subscriptions.map(() => [] as string[]);
      const listening = subscriptions.map((events, index) =>
        events.listen((event) => void heard[index]?.push(inShort(event))),
      );
      const guest = await domains.defineXml(GUEST);
      await untilTrue('all have heard of it', () => heard.every(({ length }) => length === 1));
      await subscriptions[0]?.close();
      const again = caller.events(registration);
      await again.ready;
      await domains.undefine(guest);
      await untilTrue('the others have heard of its end', () =>
        heard.slice(1).every(({ length }) => length === 2),
      );
      for (const seen of heard.slice(1)) {
        expect(seen).toEqual(['domain.lifecycle defined added', 'domain.lifecycle undefined removed']);
      }
      await Promise.all([...subscriptions, again].map((events) => events.close()));
      await Promise.all(listening);
      const late: LibvirtEvent[] = [];
      for await (const event of again) late.push(event);
      expect(late.map(inShort)).toEqual(['domain.lifecycle undefined removed']);
    }));

  const nothing: readonly (readonly [string, EventRegistration])[] = [
    ['guest', { events: ['domain.lifecycle', 'qemu.monitor'], domain: { name: 'x', uuid: NOBODY, id: -1 } }],
    ['network', { events: ['network.lifecycle'], network: { name: 'x', uuid: NOBODY } }],
    ['pool', { events: ['pool.refresh'], pool: { name: 'x', uuid: NOBODY } }],
    ['device', { events: ['node-device.update'], nodeDevice: { name: 'x' } }],
    ['secret', { events: ['secret.lifecycle'], secret: { uuid: NOBODY, usageType: 0, usageID: '' } }],
  ];
  test.each(nothing)('cannot be of a %s that does not exist', (_, registration) =>
    withHost(hypervisor().uri, async (caller) => {
      const events = caller.events(registration);
      const error: unknown = await events.ready.catch((reason: unknown) => reason);
      expect(isNotFound(error)).toBe(true);
      await expect(events.listen(() => undefined)).rejects.toBe(error);
    }),
  );

  test('may be newer than the daemon', () =>
    withHost(hypervisor().uri, async (caller) => {
      const { networks, node } = libvirt(caller);
      const { major, minor } = await node.libVersion();
      if (major > 9 || minor >= 8) {
        const network = await networks.defineXml(LAN);
        await witness(
          caller,
          { events: ['network.metadata'], network },
          () =>
            networks.setMetadata(
              network,
              DomainMetadataType.TITLE,
              { value: 'Lab' },
              NetworkUpdateFlags.CONFIG,
            ),
          [{ name: 'network.metadata', metadata: 'title' }],
        );
        await networks.undefine(network);
      } else {
        const events = caller.events({ events: ['network.metadata', 'network.lifecycle'] });
        await expect(events.ready).rejects.toMatchObject({
          fault: 'unsupported',
          message: expect.stringMatching(/network.metadata, which libvirt 9.8.0 brought/),
        });
        // The other one was taken back with it: it can be registered again.
        await caller.events({ events: ['network.lifecycle'] }).ready;
      }
    }));

  test('may be unknown to the driver', () =>
    withHost(testUri(), async (caller) => {
      for (const name of ['secret.lifecycle', 'qemu.monitor'] as const) {
        await expect(caller.events({ events: [name] }).ready).rejects.toMatchObject({
          fault: 'unsupported',
          codeName: 'VIR_ERR_NO_SUPPORT',
        });
      }
    }));

  test('may be every event there is, by who only reads; the monitor is for who may write', () =>
    withHost(
      hypervisor().uri,
      async (caller) => {
        const events = caller.events({
          events: [
            'domain.lifecycle',
            'domain.memory-device-size',
            'network.lifecycle',
            'pool.lifecycle',
            'node-device.update',
            'secret.value-changed',
          ],
        });
        await events.ready;
        await expect(caller.events({ events: ['qemu.monitor'] }).ready).rejects.toMatchObject({
          codeName: 'VIR_ERR_OPERATION_DENIED',
        });
      },
      { readOnly: true },
    ));
});

describe('the daemon is killed and comes back', () => {
  test('iterators and listeners, of several subscriptions, go on', () =>
    withHost(hypervisor().uri, async (caller) => {
      const one = caller.events({ events: ['secret.lifecycle', 'network.lifecycle'] });
      const other = caller.events({ events: ['network.lifecycle'] });
      const idle = caller.events({ events: ['network.lifecycle'] });
      await Promise.all([one, other, idle].map(({ ready }) => ready));
      const heard: string[] = [];
      const listening = one.listen((event) => void heard.push(inShort(event)));
      const iterated: string[] = [];
      const iterating = (async () => {
        for await (const event of other) iterated.push(inShort(event));
      })();

      const network = await libvirt(caller).networks.defineXml(LAN);
      await untilTrue('both have heard of the first', () => heard.length > 0 && iterated.length > 0);
      await hypervisor().killDaemon();
      await hypervisor().restartDaemon();
      await untilTrue('both are told', () => heard.length === 2 && iterated.length === 2);
      await libvirt(caller).networks.undefine(network);
      await untilTrue('events come again', () => heard.length === 3 && iterated.length === 3);

      const expected = ['network.lifecycle defined', 'reconnected', 'network.lifecycle undefined'];
      expect(heard).toEqual(expected);
      expect(iterated).toEqual(expected);
      // One that nobody consumes has lived through it as well.
      const idled: string[] = [];
      for await (const event of idle) {
        idled.push(inShort(event));
        if (idled.length === 2) break;
      }
      expect(idled).toEqual(expected.slice(0, 2));
      await Promise.all([one.close(), other.close()]);
      await Promise.all([listening, iterating]);
    }));

  test('without the guest that events were of: they end with that', () =>
    withHost(testUri(), async (caller) => {
      const guest = await libvirt(caller).domains.defineXml(GUEST);
      const events = caller.events({ events: ['domain.lifecycle'], domain: guest });
      await events.ready;
      const listening = events.listen(() => undefined);
      // What the test driver knows is gone with the daemon.
      await hypervisor().killDaemon();
      await hypervisor().restartDaemon();
      const error: unknown = await listening.catch((reason: unknown) => reason);
      expect(isNotFound(error)).toBe(true);
      expect(error).toMatchObject({ message: expect.stringMatching(/domain.lifecycle.*does not exist/) });
    }));

  test('and does not in time: they end with the reason', () =>
    withHost(
      hypervisor().uri,
      async (caller) => {
        const events = caller.events({ events: ['network.lifecycle'] });
        await events.ready;
        const listening = events.listen(() => undefined);
        await hypervisor().killDaemon();
        await expect(listening).rejects.toMatchObject({
          fault: 'connection',
          message: expect.stringMatching(/for 2000 ms none could be opened again/),
        });
        await hypervisor().restartDaemon();
      },
      { deadline: 2_000 },
    ));

  test('after they were closed: they end without an error', () =>
    withHost(hypervisor().uri, async (caller) => {
      const events = caller.events({ events: ['network.lifecycle'] });
      await events.ready;
      const listening = events.listen(() => undefined);
      await hypervisor().killDaemon();
      await events.close();
      await listening;
      await hypervisor().restartDaemon();
    }));
});
