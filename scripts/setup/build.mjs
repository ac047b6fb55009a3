import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle, bundled } from './bundle.mjs';
import { run } from './command.mjs';

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
  compile('schema');
  // The generator asks the schema as it will be loaded.
  bundle(root, 'schema');
  run(tool('jiti'), [generator], { cwd: root });
  compile(...packageNames(root));
  for (const name of bundled) bundle(root, name);
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
