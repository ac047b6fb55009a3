/**
 * Decimals that have more digits than a JavaScript number keeps, as they were read: by the list or object that they stand in.
 *
 * Terraform calculates with 512 bits: a third has 154 digits in its states. Nothing here calculates with what it only carries on, so
 * the text is all that has to be kept.
 */
const TEXTS = new WeakMap<object, Map<string | number, string>>();
let areThere = false;

/** Remembers how the number in a list or object was written. */
export function keepExactNumber(container: object, key: string | number, text: string): void {
  const texts = TEXTS.get(container) ?? new Map<string | number, string>();
  TEXTS.set(container, texts.set(key, text));
  areThere = true;
}

/** How the number in a list or object was written, where a JavaScript number says less. */
export function exactNumber(container: object, key: string | number): string | undefined {
  return areThere ? TEXTS.get(container)?.get(key) : undefined;
}

/** Whether any was read so far: most processes never meet one, and need not look for them. */
export function areExactNumbersKept(): boolean {
  return areThere;
}
