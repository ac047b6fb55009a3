import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { connect, libvirt } from '@virtform/libvirt';

const ROOT = path.resolve(__dirname, '..', '..');

/**
 * libvirt asks each emulator what it can do, which takes eight seconds, and keeps the answer below its cache folder. One
 * answer is kept here for each combination of daemon and emulator; libvirt itself checks whether it still holds.
 */
function seedFolder(usr: string): string {
  const key = ['sbin/libvirtd', 'bin/qemu-system-x86_64', 'lib/x86_64-linux-gnu/libvirt.so.0']
    .map((name) => path.join(usr, name))
    .filter((file) => existsSync(file))
    // libvirt compares the time of change, which differs after the same version was unpacked again.
    .map((file) => `${file} ${statSync(file).ctimeMs} ${statSync(file).size}`);
  return path.join(
    ROOT,
    '.cache',
    'capabilities',
    createHash('sha256').update(key.join('\n')).digest('hex').slice(0, 16),
  );
}

/** Fills the cache folder of a daemon that is about to start; false where there is nothing to fill it with yet. */
export function seedCapabilities(cache: string, usr = '/usr'): boolean {
  const seed = seedFolder(usr);
  if (!existsSync(seed)) return false;
  cpSync(seed, cache, { recursive: true, preserveTimestamps: true });
  return true;
}

/** Has a running daemon ask its emulators, and keeps the answer for the next one. */
export async function harvestCapabilities(cache: string, uri: string, usr = '/usr'): Promise<void> {
  const host = await connect(uri, { readOnly: true });
  try {
    await libvirt(host).node.capabilities();
  } finally {
    await host.close();
  }
  const seed = seedFolder(usr);
  const draft = `${seed}.${randomUUID()}`;
  mkdirSync(path.dirname(seed), { recursive: true });
  cpSync(cache, draft, { recursive: true, preserveTimestamps: true });
  try {
    renameSync(draft, seed);
  } catch (error) {
    rmSync(draft, { recursive: true });
    // Another start was faster.
    if (!existsSync(seed)) throw error;
  }
}
