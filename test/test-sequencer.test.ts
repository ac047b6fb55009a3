import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');
const SEQUENCER = path.join(ROOT, 'scripts/testing/sequencer.cjs');

/** Orders all unit tests as where Jest knows nothing of them but their sizes, and tells which come first. */
function firstOf(count: number): readonly string[] {
  const source = `
    const { readdirSync, statSync } = require('node:fs');
    const path = require('node:path');
    const Sequencer = require(${JSON.stringify(SEQUENCER)});
    const context = { config: { cache: false }, hasteFS: { getSize: (file) => statSync(file).size } };
    const files = readdirSync('packages')
      .map((name) => path.resolve('packages', name, 'test'))
      .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => path.join(folder, file)))
      .filter((file) => file.endsWith('.test.ts'));
    const sorted = new Sequencer({ contexts: [], globalConfig: {} }).sort(files.map((path) => ({ path, context })));
    console.log(JSON.stringify(sorted.slice(0, ${count}).map(({ path }) => path)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', source], { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as readonly string[]).map((file) => path.relative(ROOT, file));
}

test('what takes long is begun first where nobody measured it yet', () => {
  const [first, second, ...others] = firstOf(6);
  expect([first, second]).toEqual([
    'packages/engine/test/convergence/few-objects.test.ts',
    'packages/engine/test/convergence/any-program.test.ts',
  ]);
  expect(others.map((file) => path.basename(file))).toEqual(
    expect.arrayContaining(['crash-matrix.test.ts', 'crash-matrix-libvirt.test.ts']),
  );
});
