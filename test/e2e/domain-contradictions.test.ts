import { decode, parseXml, resources } from '@virtform/schema';
import type { JsonObject, ValueObject } from '@virtform/values';
import { Workbench } from '../../packages/engine/test/kinds/workbench.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

// What libvirt filled in for one setting contradicts another one: it goes along with the change.
let hypervisor: Hypervisor;
let bench: Workbench;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
  bench = await Workbench.open(hypervisor.uri);
}, 120_000);

afterAll(async () => {
  await bench.close();
  await hypervisor.stop();
}, 60_000);

const stored = async (): Promise<ValueObject> =>
  decode(resources.libvirt_domain, parseXml(await virsh(hypervisor.uri, 'dumpxml', '--inactive', 'guest')));

const GUEST = 'libvirt_domain.guest';
const guest = (devices: JsonObject): JsonObject => ({
  name: 'guest',
  type: 'qemu',
  memory: 65536,
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  devices,
});
const disk = (bus: string, more: JsonObject = {}): JsonObject => ({
  disks: [{ source: { file: { file: '/srv/a.img' } }, target: { dev: 'sda', bus }, ...more }],
});
const nic = (more: JsonObject): JsonObject => ({
  interfaces: [{ source: { user: {} }, model: { type: 'virtio' }, ...more }],
});
const serial = (type: string): JsonObject => ({ serials: [{ target: { type } }] });

test.each<[what: string, before: JsonObject, after: JsonObject, expected: JsonObject]>([
  [
    'an order of boot, beside the hard disk that libvirt boots from by itself',
    guest(disk('sata')),
    guest(disk('sata', { boot: { order: 1 } })),
    { devices: { disks: [{ boot: { order: 1 } }] } },
  ],
  [
    'a NIC that comes with an order of boot',
    guest(disk('sata')),
    guest({ ...disk('sata'), ...nic({ boot: { order: 1 } }) }),
    { devices: { interfaces: [{ boot: { order: 1 } }] } },
  ],
  [
    'a disk on another bus',
    guest(disk('sata')),
    guest(disk('virtio')),
    { devices: { disks: [{ target: { bus: 'virtio' }, address: { pci: {} } }] } },
  ],
  [
    'a disk that goes to USB',
    guest(disk('virtio')),
    guest(disk('usb')),
    { devices: { disks: [{ target: { bus: 'usb' }, address: { usb: {} } }] } },
  ],
  [
    'a serial port of another kind',
    guest(serial('isa-serial')),
    guest(serial('usb-serial')),
    { devices: { serials: [{ target: { type: 'usb-serial' }, address: { usb: {} } }] } },
  ],
  [
    'a port of VNC beside one that libvirt picks',
    guest({ graphics: [{ vnc: {} }] }),
    guest({ graphics: [{ vnc: { port: 5977 } }] }),
    { devices: { graphics: [{ vnc: { port: 5977, auto_port: false } }] } },
  ],
  [
    'a port of SPICE beside one that libvirt picks',
    guest({ graphics: [{ spice: {} }] }),
    guest({ graphics: [{ spice: { port: 5978 } }] }),
    { devices: { graphics: [{ spice: { port: 5978 } }] } },
  ],
  [
    'I/O threads that are listed no more, and their count',
    guest({}),
    { ...guest({}), io_thread_i_ds: { io_threads: [{ id: 4 }] } },
    { io_threads: 1 },
  ],
  [
    'a watchdog of another kind',
    guest({ watchdogs: [{ model: 'i6300esb' }] }),
    guest({ watchdogs: [{ model: 'ib700' }] }),
    { devices: { watchdogs: [{ model: 'ib700' }] } },
  ],
  [
    'a NIC of another kind stays in its slot',
    guest(
      nic({
        mac: { address: '52:54:00:00:00:01' },
        address: { pci: { domain: 0, bus: 0, slot: 9, function: 0 } },
      }),
    ),
    guest(nic({ mac: { address: '52:54:00:00:00:01' }, model: { type: 'e1000' } })),
    { devices: { interfaces: [{ model: { type: 'e1000' } }] } },
  ],
])(
  '%s',
  async (_what, before, after, expected) => {
    await bench.apply(GUEST, before);
    const first = await stored();
    await bench.apply(GUEST, after);
    expect(await stored()).toMatchObject(expected);
    await bench.apply(GUEST, before);
    expect((await stored()).io_threads).toEqual(first.io_threads);
    await bench.apply(GUEST, undefined);
  },
  60_000,
);
