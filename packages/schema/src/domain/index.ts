import { Attributes, bool, innerXml, knownBy, list, num, obj, resource, str } from '../dsl.js';
import {
  addition,
  answer,
  atLeast,
  between,
  byDefault,
  cpuSet,
  dropsBare,
  filled,
  idleWhere,
  known,
  objectName,
  oneOf,
  only,
  positive,
  readOnly,
  required,
  runtime,
  since,
  sized,
  unit,
  unitOf,
  unsigned,
  uuid,
} from '../facts.js';
import { idRange } from '../shapes/id-range.js';
import { clock, cpu, cpuTune, numaTune, vcpus } from './cpu.js';
import { devices } from './devices/index.js';
import { ioTune } from './devices/disk.js';
import { features } from './features.js';
import { memoryBacking, memoryTune } from './memory.js';
import { namespaces } from './namespaces.js';
import { os } from './os.js';
import { keyWrap, launchSecurity, secLabels } from './security.js';
import { sysInfo } from './sysinfo.js';

/** QEMU takes memory in whole MiB, and libvirt rounds up to them. */
const MIB = 1024 * 1024;

const lifecycle = (): Attributes => ({
  running: bool(
    undefined,
    'The guest runs, and goes on where it is found paused; not given: it is neither started nor stopped',
  ),
  autostart: bool(undefined, 'Starts with the host'),
  create: obj(undefined, 'How the guest is started', () => ({
    paused: bool(undefined, 'It stays paused'),
    autodestroy: bool(undefined, 'It ends with the connection'),
    bypass_cache: bool(undefined, "Restored past the host's file cache"),
    force_boot: bool(undefined, 'A saved state is thrown away'),
    validate: bool(undefined, 'The XML is checked against the schema'),
    reset_nvram: bool(undefined, 'Variables of the firmware are made anew'),
  })),
  update: obj(undefined, 'How the guest is stopped where a change needs that', () => ({
    shutdown: obj(undefined, 'It is asked to shut down first', () => ({
      timeout: num(undefined, 'Wait before it is forced', unit('s'), unsigned),
    })),
  })),
  destroy: obj(undefined, 'How the guest is stopped before it is taken away', () => ({
    graceful: bool(undefined, 'QEMU is not killed outright'),
    timeout: num(undefined, 'Wait for a shutdown', unit('s'), unsigned, addition),
    shutdown: obj(undefined, 'It is asked to shut down first', () => ({
      timeout: num(undefined, 'Wait for that', unit('s'), unsigned),
    })),
  })),
});

const blockIoTune = () =>
  obj('blkiotune', 'Share of disk bandwidth', () => ({
    weight: num('weight', 'Weight against other guests; older kernels take 100 and more', between(10, 1000)),
    device: list(
      'device',
      'A device of the host',
      () => ({
        path: str('path', 'Path', required),
        weight: num(
          'weight',
          'Weight against other guests; older kernels take 100 and more',
          between(10, 1000),
        ),
        read_iops_sec: num('read_iops_sec', 'Most reads in a second', unsigned, byDefault(0)),
        write_iops_sec: num('write_iops_sec', 'Most writes in a second', unsigned, byDefault(0)),
        read_bytes_sec: num('read_bytes_sec', 'Most bytes read in a second', atLeast(0), byDefault(0)),
        write_bytes_sec: num('write_bytes_sec', 'Most bytes written in a second', atLeast(0), byDefault(0)),
      }),
      knownBy('path'),
      dropsBare,
    ),
  }));

