import { isList, isObject, type Json, type JsonObject } from '@virtform/values';
import { MAC, type Machine } from '../change-trials/guests.js';
import type { Places } from '../change-trials/trials.js';

/** A guest that says much beside what it is at first, all of which it may run with. */
export function crowded(base: JsonObject, machine: Machine, places: Places): JsonObject {
  return { ...(machine === 'q35' ? modern(base, places) : conventional(base)), name: `crowded-${machine}` };
}

/**
 * Devices of conventional PCI, which come and go on i440fx alone; and what does not stand beside memory that is plugged: where a limit is
 * hard, libvirt has QEMU lock as much then, which a container may not.
 */
function conventional(base: JsonObject): JsonObject {
  const more = adds(base);
  return {
    ...base,
    current_memory: 208,
    current_memory_unit: 'MiB',
    memory_tune: { soft_limit: 800000, hard_limit: 1500000, swap_hard_limit: 1600000 },
    devices: {
      ...more.devices,
      serials: more.list('serials', { target: { type: 'pci-serial', port: 1 } }),
      watchdogs: [{ model: 'i6300esb', action: 'none' }],
      shmems: [{ name: 'crowd', model: { type: 'ivshmem-plain' }, size: 4, size_unit: 'M' }],
    },
  };
}

function modern(base: JsonObject, { scratch, hostDisk }: Places): JsonObject {
  const more = adds(base);
  return {
    ...base,
    title: 'A crowd',
    description: 'It says much',
    metadata: { xml: "<app:it xmlns:app='urn:app'><app:part/></app:it>" },
    autostart: true,
    vcpu_current: 2,
    vcpus: {
      vcpu: [0, 1, 2].map((id) => ({
        id,
        enabled: id < 2 ? 'yes' : 'no',
        hotpluggable: id === 0 ? 'no' : 'yes',
      })),
    },
    io_threads: 2,
    on_poweroff: 'destroy',
    on_reboot: 'restart',
    on_crash: 'restart',
    cpu_tune: {
      shares: 512,
      period: 50000,
      quota: 90000,
      global_period: 50000,
      global_quota: 190000,
      emulator_period: 50000,
      emulator_quota: 90000,
      io_thread_period: 50000,
      io_thread_quota: 90000,
      vcpu_pin: [
        { vcpu: 0, cpu_set: '0-1' },
        { vcpu: 1, cpu_set: '1' },
      ],
      io_thread_pin: [{ io_thread: 1, cpu_set: '1' }],
      emulator_pin: { cpu_set: '0-1' },
    },
    block_io_tune: { weight: 300, device: [{ path: hostDisk, read_bytes_sec: 1048576 }] },
    clock: { offset: 'utc', timer: [{ name: 'rtc', tick_policy: 'catchup' }] },
    sys_info: [{ smbios: { system: { entry: [{ name: 'serial', value: 'crowded' }] } } }],
    devices: {
      ...more.devices,
      controllers: more.list(
        'controllers',
        // Beside those for what is there, some for what others plug in.
        ...Array.from({ length: 6 }, () => ({ type: 'pci', model: 'pcie-root-port' })),
        { type: 'scsi', index: 1, model: 'virtio-scsi', driver: { io_thread: 1 } },
      ),
      disks: more.list('disks', {
        driver: { name: 'qemu', type: 'raw', cache: 'none', discard: 'unmap', io_thread: 2 },
        source: { file: { file: `${scratch}/data.img` } },
        target: { dev: 'vdb', bus: 'virtio' },
        serial: 'crowded',
        io_tune: { total_iops_sec: 500, read_bytes_sec: 1048576, group_name: 'crowd' },
      }),
      interfaces: [
        {
          mac: { address: MAC },
          model: { type: 'virtio' },
          source: { network: { network: 'lab' } },
          filter_ref: { filter: 'tried' },
          link: { state: 'up' },
          mtu: { size: 1400 },
          port_options: { isolated: 'yes' },
          coalesce: { rx: { frames: { max: 5 } } },
        },
      ],
      graphics: [
        { vnc: { auto_port: true, passwd: 'first', passwd_valid_to: VALID, connected: 'keep' } },
        { spice: { auto_port: true, passwd: 'first', passwd_valid_to: VALID, connected: 'disconnect' } },
      ],
      rngs: [{ model: 'virtio', backend: { random: '/dev/urandom' }, rate: { bytes: 1024, period: 1000 } }],
      inputs: [{ type: 'keyboard', bus: 'virtio' }],
      filesystems: [
        {
          driver: { type: 'virtiofs' },
          source: { mount: { dir: `${scratch}/shared` } },
          target: { dir: 'shared' },
        },
      ],
      channels: more.list('channels', {
        source: { unix: { mode: 'bind' } },
        target: { virt_io: { name: 'org.example.crowd' } },
      }),
      consoles: [{ target: { type: 'virtio' } }],
      memorydevs: [
        { model: 'dimm', target: { size: 128, size_unit: 'MiB', node: 0 } },
        {
          model: 'virtio-mem',
          target: {
            size: 128,
            size_unit: 'MiB',
            node: 0,
            block: 2048,
            block_unit: 'KiB',
            requested: 64,
            requested_unit: 'MiB',
          },
        },
      ],
      mem_balloon: { model: 'virtio', stats: { period: 5 } },
      sounds: [{ model: 'ich9' }],
      audios: [{ id: 1, none: {} }],
      watchdogs: [{ model: 'i6300esb', action: 'none' }],
    },
  };
}

const VALID = '2099-01-01T00:00:00';

/** The devices of a program, and a list of them with some more. */
function adds({ devices }: JsonObject): {
  readonly devices: JsonObject;
  readonly list: (name: string, ...more: readonly JsonObject[]) => readonly Json[];
} {
  const there = devices !== undefined && isObject(devices) ? devices : {};
  return {
    devices: there,
    list: (name, ...more) => {
      const listed = there[name];
      return [...(listed !== undefined && isList(listed) ? listed : []), ...more];
    },
  };
}
