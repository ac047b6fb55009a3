import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { realFiles } from '../../src/config';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'virtform-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a file is read as it is, and one that is not there is none', () => {
  writeFileSync(path.join(folder, 'a'), 'text');
  expect(realFiles.read(path.join(folder, 'a'))).toEqual(Buffer.from('text'));
  expect(realFiles.read(path.join(folder, 'b'))).toBeUndefined();
  expect(realFiles.read(path.join(folder, 'a', 'b'))).toBeUndefined();
});

test('what has no end is not read', () => {
  expect(() => realFiles.read('/dev/zero')).toThrow('it is a device');
});
