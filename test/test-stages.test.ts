import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const STAGE = path.resolve(__dirname, '../scripts/testing/stage.mjs');

/** Runs shell commands as stages that go together, in a process of its own: they write to its output. */
function together(commands: Readonly<Record<string, string>>): {
  readonly said: string;
  readonly passed: readonly unknown[];
} {
  const stages = Object.entries(commands).map(([name, line]) => ({ name, command: ['sh', '-c', line] }));
  const source = `import { runTogether } from ${JSON.stringify(STAGE)};
    const results = await runTogether(${JSON.stringify(stages)}, { cwd: '/', env: process.env, limit: 60_000 });
    console.error(JSON.stringify(results.map(({ name, passed }) => [name, passed])));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    encoding: 'utf8',
  });
  return { said: stdout.replaceAll(/─+/g, '─'), passed: JSON.parse(stderr) as readonly unknown[] };
}

test('stages that run together are told apart, and counted in their order', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'virtform-stages-'));
  const fifo = path.join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  try {
    // The first goes on until the last is under way.
    const { said, passed } = together({
      slow: `echo one; cat ${fifo}; echo two`,
      quick: 'echo three >&2; exit 1',
      last: `echo four; : > ${fifo}`,
    });
    const blocks = said
      .trimStart()
      .split(/\n(?=\n)/)
      .map((block) => block.trim());
    expect(blocks.sort()).toEqual(['─ last ─\nfour', '─ quick ─\nthree', '─ slow ─\none\ntwo']);
    expect(passed).toEqual([
      ['slow', true],
      ['quick', false],
      ['last', true],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