const ioThreads = (): Attributes => ({
  io_threads: num('iothreads', 'I/O threads', unsigned, byDefault(0), filled),
  io_thread_i_ds: obj(
    'iothreadids',
    'I/O threads one by one',
    () => ({
      io_threads: list(
        'iothread',
        'An I/O thread',
        () => ({
          id: num('@id', 'Number', positive, required),
          pool_min: num('@thread_pool_min', 'Least workers', unsigned, since('8.5.0')),
          pool_max: num('@thread_pool_max', 'Most workers', positive, since('8.5.0')),
          poll: obj(
            'poll',
            'How long it polls',
            () => ({
              max: num('@max', 'Longest; 0: it never polls', unit('ns'), atLeast(0)),
              grow: num('@grow', 'How fast that grows', atLeast(0)),
              shrink: num('@shrink', 'How fast that shrinks', atLeast(0)),
            }),
            since('9.4.0'),
          ),
        }),
        knownBy('id'),
      ),
    }),
    filled,
  ),
  default_io_thread: obj(
    'defaultiothread',
    'The main thread of the emulator',
    () => ({
      pool_min: num('@thread_pool_min', 'Least workers', unsigned),
      pool_max: num('@thread_pool_max', 'Most workers', positive),
    }),
    since('8.5.0'),
  ),
});

const memory = (): Attributes => ({
  maximum_memory: num(
    'maxMemory',
    'Most memory with DIMMs plugged in',
    sized('maximum_memory_unit', 'KiB', 1024, MIB),
  ),
  maximum_memory_unit: str('maxMemory@unit', 'Unit of maximum_memory', unitOf('maximum_memory')),
  maximum_memory_slots: num('maxMemory@slots', 'Slots for DIMMs', between(0, 256)),
  memory: num('memory', 'Memory; the most that a balloon can give', sized('memory_unit', 'KiB', 1024, MIB)),
  memory_unit: str('memory@unit', 'Unit of memory', unitOf('memory')),
  memory_dump_core: str('memory@dumpCore', 'Memory is part of core dumps', oneOf('on', 'off')),
  current_memory: num(
    'currentMemory',
    'Memory that the balloon leaves the guest',
    sized('current_memory_unit', 'KiB', 1024, MIB),
    filled,
  ),
  current_memory_unit: str('currentMemory@unit', 'Unit of current_memory', unitOf('current_memory')),
});

const policy = (at: string) =>
  obj(at, 'Whether the firmware offers it', () => ({
    enabled: str('@enabled', 'Whether it does', answer, required),
  }));

