/** Columns behind which text in quotes goes on in the next line, at its next space. */
const WIDTH = 80;

/** What may stand in YAML as it is. A tab may not, nor a character above U+FFFF: the library that Terraform writes YAML with has it so. */
const PRINTABLE = /^[\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

/** A space before a line end, or at the very end, would not be seen. */
const HIDDEN_SPACE = / (?:[\n\u2028\u2029]|$)/;

/** Whether text is written line by line below a bar; what has one line, or something that could not be seen there, is not. */
export function isLiteral(text: string): boolean {
  return text.includes('\n') && PRINTABLE.test(text) && !HIDDEN_SPACE.test(text);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

const ESCAPED = /^[\n"\\\u2028\u2029]$/;

function escaped(character: string): string {
  if (PRINTABLE.test(character) && !ESCAPED.test(character)) return character;
  const short = ESCAPES[character];
  if (short !== undefined) return `\\${short}`;
  const code = character.codePointAt(0) ?? 0;
  const [letter, digits] =
    code <= 0xff ? (['x', 2] as const) : code <= 0xffff ? (['u', 4] as const) : (['U', 8] as const);
  return `\\${letter}${code.toString(16).toUpperCase().padStart(digits, '0')}`;
}

/** Text between double quotes, on one line. */
export function quoted(text: string): string {
  return `"${Array.from(text, escaped).join('')}"`;
}

/**
 * Text between double quotes, on as many lines as it takes.
 *
 * @param column where the first quote stands
 * @param indent the column where further lines begin
 */
export function quotedLines(text: string, column: number, indent: number): readonly string[] {
  const characters = Array.from(text);
  const lines: string[] = [];
  let line = '"';
  let start = column;
  let behindSpace = false;
  for (const [at, character] of characters.entries()) {
    const breaks =
      character === ' ' &&
      !behindSpace &&
      start + line.length > WIDTH &&
      at > 0 &&
      at < characters.length - 1;
    if (breaks) {
      lines.push(line);
      // A line that begins with a space shows so by a backslash.
      line = characters[at + 1] === ' ' ? '\\' : '';
      start = indent;
    } else line += escaped(character);
    behindSpace = character === ' ';
  }
  return [...lines, `${line}"`];
}
