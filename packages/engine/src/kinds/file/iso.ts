/** A file of an image: its name as Linux and Windows read it, and what it holds. */
export interface IsoFile {
  /** At most 64 characters of ASCII. */
  readonly name: string;
  readonly content: Buffer;
}

/** The unit of everything on an ISO 9660 image, in bytes. */
const SECTOR = 2048;
/** Sectors at the beginning that are left to whoever boots from the image. */
const SYSTEM_AREA = 16;
/** Where the parts of an image stand, in sectors. One folder of few files needs one sector for each. */
const AT = { pathTable: 19, joliet: { pathTable: 21, root: 24 }, root: 23, files: 25 } as const;
/** Bytes of a path table that knows the root alone. */
const PATH_TABLE_SIZE = 10;
const IS_FOLDER = 2;
/** File modes of POSIX: what a guest mounts is read-only for everybody. */
const MODE = { folder: 0o040555, file: 0o100444 } as const;

/** The two descriptions of one image: plain ISO 9660 with the names in Rock Ridge entries, and Joliet with names in UCS-2. */
type Tree = 'primary' | 'joliet';

interface Placed extends IsoFile {
  readonly sector: number;
  /** The name of ISO 9660 level 1: eight characters, a dot and at most three. */
  readonly plain: string;
}

/**
 * An ISO 9660 image with one folder of files, readable by Rock Ridge (Linux, BSD) and by Joliet (Windows).
 *
 * The same label and files give the same bytes: nothing in it tells when it was made.
 *
 * @param label at most 16 characters; the case is kept, as cloud-init looks for `cidata`
 * @throws RangeError for more than ten files: their records would not fit into one sector
 */
export function isoImage(label: string, files: readonly IsoFile[]): Buffer {
  const placed = place(files);
  const size = placed.reduce<number>((end, { content }) => end + sectorsOf(content), AT.files);
  const image = Buffer.alloc(size * SECTOR);
  const put = (sector: number, content: Buffer): void => void content.copy(image, sector * SECTOR);
  put(SYSTEM_AREA, volumeDescriptor('primary', label, size));
  put(SYSTEM_AREA + 1, volumeDescriptor('joliet', label, size));
  put(SYSTEM_AREA + 2, descriptorHead(255));
  for (const [at, root] of [
    [AT.pathTable, AT.root],
    [AT.joliet.pathTable, AT.joliet.root],
  ] as const) {
    put(at, pathTable(root, 'little'));
    put(at + 1, pathTable(root, 'big'));
  }
  put(AT.root, folder('primary', placed));
  put(AT.joliet.root, folder('joliet', placed));
  for (const { sector, content } of placed) put(sector, content);
  return image;
}

/** Files in the order of their names, as the standard wants a folder, one behind the other. */
function place(files: readonly IsoFile[]): readonly Placed[] {
  if (files.length > 10) throw new RangeError(`${files.length} files are too many for one sector of folder`);
  let sector: number = AT.files;
  return [...files]
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((file, index) => {
      const stem = file.name.replace(/[^a-z0-9]/gi, '').slice(0, 7);
      // A digit keeps names apart that begin alike; in front it would change their order.
      const placed = { ...file, sector, plain: `${stem.toUpperCase()}${index}.;1` };
      sector += sectorsOf(file.content);
      return placed;
    });
}

function sectorsOf(content: Buffer): number {
  return Math.ceil(content.length / SECTOR);
}

function descriptorHead(type: number): Buffer {
  const head = Buffer.alloc(SECTOR);
  head[0] = type;
  head.write('CD001', 1, 'latin1');
  head[6] = 1;
  return head;
}

/** ECMA-119, 8.4 and 8.5: where a tree begins and what the volume is called. */
function volumeDescriptor(tree: Tree, label: string, size: number): Buffer {
  const descriptor = descriptorHead(tree === 'primary' ? 1 : 2);
  const { pathTable: table, root } = tree === 'primary' ? AT : AT.joliet;
  const text = (at: number, length: number, said = ''): void =>
    void encoded(tree, said, length).copy(descriptor, at);
  text(8, 32);
  text(40, 32, label);
  bothEnds(size, 4).copy(descriptor, 80);
  // Joliet, level 3: the escape sequence that says UCS-2.
  if (tree === 'joliet') descriptor.write('%/E', 88, 'latin1');
  bothEnds(1, 2).copy(descriptor, 120);
  bothEnds(1, 2).copy(descriptor, 124);
  bothEnds(SECTOR, 2).copy(descriptor, 128);
  bothEnds(PATH_TABLE_SIZE, 4).copy(descriptor, 132);
  descriptor.writeUInt32LE(table, 140);
  descriptor.writeUInt32BE(table + 1, 148);
  record(Buffer.from([0]), { sector: root, size: SECTOR, flags: IS_FOLDER }).copy(descriptor, 156);
  text(190, 128);
  text(318, 128);
  text(446, 128);
  text(574, 128);
  text(702, 37);
  text(739, 37);
  text(776, 37);
  // Four moments, of which none is said: sixteen zeros as digits, and the zone.
  for (const at of [813, 830, 847, 864]) descriptor.write('0'.repeat(16), at, 'latin1');
  descriptor[881] = 1;
  return descriptor;
}

