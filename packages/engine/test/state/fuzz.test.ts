import fc from 'fast-check';

import { isObject, type Json } from '@virtform/values';
import { StateError } from '../../src/state/errors.js';
import { instancesOf } from '../../src/state/edit.js';
import { stateCodec } from '../../src/state/format.js';
import { stateText } from './arbitrary-state.js';

const codec = stateCodec(() => undefined);
/** Another one, which has read nothing: it prints all anew. */
const another = stateCodec(() => undefined);

const RUNS = process.env.VIRTFORM_TEST === 'full' ? 5_000 : 400;

/** Everything that is asked of a state further on, also what is read only when it is asked for. */
function readAll(bytes: Buffer): string | undefined {
  const state = codec.read(bytes, 'some.tfstate');
  if (state === undefined) return undefined;
  for (const { instance } of instancesOf(state)) {
    expect(isObject(instance.attributes)).toBe(true);
    expect([instance.bookkeeping, instance.foreignPrivate]).toHaveLength(2);
  }
  return codec.print(state);
}

/** Reads what may be damaged: it is read whole, or refused with the file's name. */
function readOrRefuse(bytes: Buffer): void {
  try {
    const printed = readAll(bytes);
    // What was read is a state that is read again as the same.
    if (printed !== undefined) expect(readAll(Buffer.from(printed))).toBe(printed);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    expect(error.problem).toBe('format');
    expect(error.message).toMatch(/^The state some\.tfstate cannot be read: /);
    expect(error.action).not.toBe('');
  }
}

/** What happens to the bytes of a file. */
const damage = fc.oneof(
  fc.record({
    kind: fc.constant('flip' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bit: fc.nat(7),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    kind: fc.constant('double' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(300),
  }),
  fc.record({
    kind: fc.constant('drop' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(30),
  }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.uint8Array({ maxLength: 8 }),
  }),
);
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(bytes: Buffer, done: Damage): Buffer {
  const at = Math.floor(done.at * bytes.length);
  switch (done.kind) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << done.bit);
      return copy;
    }
    case 'cut':
      return bytes.subarray(0, at);
    case 'double':
      return Buffer.concat([bytes.subarray(0, at + done.length), bytes.subarray(at)]);
    case 'drop':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + done.length)]);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), done.bytes, bytes.subarray(at)]);
  }
}

/** The same JSON with another value in one place, counted over all of them. */
function withValueAt(json: Json, place: number, put: Json): Json {
  let left = place;
  const walk = (part: Json): Json => {
    left -= 1;
    if (left === -1) return put;
    if (Array.isArray(part)) return part.map(walk);
    if (!isObject(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
  };
  return walk(json);
}

describe('a state, whatever it holds', () => {
  test('is printed byte for byte as it was read', () => {
    fc.assert(
      fc.property(stateText, (text) => {
        expect(codec.print(codec.read(Buffer.from(text), 'x') ?? neverEmpty())).toBe(text);
      }),
      { numRuns: RUNS },
    );
  });

  test('is printed the same by a codec that did not read it', () => {
    fc.assert(
      fc.property(stateText, (text) => {
        const copied = codec.parse(text, 'x') ?? neverEmpty();
        expect(another.print(copied)).toBe(text);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a state file that is damaged', () => {
  test('is read whole or refused with its name, whatever happened to its bytes', () => {
    fc.assert(
      fc.property(stateText, fc.array(damage, { minLength: 1, maxLength: 3 }), (text, all) => {
        readOrRefuse(all.reduce(damaged, Buffer.from(text)));
      }),
      { numRuns: RUNS },
    );
  });

  test('is read whole or refused with its name, whatever stands in the place of any value', () => {
    const put = fc.constantFrom<Json[]>(
      null,
      true,
      0,
      -1,
      1.5,
      1e300,
      '',
      'x',
      [],
      {},
      [null],
      { a: 1 },
      [[]],
      'module.a["\\q"]',
    );
    fc.assert(
      fc.property(stateText, fc.nat(120), put, (text, place, value) => {
        const json = JSON.parse(text) as Json;
        readOrRefuse(Buffer.from(JSON.stringify(withValueAt(json, place, value))));
      }),
      { numRuns: RUNS },
    );
  });

  test.each<[string, string | Buffer, RegExp]>([
    [
      'no UTF-8',
      Buffer.concat([Buffer.from('{"version": 4, "lineage": "'), Buffer.from([0xff]), Buffer.from('"}')]),
      /no UTF-8 from byte 27 on/,
    ],
    [
      'UTF-8 that is cut in a character',
      Buffer.from('{"version": 4, "lineage": "é').subarray(0, -1),
      /no UTF-8 from byte 27 on/,
    ],
    ['UTF-16', Buffer.from('\ufeff{"version": 4}', 'utf16le'), /no UTF-8 from byte 0 on/],
    ['a mark of the order of its bytes', '\ufeff{"version": 4}', /line 1, column 1/],
    [
      'lists in lists without end',
      `{"version": 4, "check_results": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      /nested deeper than 1000 levels/,
    ],
    [
      'lists in lists that do not end',
      `{"version": 4, "check_results": ${'['.repeat(50_000)}`,
      /nested deeper than 1000 levels/,
    ],
    [
      'objects in objects without end',
      `{"version": 4, "check_results": ${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
      /nested deeper than 1000 levels/,
    ],
    [
      'a module with a key that is none',
      '{"version": 4, "resources": [{"module": "module.a[\\"\\\\q\\"]", "mode": "managed", "type": "t", "name": "n"}]}',
      /resources\[0\]\.module is .+ no module's address/,
    ],
    ['zeros', '\0'.repeat(4096), /line 1, column 1/],
    ['a plan file', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), /no UTF-8/],
  ])('and is %s is refused with the place', (_, content, message) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    expect(() => codec.read(bytes, 'some.tfstate')).toThrow(message);
  });
});

function neverEmpty(): never {
  throw new Error('a state file is not empty');
}
