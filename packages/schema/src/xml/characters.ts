import type { XmlPosition } from './element.js';

/** XML that cannot be read or written. */
export class XmlError extends Error {
  constructor(
    message: string,
    readonly position?: XmlPosition,
    options?: ErrorOptions,
  ) {
    super(
      position === undefined ? message : `${message} (line ${position.line}, column ${position.column})`,
      options,
    );
    this.name = 'XmlError';
  }
}

/** What XML 1.0 has no way to write: control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
const UNWRITABLE = /[^\t\n\r -\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** The first character of a text that XML cannot carry, as `U+0007`; undefined when all of it can be written. */
export function unwritableCharacter(text: string): string | undefined {
  return findUnwritable(text)?.name;
}

/** That character, and where in the text it stands. */
export function findUnwritable(text: string): { readonly name: string; readonly index: number } | undefined {
  const found = UNWRITABLE.exec(text);
  if (found === null) return undefined;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return { name: `U+${code}`, index: found.index };
}
