import type { VirshCommand } from '../kind.js';

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One word as a POSIX shell reads it back unchanged. */
export function shellWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command as a person can paste it into a shell: `virsh -c qemu:///system setvcpus web 4 --live --config`. */
export function formatVirsh(command: VirshCommand, uri?: string): string {
  const words = ['virsh', ...(uri === undefined ? [] : ['-c', uri]), ...command];
  return words.map(shellWord).join(' ');
}

/**
 * A name in the place of a virsh argument. Behind `--` nothing is taken for an option, so that a guest that is called
 * `--all` stays a guest; virsh has long forms for its first arguments (`--domain`, `--pool`), which serve the same end.
 */
export function named(option: string, name: string): readonly string[] {
  return name.startsWith('-') ? [`--${option}`, name] : [name];
}
