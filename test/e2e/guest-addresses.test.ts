import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '@virtform/libvirt';
import type { JsonObject } from '@virtform/values';
import { realClock } from '../../packages/engine/src/effects/clock.js';
import { readGuests } from '../../packages/engine/src/guests/status.js';
import { interfaceAddressesKind } from '../../packages/engine/src/kinds/data/interface-addresses.js';
import { Workbench } from '../../packages/engine/test/kinds/workbench.js';
import { guestImage } from '../../scripts/guest-image.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { guestOf } from '../testbed/guest.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { startProxy } from '../testbed/proxy.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';

// Who says which address a guest has: a DHCP server, whose lease may outlive a guest and be told of the next one with that MAC, and
// the agent inside.

const ADDRESS = 'libvirt_domain.web';
const MAC = '52:54:00:79:00:01';
const OLD = '10.79.0.77';

let hypervisor: Hypervisor;
let bench: Workbench;
/** What a guest boots that asks for an address, and has an agent. */
let os: JsonObject;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  bench = await Workbench.open(hypervisor.uri);
  await bench.apply('libvirt_network.lab', {
    name: 'lab',
    bridge: { name: 'virbr79' },
    ips: [
      { address: '10.79.0.1', prefix: 24, dhcp: { ranges: [{ start: '10.79.0.10', end: '10.79.0.20' }] } },
    ],
  });
  const image = await guestImage();
  os = {
    type: 'hvm',
    type_arch: 'x86_64',
    type_machine: 'q35',
    kernel: image.kernel,
    initrd: image.initramfs,
    cmdline: image.commandLine,
  };
}, 120_000);

afterAll(async () => {
  await bench.close();
  await hypervisor.stop();
}, 60_000);

function guest(
  name: string,
  wait: JsonObject,
  more: JsonObject = {},
  cards: readonly JsonObject[] = [],
): JsonObject {
  return {
    name,
    type: 'qemu',
    memory: 224,
    memory_unit: 'MiB',
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
    features: { acpi: true },
    running: true,
    ...more,
    devices: {
      // Some with nothing in them yet.
      controllers: [
        { type: 'pci', index: 0, model: 'pcie-root' },
        ...Array.from({ length: 8 }, () => ({ type: 'pci', model: 'pcie-root-port' })),
      ],
      videos: [{ model: { type: 'none' } }],
      channels: [{ source: { unix: {} }, target: { virt_io: { name: 'org.qemu.guest_agent.0' } } }],
      interfaces: [
        {
          mac: { address: MAC },
          model: { type: 'virtio' },
          source: { network: { network: 'lab' } },
          wait_for_ip: wait,
        },
        ...cards,
      ],
    },
  };
}

/**
 * What is told of a guest's addresses: by `virtform ps`, and by the data source.
 *
 * @param mayInspect whether the person may do more than read, which takes another connection
 */
async function addressesTold(name: string, mayInspect = true): Promise<readonly (readonly string[])[]> {
  const read = await connect(hypervisor.uri, { readOnly: true });
  const inspect = await connect(hypervisor.uri, { readOnly: !mayInspect });
  try {
    const source = {
      uri: hypervisor.uri,
      read: () => Promise.resolve(read),
      inspect: () => Promise.resolve(inspect),
    };
    const statuses = await readGuests({ read, inspect: source.inspect }, undefined, realClock());
    const { attributes } = await interfaceAddressesKind.read({ domain: name }, source);
    return [
      statuses
        .flatMap((status) => (status.name === name ? status.addresses : []))
        .map(({ address }) => address),
      JSON.stringify(attributes).match(/10\.79\.0\.\d+/g) ?? [],
    ];
  } finally {
    await Promise.all([read.close(), inspect.close()]);
  }
}

const leaseOf = (name: string): Promise<string> =>
  virsh(hypervisor.uri, 'domifaddr', name, '--source', 'lease');

test('an apply waits until the guest has an address, where that is asked for', async () => {
  const wanted = guest('web', { source: 'agent' }, { os });
  const { steps } = await bench.apply(ADDRESS, wanted);
  expect(steps.map(({ why }) => why)).toContain('start web, and wait until it has an address');
  expect(await virsh(hypervisor.uri, 'domifaddr', 'web', '--source', 'agent')).toContain('10.79.0.1');
  expect(await bench.propose(ADDRESS, wanted)).toMatchObject({ action: 'no-op', steps: [] });
});

