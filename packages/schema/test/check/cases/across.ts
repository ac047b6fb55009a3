import type { ResourceType } from '@virtform/schema';
import type { ValueObject } from '@virtform/values';
import type { CheckCase } from './case.js';
import { disk, guest } from './guest.js';

/** Objects by address, in the order in which they are made: the last one is refused, or is right. */
export type Objects = Readonly<Record<`${ResourceType}.${string}`, ValueObject>>;

/** One rule about several objects; the diagnostic is about the last of them. */
export interface AcrossCase extends Omit<CheckCase, 'refused' | 'allowed'> {
  readonly refused: Objects;
  readonly allowed: Objects;
}

const net = (name: string, more: ValueObject): ValueObject => ({ name, ...more });
const at = (address: string, prefix: number): ValueObject => ({ ips: [{ address, prefix }] });
const networks = (one: ValueObject, two: ValueObject): Objects => ({
  'libvirt_network.one': net('one', one),
  'libvirt_network.two': net('two', two),
});
const guests = (one: ValueObject, two: ValueObject): Objects => ({
  'libvirt_domain.one': { ...guest(one), name: 'one' },
  'libvirt_domain.two': { ...guest(two), name: 'two' },
});
/** Guests that are to run at once. */
const running = (one: ValueObject, two: ValueObject): Objects =>
  Object.fromEntries(
    Object.entries(guests(one, two)).map(([address, value]) => [address, { ...value, running: true }]),
  );
const nic = (address: string, network: string): ValueObject => ({
  interfaces: [{ source: { network: { network } }, mac: { address } }],
});
const files = {
  'libvirt_pool.files': { name: 'files', type: 'dir', target: { path: '/srv/files' } },
} as const;
const volume = (target: ValueObject, more: ValueObject = {}): Objects => ({
  ...files,
  'libvirt_volume.disk': { name: 'disk', pool: 'files', capacity: 1048576, target, ...more },
});
const format = (type: string): ValueObject => ({ format: { type } });
const secret = { type: 'passphrase', uuid: '6de76374-2292-4164-a848-4c992db9fd42' };
const over = { backing_store: { path: '/srv/files/base', format: { type: 'qcow2' } } };
const image = (more: ValueObject = {}): ValueObject => ({ disks: [disk('vda', 'virtio', more)] });

