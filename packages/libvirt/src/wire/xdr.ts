import { isUtf8 } from 'node:buffer';
import { XdrError } from './xdr-error.js';
import type { XdrReader } from './xdr-reader.js';
import type { XdrWriter } from './xdr-writer.js';

/**
 * An XDR type (RFC 4506) as a value: how to read it and how to write it. Types of the protocol are put together from these,
 * and their TypeScript types follow from them.
 *
 * Numbers: 32-bit types are `number`; 64-bit types (`hyper`, `uhyper`) are `bigint`, because libvirt uses their whole range
 * (an unset limit is 2^64 - 1).
 */
export interface Xdr<T> {
  read(reader: XdrReader): T;
  write(writer: XdrWriter, value: T): void;
}

/** The TypeScript type that an XDR type stands for. */
export type TypeOf<X> = X extends Xdr<infer T> ? T : never;

/** The fields of a struct, in wire order. */
export type Fields = Readonly<Record<string, Xdr<unknown>>>;

type OptionalKeys<F extends Fields> = {
  [K in keyof F]: undefined extends TypeOf<F[K]> ? K : never;
}[keyof F];

/** The value of a struct; a field that may be absent on the wire may be left out. */
export type StructOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalKeys<F>>]: TypeOf<F[K]>;
} & { readonly [K in OptionalKeys<F>]?: TypeOf<F[K]> };

/** REMOTE_STRING_MAX: bytes in a string. */
export const STRING_MAX = 4_194_304;

/** The limit that most lists of the protocol share. */
export const LIST_MAX = 16_384;

/** XDR fills everything up to a multiple of 4 bytes. */
const padded = (length: number): number => (length + 3) & ~3;

export const int: Xdr<number> = {
  read: (reader) => reader.bytes.readInt32BE(reader.advance(4)),
  write: (writer, value) => {
    checkInteger(value, -0x8000_0000, 0x7fff_ffff);
    const at = writer.advance(4);
    writer.bytes.writeInt32BE(value, at);
  },
};

export const uint: Xdr<number> = {
  read: (reader) => reader.bytes.readUInt32BE(reader.advance(4)),
  write: (writer, value) => {
    checkInteger(value, 0, 0xffff_ffff);
    const at = writer.advance(4);
    writer.bytes.writeUInt32BE(value, at);
  },
};

export const hyper: Xdr<bigint> = {
  read: (reader) => reader.bytes.readBigInt64BE(reader.advance(8)),
  write: (writer, value) => {
    const at = writer.advance(8);
    writer.bytes.writeBigInt64BE(value, at);
  },
};

export const uhyper: Xdr<bigint> = {
  read: (reader) => reader.bytes.readBigUInt64BE(reader.advance(8)),
  write: (writer, value) => {
    const at = writer.advance(8);
    writer.bytes.writeBigUInt64BE(value, at);
  },
};

export const double: Xdr<number> = {
  read: (reader) => reader.bytes.readDoubleBE(reader.advance(8)),
  write: (writer, value) => {
    const at = writer.advance(8);
    writer.bytes.writeDoubleBE(value, at);
  },
};

/** libvirt sends truth as an int and takes every value but 0 for true. */
export const flag: Xdr<boolean> = {
  read: (reader) => int.read(reader) !== 0,
  write: (writer, value) => int.write(writer, value ? 1 : 0),
};

/** UTF-8 text. libvirt's strings end at a zero byte in C, so one inside is refused on the way out. */
export const string: Xdr<string> = {
  read: (reader) => {
    const length = readLength(reader, STRING_MAX, 'string');
    const start = reader.advance(padded(length));
    const text = reader.bytes.toString('utf8', start, start + length);
    // Broken UTF-8 decodes to U+FFFD; only where one shows up is it worth looking whether it was sent as such.
    if (text.includes('\ufffd') && !isUtf8(reader.bytes.subarray(start, start + length))) {
      throw new XdrError('a string is not UTF-8');
    }
    return text;
  },
  write: (writer, value) => {
    if (value.includes('\0')) throw new XdrError('a string holds a zero byte');
    const length = Buffer.byteLength(value);
    if (length > STRING_MAX) throw new XdrError(`a string of ${length} bytes is above ${STRING_MAX}`);
    uint.write(writer, length);
    const at = writer.advance(padded(length));
    writer.bytes.fill(0, at + length, at + padded(length));
    writer.bytes.write(value, at, length);
  },
};

/** Bytes of any length up to a limit. What is read is a view of the frame. */
export function opaque(limit: number): Xdr<Uint8Array> {
  return {
    read: (reader) => {
      const length = readLength(reader, limit, 'opaque');
      const start = reader.advance(padded(length));
      return reader.bytes.subarray(start, start + length);
    },
    write: (writer, value) => {
      if (value.length > limit) throw new XdrError(`${value.length} bytes are above ${limit}`);
      uint.write(writer, value.length);
      const at = writer.advance(padded(value.length));
      writer.bytes.fill(0, at + value.length, at + padded(value.length));
      writer.bytes.set(value, at);
    },
  };
}

