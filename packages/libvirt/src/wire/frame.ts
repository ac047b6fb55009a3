import { XdrError } from './xdr-error.js';
import { XdrWriter } from './xdr-writer.js';

/** virNetMessageType. */
export const FRAME_TYPE = {
  CALL: 0,
  REPLY: 1,
  MESSAGE: 2,
  STREAM: 3,
  CALL_WITH_FDS: 4,
  REPLY_WITH_FDS: 5,
  STREAM_HOLE: 6,
} as const;

/** virNetMessageStatus. */
export const FRAME_STATUS = { OK: 0, ERROR: 1, CONTINUE: 2 } as const;

/** Bytes of length and header before the body. */
export const HEADER_LENGTH = 28;

/** VIR_NET_MESSAGE_MAX and its length word: no frame is longer, in bytes. */
export const FRAME_MAX = 33_554_436;

const NOTHING = Buffer.alloc(0);

/** One message on a connection. */
export interface Frame {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
  readonly body: Buffer;
}

export interface FrameHeader {
  readonly program: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
}

/** A frame whose body `write` fills in. */
export function encodeFrame(header: FrameHeader, write?: (writer: XdrWriter) => void): Buffer {
  const writer = new XdrWriter(HEADER_LENGTH);
  write?.(writer);
  const frame = writer.finish();
  writeHeader(frame, header, frame.length);
  return frame;
}

/** The header alone, for a body of so many bytes that is sent from where it lies. */
export function encodeHeader(header: FrameHeader, bodyLength: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_LENGTH);
  writeHeader(bytes, header, HEADER_LENGTH + bodyLength);
  return bytes;
}

function writeHeader(bytes: Buffer, header: FrameHeader, length: number): void {
  if (length > FRAME_MAX) throw new XdrError(`a frame of ${length} bytes is above ${FRAME_MAX}`);
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt32BE(header.program, 4);
  bytes.writeUInt32BE(1, 8);
  bytes.writeInt32BE(header.procedure, 12);
  bytes.writeInt32BE(header.type, 16);
  bytes.writeUInt32BE(header.serial, 20);
  bytes.writeInt32BE(header.status, 24);
}

/**
 * Cuts a byte stream into frames. Each is copied once into a buffer of its own, never above the frame limit: the memory of a chunk
 * may be used again.
 */
export class FrameDecoder {
  /** The frame being gathered, with how much of it is there. */
  #partial: Buffer | undefined;
  #filled = 0;
  /** Fewer than the four bytes that tell a length. */
  #lead: Buffer = NOTHING;

  /** Gives the frames that a chunk completes, in order. Throws XdrError where a length cannot be one, and what `take` throws. */
  push(chunk: Buffer, take: (frame: Frame) => void): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#partial !== undefined) {
        at += this.#gather(this.#partial, chunk, at);
        if (this.#filled < this.#partial.length) return;
        const whole = this.#partial;
        this.#partial = undefined;
        take(parse(whole));
        continue;
      }
      if (this.#lead.length === 0 && chunk.length - at >= 4) {
        this.#begin(frameLength(chunk, at));
        continue;
      }
      const missing = 4 - this.#lead.length;
      this.#lead = Buffer.concat([this.#lead, chunk.subarray(at, at + missing)]);
      at += missing;
      if (this.#lead.length < 4) return;
      const lead = this.#lead;
      this.#lead = NOTHING;
      this.#gather(this.#begin(frameLength(lead, 0)), lead, 0);
    }
  }

  /** Whether the stream stands between two frames: an end here cuts nothing off. */
  get idle(): boolean {
    return this.#partial === undefined && this.#lead.length === 0;
  }

  #begin(length: number): Buffer {
    this.#filled = 0;
    this.#partial = Buffer.allocUnsafe(length);
    return this.#partial;
  }

  /** Returns how many bytes it took. */
  #gather(frame: Buffer, chunk: Buffer, from: number): number {
    const taken = chunk.copy(frame, this.#filled, from);
    this.#filled += taken;
    return taken;
  }
}

function frameLength(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32BE(at);
  if (length < HEADER_LENGTH || length > FRAME_MAX) {
    throw new XdrError(`a frame claims a length of ${length}; possible is ${HEADER_LENGTH} to ${FRAME_MAX}`);
  }
  return length;
}

function parse(bytes: Buffer): Frame {
  return {
    program: bytes.readUInt32BE(4),
    version: bytes.readUInt32BE(8),
    procedure: bytes.readInt32BE(12),
    type: bytes.readInt32BE(16),
    serial: bytes.readUInt32BE(20),
    status: bytes.readInt32BE(24),
    body: bytes.subarray(HEADER_LENGTH),
  };
}
