import {
  Attributes,
  bool,
  branch,
  Extra,
  knownBy,
  list,
  ListAttribute,
  num,
  obj,
  ObjectAttribute,
  once,
  str,
  variant,
} from '../../dsl.js';
import {
  addition,
  answer,
  atLeast,
  between,
  byDefault,
  filled,
  idle,
  idleUnless,
  idleWhereAny,
  leaves,
  ip,
  known,
  mac,
  oneOf,
  only,
  readOnly,
  required,
  runtime,
  since,
  toggle,
  unit,
  unsigned,
} from '../../facts.js';
import { deviceTail, pciExtras, pciNumbers } from '../../shapes/address.js';
import { chardevInSource } from '../../shapes/chardev.js';
import {
  bandwidthDirections,
  bootOrder,
  filterReference,
  nicAddresses,
  nicRoutes,
  portOptions,
  virtualPort,
  vlan,
} from '../../shapes/network.js';
import { virtioOptions } from '../../shapes/virtio.js';
import { rom, teaming, usbSource } from './hostdev.js';

/** A tunnel of packets over UDP or TCP. libvirt reads an own end of UDP alone, and drops others. */
const tunnel = (type: string, description: string, ...ofOwnEnd: readonly Extra[]): ObjectAttribute =>
  variant(`@type=${type}`, description, () => ({
    address: str('source@address', 'Address'),
    port: num('source@port', 'Port', between(0, 65535)),
    local: obj(
      'source/local',
      'Own end',
      () => ({
        address: str('@address', 'Address'),
        port: num('@port', 'Port', between(0, 65535)),
      }),
      ...ofOwnEnd,
    ),
  }));
const noOwnEnd: Extra = { refused: 'libvirt takes it for tunnels over UDP only.' };

const source = once((): Attributes => ({
  user: variant('@type=user', 'A network inside the hypervisor, without rights on the host', () => ({
    dev: str(
      'source@dev',
      'Interface of the host that is used',
      idleUnless('backend.type', 'passt'),
      since('9.0.0'),
    ),
  })),
  ethernet: variant('@type=ethernet', 'A tap device that something else connects', () => ({
    ip: { ...nicAddresses(), at: { path: [{ name: 'source' }, { name: 'ip' }] } },
    route: { ...nicRoutes(), at: { path: [{ name: 'source' }, { name: 'route' }] } },
  })),
  vhost_user: variant('@type=vhostuser', 'A vhost-user switch', () => ({
    dev: str('source@dev', 'Interface of the host', required, idleUnless('backend.type', 'passt')),
    chardev: obj('.', 'The socket', chardevInSource),
  })),
  server: tunnel('server', 'A TCP tunnel: waits for the other guest', noOwnEnd),
  client: tunnel('client', 'A TCP tunnel: connects to the other guest', noOwnEnd),
  mcast: tunnel('mcast', 'A multicast group', noOwnEnd),
  network: variant('@type=network', 'A network of libvirt', () => ({
    network: str('source@network', 'Name of the network'),
    port_group: str('source@portgroup', 'Group of settings of the network'),
    bridge: str('source@bridge', 'Bridge while the guest runs', filled, runtime),
    port_id: str('source@portid', 'Port while the guest runs', filled, runtime, since('5.1.0')),
  })),
  bridge: variant('@type=bridge', 'A bridge of the host', () => ({
    bridge: str('source@bridge', 'Name of the bridge', required),
  })),
  internal: variant(
    '@type=internal',
    'A network inside the hypervisor',
    () => ({ name: str('source@name', 'Name') }),
    only('vbox', 'vmware'),
  ),
  direct: variant('@type=direct', 'An interface of the host, through macvtap', () => ({
    dev: str('source@dev', 'Interface of the host'),
    mode: str(
      'source@mode',
      'How guests reach each other',
      oneOf('vepa', 'bridge', 'private', 'passthrough'),
      filled,
    ),
  })),
  hostdev: variant('@type=hostdev', 'A network device of the host, passed through', () => ({
    pci: variant('source/address@type=pci', 'A PCI device', () => ({
      write_filtering: str(
        'source@writeFiltering',
        'Writes to its configuration space are checked',
        answer,
        only('xen'),
        since('6.8.0'),
      ),
      address: obj('.', 'Its address', () => ({
        ...pciNumbers('source/address'),
        ...pciExtras('source/address', idle),
      })),
    })),
    usb: variant('source/address@type=usb', 'A USB device', () => usbSource('source')),
  })),
  udp: tunnel('udp', 'A UDP tunnel'),
  vdpa: variant(
    '@type=vdpa',
    'A vhost-vdpa device',
    () => ({
      device: str('source@dev', 'Path of the device'),
    }),
    since('6.9.0'),
  ),
  null: branch('@type=null', 'No connection', since('8.7.0')),
  vds: variant(
    '@type=vds',
    'A distributed switch of VMware',
    () => ({
      switch_id: str('source@switchid', 'Switch', required),
      port_id: num('source@portid', 'Port'),
      port_group_id: str('source@portgroupid', 'Group of ports'),
      connection_id: num('source@connectionid', 'Connection'),
    }),
    only('vmware'),
    since('8.7.0'),
  ),
}));

