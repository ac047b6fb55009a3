/** What an archive holds at one path. */
export type ArchiveEntry =
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; readonly content: Buffer; readonly executable: boolean }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'characterDevice'; readonly major: number; readonly minor: number };

/** Paths without a leading slash; folders on the way need not be named. */
export type ArchiveTree = ReadonlyMap<string, ArchiveEntry>;

/**
 * Writes the tree in the format that the kernel unpacks at boot ("newc", see the kernel's
 * driver-api/early-userspace/buffer-format). Everything belongs to root, so that it takes no privileges to build, and nothing
 * carries a date, so that the same tree gives the same bytes.
 */
export function writeArchive(tree: ArchiveTree): Buffer {
  const entries = [...withFolders(tree)].sort(([left], [right]) => (left < right ? -1 : 1));
  const parts = entries.map(([path, entry], index) => writeEntry(path, entry, index + 1));
  return Buffer.concat([...parts, writeEntry('TRAILER!!!', { kind: 'folder' }, 0)]);
}

function withFolders(tree: ArchiveTree): ReadonlyMap<string, ArchiveEntry> {
  const all = new Map(tree);
  for (const path of tree.keys()) {
    const steps = path.split('/').slice(0, -1);
    for (let count = 1; count <= steps.length; count += 1) {
      const folder = steps.slice(0, count).join('/');
      if (!all.has(folder)) all.set(folder, { kind: 'folder' });
    }
  }
  return all;
}

function writeEntry(path: string, entry: ArchiveEntry, inode: number): Buffer {
  const content = contentOf(entry);
  const [major, minor] = entry.kind === 'characterDevice' ? [entry.major, entry.minor] : [0, 0];
  const name = Buffer.from(`${path}\0`);
  const mode = path === 'TRAILER!!!' ? 0 : modeOf(entry);
  const fields = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, major, minor, name.length, 0];
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
  return Buffer.concat([padded(Buffer.concat([header, name])), padded(content)]);
}

function contentOf(entry: ArchiveEntry): Buffer {
  if (entry.kind === 'file') return entry.content;
  return Buffer.from(entry.kind === 'link' ? entry.target : '');
}

function modeOf(entry: ArchiveEntry): number {
  switch (entry.kind) {
    case 'folder':
      return 0o040755;
    case 'file':
      return entry.executable ? 0o100755 : 0o100644;
    case 'link':
      return 0o120777;
    case 'characterDevice':
      return 0o020600;
  }
}

/** Headers and contents start at multiples of four. */
function padded(part: Buffer): Buffer {
  return Buffer.concat([part, Buffer.alloc((4 - (part.length % 4)) % 4)]);
}