/** Bytes of one fixed length. What is read is a view of the frame. */
export function fixedOpaque(length: number): Xdr<Uint8Array> {
  return {
    read: (reader) => {
      const start = reader.advance(padded(length));
      return reader.bytes.subarray(start, start + length);
    },
    write: (writer, value) => {
      if (value.length !== length) throw new XdrError(`${value.length} bytes where ${length} are due`);
      const at = writer.advance(padded(length));
      writer.bytes.fill(0, at + length, at + padded(length));
      writer.bytes.set(value, at);
    },
  };
}

/** C's `char name[n]`: XDR spends four bytes on each character; the text ends at the first zero. */
export function charArray(length: number): Xdr<string> {
  return {
    read: (reader) => {
      const start = reader.advance(4 * length);
      const text = Buffer.alloc(length);
      let end = 0;
      for (; end < length; end++) {
        const byte = reader.bytes[start + 4 * end + 3] ?? 0;
        if (byte === 0) break;
        text[end] = byte;
      }
      return text.toString('utf8', 0, end);
    },
    write: (writer, value) => {
      const text = Buffer.from(value);
      if (text.length >= length) throw new XdrError(`${text.length} bytes where ${length - 1} fit`);
      for (let at = 0; at < length; at++) int.write(writer, text[at] ?? 0);
    },
  };
}

/** C's `char data<limit>`: bytes, of which XDR makes four each. SASL's tokens come like this. */
export function charList(limit: number): Xdr<Uint8Array> {
  return {
    read: (reader) => {
      const length = readLength(reader, limit, 'list');
      const start = reader.advance(4 * length);
      return Uint8Array.from({ length }, (_, index) => reader.bytes[start + 4 * index + 3] ?? 0);
    },
    write: (writer, value) => {
      if (value.length > limit) throw new XdrError(`${value.length} bytes are above ${limit}`);
      uint.write(writer, value.length);
      // xdr_char takes the sign along, as C's char has one.
      for (const byte of value) int.write(writer, (byte << 24) >> 24);
    },
  };
}

/** A value that may be absent: a pointer in libvirt's structs. */
export function optional<T>(type: Xdr<T>): Xdr<T | undefined> {
  return {
    read: (reader) => {
      const present = int.read(reader);
      if (present !== 0 && present !== 1) throw new XdrError(`a pointer is ${present}, neither 0 nor 1`);
      return present === 1 ? type.read(reader) : undefined;
    },
    write: (writer, value) => {
      int.write(writer, value === undefined ? 0 : 1);
      if (value !== undefined) type.write(writer, value);
    },
  };
}

/** A list of up to `limit` items. */
export function array<T>(type: Xdr<T>, limit: number): Xdr<readonly T[]> {
  return {
    read: (reader) => {
      const length = readLength(reader, limit, 'list');
      // Grows item by item: a length that lies costs nothing, since every item takes bytes that are not there.
      const items: T[] = [];
      for (let index = 0; index < length; index++) {
        reader.requireMore();
        items.push(type.read(reader));
      }
      return items;
    },
    write: (writer, value) => {
      if (value.length > limit) throw new XdrError(`a list of ${value.length} is above ${limit}`);
      uint.write(writer, value.length);
      for (const item of value) type.write(writer, item);
    },
  };
}

/** Fields one after the other. */
export function struct<F extends Fields>(fields: F): Xdr<StructOf<F>> {
  // Made at the first use: there are a thousand structs, and a program uses a dozen.
  let made: readonly (readonly [string, Xdr<unknown>])[] | undefined;
  const entries = (): readonly (readonly [string, Xdr<unknown>])[] => (made ??= Object.entries(fields));
  return {
    read: (reader) => {
      const value: Record<string, unknown> = {};
      for (const [name, type] of entries()) {
        const field = type.read(reader);
        if (field !== undefined) value[name] = field;
      }
      return value as StructOf<F>;
    },
    write: (writer, value) => {
      const given: Readonly<Record<string, unknown>> = value;
      for (const [name, type] of entries()) type.write(writer, given[name]);
    },
  };
}

/** Another view of a type: how its values look in TypeScript. */
export function mapped<W, T>(type: Xdr<W>, decode: (wire: W) => T, encode: (value: T) => W): Xdr<T> {
  return {
    read: (reader) => decode(type.read(reader)),
    write: (writer, value) => type.write(writer, encode(value)),
  };
}

function readLength(reader: XdrReader, limit: number, what: string): number {
  const length = uint.read(reader);
  if (length > limit) throw new XdrError(`a ${what} claims a length of ${length}, above ${limit}`);
  return length;
}

function checkInteger(value: number, lowest: number, highest: number): void {
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw new XdrError(`${value} is not an integer from ${lowest} to ${highest}`);
  }
}
