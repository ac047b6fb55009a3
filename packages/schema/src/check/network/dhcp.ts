import type { Diagnostic } from '@virtform/values';
import { elementsAt, isSet, isUnset, numberAt, partAt, shown, textAt, textOr, type Part } from '../part.js';
import { duplicates } from '../duplicates.js';
import { doubted, refused, type Finding, type Rule } from '../rule.js';
import { addressAt, contains, lastOf, subnetAt, type Subnet } from '../subnet.js';

/** What DHCP lends: `virNetworkDHCPRangeDefParseXML`, `virNetworkDHCPHostDefParseXML`, `networkValidate`, the same in 9.0 and 11.3. */
export const dhcpRules: Rule = (network) => [
  ...elementsAt(network, 'ips').flatMap((ip) => [
    ...elementsAt(ip, 'dhcp', 'ranges').flatMap((range) => [...lent(range, ip), ...lease(range)]),
    ...elementsAt(ip, 'dhcp', 'hosts').flatMap((host) => [...kept(host, ip), ...lease(host)]),
    ...tooWide(ip),
  ]),
  ...once(network),
  ...distinct(network),
];

/** A range of addresses, with the network that it stands in. */
function lent(range: Part, ip: Part): readonly Diagnostic[] {
  const [start, end] = [partAt(range, 'start'), partAt(range, 'end')];
  const unset = [start, end].filter(isUnset);
  if (unset.length > 0) {
    return unset.map((place) =>
      refused(place, {
        summary: `the range does not say its ${place.at.at(-1) ?? ''}`,
        action: 'Give start and end.',
      }),
    );
  }
  const subnet = subnetAt(ip);
  if (subnet === undefined) return [];
  const outside = [start, end].find((place) => {
    const address = addressAt(place);
    return address !== undefined && !contains(subnet, address);
  });
  if (outside !== undefined) return [refused(outside, isOutside('the range', outside))];
  return bounds(start, end, subnet);
}

function bounds(start: Part, end: Part, subnet: Subnet): readonly Diagnostic[] {
  const [first, last] = [addressAt(start)?.value, addressAt(end)?.value];
  if (subnet.version === 4 && first === subnet.value) {
    return [
      refused(start, {
        summary: `${shown(start)} names the network itself, and cannot be lent`,
        action: 'Begin the range behind it.',
      }),
    ];
  }
  if (subnet.version === 4 && last === lastOf(subnet)) {
    return [
      refused(end, {
        summary: `${shown(end)} is the broadcast address of the network, and cannot be lent`,
        action: 'End the range before it.',
      }),
    ];
  }
  if (first === undefined || last === undefined) return [];
  if (first > last) {
    return [
      refused(start, {
        summary: `the range begins at ${shown(start)}, after its end ${shown(end)}`,
        action: 'Exchange the two.',
      }),
    ];
  }
  // Addresses of one range differ in their last 16 bits: `virSocketAddrGetRange`.
  if (first >> 16n === last >> 16n) return [];
  return [
    refused(end, {
      summary: 'the range is too large: its addresses differ in more than their last 16 bits',
      action: 'Lend fewer, or give several ranges.',
    }),
  ];
}

function isOutside(what: string, place: Part): Finding {
  return {
    summary: `${what} has ${shown(place)}, which is not in the network`,
    action: 'Give an address of the network, or make the network larger.',
  };
}

/** dnsmasq lends nothing for less than two minutes. */
const SHORTEST: Readonly<Record<string, number>> = { seconds: 120, minutes: 2, hours: 0 };

function lease(part: Part): readonly Diagnostic[] {
  const place = partAt(part, 'lease', 'expiry');
  const expiry = numberAt(place);
  const shortest = SHORTEST[textOr(part, 'minutes', 'lease', 'unit') ?? 'hours'] ?? 0;
  if (expiry === undefined || expiry === 0 || expiry >= shortest) return [];
  return [
    refused(place, {
      summary: 'an address is lent for less than two minutes',
      action: 'Give two minutes or more, or 0 for ever.',
    }),
  ];
}

/** An address that is kept for a guest. */
function kept(host: Part, ip: Part): readonly Diagnostic[] {
  const version = addressAt(ip, 'address')?.version;
  const [address, mac] = [partAt(host, 'ip'), partAt(host, 'mac')];
  const known = version === 6 ? ['id', 'name'] : ['mac', 'name'];
  const subnet = subnetAt(ip);
  const kept = addressAt(address);
  return [
    ...(isUnset(address)
      ? [
          refused(address, {
            summary: 'the host does not say its ip',
            action: 'Give the address that is kept for it.',
          }),
        ]
      : []),
    ...(version === 6 && isSet(mac)
      ? [
          refused(mac, {
            summary: 'DHCPv6 knows a host by its id, and not by its MAC',
            action: 'Give id or name instead of mac.',
          }),
        ]
      : []),
    ...(version !== undefined && known.every((name) => isUnset(partAt(host, name)))
      ? [
          refused(host, {
            summary: `nothing says which host ${shown(address)} is kept for`,
            action: `Give ${known.join(' or ')}.`,
          }),
        ]
      : []),
    // libvirt takes it, and dnsmasq never lends it.
    ...(subnet !== undefined && kept !== undefined && !contains(subnet, kept)
      ? [doubted(address, isOutside('the host', address))]
      : []),
  ];
}

/** dnsmasq wants a prefix of at least 64 for what it lends, and ends when it reads another. */
function tooWide(ip: Part): readonly Diagnostic[] {
  const place = partAt(ip, 'prefix');
  const bits = numberAt(place);
  const lends = elementsAt(ip, 'dhcp', 'ranges').length + elementsAt(ip, 'dhcp', 'hosts').length > 0;
  if (addressAt(ip, 'address')?.version !== 6 || bits === undefined || bits === 0 || bits >= 64 || !lends)
    return [];
  return [
    refused(place, {
      summary: `DHCPv6 lends from networks of at least 64 bits, and the prefix is ${bits}`,
      action: 'Give the prefix 64.',
    }),
  ];
}

/** One address of each family lends. */
function once(network: Part): readonly Diagnostic[] {
  return duplicates({
    parts: elementsAt(network, 'ips').filter(
      (ip) => elementsAt(ip, 'dhcp', 'ranges').length + elementsAt(ip, 'dhcp', 'hosts').length > 0,
    ),
    key: (ip) => addressAt(ip, 'address')?.version.toString(),
    place: (ip) => partAt(ip, 'dhcp'),
    finding: (ip) => ({
      summary: `two addresses of the family IPv${addressAt(ip, 'address')?.version ?? ''} have DHCP`,
      action: 'Keep ranges and hosts at one of them.',
    }),
  });
}

/** libvirt takes them, and dnsmasq serves one of the two. */
function distinct(network: Part): readonly Diagnostic[] {
  const hosts = elementsAt(network, 'ips').flatMap((ip) => elementsAt(ip, 'dhcp', 'hosts'));
  return ['mac', 'id', 'ip', 'name'].flatMap((name) =>
    duplicates({
      parts: hosts,
      key: (host) => {
        if (name === 'ip') return addressAt(host, 'ip')?.value.toString();
        // A host may be known by its name alone in both families.
        const family = name === 'name' ? (addressAt(host, 'ip')?.version ?? '') : '';
        const text = textAt(host, name)?.toLowerCase();
        return text === undefined ? undefined : `${family} ${text}`;
      },
      place: (host) => partAt(host, name),
      say: doubted,
      finding: (host) => ({
        summary: `two hosts have the ${name} ${shown(partAt(host, name))}`,
        action: 'Give each its own.',
      }),
    }),
  );
}
