import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { COMMANDS } from '../src/commands.js';
import { run } from '../src/main.js';
import { testIo } from './io.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'virtform-main-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function ran(...words: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const io = testIo(folder);
  const code = await run(words, io);
  return { code, ...io.written };
}

test.each([['version'], ['-version'], ['--version'], ['-v']])(
  'virtform %s says which version this is',
  async (word) => {
    expect(await ran(word)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^virtform v\d+\.\d+\.\d+\non /),
    });
  },
);

test('version -json is JSON', async () => {
  const { out } = await ran('version', '-json');
  expect(JSON.parse(out)).toMatchObject({
    virtform_version: expect.any(String),
    platform: expect.any(String),
  });
});

test('help lists every command; without a command it is help and an error', async () => {
  const { out, code } = await ran('-help');
  expect(code).toBe(0);
  for (const { name, summary } of COMMANDS)
    expect(out).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 12)}`, 'm'));
  expect((await ran()).code).toBe(1);
});

test.each(COMMANDS.map(({ name }) => [name]))('virtform %s -help says what it takes', async (name) => {
  const { out, code } = await ran(name, '-help');
  expect(code).toBe(0);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  for (const option of command?.options ?? []) expect(out).toContain(`  -${option.name}`);
  expect((await ran('help', name)).out).toBe(out);
});

test.each<[readonly string[], string]>([
  [['paln'], 'Did you mean virtform plan?'],
  [['plan', '-tagret=x'], 'Did you mean -target?'],
  [['plan', '-max-impact=lvie'], 'Did you mean live?'],
  [['plan', '-max-impact=whatever'], 'none, next-boot, live'],
  [['plan'], 'Nothing to plan'],
  [['plan', '-refresh-only', '-destroy'], '-refresh-only changes nothing but the state'],
  [['apply', '-refresh-only', '-refresh=false'], 'and -refresh=false asks for something else'],
  [['plan', '-refresh-only', '-replace=libvirt_domain.web'], 'and -replace asks for something else'],
  [['state'], 'virtform state list'],
  [['state', 'frobnicate'], 'has no command "state frobnicate"'],
  [['wait', '-for=godot'], 'lease, agent, off'],
  [['wait', '-timeout=soon'], 'Write it like 30s'],
])('virtform %j fails with help, and prints nothing else', async (words, message) => {
  const { code, out, error } = await ran(...words);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(error).toContain(message);
});

test('with -json a failure is a diagnostic message', async () => {
  const { code, out, error } = await ran('plan', '-json');
  expect(code).toBe(1);
  expect(error).toBe('');
  const last = out.trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(last)).toMatchObject({
    type: 'diagnostic',
    diagnostic: { severity: 'error', summary: expect.stringContaining('Nothing to plan') },
  });
});

test('-chdir stands before the command or behind it', async () => {
  for (const words of [
    ['-chdir=nowhere-else', 'synth'],
    ['-chdir', 'nowhere-else', 'synth'],
    ['synth', '-chdir=nowhere-else'],
  ]) {
    expect((await ran(...words)).error).toContain(path.join(folder, 'nowhere-else'));
  }
});

test('options that make a plan cannot go with a saved one', async () => {
  writeFileSync(path.join(folder, 'saved.plan'), '');
  writeFileSync(path.join(folder, 'main.tf.json'), '{}');
  const { code, error } = await ran('apply', '-target=libvirt_domain.web', 'saved.plan');
  expect(code).toBe(1);
  expect(error).toContain('-target cannot go with a saved plan');
});

test('a file that is no plan is refused by name', async () => {
  writeFileSync(path.join(folder, 'saved.plan'), 'nonsense');
  writeFileSync(path.join(folder, 'main.tf.json'), '{}');
  for (const command of ['apply', 'show']) {
    const { code, error } = await ran(command, 'saved.plan');
    expect(code).toBe(1);
    expect(error).toContain('saved.plan');
    expect(error).not.toContain('not how virtform should fail');
  }
});

test('an empty configuration validates, plans to nothing and has no outputs', async () => {
  writeFileSync(path.join(folder, 'main.tf.json'), '{}');
  expect(await ran('validate')).toMatchObject({ code: 0, out: expect.stringContaining('Success!') });
  expect(JSON.parse((await ran('validate', '-json')).out)).toMatchObject({ valid: true, error_count: 0 });
  expect(await ran('output', '-json')).toMatchObject({ code: 0, out: '{}\n' });
  expect(await ran('output', 'x')).toMatchObject({
    code: 1,
    error: expect.stringContaining('no output "x"'),
  });
  expect(await ran('show')).toMatchObject({ code: 0, out: 'The state is empty.\n' });
  expect(await ran('state', 'list')).toMatchObject({
    code: 1,
    error: expect.stringContaining('There is no state'),
  });
  expect(await ran('refresh')).toMatchObject({ code: 0, out: expect.stringContaining('No changes.') });
  expect(await ran('ps')).toMatchObject({ code: 0, out: expect.stringContaining('holds no guests') });
});