/** Text of a fixed length in the characters of a tree, filled up with spaces. */
function encoded(tree: Tree, text: string, length: number): Buffer {
  if (tree === 'primary') return Buffer.from(text.padEnd(length), 'latin1');
  const wide = ucs2(text.padEnd(Math.floor(length / 2)));
  return Buffer.concat([wide, Buffer.alloc(length - wide.length)]);
}

function ucs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** ECMA-119, 9.4: the root is all that there is. */
function pathTable(root: number, order: 'little' | 'big'): Buffer {
  const table = Buffer.alloc(PATH_TABLE_SIZE);
  table[0] = 1;
  if (order === 'little') {
    table.writeUInt32LE(root, 2);
    table.writeUInt16LE(1, 6);
  } else {
    table.writeUInt32BE(root, 2);
    table.writeUInt16BE(1, 6);
  }
  return table;
}

function folder(tree: Tree, files: readonly Placed[]): Buffer {
  const root = {
    sector: tree === 'primary' ? AT.root : AT.joliet.root,
    size: SECTOR,
    flags: IS_FOLDER,
  };
  const wide = tree === 'joliet';
  const records = [
    record(Buffer.from([0]), root, wide ? [] : [sharing(), posix(MODE.folder), extension()]),
    record(Buffer.from([1]), root, wide ? [] : [posix(MODE.folder)]),
    ...files.map(({ name, plain, sector, content }) =>
      record(
        wide ? ucs2(name) : Buffer.from(plain, 'latin1'),
        { sector, size: content.length, flags: 0 },
        wide ? [] : [posix(MODE.file), longName(name)],
      ),
    ),
  ];
  return Buffer.concat(records);
}

interface Extent {
  readonly sector: number;
  /** Bytes. */
  readonly size: number;
  readonly flags: number;
}

/** ECMA-119, 9.1: a file or a folder, with what Rock Ridge adds behind it. Its moment is 1 January 1970, always. */
function record(
  identifier: Buffer,
  { sector, size, flags }: Extent,
  entries: readonly Buffer[] = [],
): Buffer {
  const head = Buffer.alloc(33);
  bothEnds(sector, 4).copy(head, 2);
  bothEnds(size, 4).copy(head, 10);
  Buffer.from([70, 1, 1, 0, 0, 0, 0]).copy(head, 18);
  head[25] = flags;
  bothEnds(1, 2).copy(head, 28);
  head[32] = identifier.length;
  const parts = [head, identifier, Buffer.alloc((identifier.length + 1) % 2), ...entries];
  const bytes = Buffer.concat(parts);
  const even = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
  even[0] = even.length;
  return even;
}

/** SUSP: entries like these follow the records of this folder. */
function sharing(): Buffer {
  return entry('SP', Buffer.from([0xbe, 0xef, 0]));
}

/** SUSP: the entries are those of Rock Ridge 1991A. */
function extension(): Buffer {
  const id = 'RRIP_1991A';
  return entry('ER', Buffer.concat([Buffer.from([id.length, 0, 0, 1]), Buffer.from(id, 'latin1')]));
}

/** Rock Ridge: mode, links, user and group. */
function posix(mode: number): Buffer {
  return entry('PX', Buffer.concat([mode, 1, 0, 0].map((number) => bothEnds(number, 4))));
}

/** Rock Ridge: the name in full. */
function longName(name: string): Buffer {
  return entry('NM', Buffer.concat([Buffer.from([0]), Buffer.from(name, 'latin1')]));
}

function entry(signature: string, content: Buffer): Buffer {
  const head = Buffer.from(`${signature}\0\x01`, 'latin1');
  head[2] = head.length + content.length;
  return Buffer.concat([head, content]);
}

/** A number as the standard writes most of them: little-endian, then big-endian. */
function bothEnds(number: number, bytes: 2 | 4): Buffer {
  const both = Buffer.alloc(bytes * 2);
  both.writeUIntLE(number, 0, bytes);
  both.writeUIntBE(number, bytes, bytes);
  return both;
}
