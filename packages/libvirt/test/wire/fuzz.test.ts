import fc from 'fast-check';
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
