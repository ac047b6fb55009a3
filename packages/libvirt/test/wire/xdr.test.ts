import { typedParameters, uuid } from '../../src/wire/objects.js';
import {
  array,
  charArray,
  charList,
  double,
  fixedOpaque,
  flag,
  hyper,
  int,
  opaque,
  optional,
  string,
  STRING_MAX,
  struct,
  uhyper,
  uint,
  type Xdr,
} from '../../src/wire/xdr.js';
import { XdrError } from '../../src/wire/xdr-error.js';
import { XdrReader } from '../../src/wire/xdr-reader.js';
import { XdrWriter } from '../../src/wire/xdr-writer.js';

function encode<T>(type: Xdr<T>, value: T): Buffer {
  const writer = new XdrWriter();
  type.write(writer, value);
  return writer.finish();
}

function decode<T>(type: Xdr<T>, bytes: Buffer): T {
  return type.read(new XdrReader(bytes));
}

interface Case<T> {
  readonly name: string;
  readonly type: Xdr<T>;
  readonly value: T;
  readonly hex: string;
}

function example<T>(name: string, type: Xdr<T>, value: T, hex: string): Case<unknown> {
  return { name, type, value, hex: hex.replaceAll(' ', '') };
}

/** Values and their bytes, by RFC 4506. */
const examples: readonly Case<unknown>[] = [
  example('int', int, -2, 'fffffffe'),
  example('uint', uint, 0xffff_ffff, 'ffffffff'),
  example('hyper', hyper, -1n, 'ffffffffffffffff'),
  example('uhyper', uhyper, 2n ** 64n - 1n, 'ffffffffffffffff'),
  example('double', double, 1.5, '3ff8000000000000'),
  example('flag', flag, true, '00000001'),
  example('string', string, 'héé', '00000005 68c3a9c3 a9000000'),
  example('empty string', string, '', '00000000'),
  example('a real replacement character', string, '\ufffd', '00000003 efbfbd00'),
  example('opaque', opaque(8), Buffer.from([1, 2, 3]), '00000003 01020300'),
  example('fixed opaque', fixedOpaque(3), Buffer.from([1, 2, 3]), '01020300'),
  example('char array', charArray(4), 'ab', '00000061 00000062 00000000 00000000'),
  example('char list', charList(4), Uint8Array.from([97, 200]), '00000002 00000061 ffffffc8'),
  example('absent', optional(int), undefined, '00000000'),
  example('present', optional(int), 5, '00000001 00000005'),
  example('array', array(int, 4), [1, 2], '00000002 00000001 00000002'),
  example(
    'struct',
    struct({ a: int, b: optional(string), c: int }),
    { a: 1, c: 3 },
    '00000001 00000000 00000003',
  ),
  example('uuid', uuid, '6695eb01-f6a4-8304-79aa-97f2502e193f', '6695eb01f6a4830479aa97f2502e193f'),
  example(
    'typed parameters',
    typedParameters(4),
    [
      { field: 'a', type: 'ullong', value: 1n },
      { field: 'b', type: 'boolean', value: true },
    ],
    '00000002 00000001 61000000 00000004 0000000000000001 00000001 62000000 00000006 00000001',
  ),
];

describe('values and their bytes', () => {
  test.each(examples)('$name', ({ type, value, hex }) => {
    expect(encode(type, value).toString('hex')).toBe(hex);
    expect(decode(type, Buffer.from(hex, 'hex'))).toEqual(value);
  });
});

interface BadBytes {
  readonly name: string;
  readonly type: Xdr<unknown>;
  readonly hex: string;
  readonly message: RegExp;
}

const badBytes: readonly BadBytes[] = [
  { name: 'a number cut off', type: int, hex: '0000', message: /beyond the frame/ },
  { name: 'a string cut off', type: string, hex: '00000005 616263', message: /beyond the frame/ },
  { name: 'a huge string', type: string, hex: '7fffffff', message: /claims a length of 2147483647/ },
  { name: 'a negative length', type: string, hex: 'ffffffff', message: /claims a length of 4294967295/ },
  { name: 'bad UTF-8', type: string, hex: '00000002 c3280000', message: /not UTF-8/ },
  {
    name: 'a list above its limit',
    type: array(int, 2),
    hex: '00000003',
    message: /list claims a length of 3/,
  },
  {
    name: 'a list of nothing that claims a length',
    type: array(struct({}), 16_384),
    hex: '00004000',
    message: /goes beyond its frame/,
  },
  {
    name: 'a pointer that is neither there nor not',
    type: optional(int),
    hex: '00000002',
    message: /neither/,
  },
  {
    name: 'a typed parameter of unknown type',
    type: typedParameters(1),
    hex: '00000001 00000001 61000000 00000008 00000000',
    message: /unknown type 8/,
  },
];

describe('bytes that are refused', () => {
  test.each(badBytes)('$name', ({ type, hex, message }) => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    expect(() => decode(type, bytes)).toThrow(XdrError);
    expect(() => decode(type, bytes)).toThrow(message);
  });
});

interface BadValue {
  readonly name: string;
  readonly write: () => Buffer;
}

const badValues: readonly BadValue[] = [
  { name: 'a fraction', write: () => encode(int, 1.5) },
  { name: 'a negative uint', write: () => encode(uint, -1) },
  { name: 'NaN', write: () => encode(int, NaN) },
  { name: 'an int above its range', write: () => encode(int, 2 ** 31) },
  { name: 'a zero byte in a string', write: () => encode(string, 'a\0b') },
  { name: 'a string above 4 MiB', write: () => encode(string, 'x'.repeat(STRING_MAX + 1)) },
  { name: 'opaque above its limit', write: () => encode(opaque(1), Buffer.alloc(2)) },
  { name: 'fixed opaque of another length', write: () => encode(fixedOpaque(2), Buffer.alloc(1)) },
  { name: 'a list above its limit', write: () => encode(array(int, 1), [1, 2]) },
  { name: 'text that fills a char array', write: () => encode(charArray(2), 'ab') },
  { name: 'what is no UUID', write: () => encode(uuid, '6695eb01') },
];

describe('values that are refused', () => {
  test.each(badValues)('$name', ({ write }) => {
    expect(write).toThrow(XdrError);
  });
});

test('a writer grows without losing what it holds', () => {
  const long = 'x'.repeat(100_000);
  expect(decode(array(string, 3), encode(array(string, 3), ['a', long, 'b']))).toEqual(['a', long, 'b']);
});
