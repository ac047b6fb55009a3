import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realFiles } from '../../src/effects/files';
import { archiveFolder } from '../../src/provision/tar';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'virtform-tar-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const source = (): string => join(folder, 'source');

async function unpacked(): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of archiveFolder(realFiles(), source())) chunks.push(chunk);
  const target = join(folder, 'target');
  mkdirSync(target);
  execFileSync('tar', ['-xf', '-', '-C', target], { input: Buffer.concat(chunks) });
  return target;
}

test('tar unpacks what was packed', async () => {
  const files: Readonly<Record<string, Buffer>> = {
    empty: Buffer.alloc(0),
    '-n "quoted" $(x)\nline': Buffer.from('hostile'),
    [`deep/${'d'.repeat(90)}/${'ü'.repeat(60)}`]: Buffer.from('long'),
    ['n'.repeat(100)]: Buffer.from('just fits'),
    ['m'.repeat(101)]: Buffer.from('does not'),
    block: Buffer.alloc(512, 'b'),
    big: Buffer.alloc(3_000_001, 'x'),
  };
  mkdirSync(join(source(), `deep/${'d'.repeat(90)}`), { recursive: true });
  mkdirSync(join(source(), 'nothing in it'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(source(), name), content);
  const target = await unpacked();
  for (const [name, content] of Object.entries(files)) {
    expect(readFileSync(join(target, name)).equals(content)).toBe(true);
    expect(statSync(join(target, name)).mode & 0o777).toBe(0o644);
  }
  expect(readdirSync(join(target, 'nothing in it'))).toEqual([]);
  expect(readdirSync(target).sort()).toEqual(readdirSync(source()).sort());
});

test('a file that grows while it is read is an error, and no torn archive', async () => {
  mkdirSync(source());
  writeFileSync(join(source(), 'a'), 'four');
  const files = realFiles();
  const grown = { ...files, stat: async () => ({ size: 2, modifiedMs: 0, isDirectory: false }) };
  const all = async (): Promise<void> => {
    for await (const chunk of archiveFolder(grown, source())) expect(chunk.length).toBeGreaterThan(0);
  };
  await expect(all()).rejects.toThrow('was changed while it was read');
});
