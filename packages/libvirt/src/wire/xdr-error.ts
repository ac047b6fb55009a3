/** What a decoder throws: the bytes are not what the protocol says. */
export class XdrError extends Error {
  override readonly name = 'XdrError';
}
