import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { cachedFolder } from './cached-folder.js';
import { writeArchive } from './guest/archive.js';
import { makeDisk } from './guest/disk.js';
import { unpackPackages } from './guest/packages.js';
import { layOutSystem } from './guest/system.js';

/**
 * A small guest for trying things out: a Debian kernel, busybox, the QEMU guest agent, lspci and dmidecode, all of it in
 * memory. It asks DHCP on every network card, puts plugged-in CPUs and memory to use, and has a shell on its console.
 */
export interface GuestImage {
  /** A qcow2 disk (64 MiB) that boots by a PC's firmware. */
  readonly disk: string;
  /** The same kernel and system for direct kernel boot, which saves a second or two. */
  readonly kernel: string;
  readonly initramfs: string;
  /** The kernel's command line for direct boot; `virtform.hostname=NAME` may be added. */
  readonly commandLine: string;
}

const RECIPE = path.join(__dirname, 'guest');

/**
 * The image, built from Debian packages if this recipe was not built before (5 to 15 s), else at once from the cache.
 *
 * @param onBuild called before a build
 * @throws Error where a package cannot be fetched
 */
export async function guestImage(onBuild?: () => void): Promise<GuestImage> {
  const folder = await cachedFolder({ name: 'guest', recipe: RECIPE, build, onBuild });
  return {
    disk: path.join(folder, 'disk.qcow2'),
    kernel: path.join(folder, 'vmlinuz'),
    initramfs: path.join(folder, 'initramfs'),
    commandLine: commandLine(),
  };
}

async function build(draft: string): Promise<void> {
  const packages = path.join(draft, 'packages');
  const names = await unpackPackages(packages);
  const place = (name: string): string => path.join(draft, name);
  writeFileSync(place('packages.txt'), `${names.join('\n')}\n`);
  copyFileSync(kernelIn(packages), place('vmlinuz'));
  writeFileSync(place('initramfs'), gzipSync(writeArchive(layOutSystem(packages)), { level: 6 }));
  const loader = path.join(RECIPE, 'syslinux.cfg');
  await makeDisk(packages, place('disk.raw'), [place('vmlinuz'), place('initramfs'), loader]);
  await promisify(execFile)('qemu-img', ['convert', '-O', 'qcow2', place('disk.raw'), place('disk.qcow2')]);
  rmSync(place('disk.raw'));
  rmSync(packages, { recursive: true });
  // QEMU may run as another user.
  chmodSync(draft, 0o755);
}

function kernelIn(packages: string): string {
  const boot = path.join(packages, 'boot');
  const name = readdirSync(boot).find((file) => file.startsWith('vmlinuz-'));
  if (name === undefined) throw new Error('The kernel package brought no /boot/vmlinuz.');
  return path.join(boot, name);
}

/** The line that the boot loader gives the kernel is the one for direct boot. */
function commandLine(): string {
  const line = /^\s*APPEND (.*)$/m.exec(readFileSync(path.join(RECIPE, 'syslinux.cfg'), 'utf8'))?.[1];
  if (line === undefined) throw new Error('syslinux.cfg has no APPEND line.');
  return line;
}
