import fc from 'fast-check';
import { encodeFrame, type Frame, FRAME_MAX, FrameDecoder } from '../../src/wire/frame.js';
import { PROGRAM } from '../../src/wire/procedure.js';
import { string } from '../../src/wire/xdr.js';
import { XdrError } from '../../src/wire/xdr-error.js';

function frame(serial: number, text: string): Buffer {
  const header = { program: PROGRAM.REMOTE, procedure: 1, type: 1, serial, status: 0 };
  return encodeFrame(header, (writer) => string.write(writer, text));
}

function decodeAll(chunks: readonly Buffer[]): {
  readonly frames: readonly Frame[];
  readonly serials: readonly number[];
  readonly idle: boolean;
} {
  const decoder = new FrameDecoder();
  const frames: Frame[] = [];
  for (const chunk of chunks) decoder.push(chunk, (frame) => frames.push(frame));
  return { frames, serials: frames.map(({ serial }) => serial), idle: decoder.idle };
}

test('a frame says what it is', () => {
  const [read] = decodeAll([frame(7, 'hello')]).frames;
  expect(read).toMatchObject({
    program: PROGRAM.REMOTE,
    version: 1,
    procedure: 1,
    type: 1,
    serial: 7,
    status: 0,
  });
  expect(read?.body.toString('hex')).toBe('0000000568656c6c6f000000');
});

test('frames come out whole, wherever the bytes are cut', () => {
  const bytes = Buffer.concat([frame(1, 'one'), frame(2, ''), frame(3, 'three')]);
  for (let first = 0; first <= bytes.length; first++) {
    for (let second = first; second <= bytes.length; second += 5) {
      const chunks = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
      expect(decodeAll(chunks)).toMatchObject({ serials: [1, 2, 3], idle: true });
    }
  }
  expect(decodeAll([...bytes].map((byte) => Buffer.of(byte))).serials).toEqual([1, 2, 3]);
});

test('a frame stays as it is when the memory of its chunk is used again', () => {
  const bytes = frame(1, 'one');
  const chunks = [bytes, bytes.subarray(0, 40), bytes.subarray(40)].map((chunk) => Buffer.from(chunk));
  const { frames } = decodeAll(chunks);
  for (const chunk of chunks) chunk.fill(0xff);
  expect(frames.map(({ body }) => body.toString('hex'))).toEqual(Array(2).fill('000000036f6e6500'));
});

test('a stream that ends within a frame is not idle', () => {
  const bytes = frame(1, 'one');
  expect(decodeAll([bytes.subarray(0, 2)]).idle).toBe(false);
  expect(decodeAll([bytes.subarray(0, 20)]).idle).toBe(false);
});

test.each([0, 4, 27, FRAME_MAX + 1, 0x8000_0000, 0xffff_ffff])('a length of %d is refused', (length) => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(length);
  expect(() => decodeAll([bytes])).toThrow(XdrError);
});

test('any bytes, in any pieces, are frames or an XdrError', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 8 }), (pieces) => {
      try {
        decodeAll(pieces.map((piece) => Buffer.from(piece)));
      } catch (error) {
        expect(error).toBeInstanceOf(XdrError);
      }
    }),
    { numRuns: 2_000 },
  );
});
