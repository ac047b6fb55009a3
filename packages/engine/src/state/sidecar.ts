import { createHash } from 'node:crypto';
import { inSlices } from './slices.js';

/**
 * The file beside a state that holds the new content while the state itself is overwritten in place: one line of JSON, then the
 * content. Where a part of it is missing, its checksum says so.
 */
export interface Sidecar {
  /** sha256 of the state that the content replaces. */
  readonly before: string;
  readonly content: Buffer;
}

const FORMAT = 'virtform-sidecar-1';

/** Bytes whose checksum is taken at once. */
const AT_ONCE = 1 << 20;

/** The sha256 of content in pieces, hexadecimal, in slices: of a large state it takes longer than an apply should stand still. */
export async function digestOf(pieces: readonly Uint8Array[]): Promise<string> {
  const hash = createHash('sha256');
  await inSlices(pieces.flatMap(cut), (part) => hash.update(part));
  return hash.digest('hex');
}

function cut(piece: Uint8Array): readonly Uint8Array[] {
  const count = Math.ceil(piece.length / AT_ONCE);
  return Array.from({ length: count }, (_, index) => piece.subarray(index * AT_ONCE, (index + 1) * AT_ONCE));
}

/**
 * The sidecar for content that replaces a state, in pieces.
 *
 * @param before sha256 of the state that it replaces, @param sum of the content
 */
export function printSidecar(
  before: string,
  content: readonly Uint8Array[],
  sum: string,
): readonly Uint8Array[] {
  const length = content.reduce((all, piece) => all + piece.length, 0);
  const head = { format: FORMAT, before, length, content: sum };
  return [Buffer.from(`${JSON.stringify(head)}\n`, 'utf8'), ...content];
}

/** Reads a sidecar; undefined where it is torn, or something else. */
export function parseSidecar(bytes: Buffer): Sidecar | undefined {
  const end = bytes.indexOf('\n');
  if (end === -1) return undefined;
  const head = tryParse(bytes.subarray(0, end));
  if (head?.format !== FORMAT || typeof head.before !== 'string') return undefined;
  const content = bytes.subarray(end + 1);
  if (head.length !== content.length || head.content !== digest(content)) return undefined;
  return { before: head.before, content };
}

/** What a state file holds, seen together with its sidecar. */
export type Verdict =
  /** The file is what it says. */
  | { readonly source: 'file'; readonly content: Buffer }
  /** The sidecar holds the newer state: the file is as it was before, or half written. */
  | { readonly source: 'sidecar'; readonly content: Buffer };

/**
 * Decides which of the two holds the state.
 *
 * Before the file is overwritten it is made unreadable (`underWay`), so that one which is half written never looks like a
 * state, neither to us nor to Terraform. So a file that reads as JSON and is not the one that the sidecar replaces was written by
 * somebody else since, and wins.
 */
export function judge(file: Buffer, sidecarBytes: Buffer | undefined): Verdict {
  const sidecar = sidecarBytes === undefined ? undefined : parseSidecar(sidecarBytes);
  if (sidecar === undefined) return { source: 'file', content: file };
  const wasReplaced = digest(file) !== sidecar.before;
  // All but the last line break is a whole state, and yet not all of it.
  const isCutOff = sidecar.content.subarray(0, file.length).equals(file);
  if (wasReplaced && !isCutOff && tryParse(file) !== undefined) return { source: 'file', content: file };
  return { source: 'sidecar', content: sidecar.content };
}

/** What a state file holds while it is overwritten; `#` begins no JSON. */
export function underWay(sidecarPath: string): Buffer {
  return Buffer.from(
    `# This state is being written. If nothing is running any more, a run was cut off: the state is whole in\n` +
      `# ${sidecarPath}\n# and the next plan or apply of virtform puts it back here.\n`,
    'utf8',
  );
}

function tryParse(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
