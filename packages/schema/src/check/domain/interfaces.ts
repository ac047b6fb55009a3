import type { Diagnostic } from '@virtform/values';
import { duplicates } from '../duplicates.js';
import { elementsAt, isSet, isUnset, numberAt, partAt, textAt, type Part } from '../part.js';
import { addressAt } from '../subnet.js';
import { refused, type Rule } from '../rule.js';
import { contradictions, type Contradiction } from './contradiction.js';
import { isPc, isQemu } from './machine.js';

/** What libvirt refuses of a single NIC: `virDomainNetDefValidate`, `qemuValidateDomainDeviceDefNetwork`; the same in 9.0 and 11.3. */
export const interfaceRules: Rule = (domain) => [
  ...contradictions(domain, LIST, ANY),
  ...(isQemu(domain) ? [...contradictions(domain, LIST, QEMU), ...guestAddresses(domain)] : []),
];

const LIST = ['devices', 'interfaces'];

/** Whether a NIC is certainly connected in none of these ways. */
function isOther(nic: Part, ...ways: readonly string[]): boolean {
  const source = partAt(nic, 'source');
  const given = KINDS.filter((kind) => isSet(partAt(source, kind)) && partAt(source, kind).value !== false);
  return given.length === 1 && !ways.includes(given[0] ?? '');
}

const KINDS = [
  'user',
  'ethernet',
  'vhost_user',
  'server',
  'client',
  'mcast',
  'network',
  'bridge',
  'internal',
  'direct',
  'hostdev',
  'udp',
  'vdpa',
  'null',
  'vds',
];

const ANY: readonly Contradiction[] = [
  {
    // `virDomainNetDefParseXML` leaves it out of others: they would not be filtered.
    place: ['filter_ref', 'filter'],
    holds: (nic, at) => isSet(at) && isOther(nic, 'network', 'bridge', 'ethernet'),
    says: () => ({
      summary: 'only NICs on a network, a bridge or a tap device of their own are filtered',
      action: 'Take filter_ref out, or connect the interface to a network or a bridge.',
    }),
  },
  {
    // Of vhost-user too since 11.1.0.
    place: ['backend', 'type'],
    holds: (nic, at) => at.value === 'passt' && isOther(nic, 'user', 'vhost_user'),
    says: () => ({
      summary: 'passt is a backend of user networks',
      action: 'Take it out, or connect the interface with source.user.',
    }),
  },
  {
    place: ['port_options', 'isolated'],
    holds: (nic, at) => at.value === 'yes' && isOther(nic, 'network', 'bridge'),
    says: () => ({
      summary: 'only ports of a bridge can be isolated',
      action: 'Take it out, or connect the interface to a network or a bridge.',
    }),
  },
  {
    place: ['teaming', 'persistent'],
    holds: (nic, at) => isUnset(at) && textAt(nic, 'teaming', 'type') === 'transient',
    says: () => ({
      summary: 'the transient interface of a team does not say which one it belongs to',
      action: 'Give teaming.persistent: the alias of the persistent interface, ua-….',
    }),
  },
  {
    place: ['teaming', 'persistent'],
    holds: (nic, at) => isSet(at) && textAt(nic, 'teaming', 'type') === 'persistent',
    says: () => ({
      summary: 'the persistent interface of a team refers to no other',
      action: 'Take teaming.persistent out.',
    }),
  },
];

const isPowerOfTwo = (number: number): boolean => Number.isInteger(Math.log2(number));

/** The way of a NIC counts only for models of virtio. */
const queueSize = (name: string): Contradiction => ({
  place: ['driver', name],
  holds: (nic, at) =>
    (textAt(nic, 'model', 'type') ?? '').startsWith('virtio') && !isPowerOfTwo(numberAt(at) ?? 1),
  says: () => ({ summary: `${name} is no power of two`, action: 'Give 256, 512 or 1024.' }),
});

const QEMU: readonly Contradiction[] = [
  {
    // QEMU has no such device there, which shows as the guest starts; libvirt gives it an address of its bus.
    place: ['model', 'type'],
    holds: (_nic, at, domain) => at.value === 'spapr-vlan' && isPc(domain),
    says: () => ({ summary: 'spapr-vlan is the NIC of POWER machines', action: 'Give virtio or e1000e.' }),
  },
  queueSize('rx_queue_size'),
  queueSize('tx_queue_size'),
  {
    place: ['mtu'],
    holds: (nic, at) => isSet(at) && isOther(nic, 'network', 'bridge', 'ethernet', 'vhost_user', 'user'),
    says: () => ({
      summary: 'nobody can set the size of frames on an interface of this kind',
      action: 'Take mtu out, or set it where the interface is connected.',
    }),
  },
  {
    place: ['route'],
    holds: (_nic, at) => elementsAt(at).length > 0,
    says: () => ({
      summary: 'QEMU sets no routes inside a guest',
      action: 'Take them out, and set them with cloud-init.',
    }),
  },
  {
    place: ['ip'],
    holds: (nic, at) => elementsAt(at).length > 0 && isOther(nic, 'user', 'vhost_user'),
    says: () => ({
      summary: 'QEMU sets the address of a user network alone',
      action: 'Take ip out, and set it with DHCP or cloud-init.',
    }),
  },
];

/** The addresses that a user network gives a guest: one of each family, in networks of a certain size. */
function guestAddresses(domain: Part): readonly Diagnostic[] {
  return elementsAt(domain, ...LIST)
    .filter((nic) => isSet(partAt(nic, 'source', 'user')))
    .flatMap((nic) => [
      ...duplicates({
        parts: elementsAt(nic, 'ip'),
        key: (ip) => addressAt(ip, 'address')?.version.toString(),
        place: (ip) => partAt(ip, 'address'),
        finding: () => ({
          summary: 'a user network gives one address of each family',
          action: 'Keep one.',
        }),
      }),
      ...elementsAt(nic, 'ip').flatMap(prefix),
    ]);
}

function prefix(ip: Part): readonly Diagnostic[] {
  const place = partAt(ip, 'prefix');
  const [bits, version] = [numberAt(place) ?? 0, addressAt(ip, 'address')?.version];
  if (bits === 0 || version === undefined) return [];
  const fits = version === 4 ? bits >= 4 && bits <= 27 : bits === 64;
  if (fits) return [];
  return [
    refused(place, {
      summary: `a user network of IPv${version} cannot have the prefix ${bits}`,
      action: version === 4 ? 'Give one from 4 to 27.' : 'Give 64.',
    }),
  ];
}
