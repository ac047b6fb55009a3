import type { ValueObject } from '@virtform/values';

/** Secrets as a program says them. */
export const secrets: Readonly<Record<string, ValueObject>> = {
  least: {},
  'kept in memory alone': { ephemeral: true, private: true, description: 'for one run & no more' },
  'of a volume': {
    private: true,
    uuid: '3e3fce45-4f53-4fa7-bb32-11f34168b82b',
    description: 'LUKS passphrase of the data disk',
    usage: { volume: { volume: '/var/lib/libvirt/images/data.qcow2' } },
  },
  'of a Ceph client': { usage: { ceph: { name: 'client.libvirt secret' } } },
  'of an iSCSI server': { usage: { iscsi: { target: 'libvirtiscsi' } } },
  'of a TLS key': { ephemeral: false, usage: { tls: { name: 'TLS_example' } } },
  'of an emulated TPM': { usage: { vtpm: { name: 'VTPM_example' } } },
};
