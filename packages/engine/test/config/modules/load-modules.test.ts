import { formatDiagnostic } from '@virtform/values';
import { everyModule } from '../../../src/config';
import { configurationOf, filesOf, loaded } from '../given';
import { loadConfiguration } from '../../../src/config';

const LAB = 'resource "terraform_data" "a" { input = path.module }';

async function problems(files: object): Promise<string> {
  return (await loaded(files)).diagnostics.map(formatDiagnostic).join('\n');
}

test('the modules that are called, and those that these call, are read with the configuration', async () => {
  const configuration = await configurationOf({
    'main.tf': 'module "one" { source = "./lab" }\nmodule "two" { source = "./lab/" }',
    'lab/main.tf': 'module "rack" { source = "../rack" }',
    'rack/main.tf.json': { resource: { terraform_data: { a: { input: 1 } } } },
  });
  expect(everyModule(configuration).map(({ path, folder }) => [path.join('.'), folder])).toEqual([
    ['', '/stack'],
    ['one', '/stack/lab'],
    ['one.rack', '/stack/rack'],
    ['two', '/stack/lab'],
    ['two.rack', '/stack/rack'],
  ]);
});

test('what a module declares is known by its own names; the addresses begin at the root', async () => {
  const { modules } = await configurationOf({
    'main.tf': 'module "lab" { source = "./lab" }',
    'lab/main.tf': `
      ${LAB}
      moved {
        from = terraform_data.old
        to   = module.rack["a"].terraform_data.a
      }
      removed { from = terraform_data.gone }
    `,
  });
  const lab = modules.get('lab');
  expect(lab?.resources.get('terraform_data.a')?.address.module).toEqual([{ name: 'lab' }]);
  expect(lab?.moved).toMatchObject([
    {
      within: ['lab'],
      from: { address: { module: [{ name: 'lab' }], name: 'old' } },
      to: { address: { module: [{ name: 'lab' }, { name: 'rack', key: 'a' }] } },
    },
  ]);
  expect(lab?.removed).toMatchObject([{ from: { address: { module: [{ name: 'lab' }] } } }]);
});

test('a saved plan is bound to the files of modules too', async () => {
  const digest = async (lab: string): Promise<string | undefined> =>
    (
      await configurationOf({
        'main.tf': 'module "lab" {\n  source = "./lab"\n}',
        'lab/main.tf': lab,
      })
    ).digest;
  expect(await digest('locals { a = 1 }')).not.toBe(await digest('locals { a = 2 }'));
  expect(await digest('locals { a = 1 }')).toBe(await digest('locals { a = 1 }'));
});

test('a folder is read once, however many calls name it', async () => {
  const files = filesOf({
    'main.tf': 'module "one" { source = "./lab" }\nmodule "two" { source = "./lab" }',
    'lab/main.tf': LAB,
  });
  const read: string[] = [];
  await loadConfiguration(
    {
      ...files,
      read: (path) => {
        read.push(path);
        return files.read(path);
      },
    },
    '/stack',
  );
  expect(read).toEqual(['/stack/main.tf', '/stack/lab/main.tf']);
});

test('problems in a module name its file from the root on, and the module', async () => {
  const { diagnostics } = await loaded({
    'main.tf': 'module "lab" { source = "./lab" }',
    'lab/main.tf': 'output "a" { value = local.nothing }',
  });
  expect(diagnostics).toMatchObject([
    {
      summary: 'Reference to undeclared local value',
      address: 'module.lab.output.a',
      source: { file: 'lab/main.tf', line: 1 },
    },
  ]);
});

test.each<[why: string, files: object, says: RegExp]>([
  [
    'a folder that is not there',
    { 'main.tf': 'module "a" { source = "./gone" }' },
    /Unreadable module folder[^]*module\.a is to be found in \.\/gone, and there is no folder \/stack\/gone\./,
  ],
  [
    'a folder without configuration',
    { 'main.tf': 'module "a" { source = "./lab" }', 'lab/readme.md': 'x' },
    /No configuration files[^]*no file \*\.tf or \*\.tf\.json in \/stack\/lab\./,
  ],
  [
    'a module that calls itself',
    { 'main.tf': 'module "a" { source = "./lab" }', 'lab/main.tf': 'module "b" { source = "../lab" }' },
    /A module calls itself[^]*module\.a => module\.a\.module\.b: the last of these is in the folder of the first/,
  ],
  [
    'a module that calls the root',
    { 'main.tf': 'module "a" { source = "./lab" }', 'lab/main.tf': 'module "b" { source = "../" }' },
    /A module calls itself[^]*the root module => module\.a => module\.a\.module\.b/,
  ],
  [
    'an import in a module',
    {
      'main.tf': 'module "a" { source = "./lab" }',
      'lab/main.tf': `${LAB}\nimport {\n  to = terraform_data.a\n  id = "x"\n}`,
    },
    /Invalid import configuration[^]*found in module\.a\. Only the root module may have them\./,
  ],
  [
    'an alias that nobody hands over',
    {
      'main.tf': 'module "a" { source = "./lab" }',
      'lab/main.tf': 'resource "libvirt_pool" "p" { provider = libvirt.east }',
    },
    /Provider configuration not present[^]*Hand it one where the module is called: providers = \{ libvirt\.east = libvirt \}\./,
  ],
])('%s is an error that says what to do', async (_, files, says) => {
  expect(await problems(files)).toMatch(says);
});

