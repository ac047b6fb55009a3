import type { ValueObject } from '@virtform/values';

/** A rule that lets in what fits. */
const accept = (...matches: readonly ValueObject[]): ValueObject => ({
  rule: { action: 'accept', direction: 'in', priority: 500, matches },
});

const frame: ValueObject = {
  src_mac_addr: '52:54:00:12:34:56',
  src_mac_mask: 'ff:ff:ff:00:00:00',
  dst_mac_addr: '01:80:c2:00:00:00',
  dst_mac_mask: 'ff:ff:ff:ff:ff:f0',
};

const ports: ValueObject = {
  src_port_start: '1024',
  src_port_end: '65535',
  dst_port_start: '0x16',
  dst_port_end: '23',
};

const ipv4: ValueObject = {
  src_mac_addr: '$MAC',
  src_ip_addr: '10.1.2.0',
  src_ip_mask: '24',
  dst_ip_addr: '$IP',
  dst_ip_mask: '255.255.0.0',
};

const ipv4Ranges: ValueObject = {
  src_ip_from: '10.1.2.1',
  src_ip_to: '10.1.2.9',
  dst_ip_from: '$FIRST[@1]',
  dst_ip_to: '$LAST[2]',
  dscp: '0x21',
  conn_limit_above: '3',
  state: 'NEW,ESTABLISHED',
  comment: "a 'remark' & more",
};

const ipv6: ValueObject = {
  src_mac_addr: '01:02:03:04:05:06',
  src_ip_addr: '2001:db8::',
  src_ip_mask: '32',
  dst_ip_addr: 'fe80::1',
  dst_ip_mask: 'ffff:ffff:ffff:ffff::',
};

const ipv6Ranges: ValueObject = {
  src_ip_from: '2001:db8::1',
  src_ip_to: '2001:db8::9',
  dst_ip_from: '2001:db8:1::1',
  dst_ip_to: '$LAST',
  dscp: '33',
  comment: 'remark',
};

