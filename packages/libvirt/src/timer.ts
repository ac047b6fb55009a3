/** Milliseconds that a timer of Node can wait at most, 24.8 days: one that is set for longer is due at once. */
export const LONGEST_TIMER = 2_147_483_647;

/** Calls back after so many ms; never where that is longer than a timer can wait, Infinity for one. */
export function after(milliseconds: number, callback: () => void): NodeJS.Timeout | undefined {
  return milliseconds > LONGEST_TIMER ? undefined : setTimeout(callback, milliseconds);
}
