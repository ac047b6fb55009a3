import { Attributes, knownBy, list, num, obj, once, onOff, str } from '../dsl.js';
import {
  answer,
  atLeast,
  between,
  byDefault,
  cpuSet,
  filled,
  idle,
  idleWhereAny,
  known,
  numeral,
  oneOf,
  positive,
  required,
  since,
  sized,
  toggle,
  unit,
  unitOf,
  unsigned,
  writesEachOf,
} from '../facts.js';

const numa = () =>
  obj('numa', 'NUMA nodes of the guest', () => ({
    cell: list(
      'cell',
      'A node',
      () => ({
        id: num('@id', 'Number of the node', unsigned, filled),
        cpus: str('@cpus', 'vCPUs of the node', cpuSet),
        memory: num('@memory', 'Memory of the node', sized('unit', 'KiB', 1024, 1024 * 1024), required),
        unit: str('@unit', 'Unit of memory', unitOf('memory')),
        mem_access: str('@memAccess', 'Whether others may map the memory', oneOf('shared', 'private')),
        discard: str(
          '@discard',
          'The content of the memory is dropped when the guest ends',
          answer,
          since('4.4.0'),
        ),
        distances: obj('distances', 'How far the other nodes are', () => ({
          siblings: list(
            'sibling',
            'Distance to one node',
            () => ({
              id: num('@id', 'The other node', unsigned, required),
              value: num('@value', 'Distance; 10 is the node itself', between(10, 255), required),
            }),
            knownBy('id'),
            filled,
          ),
        })),
        caches: list(
          'cache',
          'A memory-side cache',
          () => ({
            level: num('@level', 'Level', positive, required),
            associativity: str(
              '@associativity',
              'Associativity',
              oneOf('none', 'direct', 'full'),
              byDefault('none'),
              required,
            ),
            policy: str(
              '@policy',
              'Write policy',
              oneOf('none', 'writeback', 'writethrough'),
              byDefault('none'),
              required,
            ),
            // virDomainNumaDefNodeCacheParseXML reads the number alone, as KiB here and as bytes below, whatever the unit says.
            size: obj('size', 'Size of the cache', () => ({
              value: str('@value', 'Amount', sized('unit', 'KiB'), required),
              unit: str('@unit', 'Unit of value', unitOf('value'), oneOf('KiB'), required),
            })),
            line: obj('line', 'Size of a line', () => ({
              value: str('@value', 'Amount', numeral, unit('bytes'), required),
              unit: str('@unit', 'Unit of value', oneOf('B', 'byte', 'bytes'), idle, filled, required),
            })),
          }),
          knownBy('level'),
          since('6.6.0'),
        ),
      }),
      knownBy('id'),
    ),
    interconnects: obj(
      'interconnects',
      'How fast nodes reach each other',
      () => ({
        latencies: list('latency', 'Latency between two nodes', () => ({
          initiator: num('@initiator', 'Node that asks', unsigned, required),
          target: num('@target', 'Node that answers', unsigned, required),
          cache: num('@cache', 'Level of the cache that is meant', unsigned, byDefault(0)),
          type: str('@type', 'Kind of access', oneOf('access', 'read', 'write'), required),
          value: num('@value', 'Latency', unit('ns'), atLeast(0), required),
        })),
        bandwidths: list('bandwidth', 'Bandwidth between two nodes', () => ({
          initiator: num('@initiator', 'Node that asks', unsigned, required),
          target: num('@target', 'Node that answers', unsigned, required),
          cache: num('@cache', 'Level of the cache that is meant', unsigned, byDefault(0)),
          type: str('@type', 'Kind of access', oneOf('access', 'read', 'write'), required),
          value: num('@value', 'Amount in a second', sized('unit', 'KiB'), required),
          unit: str('@unit', 'Unit of value', unitOf('value'), required),
        })),
      }),
      since('6.6.0'),
    ),
  }));

const inMode = (is: string) => ({ path: ['mode'], isBeside: true, is }) as const;

