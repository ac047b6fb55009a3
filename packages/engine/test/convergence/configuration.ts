import type { Json, JsonObject } from '@virtform/values';
import type { GuestWish, HostWish, NetworkWish, Program, VolumeWish } from './program.js';

export const POOL_FOLDER = '/var/lib/lab';
export const HOSTS = ['qemu:///system', 'qemu+ssh://far/system'] as const;

/** Names on the host that follow from a program. */
export const networkName = (key: string, { renamed }: NetworkWish): string =>
  renamed === true ? `net-${key}-new` : `net-${key}`;
export const MIB = 1_048_576;

/** The disks and interfaces of a guest, without those whose volume or network the program does not have. */
export function devicesOf(guest: GuestWish, wish: HostWish): Pick<GuestWish, 'disks' | 'nics'> {
  return {
    disks: guest.disks.filter((key) => wish.volumes[key] !== undefined),
    nics: guest.nics.filter((key) => wish.networks[key] !== undefined),
  };
}

/** The volume under another: only where the program has it. */
export function baseOf(key: string, volume: VolumeWish, wish: HostWish): VolumeWish | undefined {
  return volume.over === true && volume.format === 'qcow2' && key !== 'base' ? wish.volumes.base : undefined;
}

/** Whether anything of the host needs a pool. */
export function needsPool({ volumes, counted, each }: HostWish): boolean {
  return Object.keys(volumes).length > 0 || counted > 0 || each.length > 0;
}

/** The program as Terraform's JSON. Blocks of the second host have `far_` before their names. */
export function configurationOf(program: Program): JsonObject {
  const resource: Record<string, Record<string, Json>> = {};
  program.forEach((wish, index) => {
    for (const [type, blocks] of Object.entries(blocksOf(wish, index === 0 ? '' : 'far_'))) {
      for (const [name, block] of Object.entries(blocks)) {
        const host = index === 0 ? {} : { provider: 'libvirt.far' };
        (resource[type] ??= {})[name] = { ...block, ...host };
      }
    }
  });
  return {
    provider: { libvirt: [{ uri: HOSTS[0] }, { alias: 'far', uri: HOSTS[1] }] },
    ...(Object.keys(resource).length === 0 ? {} : { resource }),
  };
}

type Blocks = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

function blocksOf(wish: HostWish, prefix: string): Blocks {
  const named = (name: string): string => `${prefix}${name}`;
  const pool = `\${libvirt_pool.${named('p')}.name}`;
  const volumes: Record<string, JsonObject> = {};
  for (const [key, volume] of Object.entries(wish.volumes)) {
    const over = baseOf(key, volume, wish);
    volumes[named(key)] = {
      name: `${key}.img`,
      pool,
      capacity: volume.size * MIB,
      target: { format: { type: volume.format } },
      ...(over === undefined
        ? {}
        : {
            backing_store: {
              path: `\${libvirt_volume.${named('base')}.path}`,
              format: { type: over.format },
            },
          }),
    };
  }
  if (wish.counted > 0) {
    volumes[named('counted')] = {
      count: wish.counted,
      name: 'counted-${count.index}.img',
      pool,
      capacity: MIB,
    };
  }
  if (wish.each.length > 0) {
    volumes[named('each')] = {
      for_each: `\${toset(${JSON.stringify(wish.each)})}`,
      name: '${each.key}.img',
      pool,
      capacity: MIB,
    };
  }
  const guests: Record<string, JsonObject> = {};
  for (const [key, guest] of Object.entries(wish.guests))
    guests[named(key)] = guestBlock(key, guest, wish, named);
  if (wish.herd > 0) {
    guests[named('herd')] = {
      count: wish.herd,
      name: 'herd-${count.index}',
      type: 'qemu',
      memory: 32,
      memory_unit: 'MiB',
      os: { type: 'hvm', type_arch: 'x86_64' },
    };
  }
  return {
    libvirt_network: Object.fromEntries(
      Object.entries(wish.networks).map(([key, network]) => [named(key), networkBlock(key, network)]),
    ),
    libvirt_pool: needsPool(wish)
      ? { [named('p')]: { name: 'pool', type: 'dir', target: { path: POOL_FOLDER } } }
      : {},
    libvirt_volume: volumes,
    libvirt_domain: guests,
  };
}

function networkBlock(key: string, network: NetworkWish): JsonObject {
  const subnet = `10.93.${key === 'a' ? 1 : 2}`;
  const dhcp = {
    ranges: [{ start: `${subnet}.100`, end: `${subnet}.200` }],
    ...(network.reserved.length === 0
      ? {}
      : {
          hosts: network.reserved.map((last) => ({
            mac: `52:54:00:00:0${key === 'a' ? 1 : 2}:${last}`,
            ip: `${subnet}.${last}`,
            name: `guest-${last}`,
          })),
        }),
  };
  return {
    name: networkName(key, network),
    ...(network.autostart === undefined ? {} : { autostart: network.autostart }),
    ...(network.domain === undefined ? {} : { domain: { name: network.domain } }),
    ...(network.forward === undefined ? {} : { forward: { mode: network.forward } }),
    ...(network.known.length === 0
      ? {}
      : {
          dns: {
            host: network.known.map((last) => ({
              ip: `${subnet}.${last}`,
              hostnames: [{ hostname: `name-${last}` }],
            })),
          },
        }),
    ips: [{ address: `${subnet}.1`, prefix: 24, dhcp }],
    lifecycle: { create_before_destroy: true },
  };
}

function guestBlock(
  key: string,
  guest: GuestWish,
  wish: HostWish,
  named: (name: string) => string,
): JsonObject {
  const { disks, nics } = devicesOf(guest, wish);
  return {
    name: key,
    type: 'qemu',
    memory: guest.memory,
    memory_unit: 'MiB',
    ...(guest.balloon === undefined
      ? {}
      : { current_memory: Math.min(guest.balloon, guest.memory), current_memory_unit: 'MiB' }),
    vcpu: guest.vcpus,
    ...(guest.plugged === undefined ? {} : { vcpu_current: guest.plugged }),
    ...(guest.title === undefined ? {} : { title: guest.title }),
    ...(guest.description === undefined ? {} : { description: guest.description }),
    ...(guest.autostart === undefined ? {} : { autostart: guest.autostart }),
    running: guest.running,
    ...(key === 'served' ? { depends_on: [`libvirt_domain.${named('web')}`] } : {}),
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: guest.machine },
    ...(guest.acpi === undefined ? {} : { features: { acpi: guest.acpi } }),
    devices: {
      ...(guest.password === undefined
        ? {}
        : { graphics: [{ vnc: { auto_port: true, passwd: guest.password } }] }),
      disks: disks.map((volume, index) => ({
        driver: { name: 'qemu', type: wish.volumes[volume]?.format ?? 'raw' },
        source: {
          volume: {
            pool: `\${libvirt_pool.${named('p')}.name}`,
            volume: `\${libvirt_volume.${named(volume)}.name}`,
          },
        },
        target: { dev: `vd${'abc'.charAt(index)}`, bus: 'virtio' },
      })),
      interfaces: nics.map((network, index) => ({
        ...(guest.macs ? { mac: { address: `52:54:00:00:00:0${index}` } } : {}),
        model: { type: 'virtio' },
        source: { network: { network: `\${libvirt_network.${named(network)}.name}` } },
      })),
    },
  };
}
