import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { connect, libvirt } from '@virtform/libvirt';
import type { Bench } from './figure.js';

const MIB = 1_048_576;
/** MiB in the file. */
export const SIZE = 1_024;

/** A folder pool with a raw volume, and a file of the volume's size to fill it with. */
export interface Store {
  readonly pool: string;
  readonly volume: string;
  /** The file that goes up. */
  readonly file: string;
  /** Where the volume's content lies. */
  readonly content: string;
  /** Deletes the volume and makes it again, empty. */
  renew(): Promise<void>;
}

/** Opens a store, for as long as it is used. The volume is there, empty. */
export async function withStore<T>(
  { hypervisor, folder }: Bench,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const target = folder('pool');
  const file = path.join(folder('file'), 'file');
  writeRandom(file);
  const host = await connect(hypervisor.uri);
  try {
    const { pools, volumes } = libvirt(host);
    const pool = await pools.defineXml(
      `<pool type='dir'><name>store</name><target><path>${target}</path></target></pool>`,
    );
    await pools.create(pool);
    const xml = `<volume><name>volume</name><capacity unit='MiB'>${SIZE}</capacity></volume>`;
    let volume = await volumes.createXml(pool, xml);
    return await use({
      pool: pool.name,
      volume: volume.name,
      file,
      content: volume.key,
      renew: async () => {
        await volumes.delete(volume);
        volume = await volumes.createXml(pool, xml);
      },
    });
  } finally {
    await host.close();
  }
}

/** Fails where a copy does not end as its original does, at the same place. */
export function checkCopy(original: string, copy: string): void {
  assert.ok(readEnd(copy).equals(readEnd(original)), `${copy} does not end as ${original} does`);
}

function readEnd(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(MIB);
    const at = fstatSync(descriptor).size - MIB;
    assert.equal(readSync(descriptor, bytes, 0, MIB, at), MIB);
    assert.equal(at, (SIZE - 1) * MIB);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** Nowhere zeros, so that nobody can leave anything out. */
function writeRandom(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let written = 0; written < SIZE; written++) writeSync(descriptor, randomBytes(MIB));
  } finally {
    closeSync(descriptor);
  }
}
