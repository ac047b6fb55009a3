import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transformSync } from '@swc/core';

// What is kept is written when a process ends, so that each case is one.

const root = mkdtempSync(path.join(tmpdir(), 'virtform-compiled-'));
const source = readFileSync(path.join(__dirname, '../src/load-compiled.ts'), 'utf8');
const { code } = transformSync(source, {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
});
const loader = path.join(root, 'load-compiled.cjs');
writeFileSync(loader, code);

const file = path.join(root, 'program.js');
const cache = path.join(root, 'cache', 'code-1');
mkdirSync(path.dirname(cache));

/** Runs the program, which prints, in a process of its own. */
function run(folder: string | undefined, use = 'plan', flags: readonly string[] = []): string {
  const words = [file, folder, use].map((word) => JSON.stringify(word)).join(', ');
  const script = `require(${JSON.stringify(loader)}).loadCompiled(${words.replace(/, ,/, ', undefined,')}).start()`;
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, '-e', script], {
    encoding: 'utf8',
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.trim();
}

const write = (text: string): void =>
  writeFileSync(
    file,
    `exports.start = () => console.log('${text}', require('node:path').sep, __filename === ${JSON.stringify(file)});`,
  );

test('a program runs the same without compiled code, when that is kept, and with it', () => {
  write('one');
  expect(run(undefined)).toBe('one / true');
  expect(run(cache)).toBe('one / true');
  expect(readdirSync(cache)).toHaveLength(1);
  expect(run(cache)).toBe('one / true');
  expect(readdirSync(cache)).toHaveLength(1);
});

test('each use keeps its own', () => {
  run(cache, 'apply');
  expect(
    readdirSync(cache)
      .map((name) => name.split('-').at(-1))
      .sort(),
  ).toEqual(['apply', 'plan']);
});

test('a program that was edited is compiled again, also where its length is the same', () => {
  write('two');
  utimesSync(file, new Date(), new Date(Date.now() + 5_000));
  expect(run(cache)).toBe('two / true');
});

test('code that is damaged, or of other flags, is not used', () => {
  for (const name of readdirSync(cache)) writeFileSync(path.join(cache, name), 'no code');
  expect(run(cache)).toBe('two / true');
  expect(run(cache, 'plan', ['--max-lazy'])).toBe('two / true');
  expect(run(cache)).toBe('two / true');
});

test('where nothing can be kept, it runs all the same', () => {
  expect(run('/proc/nowhere/code-1')).toBe('two / true');
});
