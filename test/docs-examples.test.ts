import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkObject, conform, dataSources, provider, schemaOf } from '@virtform/schema';
import { formatDiagnostic, type Value } from '@virtform/values';
import { createScope, evaluate, loadConfiguration, NO_FILES } from '../packages/engine/src/config';
import { realFiles } from '../packages/engine/src/effects/files';

// The examples of the reference pages: what stands in docs/ compiles, synthesizes and is valid, and an app and its configuration in
// Terraform's language say the same.

const EXAMPLES = path.join(__dirname, '../docs/examples');
const folders = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'main.ts')
  .map((file) => path.dirname(file))
  .toSorted();

const scratch = mkdtempSync(path.join(tmpdir(), 'virtform-examples-'));
afterAll(() => {
  delete process.env.CDKTF_OUTDIR;
  rmSync(scratch, { recursive: true });
});

/** What a folder says, evaluated and held against the schemas; what refers to other objects is unknown. */
async function said(folder: string): Promise<Readonly<Record<string, Value>>> {
  const { configuration, diagnostics } = await loadConfiguration(realFiles(), folder);
  if (configuration === undefined || diagnostics.length > 0) {
    throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  }
  const scope = createScope({
    configuration,
    variables: new Map(),
    resource: () => undefined,
    files: NO_FILES,
    started: new Date('2024-01-02T03:04:05Z'),
    phase: 'plan',
  });
  const bodies = [
    ...configuration.providers.map(({ config }) => ({ address: 'provider', body: config, schema: provider })),
    ...[...configuration.resources].map(([address, { body }]) => ({
      address,
      body,
      schema: schemaAt(address),
    })),
  ];
  return Object.fromEntries(
    bodies.map(({ address, body, schema }) => {
      const evaluated = evaluate(body, scope, { address });
      const conformed = conform(schema, evaluated.value);
      const wrong = [
        ...evaluated.diagnostics,
        ...conformed.diagnostics,
        ...checkObject(schema.type, conformed.value),
      ];
      if (wrong.length > 0) throw new Error(`${address}: ${wrong.map(formatDiagnostic).join('\n')}`);
      return [address, conformed.value];
    }),
  );
}

function schemaAt(address: string): typeof provider {
  const [, data, type = ''] = /^(data\.)?([a-z_]+)\./.exec(address) ?? [];
  const schema = schemaOf({ mode: data === undefined ? 'managed' : 'data', type });
  if (schema === undefined) throw new Error(`${address} has no schema`);
  return schema;
}

/** Runs an app, and tells the folder that it synthesized its one stack into. */
async function synthesized(folder: string): Promise<string> {
  const out = path.join(scratch, folder.replaceAll('/', '-'));
  process.env.CDKTF_OUTDIR = out;
  await jest.isolateModulesAsync(() => import(path.join(EXAMPLES, folder, 'main.ts')));
  const [stack, ...others] = readdirSync(path.join(out, 'stacks'));
  if (stack === undefined || others.length > 0) throw new Error(`${folder} has not one stack`);
  return path.join(out, 'stacks', stack);
}

test('there is an example of every resource and data source', () => {
  const texts = folders
    .map((folder) => readFileSync(path.join(EXAMPLES, folder, 'main.tf'), 'utf8'))
    .join('\n');
  const types = ['domain', 'network', 'pool', 'volume', 'cloudinit_disk', 'combustion', 'ignition'];
  const missing = [
    ...types.map((type) => `resource "libvirt_${type}"`),
    ...Object.keys(dataSources).map((type) => `data "${type}"`),
  ].filter((block) => !texts.includes(block));
  expect(missing).toEqual([]);
});

test.each(folders)('%s is valid, and the app says the same as the configuration', async (folder) => {
  const configuration = await said(path.join(EXAMPLES, folder));
  expect(Object.keys(configuration).length).toBeGreaterThan(1);
  expect(await said(await synthesized(folder))).toEqual(configuration);
});
