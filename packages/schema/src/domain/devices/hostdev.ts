import {
  Attributes,
  bool,
  flag,
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
  between,
  byDefault,
  filled,
  idle,
  ip,
  numeral,
  oneOf,
  only,
  required,
  since,
  toggle,
  unsigned,
  uuid,
} from '../../facts.js';
import { deviceTail, pciExtras, pciNumbers } from '../../shapes/address.js';
import { diskAuth, diskHost } from '../../shapes/disk-source.js';
import { bootOrder } from '../../shapes/network.js';

/** `<rom>`: the option ROM of a PCI device. */
export const rom = once((): ObjectAttribute =>
  obj('rom', 'Option ROM of the device', () => ({
    enabled: str('@enabled', 'The guest has it', answer),
    bar: str('@bar', "It shows in the guest's memory", toggle),
    file: str('@file', 'Path of another one; empty: none'),
  })),
);

/** `<teaming>`: a passed-through NIC and the one that stands in for it during a migration. */
export const teaming = (version: string): ObjectAttribute =>
  obj(
    'teaming',
    'Pair of a passed-through NIC and one that stands in for it',
    () => ({
      type: str('@type', 'Which of the two it is', oneOf('persistent', 'transient'), required),
      persistent: str('@persistent', 'Alias of the one that stays'),
    }),
    since(version),
  );

const identifier = (element: string, description: string) =>
  obj(element, description, () => ({
    id: str('@id', 'Identifier such as 0x1d6b', numeral, between(0, 0xffff)),
  }));

/** `<source>` of a USB device of the host. With `source`, the attributes stand in that child. */
export const usbSource = (at: '' | 'source'): Attributes => {
  const within = at === '' ? '' : 'source/';
  const place = at === '' ? '' : 'source/address';
  return {
    guest_reset: str(
      `${at}@guestReset`,
      'When the guest may reset the device',
      oneOf('off', 'uninitialized', 'on'),
      since('8.6.0'),
    ),
    start_up_policy: str(
      `${at}@startupPolicy`,
      'What happens when the device is missing',
      oneOf('mandatory', 'requisite', 'optional'),
      byDefault('mandatory'),
    ),
    vendor: identifier(`${within}vendor`, 'Vendor of the device'),
    product: identifier(`${within}product`, 'Product of the device'),
    // A NIC has `type` there too, so that the element alone says nothing.
    address: obj(
      at === '' ? 'address' : '.',
      'Place of the device on the host',
      () => ({
        bus: num(`${place}@bus`, 'Bus', between(0, 0xfff)),
        device: num(`${place}@device`, 'Number on the bus', between(0, 999)),
        port: str(`${place}@port`, 'Port, through hubs with dots'),
      }),
      filled,
    ),
  };
};

/** `<source>` of a PCI device of the host. */
const pciSource = once((): Attributes => ({
  write_filtering: str(
    '@writeFiltering',
    'Writes to its configuration space are checked',
    answer,
    only('xen'),
    since('6.8.0'),
  ),
  address: obj('address', 'Its address', () => ({ ...pciNumbers(), ...pciExtras('', idle) })),
}));

const display = {
  display: str('@display', 'It shows in the display of the guest', toggle, filled),
  ram_fb: str('@ramfb', 'It shows at boot too', toggle, since('5.10.0')),
};

const scsi = () =>
  variant(['@mode=subsystem', '@type=scsi'], 'A SCSI device', () => ({
    sgio: str('@sgio', 'SCSI commands that are let through', oneOf('filtered', 'unfiltered')),
    raw_io: str('@rawio', 'The guest may send raw commands', answer),
    source: obj('source', 'The device', () => ({
      host: variant('@protocol=', 'One of the host', () => ({
        adapter: obj('adapter', 'Its adapter', () => ({
          name: str('@name', 'Name such as scsi_host0', required),
        })),
        address: obj('address', 'Its address at the adapter', () => ({
          controller: num('@controller', 'Controller', unsigned, {
            refused: 'The adapter says it.',
          }),
          bus: num('@bus', 'Bus', unsigned),
          target: num('@target', 'Target', unsigned),
          unit: num('@unit', 'Unit', unsigned),
        })),
      })),
      iscsi: variant('@protocol=iscsi', 'One of an iSCSI server', () => ({
        name: str('@name', 'Name and unit: iqn.…/1', { meaning: { as: 'image-name' } }, required),
        host: list('host', 'Servers', diskHost),
        auth: diskAuth('auth'),
        initiator: obj(
          'initiator',
          'The host as an iSCSI initiator',
          () => ({
            iqn: obj('iqn', 'Its iSCSI name', () => ({
              name: str('@name', 'Qualified name', { syntax: 'iqn' }, required),
            })),
          }),
          since('6.7.0'),
        ),
      })),
    })),
    read_only: flag('readonly', 'The guest cannot write to it'),
    shareable: flag('shareable', 'Several guests may use it at once'),
  }));

