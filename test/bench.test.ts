import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compare, median } from '../bench/compare.js';
import type { Contender } from '../bench/process.js';

describe('the bench', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'virtform-bench-test-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const contender = (name: string, script: string): Contender => ({
    name,
    command: [process.execPath, '-e', script],
    cwd: folder,
    check: ({ code }) => {
      appendFileSync(path.join(folder, 'order'), name);
      assert.equal(code, 0);
    },
  });

  it('runs both in turns, one round more than it counts', async () => {
    const { ours, theirs, ratio } = await compare(contender('a', ''), contender('b', ''), 3);
    expect(readFileSync(path.join(folder, 'order'), 'utf8')).toBe('abababab');
    expect(ratio).toBeCloseTo(ours.median / theirs.median);
    expect(ours.memory).toBeGreaterThan(1);
  });

  it('takes no time from a process that did not do its part', async () => {
    const failing = contender('failing', 'console.error("no host"); process.exit(1)');
    await expect(compare(failing, contender('b', ''), 1)).rejects.toThrow(
      /failing did not do its part.\nno host/,
    );
  });

  it.each([
    [[7], 7],
    [[1, 2, 9], 2],
    [[1, 2, 4, 9], 3],
  ])('knows the median of %j', (numbers, expected) => {
    expect(median(numbers)).toBe(expected);
  });
});
