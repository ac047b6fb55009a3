import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';

/**
 * What is built into one file, by package: loading sixty costs Node twice as long as loading all of it at once. The compiler writes the
 * declarations.
 *
 * - `rooms`: the packages of ours that are put in with it; all others are found where npm put them
 * - `apart`: modules with a bundle of their own, and what stays out of it
 * - `digest`: a file that tells this build from every other
 */
const BUNDLES = {
  values: { modules: ['index'] },
  libvirt: { modules: ['index'] },
  // Mostly functions such as `() => ({ … })`, whose bodies V8 parses in full: those of others it skips until they are called.
  schema: { modules: ['index', 'schemas'], options: ['--supported:arrow=false'] },
  'provider-libvirt': { modules: ['runtime/index'] },
  engine: { modules: ['index'] },
  virtform: {
    modules: ['bin'],
    apart: { quick: './commands/*' },
    rooms: ['values', 'libvirt', 'schema', 'engine'],
    digest: 'digest',
    options: ['--supported:arrow=false'],
  },
};

/** The packages that have bundles. */
export const bundled = Object.keys(BUNDLES);

/** Writes the bundles of a package over what the compiler made of their modules. */
export function bundle(root, name) {
  const { modules, apart = {}, rooms = [], digest, options = [] } = BUNDLES[name];
  const command = path.join(root, 'node_modules', '.bin', 'esbuild');
  const common = ['--platform=node', '--target=node20', '--sourcemap', '--log-level=warning', ...options];
  const esbuild = (words) => run(command, [...common, ...words], { cwd: path.join(root, 'packages', name) });
  const from = (files) => [
    '--bundle',
    ...inside(root, name, rooms),
    '--outbase=src',
    ...files.map((file) => `src/${file}.ts`),
  ];
  const lib = path.join(root, 'packages', name, 'lib');
  if (modules.length === 1) {
    // Node loads nothing by import() that it does not load faster by require().
    const one = ['--format=cjs', '--supported:dynamic-import=false', '--outdir=lib'];
    esbuild([...from(modules), ...one]);
    for (const [file, left] of Object.entries(apart))
      esbuild([...from([file]), ...one, `--external:${left}`]);
    for (const file of [...modules, ...Object.keys(apart)]) escapeFile(path.join(lib, `${file}.js`));
    if (digest !== undefined)
      writeFileSync(path.join(lib, digest), digestOf(path.join(lib, `${modules[0]}.js`)));
    return;
  }
  // What several modules share becomes a file of its own, so that there is one of each value. esbuild parts ES modules alone.
  const draft = path.join(root, '.cache', 'bundle', name);
  rmSync(draft, { recursive: true, force: true });
  esbuild([...from(modules), '--format=esm', '--splitting', '--chunk-names=shared', `--outdir=${draft}`]);
  const files = readdirSync(draft, { recursive: true }).filter((file) => file.endsWith('.js'));
  const parts = files.map((file) => path.join(draft, file));
  esbuild(['--format=cjs', `--outbase=${draft}`, '--outdir=lib', ...parts]);
}

/** Which imports are put in: those of these rooms, or none but the package's own. What npm brings has to stand in its package.json. */
function inside(root, name, rooms) {
  if (rooms.length === 0) return ['--packages=external'];
  const { dependencies } = JSON.parse(
    readFileSync(path.join(root, 'packages', name, 'package.json'), 'utf8'),
  );
  const ours = rooms.map((room) => `@virtform/${room}`);
  return [
    ...rooms.map(
      (room) => `--alias:@virtform/${room}=${path.join(root, 'packages', room, 'src', 'index.ts')}`,
    ),
    ...Object.keys(dependencies)
      .filter((dependency) => !ours.includes(dependency))
      .map((dependency) => `--external:${dependency}`),
  ];
}

/**
 * Writes all but ASCII as escapes, which esbuild does in strings, and leaves out in regular expressions and comments. V8 keeps a text that
 * is no more than Latin-1 in half the room, and Node reads it in a third of the time.
 */
function escapeFile(file) {
  const text = readFileSync(file, 'utf8');
  const escaped = text.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (escaped !== text) writeFileSync(file, escaped);
}

function digestOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 32);
}
