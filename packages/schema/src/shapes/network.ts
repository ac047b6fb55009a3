import {
  Attributes,
  knownBy,
  list,
  ListAttribute,
  num,
  obj,
  ObjectAttribute,
  once,
  str,
  variant,
} from '../dsl.js';
import {
  answer,
  between,
  evenEmpty,
  byDefault,
  filled,
  ip,
  oneOf,
  positive,
  required,
  since,
  unit,
  uuid,
} from '../facts.js';

/** Limits in one direction. */
const direction = (way: string): Attributes => ({
  average: num('@average', `Average rate of ${way} traffic`, unit('KiB/s'), between(1, 2 ** 54)),
  peak: num('@peak', `Highest rate of ${way} traffic in a burst`, unit('KiB/s'), between(1, 2 ** 54)),
  burst: num('@burst', `How much may be sent at the peak rate at once`, unit('KiB'), positive),
  floor: num(
    '@floor',
    `Rate that is guaranteed; needs a network with an inbound average`,
    unit('KiB/s'),
    between(1, 2 ** 54),
  ),
});

/** `<bandwidth>` of a NIC, a port group or a network. */
export const bandwidthDirections = once((): Attributes => ({
  inbound: obj('inbound', 'Limits of what comes in', () => direction('incoming')),
  outbound: obj('outbound', 'Limits of what goes out', () => direction('outgoing')),
}));

/** `<virtualport>`: how a NIC or network attaches to an Open vSwitch, 802.1Qbg or 802.1Qbh port. */
export const virtualPort = once((): ObjectAttribute =>
  obj(
    'virtualport',
    'Port of a virtual switch',
    () => ({
      params: obj('.', 'What the kind of port needs', () => ({
        vepa8021qbg: variant('@type=802.1Qbg', 'An 802.1Qbg port (VEPA)', () => ({
          manager_id: num('parameters@managerid', 'Number of the VSI manager', between(0, 255)),
          type_id: num('parameters@typeid', 'Number of the VSI type', between(0, 0xffffff)),
          type_id_version: num('parameters@typeidversion', 'Version of the VSI type', between(0, 255)),
          instance_id: str('parameters@instanceid', 'UUID of the VSI instance', uuid, filled),
        })),
        vn_tag8011qbh: variant('@type=802.1Qbh', 'An 802.1Qbh port (VN-Tag)', () => ({
          profile_id: str('parameters@profileid', 'Port profile'),
        })),
        open_v_switch: variant('@type=openvswitch', 'A port of Open vSwitch', () => ({
          interface_id: str(
            'parameters@interfaceid',
            'UUID by which Open vSwitch knows the port',
            uuid,
            filled,
          ),
          profile_id: str('parameters@profileid', 'Port profile'),
        })),
        mido_net: variant('@type=midonet', 'A port of MidoNet', () => ({
          interface_id: str('parameters@interfaceid', 'UUID of the MidoNet port', uuid),
        })),
        any: variant('@type=', 'Settings for whatever kind the network says', () => ({
          manager_id: num('parameters@managerid', 'Number of the VSI manager', between(0, 255)),
          type_id: num('parameters@typeid', 'Number of the VSI type', between(0, 0xffffff)),
          type_id_version: num('parameters@typeidversion', 'Version of the VSI type', between(0, 255)),
          instance_id: str('parameters@instanceid', 'UUID of the VSI instance', uuid, filled),
          profile_id: str('parameters@profileid', 'Port profile'),
          interface_id: str('parameters@interfaceid', 'UUID of the port', uuid, filled),
        })),
      })),
    }),
    evenEmpty,
  ),
);

/** `<vlan>` of a NIC, a port group or a network. */
export const vlan = once((): ObjectAttribute =>
  obj('vlan', 'VLAN tags; the host side must be able to tag (Open vSwitch, SR-IOV)', () => ({
    trunk: str('@trunk', 'Several tags pass through', answer, byDefault('no')),
    tags: list('tag', 'The tags', () => ({
      id: num('@id', 'VLAN number', between(0, 4095), required),
      native_mode: str(
        '@nativeMode',
        'How untagged traffic belongs to this tag',
        oneOf('tagged', 'untagged'),
        since('1.1.0'),
      ),
    })),
  })),
);

/** `<port isolated>`. */
export const portOptions = once((): ObjectAttribute =>
  obj('port', 'Options of the port on the bridge', () => ({
    isolated: str(
      '@isolated',
      'Isolated ports do not reach each other',
      answer,
      byDefault('no'),
      since('6.1.0'),
    ),
  })),
);

/** `<ip>` of a NIC or a container. */
export const nicAddresses = once((): ListAttribute =>
  list('ip', 'Addresses of the interface, where the hypervisor sets them', () => ({
    family: str('@family', 'Address family', oneOf('ipv4', 'ipv6')),
    address: str('@address', 'The address', ip, required),
    prefix: num('@prefix', 'Prefix length', between(0, 128)),
    peer: str('@peer', 'Address of the other end', ip),
  })),
);

/** `<route>` of a NIC or a container. */
export const nicRoutes = once((): ListAttribute =>
  list('route', 'Routes inside the guest, where the hypervisor sets them', () => ({
    family: str('@family', 'Address family', oneOf('ipv4', 'ipv6')),
    address: str('@address', 'The network that is routed', ip, required),
    netmask: str('@netmask', 'Size of that network, as a netmask', ip),
    prefix: num('@prefix', 'Size of that network, as a prefix length', between(0, 128)),
    gateway: str('@gateway', 'Where it is routed to', ip, required),
    metric: num('@metric', 'Rank among routes; lower is taken first', positive),
  })),
);

/** `<filterref>` of a NIC or in a filter. */
export const filterReference = once((): Attributes => ({
  filter: str('@filter', 'Name of the nwfilter', required),
  parameters: list(
    'parameter',
    'Variables of the filter',
    () => ({
      name: str('@name', 'Name', required),
      value: str('@value', 'Value', required),
    }),
    knownBy('name value'),
  ),
}));

/** `<boot order>` of a device. */
export const bootOrder = once((): ObjectAttribute =>
  obj('boot', 'Place of this device in the boot order', () => ({
    order: num('@order', 'Place, counting from 1; excludes os.boot_devices', positive, required),
    load_parm: str('@loadparm', 'Parameter for the boot loader (s390x)', since('3.5.0')),
  })),
);
