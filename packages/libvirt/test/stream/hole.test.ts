import fc from 'fast-check';
import { isHole, type StreamItem, withHoles } from '../../src/stream/hole.js';

const STEP = 65_536;

async function items(...chunks: readonly Uint8Array[]): Promise<readonly StreamItem[]> {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  const all: StreamItem[] = [];
  for await (const item of withHoles(source())) all.push(item);
  return all;
}

const sizes = async (...chunks: readonly Uint8Array[]): Promise<readonly string[]> =>
  (await items(...chunks)).map((item) => (isHole(item) ? `hole ${item.hole}` : `data ${item.length}`));

const zeros = (length: number): Buffer => Buffer.alloc(length);
const ones = (length: number): Buffer => Buffer.alloc(length, 1);

test.each<readonly [string, readonly Uint8Array[], readonly string[]]>([
  ['nothing', [], []],
  ['data alone', [ones(10)], ['data 10']],
  ['zeros alone', [zeros(2 * STEP)], [`hole ${2 * STEP}`]],
  ['zeros that run on in the next chunk', [zeros(STEP), zeros(3 * STEP)], [`hole ${4 * STEP}`]],
  [
    'zeros in the middle',
    [Buffer.concat([ones(STEP), zeros(STEP), ones(5)])],
    [`data ${STEP}`, `hole ${STEP}`, 'data 5'],
  ],
  ['too few zeros to be worth it', [Buffer.concat([ones(STEP), zeros(STEP - 1)])], [`data ${2 * STEP - 1}`]],
  [
    'zeros at the end of a chunk',
    [Buffer.concat([ones(STEP), zeros(STEP)]), ones(1)],
    [`data ${STEP}`, `hole ${STEP}`, 'data 1'],
  ],
])('%s', async (_, chunks, expected) => {
  expect(await sizes(...chunks)).toEqual(expected);
});

test('whatever the chunks, the bytes are the same', async () => {
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 50 }),
    fc.integer({ min: 0, max: 3 }).map((steps) => zeros(steps * STEP)),
    fc.integer({ min: 0, max: 2 * STEP }).map(zeros),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, { maxLength: 6 }), async (chunks) => {
      const parts = (await items(...chunks)).map((item) => (isHole(item) ? zeros(item.hole) : item));
      expect(Buffer.concat(parts).equals(Buffer.concat(chunks))).toBe(true);
    }),
    { numRuns: 100 },
  );
});
