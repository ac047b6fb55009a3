import type { Json, JsonObject } from '@virtform/values';

/**
 * What dmacvicar/libvirt 0.9.7 leaves in Terraform's state of a resource: measured with Terraform 1.11.4 and libvirt 9.0. Nulls
 * are left out; what a host chooses stands as UUID, ID (a guest's number) or SIZE (bytes), and
 * where we keep a file as FILE.
 */
export interface SwapCase {
  readonly what: string;
  /** The resource that is looked at: `libvirt_network.it`. */
  readonly address: string;
  /** What the program asks for, by type and name. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  readonly attributes: JsonObject;
  readonly dependencies?: readonly string[];
}

const POOL = { name: 'lab', type: 'dir', target: { path: '/var/lib/lab' } };
const told = { capacity: 'SIZE', allocation: 'SIZE', available: 'SIZE' };
const network = (
  said: JsonObject,
  more: JsonObject,
): Pick<SwapCase, 'address' | 'resources' | 'attributes'> => ({
  address: 'libvirt_network.it',
  resources: { libvirt_network: { it: said } },
  attributes: { ...said, id: 'UUID', uuid: 'UUID', autostart: false, ...more },
});
const pool = (said: JsonObject): Pick<SwapCase, 'address' | 'resources' | 'attributes'> => ({
  address: 'libvirt_pool.it',
  resources: { libvirt_pool: { it: said } },
  attributes: { ...said, id: 'UUID', uuid: 'UUID', ...told },
});
const volume = (
  said: JsonObject & { readonly name: string },
  more: JsonObject,
  beside: Readonly<Record<string, JsonObject>> = {},
): Pick<SwapCase, 'address' | 'resources' | 'attributes' | 'dependencies'> => {
  const path = `/var/lib/lab/${said.name}`;
  return {
    address: 'libvirt_volume.it',
    resources: {
      libvirt_pool: { p: POOL },
      libvirt_volume: { ...beside, it: { ...said, pool: '${libvirt_pool.p.name}' } },
    },
    attributes: {
      ...said,
      pool: 'lab',
      id: path,
      key: path,
      path,
      capacity: 'SIZE',
      allocation: 'SIZE',
      physical: 'SIZE',
      ...more,
    },
    dependencies: ['libvirt_pool.p', ...Object.keys(beside).map((name) => `libvirt_volume.${name}`)],
  };
};
const file = (
  type: string,
  said: JsonObject,
  id: string,
): Pick<SwapCase, 'address' | 'resources' | 'attributes'> => ({
  address: `${type}.it`,
  resources: { [type]: { it: said } },
  attributes: { ...said, id, path: 'FILE', size: 'SIZE' },
});
const domain = (
  said: JsonObject,
  more: JsonObject = {},
): Pick<SwapCase, 'address' | 'resources' | 'attributes'> => ({
  address: 'libvirt_domain.it',
  resources: { libvirt_domain: { it: said } },
  attributes: { ...said, uuid: 'UUID', ...more },
});
const MINIMAL = { name: 'it', type: 'qemu', memory: 32768, os: { type: 'hvm' } };
const devices = (given: Readonly<Record<string, Json>>): JsonObject => ({ ...MINIMAL, devices: given });

export const SWAP_CASES: readonly SwapCase[] = [
  { what: 'a network of which nothing but the name is said', ...network({ name: 'bare' }, {}) },
  {
    what: 'a network with addresses and a domain',
    ...network(
      {
        name: 'net',
        autostart: true,
        domain: { name: 'lab.test', local_only: 'yes' },
        forward: { mode: 'nat' },
        ips: [
          {
            address: '10.77.0.1',
            prefix: 24,
            dhcp: {
              hosts: [{ ip: '10.77.0.11', mac: '52:54:00:77:00:01', name: 'vm1' }],
              ranges: [{ start: '10.77.0.100', end: '10.77.0.200' }],
            },
          },
        ],
      },
      { autostart: true },
    ),
  },
  {
    what: 'a network whose bridge is asked for, and not its name',
    ...network({ name: 'net', bridge: {} }, { bridge: { name: 'BRIDGE' } }),
  },
  {
    what: 'a network whose size is said as a mask',
    ...network({ name: 'net', ips: [{ address: '10.77.0.1', netmask: '255.255.255.0' }] }, {}),
  },
  { what: 'a pool', ...pool(POOL) },
  {
    what: 'a pool with what is to happen as it comes and goes',
    ...pool({ ...POOL, create: { build: true, start: true, autostart: false }, destroy: { delete: false } }),
  },
  { what: 'a pool whose path ends in a slash', ...pool({ ...POOL, target: { path: '/var/lib/lab/' } }) },
  {
    what: 'a volume whose format is said, with the path where it came to be',
    ...volume(
      { name: 'a.qcow2', capacity: 1048576, target: { format: { type: 'qcow2' } } },
      { capacity: 1048576, target: { format: { type: 'qcow2' }, path: '/var/lib/lab/a.qcow2' } },
    ),
  },
  {
    what: 'a volume of which no target is said',
    ...volume({ name: 'a.raw', capacity: 1048576 }, { capacity: 1048576 }),
  },
  {
    what: 'a volume in units over another one',
    ...volume(
      {
        name: 'over.qcow2',
        capacity: 2,
        capacity_unit: 'MiB',
        target: { format: { type: 'qcow2' } },
        backing_store: { path: '${libvirt_volume.base.path}', format: { type: 'qcow2' } },
      },
      {
        capacity: 2,
        backing_store: { path: '/var/lib/lab/base.qcow2', format: { type: 'qcow2' } },
        target: { format: { type: 'qcow2' }, path: '/var/lib/lab/over.qcow2' },
      },
      {
        base: {
          name: 'base.qcow2',
          pool: '${libvirt_pool.p.name}',
          capacity: 1048576,
          target: { format: { type: 'qcow2' } },
        },
      },
    ),
  },
  {
    what: 'a volume that an image is uploaded to',
    ...volume({ name: 'up.raw', create: { content: { url: './image.raw' } } }, {}),
  },
  {
    what: 'a cloud-init image',
    ...file(
      'libvirt_cloudinit_disk',
      {
        name: 'ci',
        user_data: '#cloud-config\nhostname: vm1\n',
        meta_data: 'instance-id: vm1\nlocal-hostname: vm1\n',
        network_config: 'version: 2\n',
      },
      '84f6fa4bb9e4fb8e',
    ),
  },
  {
    what: 'an Ignition file',
    ...file(
      'libvirt_ignition',
      { name: 'ign', content: '{"ignition":{"version":"3.3.0"}}' },
      'd4d9a111d34fb3a3',
    ),
  },
  {
    what: 'a Combustion script',
    ...file('libvirt_combustion', { name: 'cb', content: '#!/bin/bash\necho hi\n' }, 'e8fc5c680bb3d5d8'),
  },
  { what: 'a guest of which little is said, and that never ran', ...domain(MINIMAL) },
  {
    what: 'a guest that runs: it has a number',
    ...domain({ ...MINIMAL, running: true }, { id: 'ID' }),
  },
  { what: 'a guest that is to stay off', ...domain({ ...MINIMAL, running: false }) },
  {
    what: 'a guest whose autostart is said',
    ...domain({ ...MINIMAL, autostart: false }),
  },
  {
    what: 'memory in the unit that it was said in',
    ...domain({ ...MINIMAL, memory: 64, memory_unit: 'MiB', current_memory: 65536 }),
  },
  {
    what: 'a machine by its alias',
    ...domain({ ...MINIMAL, os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' } }),
  },
  {
    what: 'a disk and a cdrom as they were said',
    ...domain(
      devices({
        disks: [
          {
            driver: { name: 'qemu', type: 'qcow2' },
            source: { file: { file: '/var/lib/lab/cow.qcow2' } },
            target: { dev: 'vda', bus: 'virtio' },
          },
          { device: 'cdrom', target: { dev: 'sda', bus: 'sata' } },
        ],
      }),
    ),
  },
  {
    what: 'interfaces of which one says its MAC',
    ...domain(
      devices({
        interfaces: [
          { mac: { address: '52:54:00:77:00:01' }, model: { type: 'virtio' }, source: { user: {} } },
          { model: { type: 'e1000' }, source: { user: {} } },
        ],
      }),
    ),
  },
  {
    what: 'a channel, consoles and a display without what libvirt adds to them',
    ...domain(
      devices({
        channels: [{ source: { unix: {} }, target: { virt_io: { name: 'org.qemu.guest_agent.0' } } }],
        serials: [{ target: { type: 'isa-serial', port: 0 } }],
        consoles: [{ target: { type: 'serial', port: 0 } }],
        graphics: [{ vnc: { auto_port: true, listen: '127.0.0.1' } }],
      }),
    ),
  },
  {
    what: 'a password, which is in the clear there as here',
    ...domain(devices({ graphics: [{ vnc: { auto_port: true, passwd: 'secret' } }] })),
  },
  { what: 'empty lists stay empty', ...domain(devices({ disks: [], interfaces: [] })) },
];