/** Filters as a program says them, without their name. */
export const nwfilters: Readonly<Record<string, ValueObject>> = {
  least: {},
  'further filters among rules': {
    chain: 'root',
    uuid: '6de76374-2292-4164-a848-4c992db9fd42',
    entries: [
      { filterref: { filter: 'clean-traffic' } },
      { rule: { action: 'drop', direction: 'inout', priority: -1000 } },
      {
        filterref: {
          filter: 'no-ip-spoofing',
          parameters: [
            { name: 'IP', value: '10.0.0.1' },
            { name: 'IP', value: '10.0.0.2' },
            { name: 'PORT', value: '80' },
          ],
        },
      },
      { rule: { action: 'accept', direction: 'out', priority: 1000 } },
    ],
  },
  'a chain of its own with a rank': { chain: 'arp-special', priority: -650 },
  'every verdict and way': {
    entries: [
      ['drop', 'in'],
      ['accept', 'out'],
      ['reject', 'inout'],
      ['return', 'in'],
      ['continue', 'out'],
    ].map(([action = '', direction = ''], index) => ({
      rule: { action, direction, priority: index, state_match: 'false', matches: [{ all: {} }] },
    })),
  },
  'what has to hold, and what must not': {
    entries: [
      accept(
        { tcp: { match: false, src_ip_addr: '10.1.2.3', src_ip_mask: '32' } },
        { tcp: { dst_port_start: '22' } },
      ),
      accept({ mac: { match: false, ...frame } }),
    ],
  },
  'Ethernet frames': {
    entries: [
      accept({ mac: { ...frame, protocol_id: 'arp', comment: 'by name' } }),
      accept({ mac: { protocol_id: '0x88cc' } }),
      accept({ mac: { protocol_id: '2048' } }),
      accept({ vlan: { ...frame, vlan_id: '0x123', encap_protocol: 'ipv4', comment: 'tagged' } }),
    ],
  },
  'the spanning tree': {
    chain: 'stp',
    entries: [
      accept({
        stp: {
          src_mac_addr: '01:02:03:04:05:06',
          src_mac_mask: 'ff:ff:ff:ff:ff:ff',
          type: '0x12',
          flags: '0x44',
          root_priority: '4660',
          root_priority_hi: '9029',
          root_address: '06:05:04:03:02:01',
          root_address_mask: 'ff:ff:ff:ff:ff:ff',
          root_cost: '287454020',
          root_cost_hi: '573785173',
          sender_priority: '0x1234',
          sender_priority_hi: '0x2345',
          sender_address: '06:05:04:03:02:01',
          sender_address_mask: 'ff:ff:ff:ff:ff:ff',
          port: '123',
          port_hi: '234',
          age: '5544',
          age_hi: '5555',
          max_age: '7777',
          max_age_hi: '8888',
          hello_time: '12345',
          hello_time_hi: '12346',
          forward_delay: '54321',
          forward_delay_hi: '65432',
          comment: 'messages of bridges',
        },
      }),
    ],
  },
  'ARP and RARP': {
    entries: [
      accept({
        arp: {
          ...frame,
          hw_type: '12',
          protocol_type: '34',
          op_code: 'Request',
          arp_src_mac_addr: '01:02:03:04:05:06',
          arp_dst_mac_addr: '0a:0b:0c:0d:0e:0f',
          arp_src_ip_addr: '10.1.2.0',
          arp_src_ip_mask: '24',
          arp_dst_ip_addr: '$IP',
          arp_dst_ip_mask: '$MASK',
          gratuitous: true,
          comment: 'who has',
        },
      }),
      accept({ rarp: { op_code: '0x3', gratuitous: false } }),
    ],
  },
  'IP in frames': {
    entries: [
      accept({ ip: { ...frame, ...ipv4, protocol: 'udp', ...ports, dscp: '0x3f', comment: 'IPv4' } }),
      accept({ ip: { protocol: '0x21' } }),
      accept({ ipv6: { ...frame, ...ipv6, protocol: 'tcp', ...ports, comment: 'IPv6' } }),
      accept({
        ipv6: { protocol: 'icmpv6', type: '1', type_end: '11', code: '0x10', code_end: '0x11' },
      }),
    ],
  },
  'what IPv4 carries': {
    entries: [
      accept({ tcp: { ...ipv4, ...ipv4Ranges, ...ports, option: '4', flags: 'SYN,ACK/SYN' } }),
      accept({ tcp: { flags: 'ALL/NONE' } }),
      accept({ udp: { ...ipv4, ...ipv4Ranges, ...ports } }),
      accept({ sctp: { ...ipv4, ...ipv4Ranges, ...ports } }),
      accept({ icmp: { ...ipv4, ...ipv4Ranges, type: '8', code: '0' } }),
      accept({ igmp: { ...ipv4, ...ipv4Ranges } }),
      accept({ esp: { ...ipv4, ...ipv4Ranges } }),
      accept({ ah: { ...ipv4, ...ipv4Ranges } }),
      accept({ udplite: { ...ipv4, ...ipv4Ranges } }),
      accept({ all: { ...ipv4, ...ipv4Ranges } }),
    ],
  },
  'what IPv6 carries': {
    entries: [
      accept({ tcp_ipv6: { ...ipv6, ...ipv6Ranges, ...ports } }),
      accept({ udp_ipv6: { ...ipv6, ...ipv6Ranges, ...ports } }),
      accept({ sctp_ipv6: { ...ipv6, ...ipv6Ranges, ...ports } }),
      accept({ icmpv6: { ...ipv6, ...ipv6Ranges, type: '128', code: '0' } }),
      accept({ esp_ipv6: { ...ipv6, ...ipv6Ranges } }),
      accept({ ah_ipv6: { ...ipv6, ...ipv6Ranges } }),
      accept({ udplite_ipv6: { ...ipv6, ...ipv6Ranges } }),
      accept({ all_ipv6: { ...ipv6, ...ipv6Ranges } }),
    ],
  },
  'sets of addresses': {
    entries: [
      accept({ all: { ip_set: 'blocked', ip_set_flags: 'src,dst' } }),
      accept({ all: { ip_set: '$SET', ip_set_flags: 'dst' } }),
    ],
  },
};
