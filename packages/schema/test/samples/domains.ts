import type { ValueObject } from '@virtform/values';

const machine = { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' };
const pc = { ...machine, type_machine: 'pc' };

/** The least that a machine needs, and devices beside it. */
const guest = (devices: ValueObject, more: ValueObject = {}): ValueObject => ({
  type: 'qemu',
  memory: 64,
  memory_unit: 'MiB',
  vcpu: 1,
  os: machine,
  devices,
  ...more,
});

/** Domains as a configuration says them, without their name; libvirt 9.0 with QEMU 7.2 takes them all. */
export const domains: Readonly<Record<string, ValueObject>> = {
  least: { type: 'qemu', memory: 65536, os: pc },
  'texts and metadata': guest(
    {},
    {
      title: 'Ein <Titel> & mehr',
      description: 'two lines,\nand "quotes"',
      metadata: { xml: "<a:note xmlns:a='urn:a'><a:b c='1'>text</a:b></a:note>" },
    },
  ),
  'memory in other units, balloon and slots': guest(
    {
      mem_balloon: {
        model: 'virtio',
        auto_deflate: 'on',
        free_page_reporting: 'on',
        stats: { period: 5 },
      },
    },
    {
      maximum_memory: 4,
      maximum_memory_unit: 'GiB',
      maximum_memory_slots: 4,
      memory: 512,
      memory_unit: 'MiB',
      current_memory: 262144,
      memory_dump_core: 'off',
      memory_tune: { hard_limit: 2, hard_limit_unit: 'GiB', soft_limit: 1048576 },
      memory_backing: {
        memory_source: { type: 'memfd' },
        memory_access: { mode: 'shared' },
        memory_allocation: { mode: 'immediate', threads: 2 },
        memory_nosharepages: true,
        memory_discard: true,
      },
      cpu: { numa: { cell: [{ id: 0, cpus: '0', memory: 512, unit: 'MiB' }] } },
    },
  ),
  'processors, pinning, tuning': guest(
    {},
    {
      vcpu: 4,
      vcpu_placement: 'static',
      vcpu_cpuset: '0-1',
      vcpu_current: 2,
      io_threads: 2,
      io_thread_i_ds: { io_threads: [{ id: 1 }, { id: 4, pool_min: 1, pool_max: 8 }] },
      default_io_thread: { pool_min: 1, pool_max: 4 },
      cpu_tune: {
        shares: 2048,
        period: 100000,
        quota: -1,
        emulator_period: 100000,
        emulator_quota: 50000,
        vcpu_pin: [
          { vcpu: 0, cpu_set: '0' },
          { vcpu: 1, cpu_set: '0,1' },
        ],
        emulator_pin: { cpu_set: '0-1' },
        io_thread_pin: [{ io_thread: 4, cpu_set: '1' }],
        vcpu_sched: [{ vcpus: '0', scheduler: 'batch' }],
      },
      cpu: {
        mode: 'custom',
        match: 'exact',
        check: 'none',
        model: 'qemu64',
        model_fallback: 'forbid',
        topology: { sockets: 2, dies: 1, cores: 2, threads: 1 },
        features: [
          { name: 'x2apic', policy: 'require' },
          { name: 'vmx', policy: 'disable' },
        ],
        numa: {
          cell: [
            {
              id: 0,
              cpus: '0-1',
              memory: 32768,
              distances: { siblings: [{ id: 1, value: 20 }] },
            },
            { id: 1, cpus: '2-3', memory: 32768 },
          ],
        },
      },
      numa_tune: { memory: { mode: 'preferred', nodeset: '0' } },
      block_io_tune: { weight: 500 },
    },
  ),
  'what is started': guest(
    { serials: [{ target: { type: 'isa-serial', port: 0 } }] },
    {
      os: {
        ...pc,
        kernel: '/boot/vmlinuz',
        initrd: '/boot/initrd.img',
        cmdline: 'console=ttyS0 quiet',
        boot_devices: [{ dev: 'network' }, { dev: 'hd' }],
        boot_menu: { enable: 'yes', timeout: '3000' },
        bios: { use_serial: 'yes', reboot_timeout: 0 },
        sm_bios: { mode: 'sysinfo' },
      },
      sys_info: [
        {
          smbios: {
            bios: { entry: [{ name: 'vendor', value: 'LENOVO' }] },
            system: { entry: [{ name: 'manufacturer', value: 'virtform' }] },
            base_board: [{ entry: [{ name: 'product', value: 'board' }] }],
            chassis: { entry: [{ name: 'serial', value: '1' }] },
            oem_strings: { entry: ['one', 'two'] },
          },
        },
        { fw_cfg: { entry: [{ name: 'opt/com.example/name', value: 'value' }] } },
      ],
      on_poweroff: 'destroy',
      on_reboot: 'restart',
      on_crash: 'restart',
      pm: { suspend_to_mem: { enabled: 'no' }, suspend_to_disk: { enabled: 'no' } },
      perf: { events: [{ name: 'cmt', enabled: 'no' }] },
      gen_id: '43dc0cf8-809b-4adb-9bea-a9abb5f3d90e',
    },
  ),
  'own firmware': guest(
    {},
    {
      features: { acpi: true },
      os: {
        ...machine,
        loader: '/usr/share/OVMF/OVMF_CODE.fd',
        loader_readonly: 'yes',
        loader_type: 'pflash',
        nv_ram: { nv_ram: '/var/lib/libvirt/qemu/nvram/x.fd', template: '/usr/share/OVMF/OVMF_VARS.fd' },
      },
    },
  ),
  'features and clock': guest(
    {},
    {
      features: {
        acpi: true,
        apic: {},
        pae: true,
        hap: { state: 'on' },
        hyper_v: {
          mode: 'custom',
          relaxed: { state: 'on' },
          vapic: { state: 'on' },
          spinlocks: { state: 'on', retries: 8191 },
          synic: { state: 'on' },
          stimer: { state: 'on', direct: { state: 'on' } },
          vp_index: { state: 'on' },
          vendor_id: { state: 'on', value: 'virtform' },
        },
        kvm: { hidden: { state: 'on' } },
        pmu: { state: 'off' },
        vm_port: { state: 'off' },
        smm: { state: 'on', tseg: 48, tseg_unit: 'MiB' },
        ioapic: { driver: 'qemu' },
        msrs: { unknown: 'ignore' },
        tcg: { tb_cache: 256, tb_cache_unit: 'MiB' },
        vm_core_info: { state: 'on' },
      },
      clock: {
        offset: 'localtime',
        timer: [
          { name: 'rtc', tick_policy: 'catchup', track: 'guest' },
          { name: 'pit', tick_policy: 'delay' },
          { name: 'hpet', present: 'no' },
        ],
      },
    },
  ),
  'disks of all kinds': guest(
    {
      disks: [
        {
          device: 'disk',
          driver: {
            name: 'qemu',
            type: 'qcow2',
            cache: 'none',
            io: 'native',
            discard: 'unmap',
            detect_zeros: 'unmap',
            io_thread: 1,
            queues: 2,
            error_policy: 'stop',
            metadata_cache: { max_size: { value: 1, unit: 'MiB' } },
          },
          source: { file: { file: '/images/a.qcow2' }, startup_policy: 'optional' },
          target: { dev: 'vda', bus: 'virtio' },
          serial: 'A123',
          transient: {},
          boot: { order: 1 },
          io_tune: { total_iops_sec: 400, read_bytes_sec: 1048576, group_name: 'g' },
          block_io: { logical_block_size: 512, physical_block_size: 4096 },
        },
        {
          source: { block: { dev: '/dev/vg/lv' } },
          driver: { name: 'qemu', type: 'raw' },
          target: { dev: 'sdb', bus: 'scsi', rotation_rate: 1 },
          wwn: '5000c50015ea71aa',
          vendor: 'SEAGATE',
          product: 'ST3300657SS',
          shareable: true,
        },
        {
          source: { volume: { pool: 'default', volume: 'v1' } },
          target: { dev: 'vdc', bus: 'virtio' },
        },
        {
          source: {
            network: {
              protocol: 'rbd',
              name: 'pool/image',
              hosts: [{ name: 'mon1', port: '6321' }, { name: 'mon2' }],
              snapshot: { name: 'snap' },
              config: { file: '/etc/ceph/ceph.conf' },
              auth: {
                username: 'admin',
                secret: { type: 'ceph', uuid: '2a27d52f-69c5-4f3f-8aa1-9d3a1d8a2f6e' },
              },
            },
          },
          target: { dev: 'vdd', bus: 'virtio' },
        },
        {
          source: {
            network: {
              protocol: 'https',
              name: 'image.iso',
              query: 'a=1&b=2',
              hosts: [{ name: 'example.org', port: '443' }],
            },
            ssl: { verify: 'no' },
            cookies: { cookies: [{ name: 'c', value: 'x' }] },
            readahead: { size: '65536' },
            timeout: { seconds: '30' },
          },
          target: { dev: 'vde', bus: 'virtio' },
          read_only: true,
        },
        {
          source: { dir: { dir: '/srv/fat' } },
          driver: { type: 'fat' },
          target: { dev: 'vdf', bus: 'virtio' },
          read_only: true,
        },
        { device: 'cdrom', target: { dev: 'sda', bus: 'sata', tray: 'open' }, read_only: true },
        { device: 'floppy', source: { file: { file: '/images/f.img' } }, target: { dev: 'fda', bus: 'fdc' } },
        {
          source: {
            file: { file: '/images/luks.img' },
            encryption: {
              format: 'luks',
              secrets: [{ type: 'passphrase', uuid: 'f52a81b2-424e-490c-823d-6bd4235bc572' }],
            },
            slices: { slices: [{ type: 'storage', offset: 4096, size: 65536 }] },
          },
          driver: { type: 'raw' },
          target: { dev: 'vdg', bus: 'virtio' },
        },
        {
          source: {
            nvme: {
              pci: { managed: true, namespace: 1, address: { domain: 0, bus: 1, slot: 0, function: 0 } },
            },
          },
          driver: { type: 'raw' },
          target: { dev: 'vdh', bus: 'virtio' },
        },
      ],
      controllers: [{ type: 'scsi', index: 0, model: 'virtio-scsi', driver: { queues: 4, io_thread: 1 } }],
    },
    { io_threads: 1, memory_backing: { memory_source: { type: 'memfd' } } },
  ),
  'NICs of all kinds': guest({
    interfaces: [
      {
        source: { network: { network: 'default', port_group: 'g' } },
        mac: { address: '52:54:00:00:00:01' },
        model: { type: 'virtio' },
        link: { state: 'down' },
        mtu: { size: 9000 },
        bandwidth: { inbound: { average: 1000, peak: 5000, burst: 1024 }, outbound: { average: 128 } },
        filter_ref: { filter: 'clean-traffic', parameters: [{ name: 'IP', value: '10.0.0.2' }] },
        boot: { order: 2 },
        port_options: { isolated: 'yes' },
        driver: {
          name: 'vhost',
          queues: 2,
          rx_queue_size: 1024,
          host: { csum: 'off' },
          guest: { tso4: 'off' },
        },
        coalesce: { rx: { frames: { max: 7 } } },
      },
      {
        source: { bridge: { bridge: 'br0' } },
        mac: { address: '52:54:00:00:00:02' },
        model: { type: 'e1000' },
        virtual_port: {
          params: {
            open_v_switch: { interface_id: '09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f', profile_id: 'p' },
          },
        },
        vlan: { trunk: 'yes', tags: [{ id: 42 }, { id: 43, native_mode: 'untagged' }] },
      },
      {
        source: { direct: { dev: 'eth0', mode: 'bridge' } },
        mac: { address: '52:54:00:00:00:03' },
        model: { type: 'virtio' },
        virtual_port: {
          params: {
            vepa8021qbg: {
              manager_id: 11,
              type_id: 1193047,
              type_id_version: 2,
              instance_id: '09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f',
            },
          },
        },
      },
      {
        source: { user: {} },
        mac: { address: '52:54:00:00:00:04' },
        model: { type: 'rtl8139' },
        ip: [{ family: 'ipv4', address: '172.17.2.0', prefix: 24 }],
        rom: { bar: 'off' },
      },
      {
        source: { ethernet: {} },
        mac: { address: '52:54:00:00:00:05' },
        target: { dev: 'mytap', managed: false },
        model: { type: 'virtio' },
      },
      {
        source: { hostdev: { pci: { address: { domain: 0, bus: 2, slot: 16, function: 1 } } } },
        mac: { address: '52:54:00:00:00:06' },
        managed: true,
      },
      {
        source: { udp: { address: '127.0.0.1', port: 1234, local: { address: '127.0.0.1', port: 5678 } } },
        mac: { address: '52:54:00:00:00:07' },
        model: { type: 'virtio' },
      },
      {
        source: { mcast: { address: '230.0.0.1', port: 5558 } },
        mac: { address: '52:54:00:00:00:08' },
        model: { type: 'virtio' },
      },
      {
        source: { vdpa: { device: '/dev/vhost-vdpa-0' } },
        mac: { address: '52:54:00:00:00:09' },
        model: { type: 'virtio' },
      },
    ],
  }),
  'serial ports, consoles, channels': guest({
    serials: [
      { target: { type: 'isa-serial', port: 0 }, log: { file: '/var/log/s.log', append: 'off' } },
      { source: { file: { path: '/var/log/serial', append: 'on' } }, target: { port: 1 } },
      {
        source: { tcp: { mode: 'bind', host: '127.0.0.1', service: '4555', tls: 'no' } },
        protocol: { type: 'telnet' },
        target: { port: 2 },
      },
      {
        source: {
          udp: {
            bind_host: '127.0.0.1',
            bind_service: '4556',
            connect_host: '127.0.0.1',
            connect_service: '4557',
          },
        },
        target: { port: 3 },
      },
    ],
    consoles: [{ target: { type: 'serial', port: 0 } }, { target: { type: 'virtio', port: 1 } }],
    channels: [
      { source: { unix: {} }, target: { virt_io: { name: 'org.qemu.guest_agent.0' } } },
      { source: { spice_vmc: true }, target: { virt_io: { name: 'com.redhat.spice.0' } } },
      { source: { null: true }, target: { virt_io: { name: 'nothing' } } },
      {
        source: { unix: { mode: 'connect', path: '/run/x.sock', reconnect: { enabled: 'yes', timeout: 5 } } },
        target: { virt_io: { name: 'other' } },
      },
      {
        source: { qemu_vd_agent: { mouse: { mode: 'client' }, clip_board: { copy_paste: 'yes' } } },
        target: { virt_io: { name: 'com.redhat.spice.1' } },
      },
      { source: { spice_port: { channel: 'org.example' } }, target: { virt_io: { name: 'port' } } },
    ],
    parallels: [{ source: { dev: { path: '/dev/parport0' } }, target: { port: 0 } }],
    graphics: [{ spice: { auto_port: true } }],
  }),
  'displays and sound': guest({
    graphics: [
      {
        vnc: {
          auto_port: true,
          listen: '127.0.0.1',
          keymap: 'de',
          share_policy: 'force-shared',
          passwd: 'secret',
          passwd_valid_to: '2030-01-31T15:00:00',
          power_control: 'yes',
        },
        audio: { id: 1 },
      },
      {
        spice: {
          port: 5910,
          auto_port: false,
          default_mode: 'insecure',
          listeners: [{ address: { address: '0.0.0.0' } }],
          channel: [{ name: 'main', mode: 'insecure' }],
          image: { compression: 'auto_glz' },
          jpeg: { compression: 'auto' },
          zlib: { compression: 'auto' },
          playback: { compression: 'on' },
          streaming: { mode: 'filter' },
          mouse: { mode: 'client' },
          clip_board: { copy_paste: 'no' },
          file_transfer: { enable: 'no' },
        },
      },
    ],
    videos: [
      { model: { type: 'qxl', ram: 65536, vram: 65536, vga_mem: 16384, heads: 1, primary: 'yes' } },
      { model: { type: 'virtio', heads: 1, resolution: { x: 1280, y: 800 } } },
    ],
    sounds: [{ model: 'ich9', codec: [{ type: 'micro' }], audio: { id: 1 } }],
    audios: [{ id: 1, spice: { input: { mixing_engine: 'yes' } } }],
    redir_devs: [{ bus: 'usb', source: { spice_vmc: true } }],
    redir_filters: [
      { usb: [{ class: 8, vendor: 4660, product: 22136, version: '1.0', allow: 'yes' }, { allow: 'no' }] },
    ],
    smartcards: [{ passthrough: { spice_vmc: true } }],
  }),
  'passed-through devices': guest({
    hostdevs: [
      {
        managed: true,
        subsys_pci: {
          source: { address: { domain: 0, bus: 6, slot: 2, function: 0 } },
          driver: { name: 'vfio' },
        },
        boot: { order: 1 },
        rom: { bar: 'on', file: '/roms/a.rom' },
      },
      {
        managed: false,
        subsys_usb: {
          source: { vendor: { id: '0x1234' }, product: { id: '0xbeef' }, start_up_policy: 'optional' },
        },
      },
      {
        subsys_m_dev: {
          model: 'vfio-pci',
          display: 'off',
          source: { address: { uuid: 'c2177883-f1bb-47f0-914d-32a22e3a8804' } },
        },
      },
      {
        subsys_scsi: {
          raw_io: 'yes',
          source: {
            host: {
              adapter: { name: 'scsi_host0' },
              address: { bus: 0, target: 0, unit: 0 },
            },
          },
          read_only: true,
        },
      },
      { subsys_scsi_host: { source: { protocol: 'vhost', wwpn: 'naa.501405b9c6a4c9d5' } } },
    ],
  }),
  'other devices': guest(
    {
      inputs: [
        { type: 'tablet', bus: 'usb' },
        { type: 'keyboard', bus: 'virtio' },
      ],
      rngs: [
        { model: 'virtio', backend: { random: '/dev/urandom' }, rate: { bytes: 1024, period: 1000 } },
        { model: 'virtio', backend: { built_in: true } },
      ],
      watchdogs: [{ model: 'i6300esb', action: 'reset' }],
      tpms: [{ model: 'tpm-tis', backend: { passthrough: { device: { path: '/dev/tpm0' } } } }],
      panics: [{ model: 'isa' }],
      vsock: { model: 'virtio', cid: { auto: 'no', address: '77' } },
      iommu: { model: 'intel', driver: { int_remap: 'on', caching_mode: 'on', eim: 'on' } },
      shmems: [{ name: 'shm0', model: { type: 'ivshmem-plain' }, size: 4, size_unit: 'MiB' }],
      memorydevs: [
        {
          model: 'dimm',
          target: { size: 128, size_unit: 'MiB', node: 0 },
        },
      ],
      hubs: [{ type: 'usb' }],
      filesystems: [
        {
          access_mode: 'mapped',
          source: { mount: { dir: '/srv/share' } },
          target: { dir: 'share' },
          read_only: true,
          fmode: '0644',
        },
        {
          driver: { type: 'virtiofs', queue: 1024 },
          binary: { path: '/usr/lib/qemu/virtiofsd', xattr: 'on', cache: { mode: 'always' } },
          source: { mount: { dir: '/srv/fast' } },
          target: { dir: 'fast' },
        },
      ],
      controllers: [
        { type: 'usb', index: 0, model: 'qemu-xhci', usb: { port: 8 } },
        { type: 'virtio-serial', index: 0, virt_io_serial: { ports: 16, vectors: 4 } },
        { type: 'pci', index: 0, model: 'pcie-root' },
        {
          type: 'pci',
          index: 1,
          model: 'pcie-root-port',
          pci: { model: { name: 'pcie-root-port' }, target: { chassis: 1, port: '0x8', hotplug: 'off' } },
        },
      ],
      leases: [{ lockspace: 'area', key: 'k', target: { path: '/leases', offset: 1024 } }],
    },
    {
      maximum_memory: 1,
      maximum_memory_unit: 'GiB',
      maximum_memory_slots: 2,
      memory: 256,
      features: { ioapic: { driver: 'qemu' } },
      memory_backing: { memory_source: { type: 'memfd' }, memory_access: { mode: 'shared' } },
      cpu: { numa: { cell: [{ id: 0, cpus: '0', memory: 131072 }] } },
    },
  ),
  'addresses of its own': guest({
    controllers: [
      { type: 'pci', index: 0, model: 'pcie-root' },
      { type: 'pci', index: 1, model: 'pcie-root-port' },
    ],
    disks: [
      {
        source: { file: { file: '/images/a.img' } },
        target: { dev: 'vda', bus: 'virtio' },
        alias: { name: 'ua-root' },
        address: { pci: { domain: 0, bus: 1, slot: 0, function: 0 } },
      },
      {
        source: { file: { file: '/images/b.img' } },
        target: { dev: 'sda', bus: 'sata' },
        address: { drive: { controller: 0, bus: 0, target: 0, unit: 2 } },
      },
    ],
    inputs: [{ type: 'tablet', bus: 'usb', address: { usb: { bus: 0, port: '2' } } }],
    channels: [
      {
        source: { unix: {} },
        target: { virt_io: { name: 'a' } },
        address: { virtio_serial: { controller: 0, bus: 0, port: 3 } },
      },
    ],
  }),
  'what libvirt keeps nothing of': guest(
    {
      disks: [
        {
          driver: { name: 'qemu', type: 'raw', cache: 'default' },
          source: { file: { file: '/images/a.img', sec_label: [{ label_skip: 'yes' }] } },
          target: { dev: 'vda', bus: 'virtio' },
          transient: { share_backing: 'no' },
          block_io: {},
          io_tune: {
            total_iops_sec: 100,
            total_iops_sec_max: 0,
            total_iops_sec_max_length: 0,
            size_iops_sec: 0,
          },
        },
      ],
      filesystems: [
        {
          multi_devs: 'default',
          source: { mount: { dir: '/srv/share' } },
          target: { dir: 'share' },
          space_hard_limit: 0,
          space_soft_limit: 0,
          driver: {},
        },
      ],
      interfaces: [
        {
          source: { user: { dev: 'eth0' } },
          mac: { address: '52:54:00:00:00:01' },
          model: { type: 'virtio' },
        },
        {
          source: { network: { network: 'default' } },
          mac: { address: '52:54:00:00:00:02' },
          model: { type: 'virtio' },
          coalesce: { rx: { frames: { max: 0 } } },
        },
      ],
      leases: [{ lockspace: 'area', key: 'k', target: { path: '/leases', offset: 0 } }],
      graphics: [
        { vnc: { auto_port: true, passwd_valid_to: '2030-01-31T15:00:00', connected: 'keep' } },
        { spice: { auto_port: true, connected: 'fail', channel: [{ name: 'main', mode: 'any' }] } },
      ],
      audios: [{ id: 1, pulse_audio: { input: { latency: 0 } } }],
      serials: [{ source: { pty: { path: '/dev/pts/7' } } }],
      smartcards: [
        { passthrough: { file: { path: '/dev/card', sec_label: [{ model: 'dac', relabel: 'no' }] } } },
      ],
    },
    {
      memory_backing: {},
      memory_tune: {},
      numa_tune: {},
      cpu_tune: {},
      pm: {},
      block_io_tune: { device: [{ path: '/dev/sdx', read_iops_sec: 0 }] },
      io_threads: 0,
      features: { acpi: true, hyper_v: {}, kvm: {}, tcg: {} },
    },
  ),
  'amounts that libvirt rounds up': guest(
    {},
    {
      memory_tune: { hard_limit: 1000001, hard_limit_unit: 'KB', soft_limit: 1, soft_limit_unit: 'b' },
      memory_backing: { memory_huge_pages: { hugepages: [{ size: 2000, unit: 'KB' }] } },
      features: { tcg: { tb_cache: 262144 } },
    },
  ),
  'past libvirt': guest(
    {},
    {
      qemu_commandline: {
        args: [{ value: '-set' }, { value: 'device.x=1' }],
        envs: [{ name: 'QEMU_AUDIO', value: 'none' }, { name: 'EMPTY' }],
      },
      qemu_deprecation: { behavior: 'omit' },
      qemu_capabilities: { add: [{ name: 'nbd-tls' }], del: [{ name: 'virtio-tx-alg' }] },
      qemu_override: {
        devices: [{ alias: 'ua-x', frontend: { properties: [{ name: 'p', type: 'unsigned', value: '5' }] } }],
      },
      sec_label: [{ type: 'none', model: 'none' }],
      resource: { partition: '/machine' },
    },
  ),
};
