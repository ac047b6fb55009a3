import { join } from 'node:path';
import type { FileEffects } from '../effects/effects.js';

/**
 * A folder as a tar archive (ustar, with GNU's entries for long names), in chunks. Modes are Terraform's, who tells nothing of
 * the files' own either: 0644, and 0755 for folders.
 *
 * @param folder absolute
 */
export async function* archiveFolder(files: FileEffects, folder: string): AsyncIterable<Uint8Array> {
  yield* entriesOf(files, folder, '');
  yield Buffer.alloc(2 * BLOCK);
}

const BLOCK = 512;

async function* entriesOf(files: FileEffects, folder: string, below: string): AsyncIterable<Uint8Array> {
  for (const name of [...(await files.list(join(folder, below)))].sort()) {
    const path = below === '' ? name : `${below}/${name}`;
    const facts = await files.stat(join(folder, path));
    if (facts === undefined) throw new Error(`${join(folder, path)} was removed while it was read`);
    if (facts.isDirectory) {
      yield* header(`${path}/`, 0, '5', 0o755);
      yield* entriesOf(files, folder, path);
    } else {
      yield* header(path, facts.size, '0', 0o644);
      yield* contentOf(files, join(folder, path), facts.size);
    }
  }
}

async function* contentOf(files: FileEffects, path: string, size: number): AsyncIterable<Uint8Array> {
  let read = 0;
  for await (const chunk of files.stream(path)) {
    read += chunk.length;
    if (read > size) break;
    yield chunk;
  }
  if (read !== size) throw new Error(`${path} was changed while it was read`);
  const over = size % BLOCK;
  if (over > 0) yield Buffer.alloc(BLOCK - over);
}

/** Bytes of a name that the header itself has room for. */
const NAME = 100;

function* header(path: string, size: number, type: string, mode: number): Iterable<Uint8Array> {
  const name = Buffer.from(path, 'utf8');
  if (name.length > NAME) {
    const long = Buffer.concat([name, Buffer.alloc(BLOCK - (name.length % BLOCK))]);
    yield block(Buffer.from('././@LongLink'), name.length + 1, 'L', 0);
    yield long;
  }
  yield block(name.subarray(0, NAME), size, type, mode);
}

function block(name: Uint8Array, size: number, type: string, mode: number): Uint8Array {
  const bytes = Buffer.alloc(BLOCK);
  bytes.set(name, 0);
  writeOctal(bytes, mode, 100, 8);
  writeOctal(bytes, 0, 108, 8);
  writeOctal(bytes, 0, 116, 8);
  writeSize(bytes, size);
  writeOctal(bytes, 0, 136, 12);
  bytes.write('        ', 148);
  bytes.write(type, 156);
  bytes.write('ustar  \0', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

function writeOctal(bytes: Buffer, value: number, at: number, length: number): void {
  bytes.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
}

/** From 8 GiB on a size has no room in octal digits; GNU writes it as a number then, with the first bit set. */
function writeSize(bytes: Buffer, size: number): void {
  if (size < 8 ** 11) {
    writeOctal(bytes, size, 124, 12);
    return;
  }
  bytes.writeUInt8(0x80, 124);
  bytes.writeBigUInt64BE(BigInt(size), 128);
}
