const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Whether an expression goes on in the next line: a bracket is open, or a heredoc has not met its end. What stands in quotes or in
 * a comment counts for nothing; what stands in a template in quotes is an expression again.
 */
export function isUnfinished(text: string): boolean {
  /** What would close what is open, innermost last; quotes are closed by quotes. */
  const open: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const rest = text.slice(at);
    const [character = ''] = rest;
    if (open.at(-1) === '"') {
      if (character === '\\') at += 1;
      else if (/^[$%]{2}\{/.test(rest)) at += 2;
      else if (/^[$%]\{/.test(rest)) {
        open.push('}');
        at += 1;
      } else if (character === '"') open.pop();
      // Quotes end with their line, closed or not; what is wrong with that, the parser says.
      else if (character === '\n') return false;
      continue;
    }
    const heredoc = /^<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?(?:\n|$)/u.exec(rest);
    const comment = /^(?:#|\/\/)[^\n]*|^\/\*[^]*?\*\//.exec(rest);
    if (heredoc !== null) {
      const [start, marker = ''] = heredoc;
      const end = new RegExp(`^[ \\t]*${marker}[ \\t]*\\r?$`, 'm').exec(rest.slice(start.length));
      if (end === null) return true;
      at += start.length + end.index + end[0].length - 1;
    } else if (comment !== null) at += comment[0].length - 1;
    else if (rest.startsWith('/*')) return true;
    else if (character === '"') open.push('"');
    else if (PAIRS[character] !== undefined) open.push(PAIRS[character]);
    else if (character === open.at(-1)) open.pop();
  }
  return open.length > 0 && open.at(-1) !== '"';
}
