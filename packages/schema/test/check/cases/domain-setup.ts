import type { ValueObject } from '@virtform/values';
import type { CheckCase } from './case.js';
import { disk, guest, pc, q35 } from './guest.js';

const dimm = (slot?: number): ValueObject => ({
  model: 'dimm',
  target: { size: 128, size_unit: 'MiB', node: 0 },
  ...(slot === undefined ? {} : { address: { dimm: { slot } } }),
});
const cells = { cpu: { numa: { cell: [{ id: 0, cpus: '0', memory: 64, unit: 'MiB' }] } } };
const room = { ...cells, maximum_memory: 4, maximum_memory_unit: 'GiB', maximum_memory_slots: 2 };
const pages = (...hugepages: readonly ValueObject[]): ValueObject =>
  guest({}, { ...cells, memory_backing: { memory_huge_pages: { hugepages } } });
const os = (more: ValueObject): ValueObject =>
  guest({}, { os: { ...q35, ...more }, features: { acpi: true } });
const asked = (...features: readonly ValueObject[]): ValueObject =>
  os({ firmware: 'efi', firmware_info: { features } });
const clock = (clockOfGuest: ValueObject): ValueObject => guest({}, { clock: clockOfGuest });
const uuid = '6de76374-2292-4164-a848-4c992db9fd42';
const iscsi = (auth: ValueObject): ValueObject =>
  guest({
    disks: [
      {
        source: {
          network: {
            protocol: 'iscsi',
            name: 'iqn.2024-01.org.example:disk/1',
            hosts: [{ name: 'iscsi.example.org' }],
          },
        },
        auth: { username: 'user', ...auth },
        target: { dev: 'vda', bus: 'virtio' },
      },
    ],
  });
const luks = (secret: ValueObject): ValueObject =>
  guest({
    disks: [
      disk('vda', 'virtio', { encryption: { format: 'luks', secrets: [{ type: 'passphrase', ...secret }] } }),
    ],
  });
const noUsb = { type: 'usb', index: 0, model: 'none' };
const passed = (slot: number): ValueObject => ({
  managed: true,
  subsys_pci: { source: { address: { domain: 0, bus: 6, slot, function: 0 } } },
});

