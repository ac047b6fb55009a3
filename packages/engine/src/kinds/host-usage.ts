import { createHash } from 'node:crypto';
import type { DiskAccess } from '@virtform/schema';
import type { Value } from '@virtform/values';
import type { DomainRecord, Side, VolumeRecord } from './host-records.js';
import { accessOf } from './shared/disk-access.js';
import { createSets, type Sets } from './shared/sets.js';
import { elementsAt, textAt } from './shared/attributes.js';

/** Somebody who uses a volume. */
export type VolumeUser =
  | {
      readonly user: 'domain';
      readonly uuid: string;
      readonly name: string;
      readonly running: boolean;
      /** The disk's target, `vda`; undefined where the volume lies somewhere in the disk's backing chain. */
      readonly disk: string | undefined;
      /** The guest has the disk as it runs, and not only from its next start on. */
      readonly live: boolean;
      /** What it does with it; of a disk that only stands on it, it reads. */
      readonly access: DiskAccess;
    }
  /** Another volume stands on it. */
  | { readonly user: 'volume'; readonly pool: string; readonly name: string };

/** What a disk may name instead of a path. */
export interface VolumeName {
  readonly pool: string;
  readonly name: string;
}

/** Who uses what. */
export interface Usage {
  /**
   * The users of a file, a block device or whatever else the path names.
   *
   * @param volume what it is called, of one that nobody sees: its pool is stopped
   */
  usersOf(path: string, volume?: VolumeName): readonly VolumeUser[];
  /** The guests that have an interface on a network, by the network's name. */
  domainsOn(
    network: string,
  ): readonly { readonly uuid: string; readonly name: string; readonly running: boolean }[];
  /** The UUIDs of the guests that have a MAC address. */
  macOwners(mac: string): readonly string[];
}

/** The same for the one who knows what comes and goes. Each record is looked into once, and only as often as it changes. */
export interface OpenUsage extends Usage {
  tellDomain(before: DomainRecord | undefined, after: DomainRecord | undefined): void;
  tellVolume(before: VolumeRecord | undefined, after: VolumeRecord | undefined): void;
}

/** Looks through every guest and volume. Decodes all of them, so it is asked only where the answer matters. */
export function createUsage(domains: Iterable<DomainRecord>, volumes: Iterable<VolumeRecord>): OpenUsage {
  const guestsWith = createSets<DomainRecord>();
  const guestsOn = createSets<DomainRecord>();
  const guestsOfMac = createSets<DomainRecord>();
  const volumesAt = createSets<VolumeRecord>();
  const volumesOver = createSets<VolumeRecord>();

  const eachOfDomain = (domain: DomainRecord, act: 'add' | 'remove'): void => {
    const on = <R>(sets: Sets<R>, key: string | undefined, record: R): void => {
      if (key !== undefined) sets[act](key, record);
    };
    for (const side of sidesOf(domain)) {
      for (const disk of disksOf(side)) on(guestsWith, placeOf(disk), domain);
      for (const nic of elementsAt(side.attributes, ['devices', 'interfaces'])) {
        on(guestsOn, textAt(nic, ['source', 'network', 'network']), domain);
        on(guestsOfMac, textAt(nic, ['mac', 'address'])?.toLowerCase(), domain);
      }
    }
  };
  const eachOfVolume = (volume: VolumeRecord, act: 'add' | 'remove'): void => {
    const [path, below] = [pathOf(volume), pathBelow(volume)];
    if (path !== undefined) volumesAt[act](path, volume);
    if (below !== undefined) volumesOver[act](below, volume);
  };

  const tellDomain: OpenUsage['tellDomain'] = (before, after) => {
    if (before !== undefined) eachOfDomain(before, 'remove');
    if (after !== undefined) eachOfDomain(after, 'add');
  };
  const tellVolume: OpenUsage['tellVolume'] = (before, after) => {
    if (before !== undefined) eachOfVolume(before, 'remove');
    if (after !== undefined) eachOfVolume(after, 'add');
  };
  for (const domain of domains) tellDomain(undefined, domain);
  for (const volume of volumes) tellVolume(undefined, volume);

  /** The guests that have a disk there; a disk names its volume by a path, or by pool and name. */
  const guestsAt = (
    path: string,
    volume?: VolumeName,
  ): readonly (readonly [DomainRecord, readonly DiskThere[]])[] => {
    const volumes = [...volumesAt.of(path), ...(volume === undefined ? [] : [volume])];
    const places = new Set([path, ...volumes.map(({ pool, name }) => inPool(pool, name))]);
    const guests = new Set([...places].flatMap((place) => [...guestsWith.of(place)]));
    return [...guests].map((domain) => {
      const targetsIn = (side: Side | undefined): ReadonlyMap<string | undefined, DiskAccess> => {
        const there = (side === undefined ? [] : disksOf(side)).filter((disk) =>
          places.has(placeOf(disk) ?? ''),
        );
        return new Map(there.map((disk) => [textAt(disk, ['target', 'dev']), accessOf(disk)]));
      };
      const running = targetsIn(domain.running);
      const targets = new Map([...targetsIn(domain.stored), ...running]);
      return [domain, [...targets].map(([disk, access]) => ({ disk, access, live: running.has(disk) }))];
    });
  };

  /** What stands on a path, however far above: each is a file whose backing chain leads there. */
  const pathsAbove = (path: string): ReadonlySet<string> => {
    const above = new Set<string>();
    const spread = [path];
    for (const below of spread) {
      for (const volume of volumesOver.of(below)) {
        const over = pathOf(volume);
        if (over === undefined || above.has(over)) continue;
        above.add(over);
        spread.push(over);
      }
    }
    return above;
  };

  return {
    tellDomain,
    tellVolume,
    usersOf: (path, volume) => {
      const above = new Map<DomainRecord, boolean>();
      for (const [domain, disks] of [...pathsAbove(path)].flatMap((over) => guestsAt(over)))
        above.set(domain, above.get(domain) === true || disks.some(({ live }) => live));
      return [
        ...guestsAt(path, volume).flatMap(([domain, disks]) => disks.map((there) => userOf(domain, there))),
        ...[...above].map(([domain, live]) => userOf(domain, { disk: undefined, live, access: 'reads' })),
        ...[...volumesOver.of(path)].map(({ pool, name }): VolumeUser => ({ user: 'volume', pool, name })),
      ];
    },
    domainsOn: (network) => [...guestsOn.of(network)].map(aboutDomain),
    macOwners: (mac) => [...guestsOfMac.of(mac.toLowerCase())].map(({ uuid }) => uuid),
  };
}

