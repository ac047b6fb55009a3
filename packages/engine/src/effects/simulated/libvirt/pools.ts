import { bytesInUnit } from '@virtform/values';
import { build, thaw, writeXml } from '@virtform/schema';
import type { XmlBuilder } from '@virtform/schema';
import {
  type StoragePool,
  StoragePoolListFlags,
  type StorageVolume,
  StorageVolResizeFlags,
  StorageXmlFlags,
} from '@virtform/libvirt';
import type { Handlers } from './handlers.js';
import { refuse } from './refusals.js';
import { selected } from './select.js';
import { at, attribute, drop, ensure, fill, read, setText, text } from './tree.js';
import { randomUuid } from './world.js';
import type { SimulatedPool, SimulatedVolume, World } from './world.js';

/** Bytes of the disk that all pools share. */
const DISK = 1n << 40n;
/** Blocks in which a file takes room. */
const QCOW2_EMPTY = 196_616n;

/** The pools and volumes of a host: directories only. */
export function storageHandlers(world: World): Handlers {
  const { pools } = world;
  const find = ({ uuid, name }: StoragePool): SimulatedPool => {
    const found = pools.get(uuid);
    if (found === undefined) {
      throw refuse(
        'noPool',
        `Storage pool not found: no storage pool with matching uuid '${uuid}' (${name})`,
      );
    }
    return found;
  };
  const byName = (name: string): SimulatedPool => {
    const found = [...pools.values()].find((pool) => pool.name === name);
    if (found === undefined) {
      throw refuse('noPool', `Storage pool not found: no storage pool with matching name '${name}'`);
    }
    return found;
  };
  const active = (pool: SimulatedPool): SimulatedPool => {
    if (pool.active) return pool;
    throw refuse(
      'invalidOperation',
      `Requested operation is not valid: storage pool '${pool.name}' is not active`,
    );
  };
  const inactive = (pool: SimulatedPool): SimulatedPool => {
    if (!pool.active) return pool;
    throw refuse(
      'invalidOperation',
      `Requested operation is not valid: storage pool '${pool.name}' is still active`,
    );
  };
  const volume = ({ pool, name }: StorageVolume): SimulatedVolume => volumeNamed(active(byName(pool)), name);
  return {
    CONNECT_LIST_ALL_STORAGE_POOLS: ({ flags }) => {
      const found = [...pools.values()]
        .filter(({ active: isActive, autostart }) =>
          selected(flags, [
            { [StoragePoolListFlags.INACTIVE]: !isActive, [StoragePoolListFlags.ACTIVE]: isActive },
            { [StoragePoolListFlags.PERSISTENT]: true, [StoragePoolListFlags.TRANSIENT]: false },
            { [StoragePoolListFlags.AUTOSTART]: autostart, [StoragePoolListFlags.NO_AUTOSTART]: !autostart },
          ]),
        )
        .map(({ uuid, name }) => ({ uuid, name }));
      return { pools: found, ret: found.length };
    },
    STORAGE_POOL_LOOKUP_BY_UUID: ({ uuid }) => ({ pool: handleOf(find({ uuid, name: '' })) }),
    STORAGE_POOL_LOOKUP_BY_NAME: ({ name }) => ({ pool: handleOf(byName(name)) }),
    STORAGE_POOL_IS_ACTIVE: ({ pool }) => ({ active: find(pool).active ? 1 : 0 }),
    STORAGE_POOL_IS_PERSISTENT: ({ pool }) => {
      find(pool);
      return { persistent: 1 };
    },
    STORAGE_POOL_GET_AUTOSTART: ({ pool }) => ({ autostart: find(pool).autostart ? 1 : 0 }),
    STORAGE_POOL_SET_AUTOSTART: ({ pool, autostart }) => {
      find(pool).autostart = autostart !== 0;
      return {};
    },
    STORAGE_POOL_GET_XML_DESC: ({ pool, flags }) => ({
      xml: writeXml(poolXml(find(pool), (flags & StorageXmlFlags.INACTIVE) !== 0)),
    }),
    STORAGE_POOL_DEFINE_XML: ({ xml }) => ({ pool: handleOf(definePool(world, xml)) }),
    STORAGE_POOL_BUILD: ({ pool }) => {
      world.folders.add(inactive(find(pool)).path);
      return {};
    },
    STORAGE_POOL_CREATE: ({ pool }) => {
      const found = find(pool);
      if (found.active) {
        throw refuse(
          'invalidOperation',
          `Requested operation is not valid: storage pool '${found.name}' is already active`,
        );
      }
      if (!world.folders.has(found.path)) {
        throw refuse('system', `cannot open directory '${found.path}': No such file or directory`);
      }
      found.active = true;
      found.measured = true;
      probe(found);
      return {};
    },
    STORAGE_POOL_REFRESH: ({ pool }) => {
      probe(active(find(pool)));
      return {};
    },
    STORAGE_POOL_DESTROY: ({ pool }) => {
      const found = active(find(pool));
      found.active = false;
      // What was measured stays until another definition takes its place.
      found.measured = !found.redefined;
      found.redefined = false;
      return {};
    },
    STORAGE_POOL_DELETE: ({ pool }) => {
      const found = inactive(find(pool));
      if (found.volumes.size > 0) {
        throw refuse('system', `failed to remove pool '${found.path}': Directory not empty`);
      }
      if (!world.folders.delete(found.path)) {
        throw refuse('system', `failed to remove pool '${found.path}': No such file or directory`);
      }
      return {};
    },
    STORAGE_POOL_UNDEFINE: ({ pool }) => {
      pools.delete(inactive(find(pool)).uuid);
      return {};
    },
    STORAGE_POOL_LIST_ALL_VOLUMES: ({ pool }) => {
      const found = active(find(pool));
      const vols = [...found.volumes.values()].map((each) => volumeHandle(found, each));
      return { vols, ret: vols.length };
    },
    STORAGE_VOL_LOOKUP_BY_NAME: ({ pool, name }) => {
      const found = active(find(pool));
      return { vol: volumeHandle(found, volumeNamed(found, name)) };
    },
    STORAGE_VOL_GET_XML_DESC: ({ vol }) => ({ xml: writeXml(volumeXml(volume(vol))) }),
    STORAGE_VOL_GET_PATH: ({ vol }) => ({ name: volume(vol).path }),
    STORAGE_VOL_CREATE_XML: ({ pool, xml }) => {
      const found = active(find(pool));
      return { vol: volumeHandle(found, createVolume(found, xml)) };
    },
    STORAGE_VOL_DELETE: ({ vol }) => {
      const { name } = volume(vol);
      byName(vol.pool).volumes.delete(name);
      return {};
    },
    STORAGE_VOL_RESIZE: ({ vol, capacity, flags }) => {
      const found = volume(vol);
      if (capacity < found.capacity && (flags & StorageVolResizeFlags.SHRINK) === 0) {
        throw refuse(
          'invalidArgument',
          "invalid argument: Can't shrink capacity below current capacity unless shrink flag explicitly specified",
        );
      }
      found.capacity = capacity;
      return {};
    },
  };
}

