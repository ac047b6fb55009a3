import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ArchiveEntry, ArchiveTree } from './archive.js';
import { moduleTree } from './modules.js';

/** The guest's own files, and where they go. */
const FILES = {
  init: 'init',
  console: 'sbin/console',
  'watch-agent': 'sbin/watch-agent',
  'watch-nics': 'sbin/watch-nics',
  'watch-hotplug': 'sbin/watch-hotplug',
  lease: 'sbin/lease',
  shutdown: 'sbin/shutdown',
  'power-button': 'etc/acpi/PWRF/00000080',
  profile: 'etc/profile',
  'os-release': 'etc/os-release',
} as const;

/** Programs taken from packages with the libraries that they load. */
const PROGRAMS = ['usr/sbin/qemu-ga', 'usr/bin/lspci', 'usr/sbin/dmidecode'];

const LOADER = 'ld-linux-x86-64.so.2';

/** Lays out the guest's whole system from unpacked packages. */
export function layOutSystem(packages: string): ArchiveTree {
  const tree = new Map<string, ArchiveEntry>();
  const read = (file: string): ArchiveEntry => ({
    kind: 'file',
    content: readFileSync(file),
    executable: true,
  });
  for (const folder of ['dev', 'proc', 'sys', 'run', 'tmp', 'root', 'mnt', 'var/log'])
    tree.set(folder, { kind: 'folder' });
  // The kernel opens the console before anything is mounted.
  tree.set('dev/console', { kind: 'characterDevice', major: 5, minor: 1 });
  tree.set('var/run', { kind: 'link', target: '../run' });

  const busybox = find(packages, 'busybox');
  for (const applet of execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n')) {
    tree.set(`bin/${applet}`, { kind: 'link', target: 'busybox' });
  }
  // busybox lists itself, too.
  tree.set('bin/busybox', read(busybox));
  // The kernel calls this path to load a module for a device.
  tree.set('sbin/modprobe', { kind: 'link', target: '../bin/busybox' });
  tree.delete('bin/lspci');

  for (const program of PROGRAMS) {
    tree.set(program, read(path.join(packages, program)));
    for (const library of librariesOf(packages, path.join(packages, program))) {
      tree.set(`lib/x86_64-linux-gnu/${path.basename(library)}`, read(library));
    }
  }
  tree.set(`lib64/${LOADER}`, read(find(packages, LOADER)));
  tree.set('usr/share/misc/pci.ids', read(path.join(packages, 'usr/share/misc/pci.ids')));

  tree.set('etc/passwd', text('root:x:0:0:root:/root:/bin/sh\n'));
  tree.set('etc/group', text('root:x:0:\n'));
  for (const [source, target] of Object.entries(FILES))
    tree.set(target, read(path.join(__dirname, 'root', source)));
  return new Map([...tree, ...moduleTree(packages)]);
}

/** The path of a file in the unpacked packages: where `/lib` and `/usr/lib` are one, its folder differs by release. */
export function find(packages: string, name: string): string {
  const found = readdirSync(packages, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(packages, file))
    .filter((file) => path.basename(file) === name);
  const file = found.find((candidate) => !candidate.includes('/share/')) ?? found[0];
  if (file === undefined) throw new Error(`None of the packages in ${packages} brought ${name}.`);
  return file;
}

/** Asks the unpacked loader itself, so that the libraries are those of the packages and not those of this machine. */
function librariesOf(packages: string, program: string): readonly string[] {
  const loader = find(packages, LOADER);
  const places = ['lib', 'usr/lib']
    .map((folder) => path.join(packages, folder, 'x86_64-linux-gnu'))
    .join(':');
  const list = execFileSync(loader, ['--library-path', places, '--list', program], { encoding: 'utf8' });
  return list.split('\n').flatMap((line) => {
    const file = / => (\/\S+)/.exec(line)?.[1];
    if (file === undefined) return [];
    if (!file.startsWith(packages)) throw new Error(`${program} needs ${file}, which no package brought.`);
    return path.basename(file) === LOADER ? [] : [file];
  });
}

function text(content: string): ArchiveEntry {
  return { kind: 'file', content: Buffer.from(content), executable: false };
}
