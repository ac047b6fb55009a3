import { chmod, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realFiles } from '../../src/effects/files.js';

const files = realFiles();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtform-files-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const text = async (path: string): Promise<string> => readFile(path, 'utf8');

describe('files', () => {
  it('are nothing where there are none', async () => {
    const path = join(folder, 'missing');
    expect(await files.stat(path)).toBeUndefined();
    expect(await files.read(path)).toBeUndefined();
    await files.remove(path);
  });

  it('are made with the mode that is asked for, and keep theirs when overwritten', async () => {
    const path = join(folder, 'state');
    await files.overwrite(path, Buffer.from('first, and longer'), 0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await chmod(path, 0o640);
    const { ino } = await stat(path);
    await files.overwrite(path, Buffer.from('second'), 0o600);
    expect(await text(path)).toBe('second');
    expect((await stat(path)).ino).toBe(ino);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect(await files.stat(path)).toMatchObject({ size: 6, isDirectory: false });
  });

  it('are overwritten where a link leads', async () => {
    const target = join(folder, 'target');
    const link = join(folder, 'link');
    await writeFile(target, 'first');
    await symlink(target, link);
    await files.overwrite(link, Buffer.from('second'), 0o600);
    expect(await text(target)).toBe('second');
  });

  it('are streamed from where it is said', async () => {
    const path = join(folder, 'image');
    await files.overwrite(path, Buffer.from('0123456789'), 0o600);
    const read = async (offset?: number): Promise<string> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of files.stream(path, offset)) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    };
    expect(await read()).toBe('0123456789');
    expect(await read(7)).toBe('789');
  });

  it('stand in folders that are made and listed', async () => {
    const inner = join(folder, 'a', 'b');
    await files.makeFolder(inner);
    await files.makeFolder(inner);
    await files.overwrite(join(inner, 'c'), Buffer.alloc(0), 0o600);
    expect(await files.list(inner)).toEqual(['c']);
    expect((await files.stat(inner))?.isDirectory).toBe(true);
  });

  it('are written from any number of pieces', async () => {
    const path = join(folder, 'pieces');
    const pieces = Array.from({ length: 5000 }, (_, index) => Buffer.from(`${index},`.repeat(index % 3)));
    await files.overwrite(path, pieces, 0o600);
    expect(await files.read(path)).toEqual(Buffer.concat(pieces));
  });

  it('go with their folder, and again where there is none', async () => {
    const outer = join(folder, 'outer');
    await files.makeFolder(join(outer, 'inner'));
    await files.overwrite(join(outer, 'inner', 'file'), Buffer.alloc(1), 0o600);
    await files.removeFolder(outer);
    await files.removeFolder(outer);
    expect(await files.stat(outer)).toBeUndefined();
  });

  it("fail with Node's own code", async () => {
    await expect(files.overwrite(join(folder, 'no', 'file'), Buffer.alloc(0), 0o600)).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await expect(files.read(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});

describe('a lock on a file', () => {
  it('is had by one at a time, and makes the file', async () => {
    const path = join(folder, 'state');
    const lock = await files.lock(path, 0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await files.lock(path, 0o600)).toBeUndefined();
    await lock?.release();
    const next = await files.lock(path, 0o600);
    expect(next).toBeDefined();
    await next?.release();
  });

  it('stays when others open and close the file', async () => {
    const path = join(folder, 'state');
    const lock = await files.lock(path, 0o600);
    await files.overwrite(path, Buffer.from('by another'), 0o600);
    await files.read(path);
    expect(await files.lock(path, 0o600)).toBeUndefined();
    await lock?.release();
  });

  it('reads and writes the file it is on', async () => {
    const path = join(folder, 'state');
    const lock = await files.lock(path, 0o600);
    await lock?.overwrite(Buffer.from('first, and longer'));
    await lock?.overwrite(Buffer.from('second'));
    expect((await lock?.read())?.toString('utf8')).toBe('second');
    expect(await text(path)).toBe('second');
    await lock?.release();
  });

  it.each([
    [
      'replaced',
      async (path: string): Promise<void> => {
        await writeFile(`${path}.new`, 'theirs');
        await rename(`${path}.new`, path);
      },
    ],
    ['removed', async (path: string): Promise<void> => rm(path)],
  ])('refuses to read and write once the file was %s', async (_, disturb) => {
    const path = join(folder, 'state');
    const lock = await files.lock(path, 0o600);
    await disturb(path);
    await expect(lock?.read()).rejects.toMatchObject({ code: 'ESTALE' });
    await expect(lock?.overwrite(Buffer.from('ours'))).rejects.toThrow(
      /was removed or replaced while it was locked/,
    );
    await lock?.release();
  });
});
