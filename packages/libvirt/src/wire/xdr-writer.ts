/** A buffer that is being filled and grows as it has to. */
export class XdrWriter {
  bytes: Buffer;
  #length: number;

  /** `reserved` bytes are left free at the front, for a header. */
  constructor(reserved = 0, capacity = 256) {
    this.bytes = Buffer.allocUnsafe(Math.max(reserved, capacity));
    this.#length = reserved;
  }

  /** Makes room for so many bytes; returns where they start. They hold no particular value. */
  advance(length: number): number {
    const start = this.#length;
    const end = start + length;
    if (end > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, 2 * this.bytes.length));
      this.bytes.copy(grown, 0, 0, start);
      this.bytes = grown;
    }
    this.#length = end;
    return start;
  }

  /** What has been written so far. */
  finish(): Buffer {
    return this.bytes.subarray(0, this.#length);
  }
}
