/** The package has no declarations of its own; these are the two functions that files.ts calls. */
declare module 'fs-native-extensions' {
  /**
   * Takes an OFD write lock (Linux `F_OFD_SETLK`, elsewhere the nearest thing) on the whole file.
   *
   * @returns false while somebody else holds it
   */
  export function tryLock(fd: number): boolean;
  export function unlock(fd: number): void;
}
