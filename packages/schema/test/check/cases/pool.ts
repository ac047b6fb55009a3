import type { ValueObject } from '@virtform/values';
import type { CheckCase } from './case.js';

const target = { path: '/srv/pool' };
const host = [{ name: 'nas.example.org' }];
const pool = (type: string, source?: ValueObject, more: ValueObject = { target }): ValueObject => ({
  type,
  ...(source === undefined ? {} : { source }),
  ...more,
});
const iscsi = { host, device: [{ path: 'iqn.2024-01.org.example:disk' }] };
const login = (secret?: ValueObject): ValueObject =>
  pool('iscsi', {
    ...iscsi,
    auth: { type: 'chap', username: 'user', ...(secret === undefined ? {} : { secret }) },
  });
const uuid = '6de76374-2292-4164-a848-4c992db9fd42';
const world = { wwnn: '20000000c9831b4b', wwpn: '10000000c9831b4b' };
const adapter = (more: ValueObject): ValueObject => pool('scsi', { adapter: more });
const parent = { parent_addr: { unique_id: 1, address: { domain: 0, bus: 0, slot: 1, function: 0 } } };

/** Pools. */
export const poolCases: readonly CheckCase[] = [
  {
    title: 'a folder without a place',
    refused: pool('dir', undefined, {}),
    at: 'target.path',
    says: 'a pool of type dir does not say where it is',
    allowed: pool('dir'),
    when: 'defined',
  },
  {
    title: 'a share without a server',
    refused: pool('netfs', { dir: { path: '/export' } }),
    at: 'source.host',
    says: 'a pool of type netfs does not say the server',
    allowed: pool('netfs', { host, dir: { path: '/export' } }),
    when: 'defined',
  },
  {
    title: 'a share without a folder',
    refused: pool('netfs', { host }),
    at: 'source.dir',
    says: 'does not say the folder on the server',
    allowed: pool('netfs', { host, dir: { path: '/export' } }),
    when: 'defined',
  },
  {
    title: 'a share on two servers',
    refused: pool('netfs', { host: [...host, { name: 'nas2' }], dir: { path: '/export' } }),
    at: 'source.host[1]',
    says: 'a pool of type netfs is on one server',
    allowed: pool('netfs', { host, dir: { path: '/export' } }),
    when: 'started',
  },
  {
    title: 'a file system without a device',
    refused: pool('fs', { format: { type: 'ext4' } }),
    at: 'source.device',
    says: 'does not say the device',
    allowed: pool('fs', { device: [{ path: '/dev/sdx1' }], format: { type: 'ext4' } }),
    when: 'defined',
  },
  {
    title: 'a file system on two devices',
    refused: pool('fs', { device: [{ path: '/dev/sdx1' }, { path: '/dev/sdx2' }] }),
    at: 'source.device[1]',
    says: 'a pool of type fs is on one device',
    allowed: pool('fs', { device: [{ path: '/dev/sdx1' }] }),
    when: 'started',
  },
  {
    title: 'a disk without a device',
    refused: pool('disk', { format: { type: 'gpt' } }, { target: { path: '/dev' } }),
    at: 'source.device',
    says: 'does not say the device',
    allowed: pool('disk', { device: [{ path: '/dev/sdx' }] }, { target: { path: '/dev' } }),
    when: 'defined',
  },
  {
    title: 'an iSCSI target without a name',
    refused: pool('iscsi', { host }),
    at: 'source.device',
    says: 'does not say the device',
    allowed: pool('iscsi', iscsi),
    when: 'started',
  },
  {
    title: 'the format of another type of pool',
    refused: pool('fs', { device: [{ path: '/dev/sdx1' }], format: { type: 'lvm2' } }),
    at: 'source.format.type',
    says: 'a pool of type fs cannot have the format lvm2',
    allowed: pool('logical', { device: [{ path: '/dev/sdx1' }], format: { type: 'lvm2' } }, {}),
    when: 'defined',
  },
  {
    title: 'an adapter that is not given',
    refused: pool('scsi', {}),
    at: 'source.adapter',
    says: 'does not say the adapter',
    allowed: adapter({ type: 'scsi_host', name: 'host1' }),
    when: 'defined',
  },
  {
    title: 'an adapter without a name',
    refused: adapter({ type: 'scsi_host' }),
    at: 'source.adapter.name',
    says: 'nothing says which adapter',
    allowed: adapter({ type: 'scsi_host', ...parent }),
    when: 'defined',
  },
  {
    title: 'an adapter by name and by place',
    refused: adapter({ type: 'scsi_host', name: 'host1', ...parent }),
    at: 'source.adapter.parent_addr',
    says: 'exclude each other',
    allowed: adapter({ type: 'scsi_host', name: 'host1' }),
    when: 'elsewhere',
  },
  {
    title: 'an adapter of Fibre Channel with half a name',
    refused: adapter({ type: 'fc_host', wwnn: world.wwnn }),
    at: 'source.adapter.wwpn',
    says: 'does not say its wwpn',
    allowed: adapter({ type: 'fc_host', ...world }),
    when: 'defined',
  },
  {
    title: 'a login without a secret',
    refused: login(),
    at: 'source.auth.secret',
    says: 'without the secret',
    allowed: login({ usage: 'chap' }),
    when: 'defined',
  },
  {
    title: 'a secret that nobody knows',
    refused: login({}),
    at: 'source.auth.secret',
    says: 'which secret is meant',
    allowed: login({ uuid }),
    when: 'defined',
  },
  {
    title: 'a secret that is named twice',
    refused: login({ usage: 'chap', uuid }),
    at: 'source.auth.secret.uuid',
    says: 'exclude each other',
    allowed: login({ uuid }),
    when: 'defined',
  },
  {
    title: 'a folder somewhere below',
    refused: pool('dir', undefined, { target: { path: 'srv/pool' } }),
    at: 'target.path',
    says: 'srv/pool does not begin at the root',
    allowed: pool('dir'),
    when: 'elsewhere',
    severity: 'warning',
  },
  {
    title: 'iSCSI without a host on either side',
    refused: pool('iscsi-direct', iscsi, {}),
    at: 'source.initiator.iqn.name',
    says: 'does not say the iSCSI name of the host',
    allowed: pool(
      'iscsi-direct',
      { ...iscsi, initiator: { iqn: { name: 'iqn.2024-01.org.example:host' } } },
      {},
    ),
    when: 'elsewhere',
  },
];