/** Memory that is plugged in, firmware, USB, secrets and devices of the host. */
export const domainSetup: readonly CheckCase[] = [
  {
    title: 'a DIMM without room for it',
    refused: guest({ memorydevs: [dimm()] }, cells),
    at: 'devices.memorydevs[0]',
    says: 'nothing says how much memory there may be',
    allowed: guest({ memorydevs: [dimm()] }, room),
    when: 'defined',
  },
  {
    title: 'more DIMMs than slots',
    refused: guest({ memorydevs: [dimm(), dimm(), dimm()] }, room),
    at: 'maximum_memory_slots',
    says: '3 DIMMs are plugged into 2 slots',
    allowed: guest({ memorydevs: [dimm(), dimm()] }, room),
    when: 'defined',
  },
  {
    title: 'two DIMMs in one slot',
    refused: guest({ memorydevs: [dimm(1), dimm(1)] }, room),
    at: 'devices.memorydevs[1].address.dimm.slot',
    says: 'two DIMMs are in slot 1',
    allowed: guest({ memorydevs: [dimm(0), dimm(1)] }, room),
    when: 'defined',
  },
  {
    title: 'two sizes of huge pages for all of the guest',
    refused: pages({ size: 2048 }, { size: 1, unit: 'GiB' }),
    at: 'memory_backing.memory_huge_pages.hugepages[1].nodeset',
    says: 'two sizes of huge pages are for all of the guest',
    allowed: pages({ size: 2048 }, { size: 1, unit: 'GiB', nodeset: '0' }),
    when: 'defined',
  },
  {
    title: 'two sizes of huge pages for one node',
    refused: pages({ size: 2048, nodeset: '0' }, { size: 1, unit: 'GiB', nodeset: '0' }),
    at: 'memory_backing.memory_huge_pages.hugepages[1].nodeset',
    says: 'node 0 has huge pages of two sizes',
    allowed: pages({ size: 2048, nodeset: '0' }),
    when: 'defined',
  },
  {
    title: 'two settings for one NUMA node',
    refused: guest(
      {},
      {
        ...cells,
        numa_tune: {
          mem_nodes: [
            { cell_id: 0, mode: 'strict', nodeset: '0' },
            { cell_id: 0, mode: 'strict', nodeset: '0' },
          ],
        },
      },
    ),
    at: 'numa_tune.mem_nodes[1].cell_id',
    says: 'two settings are for NUMA node 0',
    allowed: guest(
      {},
      { ...cells, numa_tune: { mem_nodes: [{ cell_id: 0, mode: 'strict', nodeset: '0' }] } },
    ),
    when: 'defined',
  },
  {
    title: 'an I/O thread of more workers at least than at most',
    refused: guest({}, { io_thread_i_ds: { io_threads: [{ id: 1, pool_min: 4, pool_max: 2 }] } }),
    at: 'io_thread_i_ds.io_threads[0].pool_min',
    says: 'the least of 4 workers is more than the most of 2',
    allowed: guest({}, { io_thread_i_ds: { io_threads: [{ id: 1, pool_min: 2, pool_max: 2 }] } }),
    when: 'defined',
  },
  {
    title: 'how firmware is mapped that is not given',
    refused: os({ loader_type: 'pflash' }),
    at: 'os.loader_type',
    says: 'not the firmware that it is about',
    allowed: os({ loader: '/usr/share/OVMF/OVMF_CODE_4M.fd', loader_type: 'pflash', loader_readonly: 'yes' }),
    when: 'defined',
  },
  {
    title: 'UEFI without ACPI',
    refused: guest({}, { os: { ...q35, firmware: 'efi' } }),
    at: 'os.firmware',
    says: 'UEFI needs ACPI',
    allowed: guest({}, { os: { ...q35, firmware: 'efi' }, features: { acpi: true } }),
    when: 'defined',
    needs: 'firmware',
  },
  {
    title: 'features of firmware that nobody chooses',
    refused: os({ firmware_info: { features: [{ name: 'secure-boot', enabled: 'no' }] } }),
    at: 'os.firmware_info',
    says: 'libvirt is not asked to choose one',
    allowed: os({}),
    when: 'defined',
  },
  {
    title: 'a feature of firmware twice',
    refused: asked({ name: 'secure-boot', enabled: 'no' }, { name: 'secure-boot', enabled: 'no' }),
    at: 'os.firmware_info.features[1].name',
    says: 'firmware is asked twice for secure-boot',
    allowed: asked({ name: 'secure-boot', enabled: 'no' }, { name: 'enrolled-keys', enabled: 'no' }),
    when: 'altered',
    needs: 'firmware',
  },
  {
    title: 'a place for variables that are not stored',
    refused: os({
      loader: '/usr/share/OVMF/OVMF_CODE_4M.fd',
      loader_type: 'pflash',
      loader_readonly: 'yes',
      loader_stateless: 'yes',
      nv_ram: { nv_ram: '/var/tmp/vars.fd' },
    }),
    at: 'os.nv_ram',
    says: 'the firmware stores nothing',
    allowed: os({
      loader: '/usr/share/OVMF/OVMF_CODE_4M.fd',
      loader_type: 'pflash',
      loader_readonly: 'yes',
      nv_ram: { nv_ram: '/var/tmp/vars.fd' },
    }),
    when: 'defined',
  },
  {
    title: 'a BIOS that writes to no port',
    refused: guest({}, { os: { ...pc, bios: { use_serial: 'yes' } } }),
    at: 'os.bios.use_serial',
    says: 'a serial port that is not there',
    allowed: guest({ serials: [{}] }, { os: { ...pc, bios: { use_serial: 'yes' } } }),
    when: 'defined',
  },
  {
    title: 'a time zone of a clock that is set to UTC, as nothing is said of it',
    refused: clock({ time_zone: 'Europe/Zurich' }),
    at: 'clock.time_zone',
    says: 'time_zone goes with timezone, and the offset is utc',
    allowed: clock({
      offset: 'timezone',
      time_zone: 'Europe/Zurich',
      timer: [{ name: 'hpet', present: 'no' }],
    }),
    when: 'altered',
  },
  {
    title: 'the basis of a clock that is set to UTC',
    refused: clock({ offset: 'utc', basis: 'utc' }),
    at: 'clock.basis',
    says: 'basis goes with variable',
    allowed: clock({ offset: 'variable', basis: 'utc', adjustment: '3600' }),
    when: 'altered',
  },
  {
    title: 'an adjustment in a time zone',
    refused: clock({ offset: 'timezone', time_zone: 'Europe/Zurich', adjustment: '3600' }),
    at: 'clock.adjustment',
    says: 'an adjustment goes with variable',
    allowed: clock({ adjustment: '3600' }),
    when: 'altered',
  },
  {
    title: 'an adjustment of local time, which to libvirt is one that varies',
    refused: clock({ offset: 'localtime', adjustment: '3600' }),
    at: 'clock.adjustment',
    says: 'an adjustment goes with variable',
    allowed: clock({ offset: 'variable', basis: 'localtime', adjustment: '3600' }),
    when: 'altered',
  },
  {
    title: 'a reset of a clock that varies',
    refused: clock({ offset: 'variable', adjustment: 'reset' }),
    at: 'clock.adjustment',
    says: 'a reset goes with utc or localtime',
    allowed: clock({ offset: 'localtime', adjustment: 'reset' }),
    when: 'altered',
  },
  {
    title: 'the start of a clock that is set to local time',
    refused: clock({ offset: 'localtime', start: 1_000_000 }),
    at: 'clock.start',
    says: 'start goes with absolute',
    allowed: clock({ offset: 'absolute', start: 1_000_000 }),
    when: 'altered',
  },
  {
    title: 'a time zone that is not given',
    refused: clock({ offset: 'timezone' }),
    at: 'clock.offset',
    says: 'no time_zone is given',
    allowed: clock({ timer: [{ name: 'hpet', present: 'no' }] }),
    when: 'defined',
  },
  {
    title: 'a hub in a guest without USB',
    refused: guest({ controllers: [noUsb], hubs: [{ type: 'usb' }] }),
    at: 'devices.hubs[0]',
    says: 'the guest has no USB',
    allowed: guest({ controllers: [noUsb] }),
    when: 'defined',
  },
  {
    title: 'a USB device of the host in a guest without USB',
    refused: guest({
      controllers: [noUsb],
      hostdevs: [{ subsys_usb: { source: { vendor: { id: '0x1234' }, product: { id: '0x5678' } } } }],
    }),
    at: 'devices.hostdevs[0].subsys_usb',
    says: 'the guest has no USB',
    allowed: guest({
      hostdevs: [{ subsys_usb: { source: { vendor: { id: '0x1234' }, product: { id: '0x5678' } } } }],
    }),
    when: 'defined',
  },
  {
    title: 'a USB controller beside none',
    refused: guest({ controllers: [noUsb, { type: 'usb', index: 1, model: 'qemu-xhci' }] }),
    at: 'devices.controllers[1]',
    says: 'the guest has no USB',
    allowed: guest({ controllers: [{ type: 'usb', index: 0, model: 'qemu-xhci' }] }),
    when: 'defined',
  },
  {
    title: 'a login without a secret',
    refused: iscsi({}),
    at: 'devices.disks[0].auth.secret',
    says: 'without the secret',
    allowed: iscsi({ secret: { type: 'iscsi', usage: 'chap' } }),
    when: 'defined',
  },
  {
    title: 'a secret that is named twice',
    refused: iscsi({ secret: { type: 'iscsi', usage: 'chap', uuid } }),
    at: 'devices.disks[0].auth.secret.uuid',
    says: 'exclude each other',
    allowed: iscsi({ secret: { type: 'iscsi', uuid } }),
    when: 'defined',
  },
  {
    title: 'a passphrase in a secret that nobody knows',
    refused: luks({}),
    at: 'devices.disks[0].encryption.secrets[0]',
    says: 'which secret is meant',
    allowed: luks({ uuid }),
    when: 'defined',
  },
  {
    title: 'a device of the host that is passed through twice',
    refused: guest({ hostdevs: [passed(1), passed(1)] }),
    at: 'devices.hostdevs[1]',
    says: 'passed through twice',
    allowed: guest({ hostdevs: [passed(1), passed(2)] }),
    when: 'defined',
  },
];
