/** One word for a POSIX shell, whatever is in it. */
export function quoteWord(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}

/** What login shells read in different ways even between single quotes: fish a backslash, csh `!` and the end of a line. */
const READ_DIFFERENTLY = /[\\!\n\r]/;

/** What ssh hands to the login shell of the far side, whichever that is, so that a POSIX shell runs the script. */
export function remoteCommand(script: string): string {
  if (!READ_DIFFERENTLY.test(script)) return `sh -c ${quoteWord(script)}`;
  const encoded = Buffer.from(script, 'utf8').toString('base64');
  return `sh -c 'eval "$(echo ${encoded} | base64 -d)"'`;
}

/** Writes what it reads to a file. */
export function storeScript(path: string): string {
  return `cat > ${quoteWord(path)}`;
}

/** Stores what it reads as a program that its owner alone may read, runs it without input, and takes it away again. */
export function runScript(path: string): string {
  return [
    `p=${quoteWord(path)}`,
    `trap 'rm -f "$p"' EXIT`,
    `trap 'exit 129' HUP INT TERM PIPE`,
    `umask_before=$(umask)`,
    `umask 077`,
    `cat > "$p" && chmod 700 "$p" || exit 1`,
    `umask "$umask_before"`,
    `"$p" </dev/null`,
  ].join('; ');
}

/**
 * Unpacks the archive that it reads: into the folder itself, or into one of that name in it where the folder is there already,
 * which is how Terraform copies a folder whose name has no slash behind it.
 */
export function unpackScript(folder: string, name: string | undefined): string {
  const inside = name === undefined ? '' : `if [ -d "$d" ]; then d="$d"/${quoteWord(name)}; fi; `;
  return `d=${quoteWord(folder)}; ${inside}mkdir -p -- "$d" && tar -xmof - -C "$d"`;
}