/** `virCPUDefParseXML` reads no model where the host's processor is passed through, or all that can be is offered. */
const ofModel = idleWhereAny(inMode('host-passthrough'), inMode('maximum'));
/** It reads this of a model that is named alone. */
const ofNamed = idleWhereAny(inMode('host-passthrough'), inMode('maximum'), inMode('host-model'));

/** `<cpu>`: the processor that the guest sees. */
export const cpu = once(() =>
  obj('cpu', 'The processor that the guest sees', () => ({
    match: str(
      '@match',
      'How exactly the host has to provide it',
      oneOf('minimum', 'exact', 'strict'),
      filled,
      ofNamed,
    ),
    mode: str(
      '@mode',
      'Where the model comes from',
      oneOf('custom', 'host-model', 'host-passthrough', 'maximum'),
      filled,
    ),
    check: str(
      '@check',
      'How the host is checked when the guest starts',
      oneOf('none', 'partial', 'full'),
      filled,
    ),
    migratable: onOff('@migratable', 'Features that prevent migration are left out', filled, since('6.5.0')),
    deprecated_features: str(
      '@deprecated_features',
      'Features that are on their way out (s390x)',
      toggle,
      since('11.0.0'),
    ),
    model: str('model', 'Model, such as Skylake-Server', filled, ofModel),
    model_fallback: str(
      'model@fallback',
      'A nearby model may take its place',
      oneOf('allow', 'forbid'),
      filled,
      ofModel,
    ),
    model_vendor_id: str('model@vendor_id', 'Vendor that the guest reads, 12 characters', ofModel),
    vendor: str('vendor', 'Vendor that the host must have', filled, ofModel),
    topology: obj('topology', 'How vCPUs are laid out; the product is the number of vCPUs', () => ({
      sockets: num('@sockets', 'Sockets', positive),
      dies: num('@dies', 'Dies in a socket', positive, filled, since('6.1.0')),
      clusters: num('@clusters', 'Clusters in a die', positive, filled, since('10.1.0')),
      cores: num('@cores', 'Cores in a cluster', positive),
      threads: num('@threads', 'Threads in a core', positive),
    })),
    cache: obj(
      'cache',
      'Caches that the guest sees',
      () => ({
        level: num('@level', 'Level', between(1, 3)),
        mode: str('@mode', 'Where they come from', oneOf('emulate', 'passthrough', 'disable'), required),
      }),
      since('3.3.0'),
    ),
    max_phys_addr: obj(
      'maxphysaddr',
      'Width of physical addresses',
      () => ({
        mode: str('@mode', 'Where it comes from', oneOf('passthrough', 'emulate'), required),
        bits: num('@bits', 'Width', unit('bit'), between(32, 64)),
        limit: num('@limit', 'Most that passthrough may give', unit('bit'), between(32, 64), since('9.3.0')),
      }),
      since('8.7.0'),
    ),
    features: list(
      'feature',
      'A feature of the processor',
      () => ({
        policy: str(
          '@policy',
          'What is to be with it',
          oneOf('force', 'require', 'optional', 'disable', 'forbid'),
        ),
        name: str('@name', 'Name, such as vmx'),
      }),
      knownBy('name'),
      filled,
    ),
    numa: numa(),
  })),
);

/** `<vcpus>`: vCPUs one by one. */
export const vcpus = once(() =>
  obj(
    'vcpus',
    'vCPUs one by one',
    () => ({
      vcpu: list(
        'vcpu',
        'A vCPU',
        () => ({
          id: num('@id', 'Number', unsigned),
          enabled: str('@enabled', 'It is there at the start', answer),
          hotpluggable: str('@hotpluggable', 'It can be taken out', answer),
          order: num('@order', 'Order of plugging, counting from 1', positive),
        }),
        knownBy('id'),
        filled,
      ),
    }),
    filled,
    since('2.2.0'),
  ),
);

const period = (whose: string, at: string) =>
  num(at, `Period of the CPU limit of ${whose}`, unit('µs'), between(1000, 1000000));
