/** The text in a C array of characters, which ends at the first zero. */
export function textOf(characters: Uint8Array): string {
  const end = characters.indexOf(0);
  return Buffer.from(end < 0 ? characters : characters.subarray(0, end)).toString();
}
