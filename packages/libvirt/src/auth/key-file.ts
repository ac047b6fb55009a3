/** Groups of keys with their values. */
export type KeyFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What a backslash stands for in a value. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['s', ' '],
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
]);

/**
 * Reads a key file of glib (GKeyFile), the format of libvirt's auth.conf: `[group]`, then `key=value`; comments begin with `#`. Blanks
 * before a value are not part of it, those after it are; a later value of a key counts.
 *
 * @param refuse makes the error for a line; it never gets what the line says, which may be a password
 */
export function parseKeyFile(text: string, refuse: (line: number, reason: string) => Error): KeyFile {
  const groups = new Map<string, Map<string, string>>();
  let group: Map<string, string> | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const name = /^\s*\[([^[\]]+)\]\s*$/.exec(line)?.[1];
    if (name !== undefined) {
      group = groups.get(name) ?? new Map();
      groups.set(name, group);
      continue;
    }
    const [, key, value = ''] = /^\s*([^=]*[^=\s])\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === undefined) throw refuse(index + 1, 'this is neither [group] nor key=value nor a # comment');
    if (group === undefined) throw refuse(index + 1, 'this stands before the first [group]');
    group.set(
      key,
      unescape(value, () =>
        refuse(index + 1, 'a backslash is written \\\\, and stands before s, n, t, r else'),
      ),
    );
  }
  return groups;
}

function unescape(value: string, refuse: () => Error): string {
  return value.replace(/\\(.?)/g, (_, character: string) => {
    const meant = ESCAPES.get(character);
    if (meant === undefined) throw refuse();
    return meant;
  });
}
