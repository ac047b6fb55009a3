import { isList, isObject, type Json, type JsonObject } from '@virtform/values';
import type { Hypervisor } from '../../../scripts/hypervisor.js';
import { MAC } from '../change-trials/guests.js';

/** A guest that says much beside what it is at first, all of which it may run with. */
export function crowded(base: JsonObject, { scratch }: Hypervisor): JsonObject {
  const devices = isObject(base.devices) ? base.devices : {};
  const with_ = (name: string, ...more: readonly JsonObject[]): readonly Json[] => {
    const there = devices[name];
    return [...(there !== undefined && isList(there) ? there : []), ...more];
  };
  return {
    ...base,
    name: 'crowded',
    title: 'A crowd',
    description: 'It says much',
    metadata: { xml: "<app:it xmlns:app='urn:app'><app:part/></app:it>" },
    autostart: true,
    vcpu_current: 2,
    io_threads: 2,
    on_poweroff: 'destroy',
    on_crash: 'restart',
    current_memory: 320,
    current_memory_unit: 'MiB',
    cpu_tune: {
      shares: 512,
      period: 50000,
      quota: 90000,
      vcpu_pin: [{ vcpu: 0, cpu_set: '0-1' }],
      emulator_pin: { cpu_set: '0-1' },
    },
    memory_tune: { soft_limit: 800000 },
    clock: { offset: 'utc', timer: [{ name: 'rtc', tick_policy: 'catchup' }] },
    sys_info: [{ smbios: { system: { entry: [{ name: 'serial', value: 'crowded' }] } } }],
    devices: {
      ...devices,
      controllers: with_('controllers', {
        type: 'scsi',
        index: 1,
        model: 'virtio-scsi',
        driver: { io_thread: 1 },
      }),
      disks: with_('disks', {
        driver: { name: 'qemu', type: 'raw', cache: 'none', discard: 'unmap', io_thread: 2 },
        source: { file: { file: `${scratch}/data.img` } },
        target: { dev: 'vdb', bus: 'virtio' },
        serial: 'crowded',
        io_tune: { total_iops_sec: 500, read_bytes_sec: 1048576 },
      }),
      interfaces: [
        {
          mac: { address: MAC },
          model: { type: 'virtio' },
          source: { network: { network: 'lab' } },
          filter_ref: { filter: 'tried' },
          link: { state: 'up' },
          mtu: { size: 1400 },
        },
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
      channels: with_('channels', {
        source: { unix: { mode: 'bind' } },
        target: { virt_io: { name: 'org.example.crowd' } },
      }),
      memorydevs: [{ model: 'dimm', target: { size: 128, size_unit: 'MiB', node: 0 } }],
      mem_balloon: { model: 'virtio', stats: { period: 5 } },
      sounds: [{ model: 'ich9' }],
      audios: [{ id: 1, none: {} }],
      watchdogs: [{ model: 'i6300esb', action: 'none' }],
    },
  };
}