const quota = (whose: string, at: string) =>
  num(
    at,
    `CPU time that ${whose} may use in a period, from 1000; negative: no limit`,
    unit('µs'),
    between(-1, 17592186044415),
  );

const scheduler = (): Attributes => ({
  scheduler: str('@scheduler', 'Scheduler of the host', oneOf('batch', 'idle', 'fifo', 'rr')),
  priority: num('@priority', 'Priority of fifo and rr', between(1, 99)),
});

/** `<cputune>`: how much of the host's CPUs the guest gets, and which. */
export const cpuTune = once(() =>
  obj('cputune', "How much of the host's CPUs the guest gets, and which", () => ({
    shares: num(
      'shares',
      'Weight against other guests; the host takes 2 to 262144, with cgroup v2 1 to 10000',
      between(1, 262144),
    ),
    period: period('each vCPU', 'period'),
    quota: quota('each vCPU', 'quota'),
    global_period: period('the guest as a whole', 'global_period'),
    global_quota: quota('the guest as a whole', 'global_quota'),
    emulator_period: period('the emulator', 'emulator_period'),
    emulator_quota: quota('the emulator', 'emulator_quota'),
    io_thread_period: period('each I/O thread', 'iothread_period'),
    io_thread_quota: quota('each I/O thread', 'iothread_quota'),
    vcpu_pin: list(
      'vcpupin',
      'CPUs of the host that a vCPU may run on',
      () => ({
        vcpu: num('@vcpu', 'Number of the vCPU', between(0, 65535), required),
        cpu_set: str('@cpuset', 'CPUs of the host', cpuSet, required),
      }),
      knownBy('vcpu'),
    ),
    emulator_pin: obj('emulatorpin', 'CPUs of the host that the emulator may run on', () => ({
      cpu_set: str('@cpuset', 'CPUs of the host', cpuSet, required),
    })),
    io_thread_pin: list(
      'iothreadpin',
      'CPUs of the host that an I/O thread may run on',
      () => ({
        io_thread: num('@iothread', 'Number of the I/O thread', positive, required),
        cpu_set: str('@cpuset', 'CPUs of the host', cpuSet, required),
      }),
      knownBy('io_thread'),
    ),
    vcpu_sched: list(
      'vcpusched',
      'Scheduling of vCPUs',
      () => ({
        vcpus: str('@vcpus', 'vCPUs', cpuSet, required),
        ...scheduler(),
      }),
      knownBy('vcpus'),
      writesEachOf('vcpus'),
    ),
    emulator_sched: obj('emulatorsched', 'Scheduling of the emulator', scheduler, since('5.3.0')),
    io_thread_sched: list(
      'iothreadsched',
      'Scheduling of I/O threads',
      () => ({
        io_threads: str('@iothreads', 'I/O threads', cpuSet, required),
        ...scheduler(),
      }),
      knownBy('io_threads'),
      writesEachOf('io_threads'),
    ),
    cache_tune: list(
      'cachetune',
      'Share of the cache (resctrl)',
      () => ({
        id: str('@id', 'Name of the group', filled),
        vcpus: str('@vcpus', 'vCPUs', cpuSet),
        cache: list(
          'cache',
          'A cache',
          () => ({
            id: num('@id', 'Number of the cache on the host', unsigned, required),
            level: num('@level', 'Level', between(1, 3), required),
            type: str('@type', 'What it holds', oneOf('both', 'code', 'data'), required),
            size: num('@size', 'Share', sized('unit', 'bytes'), required),
            unit: str('@unit', 'Unit of size', unitOf('size'), required),
          }),
          knownBy('id level type'),
        ),
        monitor: list('monitor', 'How much of a cache is used', () => ({
          level: num('@level', 'Level', between(1, 3)),
          vcpus: str('@vcpus', 'vCPUs', cpuSet),
        })),
      }),
      knownBy('vcpus'),
      since('4.1.0'),
    ),
    memory_tune: list(
      'memorytune',
      'Share of the memory bandwidth (resctrl)',
      () => ({
        vcpus: str('@vcpus', 'vCPUs', cpuSet, required),
        nodes: list(
          'node',
          'A node of the host',
          () => ({
            id: num('@id', 'Number of the node', unsigned, required),
            bandwidth: num('@bandwidth', 'Share', unit('%'), between(0, 100), required),
          }),
          knownBy('id'),
        ),
        monitor: list('monitor', 'How much bandwidth is used', () => ({
          level: num('@level', 'Level', between(1, 3)),
          vcpus: str('@vcpus', 'vCPUs', cpuSet),
        })),
      }),
      knownBy('vcpus'),
      since('4.7.0'),
    ),
  })),
);