/** A domain: a virtual machine or a container. */
export const domain = resource(
  'libvirt_domain',
  {
    description: 'A domain: a virtual machine or a container.',
    root: 'domain',
    computed: ['id', 'uuid'],
  },
  () => ({
    type: str(
      '@type',
      'Hypervisor: kvm with hardware support, qemu without',
      known(
        'qemu',
        'kvm',
        'hvf',
        'xen',
        'lxc',
        'ch',
        'bhyve',
        'vz',
        'vmware',
        'vbox',
        'hyperv',
        'openvz',
        'test',
      ),
      required,
    ),
    id: num('@id', 'Number while the guest runs', unsigned, readOnly, filled, runtime),
    name: str('name', 'Name, unique on the host', required, objectName),
    uuid: str('uuid', 'UUID', uuid, readOnly, filled),
    hwuuid: str('hwuuid', 'UUID that the guest sees, if another', uuid, since('11.2.0')),
    gen_id: str('genid', 'Generation ID: tells a guest that it was copied or put back', uuid, since('4.4.0')),
    title: str('title', 'Short description'),
    description: str('description', 'Long description'),
    metadata: obj('metadata', 'Data of other programs about the guest', () => ({
      xml: innerXml(
        '.',
        'XML elements, each in a namespace of its own',
        { meaning: { as: 'xml' } },
        required,
      ),
    })),
    ...lifecycle(),
    ...memory(),
    block_io_tune: blockIoTune(),
    memory_tune: memoryTune(),
    memory_backing: memoryBacking(),
    vcpu: num('vcpu', 'vCPUs; with vcpu_current, the most that can be plugged', between(1, 65535), filled),
    vcpu_placement: str(
      'vcpu@placement',
      "Who chooses the host's CPUs",
      oneOf('static', 'auto'),
      byDefault('static'),
      filled,
    ),
    // virDomainVcpuParse reads it of vCPUs that are placed by hand alone.
    vcpu_cpuset: str(
      'vcpu@cpuset',
      'CPUs of the host that vCPUs may run on',
      cpuSet,
      idleWhere('vcpu_placement', 'auto'),
    ),
    vcpu_current: num('vcpu@current', 'vCPUs at the start', between(1, 65535), filled),
    vcpus: vcpus(),
    ...ioThreads(),
    cpu_tune: cpuTune(),
    numa_tune: numaTune(),
    resource: obj(
      'resource',
      'Group of the host that the guest belongs to',
      () => ({
        partition: str('partition', 'Path of the group, such as /machine', filled),
        fibre_channel: obj(
          'fibrechannel',
          'Fibre Channel',
          () => ({
            app_id: str('@appid', 'Identity of the guest to the fabric', required),
          }),
          since('7.7.0'),
        ),
      }),
      filled,
    ),
    sys_info: sysInfo(),
    bootloader: str('bootloader', 'Boot loader of the host (xen, bhyve)', only('xen', 'bhyve')),
    bootloader_args: str('bootloader_args', 'Its arguments', only('xen', 'bhyve')),
    os: os(),
    id_map: obj(
      'idmap',
      'Users and groups of a container on the host',
      () => ({
        ui_ds: idRange('uid', 'Users'),
        gi_ds: idRange('gid', 'Groups'),
      }),
      only('lxc'),
    ),
    throttle_groups: obj(
      'throttlegroups',
      'Limits of throughput that disks share',
      () => ({
        throttle_groups: list('throttlegroup', 'A group', ioTune, knownBy('group_name')),
      }),
      since('11.2.0'),
    ),
    features: features(),
    cpu: cpu(),
    clock: clock(),
    on_poweroff: str(
      'on_poweroff',
      'What happens when the guest switches off',
      oneOf('destroy', 'restart', 'preserve', 'rename-restart'),
      byDefault('destroy'),
      filled,
    ),
    on_reboot: str(
      'on_reboot',
      'What happens when the guest reboots',
      oneOf('destroy', 'restart', 'preserve', 'rename-restart'),
      byDefault('restart'),
      filled,
    ),
    on_crash: str(
      'on_crash',
      'What happens when the guest crashes; a plan tells of one that is preserved, and -restart starts it anew',
      oneOf('destroy', 'restart', 'preserve', 'rename-restart', 'coredump-destroy', 'coredump-restart'),
      byDefault('destroy'),
      filled,
    ),
    on_lockfailure: str(
      'on_lockfailure',
      'What happens when the locks of its disks are lost; without it, the lock manager decides',
      oneOf('poweroff', 'restart', 'pause', 'ignore'),
      since('1.0.0'),
      addition,
    ),
    pm: obj('pm', 'Sleep states that the firmware offers', () => ({
      suspend_to_mem: policy('suspend-to-mem'),
      suspend_to_disk: policy('suspend-to-disk'),
    })),
    perf: obj('perf', 'Performance events that are counted', () => ({
      events: list(
        'event',
        'An event',
        () => ({
          name: str(
            '@name',
            'Which',
            known(
              'cmt',
              'mbmt',
              'mbml',
              'cpu_cycles',
              'instructions',
              'cache_references',
              'cache_misses',
              'branch_instructions',
              'branch_misses',
              'bus_cycles',
              'stalled_cycles_frontend',
              'stalled_cycles_backend',
              'ref_cpu_cycles',
              'cpu_clock',
              'task_clock',
              'page_faults',
              'page_faults_min',
              'page_faults_maj',
              'context_switches',
              'cpu_migrations',
              'alignment_faults',
              'emulation_faults',
            ),
            required,
          ),
          enabled: str('@enabled', 'Whether it is counted', answer, required),
        }),
        knownBy('name'),
      ),
    })),
    devices: devices(),
    sec_label: secLabels(),
    key_wrap: keyWrap(),
    launch_security: launchSecurity(),
    ...namespaces(),
  }),
);
