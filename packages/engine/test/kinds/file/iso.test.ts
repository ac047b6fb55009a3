import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isoImage, type IsoFile } from '../../../src/kinds/file/iso.js';

const file = (name: string, content: string): IsoFile => ({ name, content: Buffer.from(content) });

const FILES: readonly IsoFile[] = [
  file('user-data', `#cloud-config\n${'x'.repeat(5000)}\n`),
  file('meta-data', 'instance-id: wüb\n'),
  file('network-config', ''),
];

const contents = (files: readonly IsoFile[]): Record<string, string> =>
  Object.fromEntries(files.map(({ name, content }) => [name, content.toString()]));

const SECTOR = 2048;

/** What stands in the folder that a volume descriptor names, read as ECMA-119, Joliet and Rock Ridge say. */
function readTree(image: Buffer, type: 1 | 2): { label: string; files: Record<string, string> } {
  let at = 16 * SECTOR;
  while (image[at] !== type) {
    if (image[at] === 255) throw new Error(`no descriptor of type ${type}`);
    at += SECTOR;
  }
  expect(image.toString('latin1', at + 1, at + 6)).toBe('CD001');
  expect(image.readUInt32LE(at + 80) * SECTOR).toBe(image.length);
  const decode = (bytes: Buffer): string =>
    type === 1 ? bytes.toString('latin1') : Buffer.from(bytes).swap16().toString('utf16le');
  const root = image.subarray(at + 156, at + 190);
  const [start, size] = [root.readUInt32LE(2) * SECTOR, root.readUInt32LE(10)];
  expect(image.readUInt32LE(image.readUInt32LE(at + 140) * SECTOR + 2) * SECTOR).toBe(start);
  expect(image.readUInt32BE(image.readUInt32BE(at + 148) * SECTOR + 2) * SECTOR).toBe(start);
  const files: Record<string, string> = {};
  for (let next = start; next < start + size;) {
    const length = image[next] ?? 0;
    if (length === 0) break;
    const record = image.subarray(next, next + length);
    next += length;
    expect(record.readUInt32LE(2)).toBe(record.readUInt32BE(6));
    expect(record.readUInt32LE(10)).toBe(record.readUInt32BE(14));
    if (((record[25] ?? 0) & 2) !== 0) continue;
    const width = record[32] ?? 0;
    const identifier = decode(record.subarray(33, 33 + width));
    const name = type === 1 ? rockRidgeName(record.subarray(33 + width + ((width + 1) % 2))) : identifier;
    if (type === 1) expect(identifier).toMatch(/^[A-Z0-9]{1,8}\.;1$/);
    const from = record.readUInt32LE(2) * SECTOR;
    files[name] = image.toString('utf8', from, from + record.readUInt32LE(10));
  }
  return { label: decode(image.subarray(at + 40, at + 72)).trim(), files };
}

function rockRidgeName(entries: Buffer): string {
  for (let at = 0; at + 4 <= entries.length; at += entries[at + 2] ?? entries.length) {
    if (entries.toString('latin1', at, at + 2) === 'NM')
      return entries.toString('latin1', at + 5, at + (entries[at + 2] ?? 0));
  }
  throw new Error('no Rock Ridge name');
}

test.each([
  ['Rock Ridge', 1],
  ['Joliet', 2],
] as const)('an image gives back its label and its files by %s', (_what, type) => {
  expect(readTree(isoImage('cidata', FILES), type)).toEqual({ label: 'cidata', files: contents(FILES) });
});

test('the same files give the same bytes, in whichever order they come', () => {
  expect(isoImage('cidata', [...FILES].reverse()).equals(isoImage('cidata', FILES))).toBe(true);
});

test('more files than fit into the folder are refused', () => {
  const many = Array.from({ length: 11 }, (_, index) => file(`${index}`, ''));
  expect(() => isoImage('cidata', many)).toThrow(RangeError);
  const ten = many.slice(1).map(({ name }) => file(name.padEnd(64, 'n'), name));
  expect(readTree(isoImage('cidata', ten), 1).files).toEqual(contents(ten));
});

const READERS: readonly (readonly [program: string, args: readonly string[], said: string])[] = [
  ['blkid', ['-p', '-s', 'LABEL', '-o', 'value'], 'cidata\n'],
  ['isoinfo', ['-R', '-x', '/user-data', '-i'], contents(FILES)['user-data'] ?? ''],
  ['isoinfo', ['-J', '-x', '/meta-data', '-i'], contents(FILES)['meta-data'] ?? ''],
  ['bsdtar', ['-xO', '--include', 'user-data', '-f'], contents(FILES)['user-data'] ?? ''],
];

for (const [program, args, said] of READERS) {
  // Not every machine has them; the reader above is always there.
  const isThere = spawnSync('which', [program]).status === 0;
  (isThere ? test : test.skip)(`${program} ${args.join(' ')} reads it too`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'virtform-iso-'));
    try {
      const image = path.join(folder, 'image.iso');
      writeFileSync(image, isoImage('cidata', FILES));
      expect(spawnSync(program, [...args, image]).stdout.toString()).toBe(said);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
