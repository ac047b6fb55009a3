/** Items that are added at first. */
const FIRST = 16;

/**
 * As many of some items as go together, those that come first before others: more at once as long as all is well, fewer after a
 * refusal, until the one that is refused is left out. It gives up where none goes of the first few that were tried alone.
 */
export async function gather<T>(
  items: readonly T[],
  goes: (those: readonly T[]) => Promise<boolean>,
  patience = Infinity,
): Promise<readonly T[]> {
  let kept: readonly T[] = [];
  let size = FIRST;
  for (let from = 0; from < items.length && (kept.length > 0 || from < patience);) {
    const batch = items.slice(from, from + size);
    const together = [...kept, ...batch];
    const isGoing = await goes(together);
    if (isGoing) kept = together;
    if (isGoing || batch.length === 1) from += batch.length;
    size = isGoing ? size * 2 : Math.max(1, Math.floor(batch.length / 2));
  }
  return kept;
}
