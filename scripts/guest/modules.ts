import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ArchiveEntry } from './archive.js';

/** Kernel modules that the guest loads; those that they need come with them, those built into the kernel are not files. */
const MODULES = [
  ...[
    'virtio_pci',
    'virtio_blk',
    'virtio_net',
    'virtio_console',
    'virtio_balloon',
    'virtio_scsi',
    'virtio_rng',
  ],
  ...[
    'virtio_mem',
    'virtio_input',
    'virtiofs',
    'sd_mod',
    'sr_mod',
    'isofs',
    'vfat',
    'nls_cp437',
    'nls_ascii',
    'evdev',
    'button',
    'efivarfs',
    '8021q',
  ],
];

/** The modules and the list by which modprobe finds what each needs. */
export function moduleTree(packages: string): ReadonlyMap<string, ArchiveEntry> {
  const base = ['lib/modules', 'usr/lib/modules'].find(
    (folder) => readNames(path.join(packages, folder)).length > 0,
  );
  const version = readNames(path.join(packages, base ?? ''))[0];
  if (base === undefined || version === undefined) throw new Error(`No kernel modules in ${packages}.`);
  const root = path.join(packages, base, version);
  const files = new Map(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.ko(\.xz)?$/.test(file))
      .map((file) => [moduleName(file), file]),
  );

  const loaded = new Map<string, { readonly content: Buffer; readonly needs: readonly string[] }>();
  const load = (name: string): void => {
    const file = files.get(name);
    if (file === undefined || loaded.has(name)) return;
    const content = readModule(path.join(root, file));
    const needs = dependencies(content);
    loaded.set(name, { content, needs });
    needs.forEach(load);
  };
  MODULES.forEach(load);

  const target = (name: string): string => `kernel/${name}.ko`;
  // modprobe(8) loads a line's modules from the last to the first: what all others need stands last.
  const needed = (name: string): readonly string[] => {
    const all = (loaded.get(name)?.needs ?? []).flatMap((other) => [other, ...needed(other)]);
    return all.filter((other, index) => all.lastIndexOf(other) === index && loaded.has(other));
  };
  const list = [...loaded.keys()].map((name) => `${target(name)}: ${needed(name).map(target).join(' ')}\n`);
  const folder = `lib/modules/${version}`;
  return new Map<string, ArchiveEntry>([
    ...[...loaded].map(([name, { content }]): [string, ArchiveEntry] => [
      `${folder}/${target(name)}`,
      { kind: 'file', content, executable: false },
    ]),
    [`${folder}/modules.dep`, { kind: 'file', content: Buffer.from(list.join('')), executable: false }],
  ]);
}

/** A module's name; its file may say a hyphen where the name has an underscore. */
function moduleName(file: string): string {
  return path
    .basename(file)
    .replace(/\.ko(\.xz)?$/, '')
    .replaceAll('-', '_');
}

function readModule(file: string): Buffer {
  if (!file.endsWith('.xz')) return readFileSync(file);
  return execFileSync('xz', ['-dc', file], { maxBuffer: 64 * 1024 * 1024 });
}

/** What a module says that it needs, in the section that modinfo(8) shows: strings `key=value`, each ended by a zero byte. */
function dependencies(module: Buffer): readonly string[] {
  const start = module.indexOf('\0depends=') + '\0depends='.length;
  if (start < '\0depends='.length) return [];
  const value = module.toString('latin1', start, module.indexOf(0, start));
  return value === '' ? [] : value.split(',').map((name) => name.replaceAll('-', '_'));
}

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
