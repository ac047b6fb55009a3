import type { ValueObject } from '@virtform/values';

const os = { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' };
const guest = (devices: ValueObject, more: ValueObject = {}): ValueObject => ({
  type: 'qemu',
  memory: 65536,
  os,
  devices,
  ...more,
});

const shared = { memory_backing: { memory_source: { type: 'memfd' }, memory_access: { mode: 'shared' } } };

/** Domains that leave to libvirt all that it can fill in, and need a host that has more than others have; without their name. */
export const domainsElsewhere: Readonly<Record<string, ValueObject>> = {
  'devices that are passed through': guest({
    hostdevs: [
      { subsys_pci: { source: { address: { domain: 0, bus: 6, slot: 2, function: 0 } } } },
      { subsys_usb: { source: { vendor: { id: '0x1234' }, product: { id: '0xbeef' } } } },
      { subsys_usb: { source: { address: { bus: 1, device: 2 } } } },
      {
        subsys_m_dev: {
          model: 'vfio-pci',
          source: { address: { uuid: 'c2177883-f1bb-47f0-914d-32a22e3a8804' } },
        },
      },
      {
        subsys_scsi: {
          source: { host: { adapter: { name: 'scsi_host0' }, address: { bus: 0, target: 0, unit: 0 } } },
        },
      },
      {
        subsys_scsi: {
          source: {
            iscsi: {
              name: 'iqn.2024-01.org.example:disk/1',
              host: [{ name: 'iscsi.example.org', port: '3260' }],
            },
          },
        },
      },
      { subsys_scsi_host: { source: { protocol: 'vhost', wwpn: 'naa.501405b9c6a4c9d5' } } },
    ],
  }),
  'NICs of hardware and of other programs': guest(
    {
      interfaces: [
        { source: { direct: { dev: 'eth0' } } },
        { source: { hostdev: { pci: { address: { domain: 0, bus: 2, slot: 16, function: 1 } } } } },
        { source: { vdpa: { device: '/dev/vhost-vdpa-0' } }, model: { type: 'virtio' } },
        {
          source: {
            vhost_user: { dev: 'eth0', chardev: { unix: { path: '/run/switch.sock', mode: 'client' } } },
          },
          model: { type: 'virtio' },
        },
        { source: { bridge: { bridge: 'ovs0' } }, virtual_port: { params: { open_v_switch: {} } } },
        { source: { server: { address: '127.0.0.1', port: 5558 } } },
        { source: { mcast: { address: '230.0.0.1', port: 5558 } } },
      ],
    },
    shared,
  ),
  'a chip of the host for keys': guest({
    tpms: [{ backend: { passthrough: { device: { path: '/dev/tpm0' } } } }],
  }),
  'sockets between host and guest': guest({ vsock: { cid: { auto: 'yes' } } }),
  'a socket number of its own': guest({ vsock: { model: 'virtio', cid: { address: '77' } } }),
  'a folder through virtiofs': guest(
    {
      filesystems: [
        { driver: { type: 'virtiofs' }, source: { mount: { dir: '/srv' } }, target: { dir: 'srv' } },
      ],
    },
    shared,
  ),
  'memory of other kinds': guest(
    {
      memorydevs: [
        {
          model: 'nvdimm',
          source: { path: '/srv/nvdimm' },
          target: { size: 131072, node: 0, label: { size: 128 } },
        },
        { model: 'virtio-pmem', source: { path: '/srv/pmem' }, target: { size: 131072 } },
      ],
    },
    {
      memory: 327680,
      maximum_memory: 1048576,
      maximum_memory_slots: 4,
      cpu: { numa: { cell: [{ id: 0, cpus: '0', memory: 65536 }] } },
    },
  ),
  'disks of servers': guest({
    disks: [
      {
        source: { network: { protocol: 'nbd', hosts: [{ name: 'nbd.example.org' }] } },
        target: { dev: 'vda' },
      },
      {
        source: {
          network: { protocol: 'iscsi', name: 'iqn.2024-01.org.example:disk/0', hosts: [{ name: 'a' }] },
        },
        target: { dev: 'vdb' },
      },
      {
        source: {
          network: { protocol: 'iscsi', name: 'iqn.2024-01.org.example:disk', hosts: [{ name: 'a' }] },
        },
        target: { dev: 'vdg' },
      },
      {
        source: { network: { protocol: 'rbd', name: 'pool/image', hosts: [{ name: 'mon1' }] } },
        target: { dev: 'vdc' },
      },
      {
        source: { network: { protocol: 'https', name: 'a.iso', hosts: [{ name: 'example.org' }] } },
        target: { dev: 'vdd' },
      },
      { device: 'lun', source: { block: { dev: '/dev/sdx' } }, target: { dev: 'sda', bus: 'scsi' } },
      {
        source: {
          nvme: {
            pci: { managed: true, namespace: 1, address: { domain: 0, bus: 1, slot: 0, function: 0 } },
          },
        },
        target: { dev: 'vde' },
      },
      {
        source: {
          file: { file: '/srv/luks.img' },
          encryption: {
            format: 'luks',
            secrets: [{ type: 'passphrase', uuid: 'f52a81b2-424e-490c-823d-6bd4235bc572' }],
          },
        },
        target: { dev: 'vdf' },
      },
    ],
  }),
  'a firmware of its own': guest(
    {},
    {
      features: { acpi: true },
      os: { ...os, loader: '/usr/share/OVMF/OVMF_CODE.fd', loader_readonly: 'yes', loader_type: 'pflash' },
    },
  ),
  'a kernel of the host': guest({}, { os: { ...os, kernel: '/boot/vmlinuz', cmdline: 'quiet' } }),
  'the processor of the host': guest({}, { type: 'qemu', cpu: { mode: 'host-model' } }),
  'limits and places on the host': guest(
    {},
    {
      vcpu: 4,
      vcpu_placement: 'auto',
      numa_tune: { memory: { nodeset: '0' } },
      memory_tune: { hard_limit: 1048576 },
      memory_backing: { memory_huge_pages: { hugepages: [{ size: 2048 }] } },
      block_io_tune: { device: [{ path: '/dev/sdx', weight: 500 }] },
      io_thread_i_ds: { io_threads: [{ id: 3 }] },
      cpu_tune: { vcpu_pin: [{ vcpu: 0, cpu_set: '0' }] },
      vcpus: { vcpu: [{ id: 0, enabled: 'yes', hotpluggable: 'no' }] },
      on_crash: 'restart',
      pm: { suspend_to_mem: { enabled: 'no' } },
      sys_info: [{ smbios: { system: { entry: [{ name: 'serial', value: '1' }] } } }],
      gen_id: '43dc0cf8-809b-4adb-9bea-a9abb5f3d90e',
    },
  ),
  'a crash that is told, and a window': guest({
    panics: [{ model: 'hyperv' }],
    graphics: [{ sdl: {} }],
    inputs: [{ type: 'evdev', source: { ev_dev: { dev: '/dev/input/event1' } } }],
    leases: [{ lockspace: 'area', key: 'k', target: { path: '/leases' } }],
  }),
};
