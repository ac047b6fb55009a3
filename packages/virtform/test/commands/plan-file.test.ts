import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type CommandLab, commandLab } from './lab.js';

let lab: CommandLab;
beforeEach(() => {
  lab = commandLab();
});
afterEach(() => lab.remove());

const program = (value: string): void => lab.write('main.tf', `output "o" { value = "${value}" }`);

/** Refused with this, the state left as it was. */
async function expectRefused(words: readonly string[], reason: RegExp): Promise<void> {
  const before = lab.files().includes('terraform.tfstate') ? lab.read('terraform.tfstate') : undefined;
  const { code, error } = await lab.run(...words);
  expect(code).toBe(1);
  expect(error).toMatch(reason);
  expect(error).not.toContain('This is not how virtform should fail');
  expect(lab.files().includes('terraform.tfstate') ? lab.read('terraform.tfstate') : undefined).toBe(before);
}

describe('a saved plan is refused, and nothing is changed,', () => {
  beforeEach(async () => {
    program('first');
    expect((await lab.run('apply', '-auto-approve')).code).toBe(0);
    program('second');
    expect((await lab.run('plan', '-out=a.plan')).code).toBe(0);
  });

  test('where something was applied since', async () => {
    expect((await lab.run('apply', '-auto-approve')).code).toBe(0);
    await expectRefused(
      ['apply', 'a.plan'],
      /The plan is stale[^]*serial 1 of the state, which is at serial 2 now/,
    );
  });

  test('where the configuration was changed since', async () => {
    program('third');
    await expectRefused(['apply', 'a.plan'], /The plan is stale[^]*configuration was changed/);
  });

  test('where the state is another one', async () => {
    const state = JSON.parse(lab.read('terraform.tfstate')) as { lineage: string };
    lab.write('terraform.tfstate', JSON.stringify({ ...state, lineage: 'another' }));
    await expectRefused(['apply', 'a.plan'], /belongs to another state[^]*lineage another/);
  });

  test('where it was applied already', async () => {
    expect((await lab.run('apply', 'a.plan')).code).toBe(0);
    await expectRefused(['apply', 'a.plan'], /The plan is stale/);
  });
});

describe.each(['show', 'apply'])('virtform %s', (command) => {
  test.each<[string, (file: string) => void, RegExp]>([
    ['is empty', (file) => writeFileSync(file, ''), /cannot be read as a plan/],
    ['is something else', (file) => writeFileSync(file, 'hello'), /cannot be read as a plan/],
    ['is a plan of Terraform', (file) => writeFileSync(file, 'PK\u0003\u0004...'), /a plan of Terraform/],
    [
      'was made by a newer virtform',
      (file) => writeFileSync(file, gzipSync('{"format": "virtform-plan-9"}')),
      /made by a newer virtform/,
    ],
  ])('refuses a file that %s', async (_, make, reason) => {
    const file = path.join(lab.folder, 'a.plan');
    make(file);
    const before = readFileSync(file);
    await expectRefused([command, 'a.plan'], reason);
    expect(readFileSync(file)).toEqual(before);
  });
});

test('virtform show refuses a folder', async () => {
  mkdirSync(path.join(lab.folder, 'a.plan'));
  await expectRefused(['show', 'a.plan'], /cannot be read as a plan[^]*EISDIR/);
});

test('a state that is damaged is refused by every command, and left as it is', async () => {
  const text = '{"version": 4, "serial": 1, "lineage": "l", "outputs": {}, "resources": [{"mode": "odd"}]}';
  lab.write('terraform.tfstate', text);
  for (const words of [
    ['plan'],
    ['apply', '-auto-approve'],
    ['destroy', '-auto-approve'],
    ['refresh'],
    ['show'],
    ['output'],
    ['state', 'list'],
    ['state', 'show', 'a.b'],
    ['state', 'mv', 'a.b', 'a.c'],
    ['state', 'rm', 'a.b'],
    ['state', 'replace-provider', '-auto-approve', 'a/b', 'c/d'],
    ['state', 'pull'],
    ['taint', 'a.b'],
    ['ps'],
  ]) {
    await expectRefused(words, /terraform\.tfstate cannot be read: resources\[0\]\.mode is "odd"/);
  }
  expect(lab.files()).toEqual(['main.tf', 'terraform.tfstate']);
});
