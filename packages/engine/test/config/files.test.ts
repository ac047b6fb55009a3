import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type FileKind, realFiles } from '../../src/config';

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

test('a path leads where its links lead', () => {
  writeFileSync(path.join(folder, 'file'), '');
  symlinkSync('file', path.join(folder, 'link'));
  symlinkSync('.', path.join(folder, 'here'));
  symlinkSync('nothing', path.join(folder, 'gone'));
  symlinkSync('/dev/null', path.join(folder, 'null'));
  symlinkSync('round', path.join(folder, 'round'));
  spawnSync('mkfifo', [path.join(folder, 'pipe')]);
  const kinds: Readonly<Record<string, FileKind | undefined>> = {
    file: 'file',
    gone: undefined,
    here: 'folder',
    link: 'file',
    null: 'device',
    pipe: 'pipe',
    round: undefined,
  };
  const listed = [...(realFiles.list(folder) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(listed).toEqual(Object.entries(kinds).map(([name, kind]) => ({ name, kind })));
  for (const [name, kind] of Object.entries(kinds))
    if (name !== 'round') expect(realFiles.kind(path.join(folder, name))).toBe(kind);
  expect(() => realFiles.kind(path.join(folder, 'round'))).toThrow('ELOOP');
  expect(realFiles.list(path.join(folder, 'file'))).toBeUndefined();
  expect(realFiles.list(path.join(folder, 'nothing'))).toBeUndefined();
});

test('what may have no end, or wait for somebody, is not read', () => {
  spawnSync('mkfifo', [path.join(folder, 'pipe')]);
  expect(() => realFiles.read('/dev/zero')).toThrow('it is a device');
  expect(() => realFiles.read(path.join(folder, 'pipe'))).toThrow('it is a pipe');
  expect(realFiles.read('/dev/null')).toEqual(Buffer.alloc(0));
});
