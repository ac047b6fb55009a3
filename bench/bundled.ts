import { execFileSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');
const ROOMS = ['values', 'libvirt', 'schema', 'engine'];

/**
 * Builds a program of the bench into one file, from the sources, as the command is built (scripts/setup/bundle.mjs): between files, each
 * use of what another one brings costs a call, and what runs only once pays that in full.
 *
 * @returns the command that runs it
 */
export function bundledProgram(file: string, folder: string): (...words: string[]) => [string, ...string[]] {
  const name = path.basename(file, '.ts');
  const outfile = path.join(folder, `${name}.cjs`);
  execFileSync(path.join(ROOT, 'node_modules', '.bin', 'esbuild'), [
    path.join(__dirname, file),
    '--bundle',
    ...['--platform=node', '--target=node20', '--format=cjs', '--log-level=error', '--supported:arrow=false'],
    ...ROOMS.map(
      (room) => `--alias:@virtform/${room}=${path.join(ROOT, 'packages', room, 'src', 'index.ts')}`,
    ),
    `--outfile=${outfile}`,
  ]);
  return (...words) => [process.execPath, outfile, ...words];
}
