import { alikeIn, bool, innerXml, knownBy, list, num, obj, resource, str } from './dsl.js';
import {
  addition,
  answer,
  atLeast,
  between,
  byDefault,
  filled,
  ip,
  known,
  mac,
  numeral,
  objectName,
  oneOf,
  positive,
  readOnly,
  required,
  since,
  toggle,
  unit,
  uuid,
} from './facts.js';
import { pciNumbers } from './shapes/address.js';
import { bandwidthDirections, portOptions, virtualPort, vlan } from './shapes/network.js';

const lease = () =>
  obj(
    'lease',
    'How long an address is lent',
    () => ({
      expiry: num('@expiry', 'Amount of time; 0: for ever', atLeast(0), required),
      unit: str('@unit', 'Unit of the amount', oneOf('seconds', 'minutes', 'hours'), byDefault('minutes')),
    }),
    since('6.3.0'),
  );

/** A virtual network: a bridge with addresses, DHCP and DNS, or a way to the host's own interfaces. */
export const network = resource(
  'libvirt_network',
  {
    description:
      'A virtual network: a bridge with addresses, DHCP and DNS, or a way to the interfaces of the host.',
    root: 'network',
    computed: ['id', 'uuid'],
  },
  () => ({
    ipv6: str(
      '@ipv6',
      'Guests may use IPv6 among themselves although the network has no IPv6 address',
      answer,
      byDefault('no'),
    ),
    trust_guest_rx_filters: str(
      '@trustGuestRxFilters',
      'The host follows the MAC and filters that a guest sets on its NIC',
      answer,
      byDefault('no'),
    ),
    name: str('name', 'Name, unique on the host', required, objectName),
    id: str(undefined, 'The same as uuid', readOnly, filled),
    uuid: str('uuid', 'UUID', uuid, readOnly, filled),
    title: str('title', 'Short description', since('9.7.0'), addition),
    description: str('description', 'Long description', since('9.7.0'), addition),
    metadata: obj(
      'metadata',
      'Data of other programs about the network',
      () => ({
        xml: innerXml(
          '.',
          'XML elements, each in a namespace of its own',
          { meaning: { as: 'xml' } },
          required,
        ),
      }),
      since('2.1.0'),
    ),
    autostart: bool(undefined, 'Starts with the host'),
    forward: obj('forward', 'How traffic leaves the network; without it, the network is isolated', () => ({
      mode: str(
        '@mode',
        'Way out',
        oneOf('nat', 'route', 'open', 'bridge', 'private', 'vepa', 'passthrough', 'hostdev'),
        filled,
      ),
      dev: str('@dev', 'Interface of the host that traffic may leave by', filled),
      managed: bool(
        '@managed',
        'libvirt detaches the devices from the host and gives them back (mode hostdev)',
      ),
      driver: obj('driver', 'Driver for devices that are passed through', () => ({
        name: str('@name', 'Name of the driver', oneOf('kvm', 'vfio', 'xen')),
        model: str('@model', 'Kernel module of the host, where vfio-pci is not the one', since('10.0.0')),
      })),
      pfs: list(
        'pf',
        'Physical function whose virtual functions are given out',
        () => ({
          dev: str('@dev', 'Interface of the host', required),
        }),
        knownBy('dev'),
      ),
      nat: obj('nat', 'Address translation', () => ({
        ipv6: str('@ipv6', 'IPv6 is translated too', answer, byDefault('no'), since('6.5.0')),
        addresses: list('address', 'Addresses that guests appear as', () => ({
          start: str('@start', 'First address', ip, required),
          end: str('@end', 'Last address', ip, required),
        })),
        ports: list(
          'port',
          'Ports that are used for translation',
          () => ({
            start: num('@start', 'First port', between(1, 65535), required),
            end: num('@end', 'Last port', between(1, 65535), required),
          }),
          filled,
        ),
      })),
      interfaces: list(
        'interface',
        'Interfaces of the host that guests are given one of',
        () => ({
          dev: str('@dev', 'Interface of the host'),
        }),
        knownBy('dev'),
      ),
      addresses: list(
        'address',
        'PCI devices of the host that guests are given one of (mode hostdev)',
        () => ({
          pci: obj('.', 'PCI address', pciNumbers, { when: '@type=pci' }),
        }),
      ),
    })),
    bridge: obj(
      'bridge',
      'The bridge on the host',
      () => ({
        name: str('@name', 'Name of the bridge; libvirt picks virbrN', filled),
        stp: str('@stp', 'Spanning tree protocol', toggle, byDefault('on'), filled),
        delay: str(
          '@delay',
          'How long a new port waits before it forwards',
          numeral,
          unit('s'),
          byDefault('0'),
          filled,
        ),
        mac_table_manager: str(
          '@macTableManager',
          'Who learns the MACs of guests: the kernel, or libvirt',
          oneOf('kernel', 'libvirt'),
          byDefault('kernel'),
        ),
        zone: str('@zone', 'Zone of firewalld', since('5.1.0')),
      }),
      filled,
    ),
    mtu: obj(
      'mtu',
      'Size of frames',
      () => ({
        size: num('@size', 'Largest frame', unit('bytes'), between(68, 65535), required),
      }),
      since('3.1.0'),
    ),
    mac: obj(
      'mac',
      'The MAC of the bridge',
      () => ({
        address: str('@address', 'MAC address', mac, filled),
      }),
      filled,
    ),
    domain: obj('domain', 'DNS domain of the guests', () => ({
      name: str('@name', 'Domain'),
      local_only: str('@localOnly', 'Questions about this domain are not passed on', answer, byDefault('no')),
      register: str(
        '@register',
        'The resolver of the host asks this network about the domain',
        answer,
        byDefault('no'),
        since('10.1.0'),
        addition,
      ),
    })),
    dns: obj('dns', 'The DNS server of the network', () => ({
      enable: str('@enable', 'Whether it runs', answer, byDefault('yes'), since('2.2.0')),
      forward_plain_names: str(
        '@forwardPlainNames',
        'Names without a dot are passed on',
        answer,
        byDefault('yes'),
      ),
      forwarders: list(
        'forwarder',
        'Servers that questions are passed on to',
        () => ({
          domain: str('@domain', 'Only questions about this domain', since('2.2.0')),
          addr: str('@addr', 'Address of the server', ip),
        }),
        alikeIn('domain'),
      ),
      tx_ts: list(
        'txt',
        'TXT records',
        () => ({
          name: str('@name', 'Name', required),
          value: str('@value', 'Text', required),
        }),
        knownBy('name'),
      ),
      host: list(
        'host',
        'Names of an address',
        () => ({
          ip: str('@ip', 'The address', ip, required),
          hostnames: list(
            'hostname',
            'Its names',
            () => ({
              hostname: str('.', 'A name', required),
            }),
            knownBy('hostname'),
          ),
        }),
        knownBy('ip'),
      ),
      sr_vs: list(
        'srv',
        'SRV records',
        () => ({
          service: str('@service', 'Name of the service'),
          protocol: str('@protocol', 'Protocol of the service', known('tcp', 'udp')),
          domain: str('@domain', 'Domain of the record'),
          target: str('@target', 'Host that serves it'),
          port: num('@port', 'Port on that host', between(0, 65535)),
          priority: num('@priority', 'Rank; lower is tried first', between(0, 65535)),
          weight: num('@weight', 'Share among those of one rank', between(0, 65535)),
        }),
        knownBy('service protocol domain target', 'service protocol'),
      ),
    })),
    bandwidth: obj('bandwidth', 'Limits of the whole network', () => ({
      class_id: num('@classID', 'Class of the traffic shaper', positive, filled),
      ...bandwidthDirections(),
    })),
    port_options: portOptions(),
    vlan: vlan(),
    virtual_port: virtualPort(),
    port_groups: list(
      'portgroup',
      'Groups of settings that NICs refer to by name',
      () => ({
        name: str('@name', 'Name of the group'),
        default: str('@default', 'Used by NICs that name none', answer, byDefault('no')),
        trust_guest_rx_filters: str(
          '@trustGuestRxFilters',
          'The host follows the MAC and filters that a guest sets',
          answer,
        ),
        bandwidth: obj('bandwidth', 'Limits of each of its NICs', bandwidthDirections, addition),
        vlan: vlan(),
        virtual_port: virtualPort(),
      }),
      knownBy('name'),
    ),
    ips: list(
      'ip',
      'Addresses of the host on this network',
      () => ({
        family: str('@family', 'Address family', oneOf('ipv4', 'ipv6'), byDefault('ipv4')),
        address: str('@address', 'Address of the host', ip),
        netmask: str('@netmask', 'Size of the network, as a netmask', {
          syntax: 'ip',
          meaning: { as: 'netmask', other: 'prefix', address: 'address' },
        }),
        prefix: num('@prefix', 'Size of the network, as a prefix length', between(0, 128), {
          meaning: { as: 'prefix', other: 'netmask' },
        }),
        local_ptr: str(
          '@localPtr',
          'Reverse questions are not passed on',
          answer,
          byDefault('no'),
          since('3.0.0'),
        ),
        tftp: obj('tftp', 'TFTP for network boot', () => ({
          root: str('@root', 'Folder that is served'),
        })),
        dhcp: obj('dhcp', 'DHCP', () => ({
          ranges: list(
            'range',
            'Addresses that are lent',
            () => ({
              start: str('@start', 'First address', ip),
              end: str('@end', 'Last address', ip),
              lease: lease(),
            }),
            knownBy('start end'),
          ),
          hosts: list(
            'host',
            'Addresses that are kept for a guest',
            () => ({
              id: str('@id', 'DHCPv6 client identifier'),
              mac: str('@mac', 'MAC by which the guest is known', mac),
              name: str('@name', 'Name that the guest is given'),
              ip: str('@ip', 'Address that the guest is given', ip),
              lease: lease(),
            }),
            knownBy('mac', 'id', 'name', 'ip'),
          ),
          bootp: list('bootp', 'Network boot', () => ({
            file: str('@file', 'File that is booted'),
            server: str('@server', 'Server that has it; the host itself if not given'),
          })),
        })),
      }),
      knownBy('address'),
    ),
    routes: list(
      'route',
      'Networks behind a guest',
      () => ({
        family: str('@family', 'Address family', oneOf('ipv4', 'ipv6'), byDefault('ipv4')),
        address: str('@address', 'The network that is routed', ip),
        netmask: str('@netmask', 'Size of that network, as a netmask', {
          syntax: 'ip',
          meaning: { as: 'netmask', other: 'prefix', address: 'address' },
        }),
        prefix: num('@prefix', 'Size of that network, as a prefix length', between(0, 128), {
          meaning: { as: 'prefix', other: 'netmask' },
        }),
        gateway: str('@gateway', 'Guest that it lies behind', ip),
        metric: str('@metric', 'Rank among routes; lower is taken first', numeral, positive),
      }),
      knownBy('address'),
    ),
    dnsmasq_options: obj(
      'dnsmasq:options',
      'Lines that are added to the configuration of dnsmasq',
      () => ({
        option: list(
          'dnsmasq:option',
          'A line',
          () => ({ value: str('@value', 'The line', required) }),
          knownBy('value'),
        ),
      }),
      { when: '@xmlns:dnsmasq=http://libvirt.org/schemas/network/dnsmasq/1.0' },
      since('5.6.0'),
    ),
  }),
);
