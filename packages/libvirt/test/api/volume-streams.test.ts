import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { volumeStreams } from '../../src/api/volume-streams.js';
import type { Caller } from '../../src/caller.js';
import { LibvirtError } from '../../src/errors.js';
import { isHole, type StreamItem } from '../../src/stream/hole.js';
import { failure } from '../failure.js';
import { recorder } from './recorder.js';
import { vol } from './samples.js';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'volume-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function* items(...all: readonly (string | number)[]): AsyncGenerator<StreamItem> {
  for (const item of all) yield typeof item === 'number' ? { hole: item } : Buffer.from(item);
}

async function* bytes(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

const told = (item: StreamItem): string | number => (isHole(item) ? item.hole : Buffer.from(item).toString());

async function collect(source: AsyncIterable<StreamItem>): Promise<readonly (string | number)[]> {
  const all: (string | number)[] = [];
  for await (const item of source) all.push(told(item));
  return all;
}

/** A host that takes what is uploaded, and gives these items of a volume whose file has that size; without any, none may be read. */
function host(
  gives?: readonly (string | number)[],
  size = 0n,
): {
  readonly streams: ReturnType<typeof volumeStreams>;
  readonly calls: unknown[];
  readonly taken: (string | number)[];
} {
  const calls: unknown[] = [];
  const taken: (string | number)[] = [];
  const { caller } = recorder({ STORAGE_VOL_GET_INFO_FLAGS: { type: 0, capacity: 0n, allocation: size } });
  const upload: Caller['upload'] = async (procedure, args, source) => {
    calls.push([procedure, args]);
    for await (const item of source) taken.push(told(item));
  };
  const download: Caller['download'] = (procedure, args) => {
    if (gives === undefined) throw new LibvirtError('not to be read', { fault: 'unsupported' });
    calls.push([procedure, args]);
    return items(...gives);
  };
  return { streams: volumeStreams({ ...caller, upload, download }), calls, taken };
}

describe('upload', () => {
  test('of a range whose length fits goes through', async () => {
    const { streams, calls, taken } = host();
    await streams.upload(vol, bytes('ab', 'cd'), { offset: 8n, length: 4n });
    expect(calls).toEqual([['STORAGE_VOL_UPLOAD', { vol, offset: 8n, length: 4n, flags: 0 }]]);
    expect(taken).toEqual(['ab', 'cd']);
  });

  test.each([
    [3n, /more than 3 bytes/],
    [5n, /only 4 bytes where 5/],
    [0n, /more than 0 bytes/],
  ])('of 4 bytes where %d were announced rejects', async (length, reason) => {
    const upload = host().streams.upload(vol, bytes('ab', 'cd'), { length });
    expect((await failure(upload)).message).toMatch(reason);
  });

  test('with holes asks for a sparse stream, and counts them', async () => {
    const { streams, calls, taken } = host();
    await streams.uploadSparse(vol, items('ab', 100), { length: 102n });
    expect(calls).toEqual([['STORAGE_VOL_UPLOAD', { vol, offset: 0n, length: 102n, flags: 1 }]]);
    expect(taken).toEqual(['ab', 100]);
  });

  test('of a file announces its length, and finds its zeros where that is asked for', async () => {
    const file = path.join(folder, 'disk');
    writeFileSync(file, Buffer.concat([Buffer.alloc(131_072), Buffer.from('end')]));
    const { streams, calls, taken } = host();
    expect(await streams.uploadFile(vol, file, { sparse: true })).toBe(131_075);
    expect(calls).toEqual([['STORAGE_VOL_UPLOAD', { vol, offset: 0n, length: 131_075n, flags: 1 }]]);
    expect(taken).toEqual([131_072, 'end']);
    await streams.uploadFile(vol, file);
    expect(calls[1]).toEqual(['STORAGE_VOL_UPLOAD', { vol, offset: 0n, length: 131_075n, flags: 0 }]);
  });

  test('of a file that is not there sends nothing', async () => {
    const { streams, calls } = host();
    const error = await failure(streams.uploadFile(vol, path.join(folder, 'none')));
    expect(error).toMatchObject({ fault: 'caller', message: expect.stringContaining('none') });
    expect(calls).toEqual([]);
  });

  test.each([
    ['a folder', (file: string) => mkdirSync(file), 'it is a folder'],
    ['a pipe', (file: string) => execFileSync('mkfifo', [file]), 'neither a file nor a block device'],
  ])('of %s sends nothing', async (_what, make, reason) => {
    const { streams, calls } = host();
    const file = path.join(folder, 'odd');
    make(file);
    const error = await failure(streams.uploadFile(vol, file));
    expect(error).toMatchObject({ fault: 'caller', message: expect.stringContaining(reason) });
    expect(calls).toEqual([]);
  });
});

describe('download', () => {
  test('gives what comes', async () => {
    const { streams, calls } = host(['ab', 'cd'], 4n);
    expect(await collect(streams.download(vol))).toEqual(['ab', 'cd']);
    expect(calls).toEqual([['STORAGE_VOL_DOWNLOAD', { vol, offset: 0n, length: 0n, flags: 0 }]]);
  });

  test.each([
    ['less than the range', { length: 5n }, /ended after 4 bytes where 5 were due/],
    ['more than the range', { length: 3n }, /more bytes than 3 were due/],
    ['less than the volume has', {}, /ended after 4 bytes where 9 were due/],
    ['less than the volume has from there', { offset: 2n }, /ended after 6 bytes where 9 were due/],
  ])('of %s rejects', async (_, range, reason) => {
    const error = await failure(collect(host(['ab', 'cd'], 9n).streams.download(vol, range)));
    expect(error.message).toMatch(reason);
  });

  test('of a volume that has become more meanwhile does not', async () => {
    expect(await collect(host(['ab', 'cd'], 3n).streams.download(vol))).toEqual(['ab', 'cd']);
  });

  test('with holes asks for a sparse stream', async () => {
    const { streams, calls } = host(['ab', 100], 102n);
    expect(await collect(streams.downloadSparse(vol))).toEqual(['ab', 100]);
    expect(calls).toEqual([['STORAGE_VOL_DOWNLOAD', { vol, offset: 0n, length: 0n, flags: 1 }]]);
  });

  test('into a file writes all of it, for nobody else to read', async () => {
    const file = path.join(folder, 'copy');
    expect(await host(['ab', 3, 'cd', 5], 12n).streams.downloadFile(vol, file, { sparse: true })).toBe(12);
    expect(readFileSync(file)).toEqual(Buffer.from('ab\0\0\0cd\0\0\0\0\0'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('into a file that is there already touches nothing', async () => {
    const file = path.join(folder, 'copy');
    writeFileSync(file, 'mine');
    const { streams, calls } = host(['ab'], 2n);
    expect((await failure(streams.downloadFile(vol, file))).message).toMatch(/EEXIST/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(calls).toHaveLength(1);
  });

  test('into a file that ends too early leaves no part of it', async () => {
    const file = path.join(folder, 'copy');
    const error = await failure(host(['ab'], 9n).streams.downloadFile(vol, file));
    expect(error).toBeInstanceOf(LibvirtError);
    expect(existsSync(file)).toBe(false);
  });
});
