import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import path from 'node:path';

/** How a disk is stored. */
export type DiskFormat = 'qcow2' | 'raw';

const QCOW2_MAGIC = Buffer.from('QFI\xfb', 'latin1');

function isRemote(source: string): boolean {
  return /^https?:\/\//.test(source);
}

/** What `create.content.url` wants: a URL, or an absolute path, which holds whichever folder a plan is made in. */
export function imageUrl(source: string): string {
  return isRemote(source) ? source : path.resolve(source);
}

/**
 * What is wrong with an image on this machine, before anything is planned. libvirt stores what it is given under the format that
 * it is told, and a guest from a wrongly declared file sees no disk.
 */
export function checkImageFile(source: string, declared: DiskFormat): string[] {
  if (isRemote(source)) return [];
  const file = path.resolve(source);
  if (!existsSync(file)) {
    return [`The image ${file} does not exist. Build or download it, or set 'source' to where it is.`];
  }
  const found: DiskFormat = startsWith(file, QCOW2_MAGIC) ? 'qcow2' : 'raw';
  if (found === declared) return [];
  return [`The image ${file} is ${found}, but declared as ${declared}. Set 'format' to '${found}'.`];
}

function startsWith(file: string, magic: Buffer): boolean {
  const start = Buffer.alloc(magic.length);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, start, 0, start.length, 0);
  } finally {
    closeSync(handle);
  }
  return start.equals(magic);
}
