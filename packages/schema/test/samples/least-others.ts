import type { ValueObject } from '@virtform/values';

/** Where the files of the samples are on the host. */
export const LEAST_FOLDER = '/var/lib/libvirt/images/least';

/** Networks that leave to libvirt all that it can fill in, without their name. */
export const leastNetworks: Readonly<Record<string, ValueObject>> = {
  'nothing but a name': {},
  'a way out of no kind': { forward: {}, ips: [{ address: '10.71.0.1', netmask: '255.255.255.0' }] },
  'address translation': {
    forward: { mode: 'nat' },
    ips: [{ address: '10.72.0.1', prefix: 24, dhcp: { ranges: [{ start: '10.72.0.2', end: '10.72.0.9' }] } }],
  },
  'a range of ports for translation': {
    forward: { mode: 'nat', nat: { ports: [{ start: 1024, end: 2048 }] } },
    ips: [{ address: '10.73.0.1', prefix: 24 }],
  },
  routes: {
    forward: { mode: 'route' },
    ips: [{ address: '10.74.0.1', prefix: 24 }],
    routes: [{ address: '192.168.74.0', prefix: 24, gateway: '10.74.0.2' }],
  },
  'open ways': {
    forward: { mode: 'open' },
    ips: [{ family: 'ipv6', address: '2001:db8:75::1', prefix: 64 }],
  },
  'a bridge of the host': { forward: { mode: 'bridge' }, bridge: { name: 'least0' } },
  'an interface of the host': { forward: { mode: 'bridge', interfaces: [{ dev: 'least1' }] } },
  'one interface of several': {
    forward: { mode: 'private', interfaces: [{ dev: 'least1' }, { dev: 'lo' }] },
  },
  'an interface alone': { forward: { mode: 'passthrough', interfaces: [{ dev: 'least1' }] } },
  'a switch that looks at all': { forward: { mode: 'vepa', interfaces: [{ dev: 'least1' }] } },
  'a bridge that says little': {
    bridge: { name: 'least2' },
    mtu: { size: 1400 },
    domain: { name: 'least.test' },
    dns: {
      forwarders: [{ addr: '192.0.2.53' }],
      host: [{ ip: '10.76.0.2', hostnames: [{ hostname: 'a' }] }],
    },
    ips: [
      { address: '10.76.0.1', prefix: 24, dhcp: { hosts: [{ mac: '52:54:00:00:00:01', ip: '10.76.0.2' }] } },
    ],
  },
  'groups of settings': {
    port_groups: [{ name: 'plain' }, { name: 'isolated' }],
    port_options: { isolated: 'yes' },
  },
};

/** Pools of the same kind. */
export const leastPools: Readonly<Record<string, ValueObject>> = {
  folder: { type: 'dir', target: { path: `${LEAST_FOLDER}/pool` } },
  'file system': { type: 'fs', source: { device: [{ path: '/dev/least' }] }, target: { path: '/srv/least' } },
  'NFS share': {
    type: 'netfs',
    source: { host: [{ name: 'nas.example.org' }], dir: { path: '/export' } },
    target: { path: '/srv/least' },
  },
  'volume group': { type: 'logical', source: { name: 'least' }, target: { path: '/dev/least' } },
  'volume group of devices': {
    type: 'logical',
    source: { device: [{ path: '/dev/least2' }] },
    target: { path: '/dev/least-4' },
  },
  disk: { type: 'disk', source: { device: [{ path: '/dev/least' }] }, target: { path: '/dev' } },
  'iSCSI target': {
    type: 'iscsi',
    source: {
      host: [{ name: 'iscsi.example.org' }],
      device: [{ path: 'iqn.2024-01.org.example:disk' }],
      auth: { type: 'chap', username: 'user', secret: { usage: 'chap' } },
    },
    target: { path: '/dev/disk/by-path' },
  },
  'SCSI adapter': {
    type: 'scsi',
    source: { adapter: { name: 'host0' } },
    target: { path: '/dev/disk/by-path' },
  },
  'Fibre Channel adapter': {
    type: 'scsi',
    source: {
      adapter: { type: 'fc_host', wwnn: '20000000c9831b4b', wwpn: '10000000c9831b4b' },
    },
    target: { path: '/dev/disk/by-path' },
  },
  multipath: { type: 'mpath', target: { path: '/dev/mapper' } },
};

/** Volumes of the same kind, in a pool of files. */
export const leastVolumes: Readonly<Record<string, ValueObject>> = {
  'nothing but a size': { capacity: 1048576 },
  'a size in another unit': { capacity: 3, capacity_unit: 'MiB' },
  raw: { capacity: 1048576, target: { format: { type: 'raw' } } },
  qcow2: { capacity: 1048576, target: { format: { type: 'qcow2' } } },
  'qcow2 of the newer kind': {
    capacity: 1048576,
    target: { format: { type: 'qcow2' }, compat: '1.1', features: [{ lazy_refcounts: true }] },
  },
  'qcow2 with clusters': {
    capacity: 1048576,
    target: { format: { type: 'qcow2' }, cluster_size: 65536 },
  },
  'qcow2 over another': {
    capacity: 1048576,
    target: { format: { type: 'qcow2' } },
    backing_store: { path: `${LEAST_FOLDER}/base.qcow2`, format: { type: 'qcow2' } },
  },
  vmdk: { capacity: 1048576, target: { format: { type: 'vmdk' } } },
  'for one user': {
    capacity: 1048576,
    target: { format: { type: 'raw' }, permissions: { mode: '0600', owner: '0', group: '0' } },
  },
};
