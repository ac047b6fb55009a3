import type { Diagnostic } from '@virtform/values';
import { parseIp, prefixOfNetmask } from '../../compare/syntax.js';
import {
  elementsAt,
  hasAllElements,
  isSet,
  isUnset,
  numberAt,
  partAt,
  shown,
  textAt,
  textOr,
  type Part,
} from '../part.js';
import { refused, type Rule } from '../rule.js';
import { addressAt, contains, subnetAt } from '../subnet.js';

/** Addresses of a network and of the routes behind it: `virNetworkIPDefParseXML`, `virNetDevIPRouteCreate`, the same in 9.0 and 11.3. */
export const addressRules: Rule = (network) => [
  ...elementsAt(network, 'ips').flatMap((ip) => [
    ...missing(ip, 'address', 'an address of the host'),
    ...family(ip, 'address'),
    ...size(ip),
    ...tftp(ip),
  ]),
  ...elementsAt(network, 'routes').flatMap((route) => [
    ...missing(route, 'address', 'a route'),
    ...missing(route, 'gateway', 'a route'),
    ...family(route, 'address'),
    ...family(route, 'gateway'),
    ...size(route),
    ...firstAddress(route),
    ...gateway(network, route),
  ]),
];

function missing(part: Part, name: string, what: string): readonly Diagnostic[] {
  const place = partAt(part, name);
  if (!isUnset(place)) return [];
  return [refused(place, { summary: `${what} does not say its ${name}`, action: `Give ${name}.` })];
}

function family(part: Part, name: string): readonly Diagnostic[] {
  const said = textOr(part, 'ipv4', 'family');
  const address = addressAt(part, name);
  if (said === undefined || address === undefined || said === `ipv${address.version}`) return [];
  const given = isSet(partAt(part, 'family'));
  return [
    refused(partAt(part, name), {
      summary: `${name} is an IPv${address.version} address, and the family is ${said}${given ? '' : ' where it is not given'}`,
      action: `Give family ipv${address.version}.`,
    }),
  ];
}

function size(part: Part): readonly Diagnostic[] {
  const [prefix, netmask] = [partAt(part, 'prefix'), partAt(part, 'netmask')];
  const bits = numberAt(prefix);
  const mask = textAt(netmask);
  const version = addressAt(part, 'address')?.version;
  return [
    ...(mask !== undefined && bits !== undefined && bits > 0 && version !== 6
      ? [
          refused(netmask, {
            summary: 'netmask and prefix exclude each other',
            action: 'Keep one of the two.',
          }),
        ]
      : []),
    ...(version === 4 && bits !== undefined && bits > 32
      ? [
          refused(prefix, {
            summary: `an IPv4 address has 32 bits, and the prefix is ${bits}`,
            action: 'Give a number up to 32.',
          }),
        ]
      : []),
    ...(mask !== undefined && version === 6
      ? [
          refused(netmask, {
            summary: 'an IPv6 address has no netmask',
            action: 'Give prefix instead: 64.',
          }),
        ]
      : []),
    ...(mask !== undefined && version === 4 && parseIp(mask)?.version === 6
      ? [
          refused(netmask, {
            summary: 'the netmask of an IPv4 address is an IPv6 address',
            action: 'Give an IPv4 netmask, or prefix instead.',
          }),
        ]
      : []),
    ...(mask !== undefined &&
    version === 4 &&
    parseIp(mask)?.version === 4 &&
    prefixOfNetmask(mask) === undefined
      ? [
          refused(netmask, {
            summary: `${shown(netmask)} is no netmask: its ones do not all come first`,
            action: 'Give one such as 255.255.255.0, or prefix instead.',
          }),
        ]
      : []),
  ];
}

function tftp(ip: Part): readonly Diagnostic[] {
  const place = partAt(ip, 'tftp');
  if (!isSet(place) || addressAt(ip, 'address')?.version !== 6) return [];
  return [
    refused(place, {
      summary: 'TFTP is served over IPv4 alone',
      action: 'Move tftp to the IPv4 address of the network.',
    }),
  ];
}

function firstAddress(route: Part): readonly Diagnostic[] {
  // Without a size, a route is to all addresses.
  const sized = isSet(partAt(route, 'prefix')) || isSet(partAt(route, 'netmask'));
  const [address, subnet] = [addressAt(route, 'address'), subnetAt(route)];
  if (!sized || address === undefined || subnet === undefined || address.value === subnet.value) return [];
  const place = partAt(route, 'address');
  return [
    refused(place, {
      summary: `${shown(place)} is an address in a network, and a route leads to the network itself`,
      action: 'Give the first address of the network: the bits beyond its size are zero.',
    }),
  ];
}

/** The gateway is reached over the bridge, so that it stands in one of the networks of the host. */
function gateway(network: Part, route: Part): readonly Diagnostic[] {
  const place = partAt(route, 'gateway');
  const address = addressAt(place);
  if (address === undefined || !hasAllElements(network, 'ips')) return [];
  const ips = elementsAt(network, 'ips');
  const subnets = ips.map(subnetAt);
  if (subnets.some((subnet) => subnet === undefined || contains(subnet, address))) return [];
  return [
    refused(place, {
      summary: `the gateway ${shown(place)} is not in the network`,
      action: 'Give the address of a guest in one of ips.',
    }),
  ];
}
