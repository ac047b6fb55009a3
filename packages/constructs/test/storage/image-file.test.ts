import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkImageFile, imageUrl } from '../../src/storage/image-file.js';

const folder = mkdtempSync(path.join(tmpdir(), 'virtform-image-'));
const file = (name: string, content: string): string => {
  const full = path.join(folder, name);
  writeFileSync(full, content, 'latin1');
  return full;
};

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('is found from every folder: a relative path is made absolute, a URL stays', () => {
  expect(imageUrl('images/a.qcow2')).toBe(path.resolve('images/a.qcow2'));
  expect(imageUrl('https://example.org/a.qcow2')).toBe('https://example.org/a.qcow2');
});

it('is right when it holds what it is declared to hold', () => {
  expect(checkImageFile(file('a', 'QFI\xfb\0\0\0\x03'), 'qcow2')).toEqual([]);
  expect(checkImageFile(file('b', 'boot sector'), 'raw')).toEqual([]);
  expect(checkImageFile(file('empty', ''), 'raw')).toEqual([]);
});

it.each([
  [
    'a raw file declared as qcow2',
    'boot sector',
    'qcow2',
    "is raw, but declared as qcow2. Set 'format' to 'raw'.",
  ],
  [
    'a qcow2 file declared as raw',
    'QFI\xfb',
    'raw',
    "is qcow2, but declared as raw. Set 'format' to 'qcow2'.",
  ],
] as const)('%s is named', (_, content, declared, message) => {
  expect(checkImageFile(file('c', content), declared)).toEqual([expect.stringContaining(message)]);
});

it('is named where it is missing', () => {
  expect(checkImageFile(path.join(folder, 'none'), 'raw')).toEqual([
    expect.stringContaining('does not exist'),
  ]);
});

it('is not looked at where it is remote', () => {
  expect(checkImageFile('http://example.org/none', 'raw')).toEqual([]);
});
