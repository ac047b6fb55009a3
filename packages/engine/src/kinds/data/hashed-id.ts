/**
 * The `id` of something that has none: the provider's hash of a text (31 times what was before, plus the character, in 64 bits with
 * sign, and then without it). States hold it, so that it has to be the same.
 */
export function hashedId(text: string): string {
  let hash = 0n;
  for (const character of text) hash = BigInt.asIntN(64, 31n * hash + BigInt(character.codePointAt(0) ?? 0));
  return (hash < 0n ? -hash : hash).toString();
}