test('folders that lead to themselves through links end with an error', async () => {
  const content = Buffer.from('module "a" {\n  source = "./again"\n}\nmodule "b" {\n  source = "./again"\n}');
  const { diagnostics } = await loadConfiguration(
    {
      ...filesOf({}),
      stat: async () => ({ size: 0, modifiedMs: 0, isDirectory: true }),
      list: async () => ['main.tf'],
      read: async () => content,
    },
    '/stack',
  );
  expect(diagnostics.map(({ summary }) => summary)).toEqual(['Modules call each other without an end']);
});

test('a backend in a module counts for nothing, and that is said', async () => {
  const { configuration, diagnostics } = await loaded({
    'main.tf': 'module "a" { source = "./lab" }',
    'lab/main.tf': 'terraform {\n  backend "local" {}\n}',
  });
  expect(diagnostics).toMatchObject([{ severity: 'warning', summary: 'Backend configuration ignored' }]);
  expect(configuration?.backend).toBeUndefined();
});

/** What a module says that it has to be handed. */
const wanting = (alias: string): string =>
  `terraform {\n  required_providers {\n    libvirt = {\n      source = "dmacvicar/libvirt"\n      configuration_aliases = [${alias}]\n    }\n  }\n}\n`;

describe('providers', () => {
  const provided = async (call: string, lab: string): Promise<unknown> => {
    const { modules } = await configurationOf({
      'main.tf': `
        provider "libvirt" {}
        provider "libvirt" { alias = "east" }
        module "lab" {
          source = "./lab"
          ${call}
        }`,
      'lab/main.tf': lab,
    });
    return modules.get('lab')?.resources.get('libvirt_pool.p')?.provider;
  };

  test.each<[why: string, call: string, lab: string, provider: object]>([
    ['without a word that of the caller', '', 'resource "libvirt_pool" "p" {}', { name: 'libvirt' }],
    [
      'what the call hands over',
      'providers = { libvirt = libvirt.east }',
      'resource "libvirt_pool" "p" {}',
      { name: 'libvirt', alias: 'east' },
    ],
    [
      'an alias of the module for what the root has without one',
      'providers = { libvirt.other = libvirt }',
      `${wanting('libvirt.other')}resource "libvirt_pool" "p" { provider = libvirt.other }`,
      { name: 'libvirt' },
    ],
    [
      'a block of its own',
      '',
      'provider "libvirt" { uri = "test:///default" }\nresource "libvirt_pool" "p" {}',
      { name: 'libvirt', module: ['lab'] },
    ],
    [
      'an empty block stands for what is handed over',
      'providers = { libvirt = libvirt.east }',
      'provider "libvirt" {}\nresource "libvirt_pool" "p" {}',
      { name: 'libvirt', alias: 'east' },
    ],
  ])('%s', async (_, call, lab, provider) => {
    expect(await provided(call, lab)).toEqual(provider);
  });

  test('JSON hands them over in the same words', async () => {
    const { modules } = await configurationOf({
      'main.tf.json': {
        provider: { libvirt: [{}, { alias: 'east' }] },
        module: { lab: { source: './lab', providers: { 'libvirt.other': 'libvirt.east' } } },
      },
      'lab/main.tf.json': {
        terraform: { required_providers: { libvirt: { configuration_aliases: ['libvirt.other'] } } },
        resource: { libvirt_pool: { p: { provider: 'libvirt.other' } } },
      },
    });
    const block = modules.get('lab')?.resources.get('libvirt_pool.p');
    expect(block?.provider).toEqual({ name: 'libvirt', alias: 'east' });
  });

  test('an inner module is handed what its caller was handed', async () => {
    const { modules } = await configurationOf({
      'main.tf': `
        provider "libvirt" { alias = "east" }
        module "lab" {
          source    = "./lab"
          providers = { libvirt.a = libvirt.east }
        }`,
      'lab/main.tf': `
        ${wanting('libvirt.a')}
        module "inner" {
          source    = "./inner"
          providers = { libvirt = libvirt.a }
        }`,
      'lab/inner/main.tf': 'resource "libvirt_pool" "p" {}',
    });
    const inner = modules.get('lab')?.modules.get('inner');
    expect(inner?.resources.get('libvirt_pool.p')?.provider).toEqual({ name: 'libvirt', alias: 'east' });
  });
});
