import { fileURLToPath } from 'node:url';
import type { StepContext } from '../kind.js';
import { StepError } from '../step-error.js';

/** Content that can be uploaded: a file on this machine. */
export interface Content {
  readonly path: string;
  /** Bytes that travel. */
  readonly size: number;
  readonly format: 'raw' | 'qcow2';
  /** Bytes that a guest will see. */
  readonly capacity: bigint;
}

/** The file that a `create.content.url` means; undefined for schemes that are not fetched. A relative path stays one:
 * files are read from the folder of the configuration. */
export function contentPath(url: string): string | undefined {
  if (/^file:/i.test(url)) return fileURLToPath(url);
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? undefined : url;
}

/** QEMU's qcow2 header: magic at 0, the virtual size, big-endian, at 24. */
const HEADER_LENGTH = 32;
const QCOW2_MAGIC = 0x51_46_49_fb;
const VIRTUAL_SIZE_AT = 24;

/**
 * Looks at the file.
 *
 * @throws StepError where it is not there, or not a file
 */
export async function inspectContent(url: string, { files }: Pick<StepContext, 'files'>): Promise<Content> {
  const file = contentPath(url);
  if (file === undefined) {
    throw new StepError(
      `${url} cannot be fetched: only files of this machine are uploaded`,
      'Download it first and give the path.',
    );
  }
  const facts = await files.stat(file);
  if (facts === undefined || facts.isDirectory) {
    const why = facts === undefined ? 'there is no such file' : 'it is a folder';
    throw new StepError(
      `${file} cannot be uploaded: ${why}`,
      'Give the path of the image in create.content.url.',
    );
  }
  const header = await firstBytes(files.stream(file), HEADER_LENGTH);
  if (header.length === HEADER_LENGTH && header.readUInt32BE(0) === QCOW2_MAGIC) {
    return {
      path: file,
      size: facts.size,
      format: 'qcow2',
      capacity: header.readBigUInt64BE(VIRTUAL_SIZE_AT),
    };
  }
  return { path: file, size: facts.size, format: 'raw', capacity: BigInt(facts.size) };
}

async function firstBytes(stream: AsyncIterable<Uint8Array>, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let have = 0;
  for await (const part of stream) {
    parts.push(part);
    have += part.length;
    if (have >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}
