import { mkdirSync, rmSync } from 'node:fs';
import { apt, unpackArchives } from '../apt.js';

/** What the guest is made of, and what puts it onto a disk. Nothing of it is installed on the machine. */
const PACKAGES = [
  'busybox-static',
  'qemu-guest-agent',
  'pciutils',
  'dmidecode',
  'mtools',
  'syslinux',
  'syslinux-common',
];

/** Depends on the current kernel for virtual machines, under that kernel's own name. */
const KERNEL = 'linux-image-cloud-amd64';

/**
 * Fetches the packages with the libraries that they need from the archives that apt knows, and unpacks them into a folder.
 * Needs no privileges.
 *
 * @returns the files of the packages, by their names: `busybox-static_1%3a1.35.0-4_amd64.deb`
 */
export async function unpackPackages(folder: string): Promise<readonly string[]> {
  const names = [...PACKAGES, await kernelPackage(), ...(await libraries(PACKAGES))];
  const archives = `${folder}.packages`;
  mkdirSync(archives, { recursive: true });
  // As root, apt would fetch as a user of its own, who may not write here.
  await ask('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', ...names], archives);
  const files = await unpackArchives(archives, folder);
  rmSync(archives, { recursive: true });
  return files;
}

async function kernelPackage(): Promise<string> {
  const name = /^\s*Depends: (linux-image-\S+)/m.exec(await ask('apt-cache', ['depends', KERNEL]))?.[1];
  if (name === undefined) throw new Error(`Debian's ${KERNEL} does not say which kernel it stands for.`);
  return name;
}

/** The libraries behind some packages; what their maintainer scripts need (dpkg, perl) is left out. */
async function libraries(names: readonly string[]): Promise<readonly string[]> {
  const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
    (kind) => `--no-${kind}`,
  );
  const closure = await ask('apt-cache', ['depends', '--recurse', ...only, ...names]);
  return closure.split('\n').filter((name) => /^(lib(?!perl|.*-perl$)|(pci\.ids|zlib1g)$)/.test(name));
}

function ask(command: 'apt-get' | 'apt-cache', args: readonly string[], cwd = '/'): Promise<string> {
  return apt(command, args, {
    purpose: 'The guest image is made of Debian packages',
    hint: 'If apt\'s lists are missing or old, run "apt-get update" as root.',
    cwd,
  });
}