test('of a guest whose agent hangs the leases are told, and that the agent does not answer', async () => {
  // Whoever asks an agent gets no answer, ever.
  const hanging = await startProxy({
    target: hypervisor.socket,
    troubles: [{ direction: 'request', procedure: 'DOMAIN_INTERFACE_ADDRESSES', fault: { kind: 'stall' } }],
  });
  const read = await connect(hypervisor.uri, { readOnly: true });
  const inspect = await connect(`qemu+unix:///system?socket=${hanging.socket}`);
  try {
    const statuses = await readGuests(
      { read, inspect: () => Promise.resolve(inspect) },
      undefined,
      realClock(),
    );
    expect(statuses).toMatchObject([
      {
        name: 'web',
        isAgentLate: true,
        addresses: [{ source: 'lease', address: expect.stringMatching(/^10\.79\.0\.1\d$/) as string }],
      },
    ]);
  } finally {
    await Promise.all([read.close(), inspect.close()]);
    await hanging.stop();
  }
});

test('who may only read is told the leases', async () => {
  const own = [expect.stringMatching(/^10\.79\.0\.1\d$/)];
  expect(await addressesTold('web', false)).toEqual([own, own]);
});

describe('a lease that outlives its guest', () => {
  test('is not told of the next guest with that MAC, whose agent says otherwise', async () => {
    const file = path.join(hypervisor.folder, 'lib', 'dnsmasq', 'virbr79.status');
    const leases = JSON.parse(readFileSync(file, 'utf8')) as readonly object[];
    // As libvirt's helper writes it down.
    const old = { 'ip-address': OLD, 'mac-address': MAC, 'expiry-time': Math.floor(Date.now() / 1000) + 900 };
    writeFileSync(file, JSON.stringify([old, ...leases]));
    expect(await leaseOf('web')).toContain(OLD);

    const own = [expect.stringMatching(/^10\.79\.0\.1\d$/)];
    expect(await addressesTold('web')).toEqual([own, own]);
    writeFileSync(file, JSON.stringify(leases));
  });

  test('is not what the apply of the next guest with that MAC waits for', async () => {
    await bench.apply(ADDRESS, undefined);
    expect(await virsh(hypervisor.uri, 'net-dhcp-leases', 'lab')).toContain(MAC);
    // Without an operating system it asks for no address.
    await expect(bench.apply('libvirt_domain.mute', guest('mute', { timeout: 2 }))).rejects.toThrow(
      new RegExp(`the interface ${MAC} has no address after 2 s; the lease of 10.* is from before its start`),
    );
    await virsh(hypervisor.uri, 'destroy', 'mute');
    await virsh(hypervisor.uri, 'undefine', 'mute');
  });

  test('is followed by one of the next guest, which the apply waits for', async () => {
    const before = await virsh(hypervisor.uri, 'net-dhcp-leases', 'lab');
    await bench.apply(ADDRESS, guest('web', { source: 'lease' }, { os }));
    expect(await leaseOf('web')).toContain('10.79.0.1');
    expect(await virsh(hypervisor.uri, 'net-dhcp-leases', 'lab')).not.toBe(before);
  });
});

test.each<[what: string, says: JsonObject]>([
  ['with a MAC', { mac: { address: '52:54:00:79:00:02' } }],
  ['without one', {}],
])('an apply that plugs an interface in %s waits for its address as well', async (_, says) => {
  const wanted = guest('web', { source: 'lease' }, { os }, [
    {
      ...says,
      model: { type: 'virtio' },
      source: { network: { network: 'lab' } },
      wait_for_ip: { source: 'lease' },
    },
  ]);
  const leases = async (): Promise<readonly string[]> =>
    (await leaseOf('web')).match(/10\.79\.0\.1\d/g) ?? [];
  await bench.apply(ADDRESS, guest('web', { source: 'lease' }, { os }));
  expect(await leases()).toHaveLength(1);
  // What asks for addresses in it looks at names from time to time, and takes another card for the one that it knew.
  const inside = guestOf(hypervisor.uri, 'web');
  await untilTrue('the guest has forgotten the card before', async () => {
    const { stdout } = await inside.exec('/bin/sh', '-c', 'ls /run/udhcpc.*');
    return stdout.trim() === '/run/udhcpc.eth0';
  });
  const { steps } = await bench.apply(ADDRESS, wanted);
  expect(await leases()).toHaveLength(2);
  expect(steps.map(({ why }) => why)).toEqual([
    expect.stringMatching(/^plug .* into web, and wait until it has an address$/),
  ]);
});
