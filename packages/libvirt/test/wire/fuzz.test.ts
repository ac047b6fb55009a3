import fc from 'fast-check';
import { encodeFrame, FRAME_MAX, FrameDecoder, HEADER_LENGTH } from '../../src/wire/frame.js';
import { remoteError } from '../../src/wire/objects.js';
import { messages } from '../../src/wire/procedures/messages.js';
import { procedures } from '../../src/wire/procedures.js';
import { type Xdr } from '../../src/wire/xdr.js';
import { XdrError } from '../../src/wire/xdr-error.js';
import { XdrReader } from '../../src/wire/xdr-reader.js';

/** Everything that a daemon can make us decode. */
const decoders: readonly Xdr<unknown>[] = [
  remoteError,
  ...Object.values(procedures).map(({ result }): Xdr<unknown> => result),
  ...Object.values(messages).map(({ body }): Xdr<unknown> => body),
];

/** Words as a hostile or broken daemon might send them: small ones that pass for lengths and tags, and any. */
const word = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom(0xffff_ffff, 0x8000_0000, 0x7fff_ffff, 16_384, 4_194_304) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xffff_ffff }) },
);

test('any body decodes or is refused with XdrError, and takes no more than it has', () => {
  const seen = { decoded: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(word, { maxLength: 24 }), fc.integer({ min: 0, max: 3 }), (words, cut) => {
      const bytes = Buffer.alloc(4 * words.length);
      for (const [index, value] of words.entries()) bytes.writeUInt32BE(value, 4 * index);
      const body = bytes.subarray(0, Math.max(0, bytes.length - cut));
      for (const decoder of decoders) {
        const reader = new XdrReader(body);
        try {
          decoder.read(reader);
          seen.decoded++;
        } catch (error) {
          if (!(error instanceof XdrError)) throw error;
          seen.refused++;
        }
      }
    }),
    { numRuns: 300 },
  );
  // Bodies of both sorts, and at least 100,000 of them.
  expect(seen.decoded).toBeGreaterThan(10_000);
  expect(seen.refused).toBeGreaterThan(10_000);
  expect(seen.decoded + seen.refused).toBeGreaterThan(100_000);
});

/** A frame as a daemon sends it, with a body of any bytes. */
const frame = fc.uint8Array({ maxLength: 40 }).map((body) =>
  encodeFrame({ program: 1, procedure: 2, type: 1, serial: 3, status: 0 }, (writer) => {
    writer.bytes.set(body, writer.advance(body.length));
  }),
);

/** What happens to the bytes of a stream of frames on their way. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(120), bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(120) }),
  fc.record({ kind: fc.constant('none' as const) }),
);

test('frames that are damaged and cut into any pieces are read or refused, within the limit of a frame', () => {
  const seen = { frames: 0, refused: 0 };
  fc.assert(
    fc.property(
      fc.array(frame, { minLength: 1, maxLength: 5 }),
      damage,
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }),
      (frames, harm, pieces) => {
        let bytes = Buffer.concat(frames);
        if (harm.kind === 'cut') bytes = bytes.subarray(0, harm.at);
        if (harm.kind === 'flip' && harm.at < bytes.length) {
          bytes.writeUInt8(bytes.readUInt8(harm.at) ^ (1 << harm.bit), harm.at);
        }
        const decoder = new FrameDecoder();
        const bodies: number[] = [];
        try {
          for (let at = 0, piece = 0; at < bytes.length; piece++) {
            const length = pieces[piece % pieces.length] ?? 1;
            decoder.push(bytes.subarray(at, at + length), ({ body }) => bodies.push(body.length));
            at += length;
          }
        } catch (error) {
          if (!(error instanceof XdrError)) throw error;
          seen.refused++;
        }
        seen.frames += bodies.length;
        for (const length of bodies) expect(length).toBeLessThanOrEqual(FRAME_MAX - HEADER_LENGTH);
        if (harm.kind === 'none') expect(bodies).toEqual(frames.map(({ length }) => length - HEADER_LENGTH));
      },
    ),
    { numRuns: 5_000 },
  );
  expect(seen.frames).toBeGreaterThan(5_000);
  expect(seen.refused).toBeGreaterThan(50);
});

test('a length that lies takes no memory for what never comes', () => {
  const before = process.memoryUsage();
  for (const decoder of decoders) {
    for (const claimed of [0xffff_ffff, 0x7fff_ffff, 262_144, 16_384]) {
      const body = Buffer.alloc(8);
      body.writeUInt32BE(claimed, 0);
      try {
        decoder.read(new XdrReader(body));
      } catch (error) {
        if (!(error instanceof XdrError)) throw error;
      }
    }
  }
  const after = process.memoryUsage();
  const taken = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  expect(taken).toBeLessThan(FRAME_MAX);
});
