import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The controllers of cgroups by which libvirt holds guests of QEMU to shares of the host. */
export const QEMU_CGROUPS: readonly string[] = ['cpu', 'cpuacct', 'cpuset', 'memory', 'blkio'];

/** The same with those that a container needs besides: for its devices, and to stand still. */
export const CGROUPS: readonly string[] = [...QEMU_CGROUPS, 'devices', 'freezer'];

/** Whether this machine has those controllers in the hierarchies of cgroups v1, of which a private hypervisor can have a part. */
export function hasCgroups(): boolean {
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, , type]) => type === 'cgroup')
    .flatMap(([, , , options = '']) => options.split(','));
  return CGROUPS.every((controller) => mounts.includes(controller));
}

/** Removes the groups that `init.sh` made; what was in them has ended, and is gone from them a moment later. */
export async function removeGroups(folder: string): Promise<void> {
  const list = path.join(folder, 'run', 'cgroups');
  if (!existsSync(list)) return;
  const groups = readFileSync(list, 'utf8').split('\n');
  for (const group of groups.filter((line) => line !== '')) {
    for (let attempt = 0; attempt < 50 && !removeTree(group); attempt += 1) await sleep(20);
  }
}

/** A group goes after those in it; its files are no files and go with it. */
function removeTree(group: string): boolean {
  if (!existsSync(group)) return true;
  try {
    for (const inner of readdirSync(group, { withFileTypes: true }))
      if (inner.isDirectory() && !removeTree(path.join(group, inner.name))) return false;
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}