const placementMode = oneOf('strict', 'preferred', 'interleave', 'restrictive');

/** `<numatune>`: nodes of the host that the guest's memory comes from. */
export const numaTune = once(() =>
  obj('numatune', "Nodes of the host that the guest's memory comes from", () => ({
    memory: obj('memory', 'For all of the memory', () => ({
      mode: str('@mode', 'How binding that is', placementMode, byDefault('strict'), filled),
      nodeset: str('@nodeset', 'Nodes of the host', cpuSet),
      placement: str(
        '@placement',
        'Who chooses the nodes',
        oneOf('static', 'auto'),
        byDefault('static'),
        filled,
      ),
    })),
    mem_nodes: list(
      'memnode',
      'For one node of the guest',
      () => ({
        cell_id: num('@cellid', 'Node of the guest', unsigned, required),
        mode: str('@mode', 'How binding that is', placementMode, required),
        nodeset: str('@nodeset', 'Nodes of the host', cpuSet, required),
      }),
      knownBy('cell_id'),
    ),
  })),
);

/** `<clock>`: the time that the guest sees. */
export const clock = once(() =>
  obj(
    'clock',
    'The time that the guest sees',
    () => ({
      offset: str(
        '@offset',
        'What the clock is set to at the start',
        oneOf('utc', 'localtime', 'timezone', 'variable', 'absolute'),
        filled,
      ),
      adjustment: str('@adjustment', 'Seconds from the basis (variable), or reset (utc, localtime)', filled),
      basis: str('@basis', 'Basis of the adjustment', oneOf('utc', 'localtime'), filled),
      time_zone: str('@timezone', 'Time zone, such as Europe/Berlin (timezone)', filled),
      start: num(
        '@start',
        'Time since the beginning of 1970 (absolute)',
        unit('s'),
        atLeast(0),
        since('8.4.0'),
      ),
      timer: list(
        'timer',
        'A timer',
        () => ({
          name: str(
            '@name',
            'Which',
            known('platform', 'hpet', 'kvmclock', 'pit', 'rtc', 'tsc', 'hypervclock', 'armvtimer'),
            required,
          ),
          track: str('@track', 'What it follows', oneOf('boot', 'guest', 'wall', 'realtime')),
          tick_policy: str(
            '@tickpolicy',
            'What becomes of ticks that the guest missed',
            oneOf('delay', 'catchup', 'merge', 'discard'),
          ),
          frequency: num('@frequency', 'Frequency (tsc)', unit('Hz'), atLeast(0)),
          mode: str('@mode', 'How tsc is made', oneOf('auto', 'native', 'emulate', 'paravirt', 'smpsafe')),
          present: str('@present', 'The guest has it', answer),
          catch_up: obj('catchup', 'How lost ticks are made up', () => ({
            threshold: num(
              '@threshold',
              'Delay from which ticks are made up',
              unit('ns'),
              unsigned,
              byDefault(0),
            ),
            slew: num('@slew', 'Rate at which they are', unsigned, byDefault(0)),
            limit: num('@limit', 'Most that is made up', unit('ns'), unsigned, byDefault(0)),
          })),
        }),
        knownBy('name'),
      ),
    }),
    filled,
  ),
);
