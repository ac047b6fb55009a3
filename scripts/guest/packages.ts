import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

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
  await apt('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', ...names], archives);
  const files = readdirSync(archives).sort();
  for (const file of files) await execute('dpkg-deb', ['-x', path.join(archives, file), folder]);
  rmSync(archives, { recursive: true });
  return files;
}

async function kernelPackage(): Promise<string> {
  const name = /^\s*Depends: (linux-image-\S+)/m.exec(await apt('apt-cache', ['depends', KERNEL]))?.[1];
  if (name === undefined) throw new Error(`Debian's ${KERNEL} does not say which kernel it stands for.`);
  return name;
}

/** The libraries behind some packages; what their maintainer scripts need (dpkg, perl) is left out. */
async function libraries(names: readonly string[]): Promise<readonly string[]> {
  const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
    (kind) => `--no-${kind}`,
  );
  const closure = await apt('apt-cache', ['depends', '--recurse', ...only, ...names]);
  return closure.split('\n').filter((name) => /^(lib(?!perl|.*-perl$)|(pci\.ids|zlib1g)$)/.test(name));
}

async function apt(command: string, args: readonly string[], cwd = '/'): Promise<string> {
  try {
    return (await execute(command, args, { cwd, env: { ...process.env, LC_ALL: 'C' } })).stdout;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(
      `The guest image is made of Debian packages, and "${command} ${args.join(' ')}" failed.\n${said}\n` +
        'If apt\'s lists are missing or old, run "apt-get update" as root.',
      { cause: error },
    );
  }
}