const offloads = (names: Readonly<Record<string, string>>): Attributes =>
  Object.fromEntries(
    Object.entries(names).map(([name, element]) => [name, str(`@${element}`, `Offload ${name}`, toggle)]),
  );

const virtio = ['virtio', 'virtio-transitional', 'virtio-non-transitional'];

/** `virDomainNetDefParseXML` reads these of NICs of virtio, and of no device of the host. */
const ofVirtio = idleWhereAny(
  { path: ['source', 'hostdev'], isSet: true },
  { path: ['model', 'type'], isNoneOf: virtio },
);

const driver = () =>
  obj('driver', 'How the host moves packets', () => ({
    name: str(
      '@name',
      'Who does it',
      oneOf('qemu', 'vhost', 'kvm', 'vfio', 'xen'),
      // virDomainNetDefParseXML reads it as the rest; of a PCI device of the host virDomainHostdevDefParseXMLSubsys does, whatever the model.
      idleWhereAny(
        { path: ['source', 'hostdev', 'usb'], isSet: true },
        { path: ['model', 'type'], isNoneOf: virtio, exceptBeside: ['source', 'hostdev'] },
      ),
    ),
    model: str(
      '@model',
      'Kernel module of the host, where vfio-pci is not the one (hostdev)',
      since('10.0.0'),
      addition,
    ),
    tx_mode: str('@txmode', 'When packets are sent', oneOf('iothread', 'timer'), ofVirtio),
    io_event_fd: str('@ioeventfd', 'Requests are handled apart from the vCPU', toggle, ofVirtio),
    event_idx: str('@event_idx', 'Fewer interrupts', toggle, ofVirtio),
    queues: num('@queues', 'Pairs of queues', between(1, 1024), ofVirtio),
    rx_queue_size: num(
      '@rx_queue_size',
      'Length of the receive queue, a power of two',
      between(256, 1024),
      ofVirtio,
    ),
    tx_queue_size: num(
      '@tx_queue_size',
      'Length of the send queue, a power of two',
      between(256, 1024),
      ofVirtio,
    ),
    rss: str('@rss', 'Packets are spread over queues in the kernel', toggle, since('8.3.0'), ofVirtio),
    rss_hash_report: str(
      '@rss_hash_report',
      'The hash of a packet is told to the guest',
      toggle,
      since('8.3.0'),
      ofVirtio,
    ),
    ...virtioOptions(),
    host: obj(
      'host',
      "What the host's end offers",
      () =>
        offloads({
          csum: 'csum',
          gso: 'gso',
          tso4: 'tso4',
          tso6: 'tso6',
          ecn: 'ecn',
          ufo: 'ufo',
          mrg_rx_buf: 'mrg_rxbuf',
        }),
      ofVirtio,
    ),
    guest: obj(
      'guest',
      "What the guest's end offers",
      () =>
        offloads({
          csum: 'csum',
          tso4: 'tso4',
          tso6: 'tso6',
          ecn: 'ecn',
          ufo: 'ufo',
        }),
      ofVirtio,
    ),
  }));

