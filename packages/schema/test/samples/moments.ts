import type { ValueObject } from '@virtform/values';

const guest =
  "<domain type='qemu'><name>web</name><memory unit='KiB'>1024</memory><newer thing='1'/></domain>";

/** Snapshots as libvirt tells them. */
export const snapshots: Readonly<Record<string, ValueObject>> = {
  least: {},
  'a guest that is off': {
    name: 'before',
    description: 'before the upgrade',
    state: 'shutoff',
    creation_time: 1700000000,
    memory: { snapshot: 'no' },
    disks: {
      disks: [
        { name: 'vda', snapshot: 'internal' },
        { name: 'vdb', snapshot: 'no' },
      ],
    },
    domain: guest,
  },
  'overlays of every kind': {
    name: 'overlays',
    state: 'disk-snapshot',
    parent: { name: 'before' },
    creation_time: 1700000001,
    memory: { snapshot: 'no' },
    disks: {
      disks: [
        {
          name: 'vda',
          snapshot: 'external',
          driver: { type: 'qcow2', metadata_cache: { max_size: { value: 1048576, unit: 'bytes' } } },
          source: { file: { file: '/var/lib/a.overlay', sec_label: [{ model: 'dac', relabel: 'no' }] } },
        },
        {
          name: 'vdb',
          snapshot: 'external',
          driver: { type: 'qcow2' },
          source: {
            block: { dev: '/dev/mapper/b' },
            encryption: {
              format: 'luks',
              secrets: [{ type: 'passphrase', uuid: '3e3fce45-4f53-4fa7-bb32-11f34168b82b' }],
            },
          },
        },
        {
          name: 'vdc',
          snapshot: 'external',
          driver: { type: 'qcow2' },
          source: {
            network: {
              protocol: 'nbd',
              name: 'c',
              hosts: [{ transport: 'tcp', name: 'images.test', port: '10809' }],
            },
          },
        },
        { name: 'vdd', snapshot: 'manual' },
      ],
    },
    domain: guest,
  },
  'a guest that runs, with its memory': {
    name: 'live',
    state: 'running',
    creation_time: 1700000002,
    memory: { snapshot: 'external', file: '/var/lib/memory' },
    domain: guest,
    inactive_domain: "<inactiveDomain type='qemu'><name>web</name></inactiveDomain>",
    cookie: "<cpu mode='custom' match='exact'><model>qemu64</model></cpu><slirpHelper/>",
  },
  'one that is being deleted, and one that a guest went back to': {
    name: 'odd',
    state: 'shutoff',
    disks: { disks: [{ name: 'vda', snapshot: 'external', snapshot_delete_in_progress: true }] },
    revert_disks: {
      disks: [
        {
          name: 'vda',
          snapshot: 'external',
          driver: { type: 'qcow2' },
          source: { file: { file: '/var/lib/a.2' } },
        },
      ],
    },
  },
};

/** Checkpoints as libvirt tells them. */
export const checkpoints: Readonly<Record<string, ValueObject>> = {
  least: {},
  'two disks, of which one is noted': {
    name: 'monday',
    description: 'first backup',
    creation_time: 1700000000,
    parent: { name: 'sunday' },
    disks: {
      disks: [
        { name: 'vda', checkpoint: 'bitmap', bitmap: 'monday', size: 1048576 },
        { name: 'vdb', checkpoint: 'no' },
      ],
    },
    domain: guest,
  },
};