/** Looks into the files of a pool, as libvirt does at its start and refresh. Then it knows the clusters of an image. */
function probe({ volumes }: SimulatedPool): void {
  for (const { format, xml } of volumes.values()) {
    if (format !== 'qcow2') continue;
    const size = ensure(xml, 'target', 'clusterSize');
    fill(size, { unit: 'B' });
    if (size.children.length === 0) setText(size, '65536');
  }
}

/** Takes the bytes of an upload; a qcow2 image says its size in its header. */
export function storeContent(
  world: World,
  { pool, name }: StorageVolume,
  length: bigint,
  head: Buffer,
): void {
  const volume = [...world.pools.values()].find((found) => found.name === pool)?.volumes.get(name);
  if (volume === undefined)
    throw refuse('noVolume', `Storage volume not found: no storage vol with matching name '${name}'`);
  const isQcow2 = head.length >= 32 && head.readUInt32BE(0) === 0x514649fb;
  volume.allocation = length;
  volume.capacity = isQcow2 ? head.readBigUInt64BE(24) : length > volume.capacity ? length : volume.capacity;
}

function handleOf({ uuid, name }: SimulatedPool): StoragePool {
  return { uuid, name };
}

function volumeHandle(pool: SimulatedPool, { name, path }: SimulatedVolume): StorageVolume {
  return { pool: pool.name, name, key: path };
}

function volumeNamed(pool: SimulatedPool, name: string): SimulatedVolume {
  const found = pool.volumes.get(name);
  if (found === undefined) {
    throw refuse('noVolume', `Storage volume not found: no storage vol with matching name '${name}'`);
  }
  return found;
}