/** A digest of which guest has which MAC, in the order in which `createUsage` looks; without parsing anything. */
export function macDigest(domains: ReadonlyMap<string, DomainRecord>): string {
  const digest = createHash('sha256');
  for (const { uuid, name, stored, running } of domains.values()) {
    const tags = [stored, running].map((side) => side?.xml.match(/<mac\b[^>]*>/g)?.join('') ?? '');
    digest.update(JSON.stringify([uuid, name, ...tags]));
  }
  return digest.digest('base64');
}

/** Where a volume's content lies. */
export function pathOf(volume: VolumeRecord | undefined): string | undefined {
  return volume === undefined
    ? undefined
    : (textAt(volume.side.attributes, ['target', 'path']) ?? volume.key);
}

function pathBelow(volume: VolumeRecord): string | undefined {
  return textAt(volume.side.attributes, ['backing_store', 'path']);
}

/** Where a disk's source leads: a path, or a volume of a pool; undefined for none, and for what is not on this host (network disks). */
function placeOf(disk: Value): string | undefined {
  const direct = textAt(disk, ['source', 'file', 'file']) ?? textAt(disk, ['source', 'block', 'dev']);
  if (direct !== undefined) return direct;
  const pool = textAt(disk, ['source', 'volume', 'pool']);
  const volume = textAt(disk, ['source', 'volume', 'volume']);
  return pool === undefined || volume === undefined ? undefined : inPool(pool, volume);
}

/** Stands for a volume among paths: none of them holds a NUL. */
function inPool(pool: string, volume: string): string {
  return `${pool}\0${volume}`;
}

function disksOf(side: Side): readonly Value[] {
  return elementsAt(side.attributes, ['devices', 'disks']);
}

function sidesOf(domain: DomainRecord): readonly Side[] {
  return [domain.stored, domain.running].filter((side) => side !== undefined);
}

interface DiskThere {
  readonly disk: string | undefined;
  readonly live: boolean;
  readonly access: DiskAccess;
}

function userOf(domain: DomainRecord, there: DiskThere): VolumeUser {
  return { user: 'domain', ...aboutDomain(domain), ...there };
}

function aboutDomain({ uuid, name, running }: DomainRecord): {
  readonly uuid: string;
  readonly name: string;
  readonly running: boolean;
} {
  return { uuid, name, running: running !== undefined };
}
