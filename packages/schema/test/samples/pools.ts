import type { ValueObject } from '@virtform/values';

/** Pools as a configuration says them, without their name. */
export const pools: Readonly<Record<string, ValueObject>> = {
  folder: {
    type: 'dir',
    target: { path: '/srv/pool/', permissions: { mode: '755', owner: '0', group: '0' } },
    features: { cow: { state: 'no' } },
  },
  'file system': {
    type: 'fs',
    source: { device: [{ path: '/dev/sdx1' }], format: { type: 'ext4' } },
    target: { path: '/srv/fs' },
    fs_commandline: { options: [{ name: 'noatime' }, { name: 'nodev' }] },
  },
  'NFS share': {
    type: 'netfs',
    source: {
      host: [{ name: 'nas.example.org' }],
      dir: { path: '/export' },
      format: { type: 'nfs' },
      protocol: { version: '4.1' },
    },
    target: { path: '/srv/nfs' },
  },
  'volume group': {
    type: 'logical',
    source: { name: 'vg0', device: [{ path: '/dev/sdx2' }, { path: '/dev/sdx3' }], format: { type: 'lvm2' } },
    target: { path: '/dev/vg0' },
  },
  'volume group that says another place': {
    type: 'logical',
    source: { name: 'vg1', device: [{ path: '/dev/sdx4' }] },
    target: { path: '/srv/vg1' },
  },
  disk: {
    type: 'disk',
    source: { device: [{ path: '/dev/sdx', part_separator: 'yes' }], format: { type: 'gpt' } },
    target: { path: '/dev' },
  },
  'iSCSI target': {
    type: 'iscsi',
    source: {
      host: [{ name: 'iscsi.example.org', port: '3260' }],
      device: [{ path: 'iqn.2024-01.org.example:disk' }],
      initiator: { iqn: { name: 'iqn.2024-01.org.example:host' } },
      auth: { type: 'chap', username: 'user', secret: { usage: 'chap' } },
    },
    target: { path: '/dev/disk/by-path' },
  },
  'SCSI adapter': {
    type: 'scsi',
    source: {
      adapter: {
        type: 'fc_host',
        parent: 'scsi_host5',
        managed: true,
        wwnn: '20000000c9831b4b',
        wwpn: '10000000c9831b4b',
      },
    },
    target: { path: '/dev/disk/by-path' },
  },
  'adapter by address': {
    type: 'scsi',
    source: {
      adapter: {
        type: 'scsi_host',
        parent_addr: { unique_id: 1, address: { domain: 0, bus: 0, slot: 31, function: 2 } },
      },
    },
    target: { path: '/dev/disk/by-path' },
  },
  Ceph: {
    type: 'rbd',
    source: {
      name: 'rbdpool',
      host: [{ name: 'mon1', port: '6789' }, { name: 'mon2' }],
      auth: { type: 'ceph', username: 'admin', secret: { uuid: '2a27d52f-69c5-4f3f-8aa1-9d3a1d8a2f6e' } },
    },
    refresh: { volume: { allocation: 'capacity' } },
    rbd_commandline: { options: [{ name: 'client_mount_timeout', value: '45' }] },
  },
  multipath: { type: 'mpath', target: { path: '/dev/mapper' } },
};
