import { UploadSamples } from '../../src/api/upload-samples.js';
import type { Caller } from '../../src/caller.js';
import { type Fault, LibvirtError } from '../../src/errors.js';
import type { StreamItem } from '../../src/stream/hole.js';
import { failure } from '../failure.js';
import { recorder } from './recorder.js';
import { vol } from './samples.js';

const KIB = 1_024;
const some = (bytes: number, value = 7): Buffer => Buffer.alloc(bytes, value);

/** Passes a source on as an upload would, using the memory of each item again, and tells what the volume holds then. */
async function passed(samples: UploadSamples, items: readonly StreamItem[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  const source = async function* (): AsyncGenerator<StreamItem> {
    yield* items;
  };
  for await (const item of samples.of(source())) {
    if ('hole' in item) {
      parts.push(Buffer.alloc(item.hole));
      continue;
    }
    parts.push(Buffer.from(item));
    item.fill(0xee);
  }
  return Buffer.concat(parts);
}

/** A caller that reads from a volume with that content, and how it was asked. */
function reads(content: Buffer): { readonly caller: Caller; readonly asked: (readonly [bigint, bigint])[] } {
  const asked: (readonly [bigint, bigint])[] = [];
  const download: Caller['download'] = async function* (_procedure, args) {
    const offset = 'offset' in args ? args.offset : 0n;
    const length = 'length' in args ? args.length : 0n;
    asked.push([offset, length]);
    yield content.subarray(Number(offset), Number(offset + length));
  };
  return { caller: { ...recorder().caller, download }, asked };
}

/** What a disk that was full at that byte keeps. */
const fullAt = (content: Buffer, at: number): Buffer =>
  Buffer.concat([content.subarray(0, at), Buffer.alloc(content.length - at)]);

describe('what arrived is accepted', () => {
  test.each<[string, () => StreamItem[], readonly (readonly [bigint, bigint])[]]>([
    ['nothing', () => [], []],
    ['a few bytes', () => [some(3)], [[0n, 3n]]],
    ['many, of which the last block is read', () => [some(64 * KIB), some(64 * KIB)], [[126_976n, 4_096n]]],
    [
      'zeros at the end, where the last bytes before them are read as well',
      () => [some(8 * KIB), Buffer.alloc(64 * KIB)],
      [
        [4_096n, 4_096n],
        [69_632n, 4_096n],
      ],
    ],
    [
      'a hole at the end',
      () => [some(8 * KIB), { hole: 64 * KIB }],
      [
        [4_096n, 4_096n],
        [69_632n, 4_096n],
      ],
    ],
    ['nothing but zeros', () => [Buffer.alloc(8 * KIB)], [[4_096n, 4_096n]]],
    ['a small hole and nothing else', () => [{ hole: 100 }], [[0n, 100n]]],
  ])('%s', async (_, items, ranges) => {
    const samples = new UploadSamples(0n);
    const { caller, asked } = reads(await passed(samples, items()));
    await samples.verify(caller, vol, {});
    expect(asked).toEqual(ranges);
  });

  test('from where it began', async () => {
    const samples = new UploadSamples(10n);
    const content = await passed(samples, [some(5)]);
    const { caller, asked } = reads(Buffer.concat([Buffer.alloc(10), content]));
    await samples.verify(caller, vol, {});
    expect(asked).toEqual([[10n, 5n]]);
  });
});

describe('what is lost at the end is noticed', () => {
  test.each<[string, () => StreamItem[], number]>([
    ['the last byte', () => [some(10_000)], 9_999],
    ['all', () => [some(10_000)], 0],
    ['content before zeros', () => [some(10_000), Buffer.alloc(300_000)], 9_999],
    ['content before a hole', () => [some(10_000), { hole: 300_000 }], 9_999],
    [
      'one byte among zeros',
      () => [some(10_000), Buffer.concat([Buffer.alloc(9_000), some(1), Buffer.alloc(9_000)])],
      12_000,
    ],
  ])('%s', async (_, items, at) => {
    const samples = new UploadSamples(0n);
    const { caller } = reads(fullAt(await passed(samples, items()), at));
    const error = await failure(samples.verify(caller, vol, {}));
    expect(error).toMatchObject({
      fault: 'host',
      message: expect.stringMatching(/is not what was sent: .* full disk; delete/),
    });
  });

  test('a volume that ends too early', async () => {
    const samples = new UploadSamples(0n);
    const content = await passed(samples, [some(10_000), Buffer.alloc(10)]);
    const error = await failure(samples.verify(reads(content.subarray(0, 9_000)).caller, vol, {}));
    expect(error.fault).toBe('host');
  });
});

describe('a volume that cannot be read back', () => {
  const refusing = (error: LibvirtError): Caller => ({
    ...recorder().caller,
    download: () => {
      throw error;
    },
  });
  const denied = { fault: 'host', code: 88 } as const;

  test.each([
    ['since this user may only write', denied],
    ['since the connection is held to other procedures', { fault: 'caller' }],
    ['since the host cannot do that', { fault: 'unsupported' }],
  ] as const)('%s is taken for good', async (_, options) => {
    const samples = new UploadSamples(0n);
    await passed(samples, [some(1)]);
    await samples.verify(refusing(new LibvirtError('no', options)), vol, {});
  });

  test.each<[string, Fault, unknown]>([
    ['the connection is lost', 'connection', undefined],
    ['nobody answers', 'unknown-outcome', undefined],
    ['it is given up', 'caller', new Error('aborted')],
  ])('since %s is of unknown outcome: the upload itself was answered as done', async (_, fault, cause) => {
    const samples = new UploadSamples(0n);
    await passed(samples, [some(1)]);
    const error = new LibvirtError('no', { fault, cause });
    expect(await failure(samples.verify(refusing(error), vol, {}))).toMatchObject({
      fault: 'unknown-outcome',
      procedure: 'STORAGE_VOL_UPLOAD',
      message: expect.stringContaining('answered as done, but could not be read back'),
      cause: error,
    });
  });
});
