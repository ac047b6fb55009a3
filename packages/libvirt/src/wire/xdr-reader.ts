import { XdrError } from './xdr-error.js';

/** A place in a buffer that is being decoded. Moving past its end throws, so nothing is ever read from beyond a frame. */
export class XdrReader {
  #offset: number;

  constructor(
    readonly bytes: Buffer,
    offset = 0,
  ) {
    this.#offset = offset;
  }

  /** Takes so many bytes; returns where they start. */
  advance(length: number): number {
    const start = this.#offset;
    if (start + length > this.bytes.length) {
      throw new XdrError(
        `a value of ${length} bytes at ${start} goes beyond the frame's ${this.bytes.length} bytes`,
      );
    }
    this.#offset = start + length;
    return start;
  }

  /** Throws where nothing is left: keeps a list of empty items from claiming a length that no bytes stand for. */
  requireMore(): void {
    if (this.#offset >= this.bytes.length) throw new XdrError('a list goes beyond its frame');
  }

  /** All that is not read yet, as a view. */
  rest(): Buffer {
    return this.bytes.subarray(this.advance(this.left));
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.bytes.length - this.#offset;
  }
}