/** `<interface>`. */
export const interfaces = (): ListAttribute =>
  list(
    'interface',
    'NICs',
    () => ({
      managed: bool(
        '@managed',
        'libvirt detaches a device from the host and gives it back (hostdev)',
        byDefault(false),
      ),
      trust_guest_rx_filters: str(
        '@trustGuestRxFilters',
        'The host follows the MAC and filters that the guest sets',
        answer,
      ),
      mac: obj(
        'mac',
        'MAC',
        () => ({
          address: str('@address', 'MAC address; libvirt makes one up', mac, filled, required),
          type: str('@type', 'Who made it up', oneOf('generated', 'static'), only('vmware'), since('6.6.0')),
          check: str('@check', 'The address is checked', answer, only('vmware')),
          current_address: str(
            '@currentAddress',
            'The address that the guest has given itself, while it runs',
            mac,
            readOnly,
            filled,
            runtime,
            since('11.2.0'),
            addition,
          ),
        }),
        filled,
      ),
      source: obj('.', 'What it is connected to', source),
      boot: bootOrder(),
      vlan: vlan(),
      virtual_port: virtualPort(),
      ip: nicAddresses(),
      route: nicRoutes(),
      port_forward: list(
        'portForward',
        'Ports of the host that lead to the guest (user, with passt)',
        () => ({
          proto: str('@proto', 'Protocol', oneOf('tcp', 'udp'), required),
          address: str('@address', 'Address of the host', ip),
          dev: str('@dev', 'Interface of the host'),
          ranges: list('range', 'Ports', () => ({
            start: num('@start', 'First port of the host', between(1, 65535), required),
            end: num('@end', 'Last port of the host', between(1, 65535)),
            to: num('@to', 'First port of the guest', between(1, 65535)),
            exclude: str('@exclude', 'These ports are left out', answer, byDefault('no')),
          })),
        }),
        since('9.0.0'),
      ),
      script: obj('script', 'Script that sets the interface up', () => ({
        path: str('@path', 'Path', required),
      })),
      down_script: obj(
        'downscript',
        'Script that takes the interface down',
        () => ({
          path: str('@path', 'Path', required),
        }),
        since('6.4.0'),
      ),
      backend_domain: obj(
        'backenddomain',
        'Domain that provides the interface',
        () => ({ name: str('@name', 'Name', required) }),
        only('xen'),
      ),
      target: obj(
        'target',
        "The host's end",
        () => ({
          dev: str(
            '@dev',
            'Name of the interface; names such as vnet0 are given by libvirt',
            filled,
            required,
          ),
          managed: bool('@managed', 'libvirt makes the interface', byDefault(true), since('5.7.0')),
        }),
        filled,
      ),
      guest: obj(
        'guest',
        'The interface in a container',
        () => ({
          dev: str('@dev', 'Its name'),
          actual: str('@actual', 'Its name while the container runs', filled, runtime),
        }),
        only('lxc'),
      ),
      model: obj(
        'model',
        'Device that the guest sees',
        () => ({
          type: str(
            '@type',
            'Kind',
            known(
              'virtio',
              'virtio-transitional',
              'virtio-non-transitional',
              'e1000',
              'e1000e',
              'igb',
              'rtl8139',
              'vmxnet3',
              'netfront',
              'usb-net',
              'spapr-vlan',
              'lan9118',
            ),
            filled,
            required,
          ),
        }),
        filled,
      ),
      driver: driver(),
      backend: obj('backend', 'Program or device behind it', () => ({
        type: str(
          '@type',
          'Program of a user network',
          oneOf('default', 'passt'),
          byDefault('default'),
          // libvirt takes it, and refuses it by its schema.
          leaves('default'),
          since('9.0.0'),
        ),
        tap: str('@tap', 'Path of the tap device'),
        vhost: str('@vhost', 'Path of the vhost device', ofVirtio),
        log_file: str('@logFile', 'Path of the log of the program (passt)', since('9.0.0')),
      })),
      filter_ref: obj('filterref', 'Filter for its packets', filterReference),
      tune: obj('tune', 'Buffers', () => ({
        snd_buf: num('sndbuf', 'Send buffer of the tap device', unit('bytes'), atLeast(0), required),
      })),
      teaming: teaming('6.1.0'),
      link: obj('link', 'The cable', () => ({
        state: str('@state', 'Plugged in or not', oneOf('up', 'down'), byDefault('up'), required),
      })),
      mtu: obj(
        'mtu',
        'Size of frames',
        () => ({
          size: num('@size', 'Largest frame', unit('bytes'), between(68, 65535), required),
        }),
        since('3.1.0'),
      ),
      bandwidth: obj('bandwidth', 'Limits of throughput', bandwidthDirections),
      port_options: portOptions(),
      coalesce: obj(
        'coalesce',
        'Fewer interrupts of the tap device',
        () => ({
          rx: obj('rx', 'Of what comes in', () => ({
            frames: obj('frames', 'Frames', () => ({
              max: num('@max', 'Frames that one interrupt may stand for', unsigned, byDefault(0)),
            })),
          })),
        }),
        since('3.3.0'),
      ),
      rom: rom(),
      ...deviceTail(),
      wait_for_ip: obj(
        undefined,
        'The apply that starts the guest, or plugs this in, waits until the guest has an address here',
        () => ({
          timeout: num(undefined, 'Longest wait; 300 s unless it is said', unit('s'), unsigned),
          source: str(
            undefined,
            'Who is asked for the address; any unless it is said',
            oneOf('lease', 'agent', 'any'),
          ),
        }),
      ),
    }),
    knownBy('mac.address', 'alias.name'),
  );
