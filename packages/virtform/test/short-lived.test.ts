import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transformSync } from '@swc/core';

// V8's flags are those of a whole process, and it says on stderr what it does not know.

const root = mkdtempSync(path.join(tmpdir(), 'virtform-short-lived-'));
afterAll(() => rmSync(root, { recursive: true }));

const { code } = transformSync(readFileSync(path.join(__dirname, '../src/short-lived.ts'), 'utf8'), {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
});
const file = path.join(root, 'short-lived.cjs');
writeFileSync(file, code);

/** What a process says that sets the flags for a V8 of this version. */
function said(version: string, before = ''): string {
  const script = `${before}; require(${JSON.stringify(file)}).expectToEndSoon(${version}); console.log('goes on');`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(status).toBe(0);
  return stdout + stderr;
}

test('this Node knows every flag that it is given', () => {
  expect(said('process.versions.v8')).toBe('goes on\n');
});

describe('the flags', () => {
  const listed = `require('node:v8').setFlagsFromString = (flag) => console.log(flag)`;

  test('are given to the V8 of Node 20', () => {
    expect(said("'11.3.244.8-node.30'", listed)).toMatch(/^--interrupt-budget=\d+\n--[\w-]+=\d+\ngoes on\n$/);
  });

  test.each(['10.2.154', '12.4.254', '13.6.233', '99.0'])(
    'are not given to V8 %s, which has others',
    (version) => {
      expect(said(JSON.stringify(version), listed)).toBe('goes on\n');
    },
  );
});
