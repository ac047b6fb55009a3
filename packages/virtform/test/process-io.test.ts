import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What a process writes to one file, by its standard output and its standard error, while it runs this code. */
function written(code: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'virtform-io-'));
  const file = path.join(folder, 'both');
  const io = path.join(__dirname, '..', 'lib', 'io.js');
  const both = openSync(file, 'a');
  try {
    const source = `const { out, error } = require(${JSON.stringify(io)}).processIo(); ${code}`;
    spawnSync(process.execPath, ['-e', source], { stdio: ['ignore', both, both] });
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(both);
    rmSync(folder, { recursive: true });
  }
}

test('output and errors come in the order in which they were written', () => {
  expect(written(`out.write('a'); error.write('b'); out.write('c'); out.write('d'); error.write('e');`)).toBe(
    'abcde',
  );
});

test('nothing is lost where the process ends at once', () => {
  expect(written(`out.write('a'); out.write('b'); process.exit(0);`)).toBe('ab');
});

test('what is written later is written as well', () => {
  expect(written(`out.write('a'); setTimeout(() => { out.write('b'); out.write('c'); }, 1);`)).toBe('abc');
});

test('what one who is asked sees comes behind what was written before', () => {
  expect(written(`out.write('a'); process.stdout.write('b'); out.write('c');`)).toBe('abc');
});