function definePool(world: World, xml: string): SimulatedPool {
  const stored = read(xml, 'pool');
  const name = text(stored, 'name') ?? '';
  const same = [...world.pools.values()].find((pool) => pool.name === name);
  const uuid = text(stored, 'uuid') ?? randomUuid(world.random);
  if (same !== undefined && same.uuid !== uuid) {
    throw refuse('operationFailed', `operation failed: pool '${name}' already exists with uuid ${same.uuid}`);
  }
  const target = at(stored, 'target');
  const path = target === undefined ? undefined : text(target, 'path');
  if (path === undefined) throw refuse('xml', 'XML error: missing storage pool target path');
  const cleaned = path.length > 1 ? path.replace(/\/+$/, '') : path;
  const known = world.pools.get(uuid);
  const pool: SimulatedPool = {
    uuid,
    name,
    path: cleaned,
    stored,
    active: known?.active ?? false,
    redefined: known?.active ?? false,
    measured: known?.active ?? false,
    autostart: known?.autostart ?? false,
    volumes: known?.volumes ?? new Map<string, SimulatedVolume>(),
  };
  setText(ensure(stored, 'uuid'), uuid);
  setText(ensure(stored, 'target', 'path'), cleaned);
  ensure(stored, 'source');
  world.pools.set(uuid, pool);
  return pool;
}

function poolXml(pool: SimulatedPool, inactive: boolean): XmlBuilder {
  const document = thaw(pool.stored);
  drop(document, 'capacity', 'allocation', 'available');
  const used = [...pool.volumes.values()].reduce((sum, { allocation }) => sum + allocation, 0n);
  const known = pool.measured && !(inactive && pool.redefined);
  const sizes = {
    capacity: known ? DISK : 0n,
    allocation: known ? used : 0n,
    available: known ? DISK - used : 0n,
  };
  for (const [name, bytes] of Object.entries(sizes)) document.children.push(sized(name, bytes));
  if (known) permissions(ensure(document, 'target'), '0711');
  return document;
}

function sized(name: string, bytes: bigint): XmlBuilder {
  const element = build(name);
  element.attributes.set('unit', 'bytes');
  setText(element, bytes.toString());
  return element;
}

function permissions(target: XmlBuilder, mode: string): void {
  const element = ensure(target, 'permissions');
  for (const [name, value] of Object.entries({ mode, owner: '0', group: '0' })) {
    if (at(element, name) === undefined) setText(ensure(element, name), value);
  }
}

function createVolume(pool: SimulatedPool, xml: string): SimulatedVolume {
  const document = read(xml, 'volume');
  const name = text(document, 'name') ?? '';
  if (name === '') throw refuse('xml', 'XML error: missing volume name element');
  if (pool.volumes.has(name)) throw refuse('volumeExists', `storage volume '${name}' exists already`);
  const format = attribute(document, ['target', 'format'], 'type') ?? 'raw';
  const backing = at(document, 'backingStore');
  const capacity = sizeOf(document, 'capacity') ?? backingCapacity(pool, backing);
  if (capacity === undefined) throw refuse('xml', 'XML error: missing capacity element');
  const volume: SimulatedVolume = {
    name,
    path: `${pool.path}/${name}`,
    xml: document,
    format,
    capacity,
    allocation: format === 'raw' ? (sizeOf(document, 'allocation') ?? capacity) : QCOW2_EMPTY,
  };
  pool.volumes.set(name, volume);
  return volume;
}

function backingCapacity(pool: SimulatedPool, backing: XmlBuilder | undefined): bigint | undefined {
  const path = backing === undefined ? undefined : text(backing, 'path');
  return [...pool.volumes.values()].find((volume) => volume.path === path)?.capacity;
}

function sizeOf(document: XmlBuilder, name: string): bigint | undefined {
  const amount = text(document, name);
  if (amount === undefined || amount === '') return undefined;
  return BigInt(amount) * (bytesInUnit(attribute(document, [name], 'unit') ?? 'bytes') ?? 1n);
}

function volumeXml(volume: SimulatedVolume): XmlBuilder {
  const document = thaw(volume.xml);
  fill(document, { type: 'file' });
  drop(document, 'key', 'capacity', 'allocation', 'physical');
  const key = build('key');
  setText(key, volume.path);
  document.children.push(
    key,
    sized('capacity', volume.capacity),
    sized('allocation', volume.allocation),
    sized('physical', volume.allocation),
  );
  const target = ensure(document, 'target');
  setText(ensure(target, 'path'), volume.path);
  ensure(target, 'format').attributes.set('type', volume.format);
  permissions(target, '0600');
  return document;
}