/** Objects of one host. */
export const acrossCases: readonly AcrossCase[] = [
  {
    title: 'two pools of one name',
    refused: {
      'libvirt_pool.one': { name: 'a', type: 'dir', target: { path: '/srv/a' } },
      'libvirt_pool.two': { name: 'a', type: 'dir', target: { path: '/srv/b' } },
    },
    at: 'name',
    says: 'two pools are called a',
    allowed: {
      'libvirt_pool.one': { name: 'a', type: 'dir', target: { path: '/srv/a' } },
      'libvirt_pool.two': { name: 'b', type: 'dir', target: { path: '/srv/b' } },
    },
    when: 'defined',
  },
  {
    title: 'two volumes of one name in one pool',
    refused: {
      ...files,
      'libvirt_volume.one': { name: 'a', pool: 'files', capacity: 512 },
      'libvirt_volume.two': { name: 'a', pool: 'files', capacity: 512 },
    },
    at: 'name',
    says: 'two volumes of one pool are called a',
    allowed: {
      ...files,
      'libvirt_volume.one': { name: 'a', pool: 'files', capacity: 512 },
      'libvirt_volume.two': { name: 'b', pool: 'files', capacity: 512 },
    },
    when: 'defined',
  },
  {
    title: 'two pools in one folder',
    refused: {
      'libvirt_pool.one': { name: 'a', type: 'dir', target: { path: '/srv/pool' } },
      'libvirt_pool.two': { name: 'b', type: 'dir', target: { path: '/srv//pool/' } },
    },
    at: 'target.path',
    says: 'two pools are in the folder /srv//pool/',
    allowed: {
      'libvirt_pool.one': { name: 'a', type: 'dir', target: { path: '/srv/pool' } },
      'libvirt_pool.two': { name: 'b', type: 'dir', target: { path: '/srv/pool/b' } },
    },
    when: 'defined',
  },
  {
    title: 'two networks of one bridge',
    refused: networks({ bridge: { name: 'vfbr30' } }, { bridge: { name: 'vfbr30' } }),
    at: 'bridge.name',
    says: 'two networks have the bridge vfbr30',
    allowed: networks(
      { bridge: { name: 'vfbr30' } },
      { forward: { mode: 'bridge' }, bridge: { name: 'vfbr30' } },
    ),
    when: 'defined',
  },
  {
    title: 'two networks of the same addresses',
    refused: networks(at('10.85.0.1', 24), at('10.85.0.9', 24)),
    at: 'ips[0].address',
    says: 'the network of 10.85.0.9 is that of libvirt_network.one',
    allowed: networks(at('10.85.0.1', 24), at('10.85.1.9', 24)),
    when: 'started',
  },
  {
    title: 'two networks of which one is part of the other',
    refused: networks(at('10.86.0.1', 16), at('10.86.3.1', 24)),
    at: 'ips[0].address',
    says: 'the network of 10.86.3.1 overlaps that of libvirt_network.one',
    allowed: networks(at('10.86.0.1', 24), at('10.86.3.1', 24)),
    when: 'elsewhere',
    severity: 'warning',
  },
  {
    title: 'two guests of one MAC in one network',
    refused: guests(nic('52:54:00:00:00:0a', 'lab'), nic('52:54:00:00:00:0A', 'lab')),
    at: 'devices.interfaces[0].mac.address',
    says: 'two guests of one network have the MAC 52:54:00:00:00:0A',
    allowed: guests(nic('52:54:00:00:00:0a', 'lab'), nic('52:54:00:00:00:0a', 'other')),
    when: 'elsewhere',
    severity: 'warning',
  },
  {
    title: 'an image that two guests write to',
    refused: guests(image(), image()),
    at: 'devices.disks[0].source',
    says: 'two guests write to one image',
    allowed: guests(image({ shareable: true }), image()),
    when: 'elsewhere',
    severity: 'warning',
  },
  {
    title: 'two guests that run with one MAC in one network',
    refused: running(nic('52:54:00:00:00:0a', 'lab'), nic('52:54:00:00:00:0A', 'lab')),
    at: 'devices.interfaces[0].mac.address',
    says: 'two guests of one network have the MAC 52:54:00:00:00:0A',
    allowed: running(nic('52:54:00:00:00:0a', 'lab'), nic('52:54:00:00:00:0b', 'lab')),
    when: 'elsewhere',
  },
  {
    title: 'an image that two guests write to which run',
    refused: running(image(), image()),
    at: 'devices.disks[0].source',
    says: 'two guests write to one image',
    allowed: running(image({ shareable: true }), image({ shareable: true })),
    when: 'elsewhere',
  },
  {
    title: 'an image that a guest reads while another writes to it',
    refused: running(image(), image({ read_only: true })),
    at: 'devices.disks[0].source',
    says: 'two guests cannot use one image at once',
    allowed: running(image({ read_only: true }), image({ read_only: true })),
    when: 'elsewhere',
  },
  {
    title: 'an image that one of two guests shares',
    refused: running(image({ shareable: true }), image()),
    at: 'devices.disks[0].source',
    says: 'two guests cannot use one image at once',
    allowed: guests(image({ shareable: true }), image()),
    when: 'elsewhere',
  },
  {
    title: 'a raw volume over another image',
    refused: volume(format('raw'), over),
    at: 'backing_store',
    says: 'a raw volume cannot lie over another image',
    allowed: { ...volume(format('qcow2')), 'libvirt_volume.disk': { name: 'disk', pool: 'group', ...over } },
    when: 'elsewhere',
  },
  {
    title: 'a volume over another image that is raw because it does not say its format',
    refused: volume({}, over),
    at: 'backing_store',
    says: 'without target.format it is raw',
    allowed: volume(format('qcow2'), over),
    when: 'defined',
  },
  {
    title: 'the version of a format that has none',
    refused: volume({ ...format('vmdk'), compat: '1.1' }),
    at: 'target.compat',
    says: 'compat is for qcow2, and the volume is vmdk',
    allowed: volume({ ...format('qcow2'), compat: '1.1' }),
    when: 'defined',
  },
  {
    title: 'features of a format that has none',
    refused: volume({ ...format('vmdk'), features: [{ lazy_refcounts: true }] }),
    at: 'target.features',
    says: 'features are for qcow2',
    allowed: volume({ ...format('qcow2'), features: [{ lazy_refcounts: true }] }),
    when: 'defined',
  },
  {
    title: 'features that are newer than the format',
    refused: volume({ ...format('qcow2'), compat: '0.10', features: [{ lazy_refcounts: true }] }),
    at: 'target.features',
    says: 'newer than the format of compat 0.10',
    allowed: volume({ ...format('qcow2'), compat: '1.1', features: [{ lazy_refcounts: true }] }),
    when: 'defined',
  },
  {
    title: 'encryption of a format that has none',
    refused: volume({ ...format('vmdk'), encryption: { format: 'luks', secret } }),
    at: 'target.encryption',
    says: 'a volume of the format vmdk cannot be encrypted',
    allowed: volume(format('vmdk')),
    when: 'defined',
  },
  {
    title: 'encryption of another kind',
    refused: volume({ ...format('qcow2'), encryption: { format: 'qcow', secret } }),
    at: 'target.encryption.format',
    says: 'with the encryption luks alone',
    allowed: volume(format('qcow2')),
    when: 'defined',
  },
  {
    title: 'encryption without a secret',
    refused: volume({ ...format('qcow2'), encryption: { format: 'luks' } }),
    at: 'target.encryption.secret',
    says: 'which secret holds the passphrase',
    allowed: volume(format('qcow2')),
    when: 'defined',
  },
];
