import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transformSync } from '@swc/core';

// How Node imports, only Node can tell: each program runs in a process of its own.

const root = mkdtempSync(path.join(tmpdir(), 'virtform-libraries-'));
afterAll(() => rmSync(root, { recursive: true }));

const { code } = transformSync(readFileSync(path.join(__dirname, '../../src/app/libraries.ts'), 'utf8'), {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
});
const libraries = path.join(root, 'libraries.cjs');
writeFileSync(libraries, code);

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

/** What a program prints, with libraries as we load them or as jiti alone does. */
function printed(program: string, how: 'ours' | 'jiti'): readonly string[] {
  write('main.ts', program);
  const options =
    how === 'ours'
      ? `virtualModules: require(${JSON.stringify(libraries)}).librariesOf(${JSON.stringify(root)})`
      : '';
  const script = `
    const { createJiti } = require(${JSON.stringify(require.resolve('jiti'))});
    const jiti = createJiti(${JSON.stringify(path.join(root, 'app'))}, { fsCache: false, interopDefault: false, ${options} });
    jiti.import(${JSON.stringify(path.join(root, 'main.ts'))}).catch((error) => console.log('failed:', error.message.split('\\n')[0]));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

beforeAll(() => {
  write('node_modules/cdktf/package.json', '{ "name": "cdktf", "main": "index.js" }');
  write(
    'node_modules/cdktf/index.js',
    `Object.defineProperty(exports, '__esModule', { value: true });
     exports.App = class App {};
     exports.Late = void 0;
     const other = { Late: 'late' };
     Object.defineProperty(exports, 'Late', { enumerable: true, get: function () { return other.Late; } });`,
  );
  write(
    'node_modules/cdktf/lib/part.js',
    `exports.part = 'a part'; exports.itself = () => require('cdktf');`,
  );
  write(
    'node_modules/constructs/package.json',
    '{ "name": "constructs", "type": "module", "main": "index.js" }',
  );
  write(
    'node_modules/constructs/index.js',
    `export const Construct = 'a module'; export default 'the default';`,
  );
});

const PROGRAMS: Readonly<Record<string, string>> = {
  'what it names': `import { App, Late } from 'cdktf'; console.log(typeof App, Late);`,
  'all of it': `import * as all from 'cdktf'; console.log(typeof all.App, all.Late, Object.keys(all).sort());`,
  'its default': `import whole, { App } from 'cdktf'; console.log(whole.App === App, whole.Late);`,
  'the same by every way': `import { App } from 'cdktf'; import { itself } from 'cdktf/lib/part'; console.log(itself().App === App, (await import('cdktf')).App === App);`,
  'a file of it': `import part, { part as named } from 'cdktf/lib/part'; console.log(part.part, named);`,
  'a library that is an ES module': `import whole, { Construct } from 'constructs'; console.log(whole, Construct);`,
  'a library that is not there': `import { Disk } from '@virtform/constructs'; console.log(Disk);`,
};

test.each(Object.entries(PROGRAMS))('a program gets what Node would give it: %s', (_name, program) => {
  expect(printed(program, 'ours')).toEqual(printed(program, 'jiti'));
});

test('a library that fails to load says why', () => {
  write('node_modules/cdktn/index.js', `throw new Error('cdktn is broken');`);
  expect(printed(`import { App } from 'cdktn'; console.log(App);`, 'ours')).toEqual([
    'failed: cdktn is broken',
  ]);
});
