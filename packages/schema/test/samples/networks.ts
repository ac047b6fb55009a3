import type { ValueObject } from '@virtform/values';

/** Networks as a configuration says them, without their name. */
export const networks: Readonly<Record<string, ValueObject>> = {
  least: {},
  'NAT with DHCP and DNS': {
    metadata: { xml: "<a:note xmlns:a='urn:a'>text</a:note>" },
    forward: {
      mode: 'nat',
      nat: { ports: [{ start: 1024, end: 65535 }], addresses: [{ start: '192.0.2.1', end: '192.0.2.9' }] },
    },
    bridge: { name: 'vfbr7', stp: 'on', delay: '2', mac_table_manager: 'libvirt' },
    mtu: { size: 9000 },
    mac: { address: '52:54:00:AA:BB:CC' },
    domain: { name: 'lab.test', local_only: 'yes' },
    dns: {
      forward_plain_names: 'no',
      forwarders: [{ addr: '192.0.2.53' }, { domain: 'example.org', addr: '2001:DB8::53' }],
      tx_ts: [{ name: 'example', value: 'a value' }],
      sr_vs: [
        {
          service: 'sip',
          protocol: 'tcp',
          domain: 'lab.test',
          target: 'a.lab.test',
          port: 5060,
          priority: 1,
          weight: 2,
        },
      ],
      host: [{ ip: '10.90.0.5', hostnames: [{ hostname: 'five' }, { hostname: 'cinq' }] }],
    },
    bandwidth: { inbound: { average: 1000, peak: 5000, burst: 5120 }, outbound: { average: 1000 } },
    ips: [
      {
        address: '10.90.0.1',
        netmask: '255.255.255.0',
        local_ptr: 'yes',
        tftp: { root: '/srv/tftp' },
        dhcp: {
          ranges: [{ start: '10.90.0.100', end: '10.90.0.200', lease: { expiry: 2, unit: 'hours' } }],
          hosts: [
            { mac: '52:54:00:AA:00:01', name: 'one', ip: '10.90.0.11', lease: { expiry: 30 } },
            { mac: '52:54:00:aa:00:02', ip: '10.90.0.12' },
          ],
          bootp: [{ file: 'pxelinux.0', server: '10.90.0.1' }],
        },
      },
      {
        family: 'ipv6',
        address: '2001:DB8:0::1',
        prefix: 64,
        dhcp: {
          ranges: [{ start: '2001:db8::100', end: '2001:db8::1ff' }],
          hosts: [
            { id: '0:4:7e:7d:f0:7d:a8:bc:c5:d2:13:32:11:ed:16:ea:84:63', name: 'six', ip: '2001:db8::11' },
          ],
        },
      },
    ],
    routes: [{ address: '192.168.222.0', prefix: 24, gateway: '10.90.0.2', metric: '2' }],
    port_options: { isolated: 'yes' },
    dnsmasq_options: { option: [{ value: 'log-queries' }, { value: 'foo=bar' }] },
  },
  'a bridge of the host': { forward: { mode: 'bridge' }, bridge: { name: 'br0' } },
  'macvtap on one of several interfaces': {
    forward: { mode: 'bridge', dev: 'eth0', interfaces: [{ dev: 'eth0' }, { dev: 'eth1' }] },
  },
  'port groups and VLANs of Open vSwitch': {
    forward: { mode: 'bridge' },
    bridge: { name: 'ovs0' },
    virtual_port: { params: { open_v_switch: {} } },
    vlan: { trunk: 'yes', tags: [{ id: 42, native_mode: 'untagged' }, { id: 47 }] },
    port_groups: [
      { name: 'plain', default: 'yes' },
      {
        name: 'tagged',
        vlan: { tags: [{ id: 100 }] },
        virtual_port: { params: { open_v_switch: { profile_id: 'p' } } },
      },
    ],
  },
  'virtual functions': {
    forward: { mode: 'hostdev', managed: true, driver: { name: 'vfio' }, pfs: [{ dev: 'eth0' }] },
  },
  'devices by address': {
    forward: {
      mode: 'hostdev',
      managed: true,
      addresses: [
        { pci: { domain: 0, bus: 4, slot: 0, function: 1 } },
        { pci: { domain: 0, bus: 4, slot: 0, function: 2 } },
      ],
    },
  },
  isolated: {
    ips: [{ address: '10.91.0.1', prefix: 24 }],
    ipv6: 'yes',
    bridge: { name: 'vfbr8' },
    dns: { enable: 'no' },
  },
  open: { forward: { mode: 'open' }, ips: [{ address: '10.92.0.1', prefix: 24 }], bridge: { name: 'vfbr9' } },
};
