import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';

/**
 * What is built into one file, by package: loading sixty costs Node twice as long as loading all of it at once. The compiler writes the
 * declarations.
 */
const BUNDLES = {
  values: { modules: ['index'] },
  libvirt: { modules: ['index'] },
  // Mostly functions such as `() => ({ … })`, whose bodies V8 parses in full: those of others it skips until they are called.
  schema: { modules: ['index', 'schemas'], options: ['--supported:arrow=false'] },
  'provider-libvirt': { modules: ['runtime/index'] },
};

/** The packages that have bundles. */
export const bundled = Object.keys(BUNDLES);

/** Writes the bundles of a package over what the compiler made of their modules. */
export function bundle(root, name) {
  const { modules, options = [] } = BUNDLES[name];
  const command = path.join(root, 'node_modules', '.bin', 'esbuild');
  const common = ['--platform=node', '--target=node20', '--sourcemap', '--log-level=warning', ...options];
  const esbuild = (words) => run(command, [...common, ...words], { cwd: path.join(root, 'packages', name) });
  const all = [
    '--bundle',
    '--packages=external',
    '--outbase=src',
    ...modules.map((file) => `src/${file}.ts`),
  ];
  if (modules.length === 1) {
    esbuild([...all, '--format=cjs', '--outdir=lib']);
    return;
  }
  // What several modules share becomes a file of its own, so that there is one of each value. esbuild parts ES modules alone.
  const draft = path.join(root, '.cache', 'bundle', name);
  rmSync(draft, { recursive: true, force: true });
  esbuild([...all, '--format=esm', '--splitting', '--chunk-names=shared', `--outdir=${draft}`]);
  const files = readdirSync(draft, { recursive: true }).filter((file) => file.endsWith('.js'));
  const parts = files.map((file) => path.join(draft, file));
  esbuild(['--format=cjs', `--outbase=${draft}`, '--outdir=lib', ...parts]);
}
