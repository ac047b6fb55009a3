import { volume } from '@virtform/schema';
import type { PoolRecord, VolumeRecord } from '../host-records.js';
import { pathOf } from '../host-usage.js';
import { recordNamed, volumeRecord, type HostView } from '../host-view.js';
import { identityText, type Actual, type Attributes, type Identity, type Kind } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { formatVirsh, named } from '../shared/virsh.js';
import { executeVolumeStep } from './execute.js';
import { judgeVolumeIntent } from './intent.js';
import { proposeVolume } from './propose.js';
import { volumeToState } from './to-state.js';
import { describeUser, volumeNamed } from './users.js';
import { validateVolume } from './validate.js';

/** `libvirt_volume`: a disk image, a logical volume. It is known by its pool and its name: libvirt gives volumes no UUID. */
export const volumeKind: Kind<HostView> = {
  type: 'libvirt_volume',
  schema: volume,
  identify: (wanted, _uuid, view) => identityOf(wanted, view),
  locate(attributes, view) {
    const { pool, name } = attributes;
    return typeof pool === 'string' && typeof name === 'string' ? identityOf(attributes, view) : undefined;
  },
  read(view, identity) {
    const home = poolOf(view, identity);
    const name = identityText(identity, 'name');
    if (home === undefined || name === undefined) return undefined;
    if (!view.volumes.has(home.uuid)) return unreachableVolume(home, name);
    const record = volumeRecord(view, home.uuid, name);
    return record === undefined ? undefined : actualVolume(record);
  },
  fingerprint(view, identity) {
    const home = poolOf(view, identity);
    const record = home && volumeRecord(view, home.uuid, identityText(identity, 'name') ?? '');
    // Of what stands on it and who uses it only a change asks.
    return record === undefined
      ? undefined
      : { object: JSON.stringify({ ...record, side: record.side.xml }), around: '' };
  },
  propose: proposeVolume,
  judgeIntent: judgeVolumeIntent,
  execute: executeVolumeStep,
  liesBehind(identity, view) {
    const home = poolOf(view, identity);
    if (home === undefined || view.volumes.has(home.uuid)) return undefined;
    const { uuid, name } = home;
    return {
      type: 'libvirt_pool',
      uuid,
      said: `pool ${name}`,
      bringUp: formatVirsh(['pool-start', ...named('pool', name)]),
    };
  },
  holders(view, goes) {
    const isGuestGoing = (uuid: string): boolean => goes({ type: 'libvirt_domain', uuid });
    // Who uses what costs a look into every guest.
    if ([...view.domains.keys()].every(isGuestGoing)) return () => [];
    return (identity) => {
      const path = pathWhereKnown(view, identity);
      const users = path === undefined ? [] : view.usage.usersOf(path, volumeNamed(identity));
      return users.flatMap((user) =>
        user.user === 'domain' && user.disk !== undefined && !isGuestGoing(user.uuid)
          ? [
              {
                type: 'libvirt_domain',
                uuid: user.uuid,
                said: describeUser(user),
                label: `disk ${user.disk}`,
              },
            ]
          : [],
      );
    };
  },
  toState: volumeToState,
  import(view, id) {
    const record = volumeMeant(view, id);
    if (record === undefined) return undefined;
    const actual = actualVolume(record);
    return { actual, attributes: volumeToState(actual, { name: record.name, pool: record.pool }) };
  },
  validate: validateVolume,
};

/** Where its content lies; of one behind an inactive pool, where it has to lie. */
function pathWhereKnown(view: HostView, identity: Identity): string | undefined {
  const home = poolOf(view, identity);
  const name = identityText(identity, 'name');
  if (home === undefined || name === undefined) return undefined;
  return view.volumes.has(home.uuid)
    ? pathOf(volumeRecord(view, home.uuid, name))
    : textAt(unreachableVolume(home, name).running, ['path']);
}

/** The volume of a pool, `pool/name`, or the one with this key or path, which mostly are the same. */
function volumeMeant(view: HostView, id: string): VolumeRecord | undefined {
  const [pool, ...rest] = id.split('/');
  const home = recordNamed(view.pools, pool);
  const inPool = home === undefined ? undefined : volumeRecord(view, home.uuid, rest.join('/'));
  if (inPool !== undefined) return inPool;
  for (const volumes of view.volumes.values())
    for (const record of volumes.values())
      if (record.key === id || textAt(record.side.attributes, ['target', 'path']) === id) return record;
  return undefined;
}

/** The pool that an identity means: by UUID, and by name where the pool was not there yet when the identity was made. */
function poolOf(view: HostView, identity: Identity): PoolRecord | undefined {
  const uuid = identityText(identity, 'poolUuid');
  return uuid === undefined ? recordNamed(view.pools, identityText(identity, 'pool')) : view.pools.get(uuid);
}

function identityOf(attributes: Attributes, view: HostView): Identity {
  const [pool, name] = [textAt(attributes, ['pool']), textAt(attributes, ['name'])];
  const poolUuid = recordNamed(view.pools, pool)?.uuid;
  return {
    ...(pool === undefined ? {} : { pool }),
    ...(poolUuid === undefined ? {} : { poolUuid }),
    ...(name === undefined ? {} : { name }),
  };
}

function identityOfRecord({ pool, poolUuid, name }: VolumeRecord): Identity {
  return { pool, poolUuid, name };
}

function actualVolume(record: VolumeRecord): Actual {
  return {
    identity: identityOfRecord(record),
    get stored() {
      return { ...record.side.attributes, pool: record.pool };
    },
    running: undefined,
    mark: undefined,
  };
}

/** A volume behind an inactive pool: not gone, only out of sight. Its place is known all the same. */
function unreachableVolume(home: PoolRecord, name: string): Actual {
  const folder = textAt(home.stored?.attributes, ['target', 'path']);
  const path = folder === undefined ? undefined : `${folder}/${name}`;
  return {
    identity: { pool: home.name, poolUuid: home.uuid, name },
    stored: undefined,
    running: path === undefined ? {} : { id: path, key: path, path },
    mark: undefined,
  };
}
