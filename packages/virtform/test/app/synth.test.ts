import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { synthesize } from '../../src/app/synth.js';
import { findUnits } from '../../src/app/units.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'virtform-synth-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const manifest = (stacks: Readonly<Record<string, readonly string[]>>): string =>
  JSON.stringify({
    version: '0.24.0',
    stacks: Object.fromEntries(
      Object.entries(stacks).map(([name, dependencies]) => [
        name,
        { name, workingDirectory: `stacks/${name}`, dependencies },
      ]),
    ),
  });

/** An app that is a shell command: it stands for any program in any language. */
function appThatWrites(content: string): void {
  writeFileSync(path.join(folder, 'manifest.made'), content);
  writeFileSync(
    path.join(folder, 'cdktf.json'),
    JSON.stringify({
      language: 'other',
      app: 'mkdir -p "$CDKTF_OUTDIR" && cp manifest.made "$CDKTF_OUTDIR/manifest.json"',
    }),
  );
}

test('any command can synthesize; its stacks come with their folders', async () => {
  appThatWrites(manifest({ net: [], web: ['net'] }));
  expect(await synthesize(folder, process.env)).toEqual([
    { name: 'net', folder: path.join(folder, 'cdktf.out/stacks/net'), dependencies: [] },
    { name: 'web', folder: path.join(folder, 'cdktf.out/stacks/web'), dependencies: ['net'] },
  ]);
});

test('the app is told the context of cdktf.json, and this process keeps none of it', async () => {
  writeFileSync(path.join(folder, 'manifest.made'), manifest({ net: [] }));
  const context = { 'virtform:domainType': 'qemu' };
  const app =
    'printf %s "$CDKTF_CONTEXT_JSON" > seen.json && ' +
    'mkdir -p "$CDKTF_OUTDIR" && cp manifest.made "$CDKTF_OUTDIR/manifest.json"';
  writeFileSync(path.join(folder, 'cdktf.json'), JSON.stringify({ app, context }));
  await synthesize(folder, process.env);
  expect(JSON.parse(readFileSync(path.join(folder, 'seen.json'), 'utf8'))).toEqual(context);
  expect(process.env.CDKTF_CONTEXT_JSON).toBeUndefined();
});

test('an app that uses modules of its own is told their folders, as cdktf does, and nothing of other modules', async () => {
  writeFileSync(path.join(folder, 'manifest.made'), manifest({ net: [] }));
  const app =
    'printf %s "$CDKTF_CONTEXT_JSON" > seen.json && ' +
    'mkdir -p "$CDKTF_OUTDIR" && cp manifest.made "$CDKTF_OUTDIR/manifest.json"';
  const terraformModules = ['./lab', { name: 'rack', source: '../rack' }, 'hashicorp/consul/aws'];
  writeFileSync(path.join(folder, 'cdktf.json'), JSON.stringify({ app, terraformModules }));
  await synthesize(folder, process.env);
  expect(JSON.parse(readFileSync(path.join(folder, 'seen.json'), 'utf8'))).toEqual({
    cdktfRelativeModules: ['./lab', '../rack'],
  });
});

test('units come after those they depend on', async () => {
  appThatWrites(manifest({ web: ['net'], net: ['base'], base: [] }));
  const units = await findUnits(folder, process.env, []);
  expect(units.map((unit) => unit.name)).toEqual(['base', 'net', 'web']);
});

test('a choice of stacks keeps that order', async () => {
  appThatWrites(manifest({ web: ['net'], net: [] }));
  const units = await findUnits(folder, process.env, ['web', 'net']);
  expect(units.map((unit) => unit.name)).toEqual(['net', 'web']);
});

test('a plain folder with configuration is one unit', async () => {
  writeFileSync(path.join(folder, 'main.tf.json'), '{}');
  expect(await findUnits(folder, process.env, [])).toEqual([{ name: undefined, folder }]);
});

test.each<[string, () => void, readonly string[], string]>([
  ['a circle of stacks', () => appThatWrites(manifest({ a: ['b'], b: ['a'] })), [], 'a => b => a'],
  [
    'a misspelt stack',
    () => appThatWrites(manifest({ quickstart: [] })),
    ['quickstrat'],
    'Did you mean "quickstart"?',
  ],
  [
    'an app that fails',
    () => writeFileSync(path.join(folder, 'cdktf.json'), '{"app": "exit 7"}'),
    [],
    'ended with 7',
  ],
  [
    'an app that writes nothing',
    () => writeFileSync(path.join(folder, 'cdktf.json'), '{"app": "true"}'),
    [],
    'app.synth()',
  ],
  [
    'a cdktf.json without app',
    () => writeFileSync(path.join(folder, 'cdktf.json'), '{}'),
    [],
    'names no app',
  ],
  [
    'a broken cdktf.json',
    () => writeFileSync(path.join(folder, 'cdktf.json'), '{'),
    [],
    'cannot be read as JSON',
  ],
  ['an empty folder', () => undefined, [], 'Nothing to plan'],
])('%s is refused by name', async (_, prepare, stacks, message) => {
  prepare();
  await expect(findUnits(folder, process.env, stacks)).rejects.toThrow(message);
});
