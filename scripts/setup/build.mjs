import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';

/** What is one file, by package: loading sixty costs Node twice as long as loading all of it at once. The compiler writes the declarations. */
const BUNDLES = {
  values: { file: 'index' },
  libvirt: { file: 'index' },
  // Mostly functions such as `() => ({ … })`, whose bodies V8 parses in full: those of others it skips until they are called.
  schema: { file: 'index', options: ['--supported:arrow=false'] },
  'provider-libvirt': { file: 'runtime/index' },
};

/**
 * Builds every package where a source changed since the last build: the compiler in the order of the references, with the
 * provider's declarations generated from the built schema in between, and the bundles.
 *
 * @returns whether anything was built
 */
export function ensureBuild(root) {
  const stamp = path.join(root, '.cache', 'build');
  const state = sourceState(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state && isBuilt(root)) return false;
  console.log('Building the packages');
  build(root);
  mkdirSync(path.dirname(stamp), { recursive: true });
  // The state from before the build: what was edited meanwhile is built the next time.
  writeFileSync(stamp, state);
  return true;
}

function build(root) {
  const tool = (name) => path.join(root, 'node_modules', '.bin', name);
  const compile = (...names) =>
    run(tool('tsc'), ['-b', ...names.map((name) => path.join('packages', name))], { cwd: root });
  const generator = path.join('packages', 'provider-libvirt', 'scripts', 'generate.ts');
  const bundle = (name) => {
    const { file, options = [] } = BUNDLES[name];
    const format = ['--bundle', '--platform=node', '--target=node20', '--format=cjs', '--packages=external'];
    const output = ['--sourcemap', '--log-level=warning', `--outfile=lib/${file}.js`];
    run(tool('esbuild'), [`src/${file}.ts`, ...format, ...options, ...output], {
      cwd: path.join(root, 'packages', name),
    });
  };
  compile('schema');
  // The generator asks the schema as it will be loaded.
  bundle('schema');
  run(tool('jiti'), [generator], { cwd: root });
  compile(...packageNames(root));
  for (const name of Object.keys(BUNDLES)) bundle(name);
}

function packageNames(root) {
  return readdirSync(path.join(root, 'packages'));
}

function isBuilt(root) {
  return packageNames(root).every((name) => existsSync(path.join(root, 'packages', name, 'lib', 'index.js')));
}

/** Changes with every source file that appears, disappears or is written; costs one stat a file. */
function sourceState(root) {
  const hash = createHash('sha256');
  const visit = (file) => {
    if (path.basename(file) === 'generated') return;
    const info = statSync(file);
    if (info.isDirectory()) {
      for (const name of readdirSync(file).sort()) visit(path.join(file, name));
    } else {
      hash.update(`${path.relative(root, file)} ${info.mtimeMs} ${info.size}\n`);
    }
  };
  visit(path.join(root, 'tsconfig.base.json'));
  for (const name of packageNames(root)) {
    for (const part of ['package.json', 'tsconfig.json', 'src', 'scripts']) {
      const file = path.join(root, 'packages', name, part);
      if (existsSync(file)) visit(file);
    }
  }
  return hash.digest('hex');
}