/** `<hostdev>`. */
export const hostdevs = (): ListAttribute =>
  list(
    'hostdev',
    'Devices of the host that are passed through',
    () => ({
      managed: bool(
        '@managed',
        'libvirt detaches the device from the host and gives it back',
        byDefault(false),
      ),
      subsys_usb: variant(['@mode=subsystem', '@type=usb'], 'A USB device', () => ({
        source: obj('source', 'The device', () => usbSource('')),
      })),
      subsys_scsi: scsi(),
      subsys_scsi_host: variant(
        ['@mode=subsystem', '@type=scsi_host'],
        'A vhost-scsi target',
        () => ({
          model: str(
            '@model',
            'Variant of virtio',
            oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional'),
          ),
          source: obj('source', 'The target', () => ({
            protocol: str('@protocol', 'Kind', oneOf('vhost')),
            wwpn: str('@wwpn', 'World wide port name: naa.…'),
          })),
        }),
        since('2.5.0'),
      ),
      subsys_pci: variant(['@mode=subsystem', '@type=pci'], 'A PCI device', () => ({
        ...display,
        driver: obj(
          'driver',
          'Driver of the host',
          () => ({
            name: str('@name', 'Name', oneOf('kvm', 'vfio', 'xen')),
            model: str('@model', 'Kernel module, where vfio-pci is not the one', since('10.0.0')),
          }),
          filled,
        ),
        source: obj('source', 'The device', pciSource),
        teaming: teaming('7.1.0'),
      })),
      subsys_m_dev: variant(
        ['@mode=subsystem', '@type=mdev'],
        'A mediated device',
        () => ({
          model: str('@model', 'How it shows', oneOf('vfio-pci', 'vfio-ccw', 'vfio-ap')),
          ...display,
          source: obj('source', 'The device', () => ({
            address: obj('address', 'Its address', () => ({
              uuid: str('@uuid', 'UUID', uuid, required),
            })),
          })),
        }),
        since('3.2.0'),
      ),
      caps_storage: variant(
        ['@mode=capabilities', '@type=storage'],
        'A block device for a container',
        () => ({
          source: obj('source', 'The device', () => ({
            block: str('block', 'Path', required),
          })),
        }),
        only('lxc'),
      ),
      caps_misc: variant(
        ['@mode=capabilities', '@type=misc'],
        'A character device for a container',
        () => ({
          source: obj('source', 'The device', () => ({
            char: str('char', 'Path', required),
          })),
        }),
        only('lxc'),
      ),
      caps_net: variant(
        ['@mode=capabilities', '@type=net'],
        'A network interface for a container',
        () => ({
          source: obj('source', 'The interface', () => ({
            interface: str('interface', 'Name', required),
          })),
          ip: list('ip', 'Its addresses in the container', () => ({
            address: str('@address', 'Address', ip),
            family: str('@family', 'Address family', oneOf('ipv4', 'ipv6')),
            prefix: num('@prefix', 'Prefix length', between(0, 128)),
            peer: str('@peer', 'Address of the other end', ip, addition),
          })),
          route: list('route', 'Its routes in the container', () => ({
            family: str('@family', 'Address family', oneOf('ipv4', 'ipv6')),
            address: str('@address', 'The network that is routed'),
            gateway: str('@gateway', 'Where it is routed to'),
            netmask: str('@netmask', 'Size of that network, as a netmask', ip, addition),
            prefix: num('@prefix', 'Size of that network, as a prefix length', between(0, 128), addition),
            metric: num('@metric', 'Rank among routes', unsigned, addition),
          })),
        }),
        only('lxc'),
      ),
      boot: bootOrder(),
      rom: rom(),
      ...deviceTail(),
    }),
    knownBy(
      'subsys_pci.source.address.bus subsys_pci.source.address.slot subsys_pci.source.address.function',
      'subsys_m_dev.source.address.uuid',
      'subsys_usb.source.vendor.id subsys_usb.source.product.id',
      'subsys_usb.source.address.bus subsys_usb.source.address.device',
    ),
    {
      alike: [
        'subsys_usb',
        'subsys_scsi',
        'subsys_scsi_host',
        'subsys_pci',
        'subsys_m_dev',
        'caps_storage',
        'caps_misc',
        'caps_net',
      ],
    },
  );
