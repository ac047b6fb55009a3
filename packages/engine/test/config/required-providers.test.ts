import { formatDiagnostic } from '@virtform/values';
import { configurationOf, loaded } from './given';

const asking = (entry: string): string => `terraform {\n  required_providers {\n    ${entry}\n  }\n}\n`;

async function problems(main: string): Promise<readonly string[]> {
  const { diagnostics } = await loaded({ 'main.tf': main });
  return diagnostics.map(formatDiagnostic);
}

test.each<[source: string, name: string]>([
  ['dmacvicar/libvirt', 'libvirt'],
  ['registry.terraform.io/dmacvicar/libvirt', 'libvirt'],
  ['registry.opentofu.org/dmacvicar/libvirt', 'libvirt'],
  ['Dmacvicar/Libvirt', 'libvirt'],
  ['terraform.io/builtin/terraform', 'terraform'],
  ['example.com/dmacvicar/libvirt', 'example.com/dmacvicar/libvirt'],
  ['multani/libvirt', 'multani/libvirt'],
  ['null', 'hashicorp/null'],
])('of the source %s is the provider %s, whatever it is called', async (source, name) => {
  const { resources, providers } = await configurationOf({
    'main.tf': `
      ${asking(`virt = { source = "${source}" }`)}
      provider "virt" { alias = "east" }
      resource "libvirt_pool" "a" { provider = virt.east }
      resource "virt_pool" "b" {}`,
  });
  expect(providers).toMatchObject([{ name, alias: 'east' }]);
  expect(resources.get('libvirt_pool.a')?.provider).toEqual({ name, alias: 'east' });
  expect(resources.get('virt_pool.b')?.provider).toEqual({ name });
});

test('without a source a name means what it says', async () => {
  const { resources } = await configurationOf({
    'main.tf': `${asking('libvirt = { version = "~> 0.9" }')} resource "libvirt_pool" "a" {}`,
  });
  expect(resources.get('libvirt_pool.a')?.provider).toEqual({ name: 'libvirt' });
});

test.each<[version: string, says: RegExp | undefined]>([
  ['0.9.7', undefined],
  ['~> 0.9', undefined],
  ['>= 0.9.1, < 1.0', undefined],
  [
    '0.9.1',
    /^Warning: Another version of dmacvicar\/libvirt[^]*requires dmacvicar\/libvirt 0\.9\.1; [^]*"~> 0\.9"/,
  ],
  [
    '~> 0.8.3',
    /^Error: Unsupported version of dmacvicar\/libvirt[^]*Write the resources as version 0\.9\.7 has them/,
  ],
  ['>= 1.0', /^Error: Unsupported version of dmacvicar\/libvirt/],
  ['newest', /^Error: Invalid version constraint[^]*"newest" is no constraint such as/],
])('the version %s of dmacvicar/libvirt', async (version, says) => {
  const found = await problems(
    asking(`libvirt = {\n source = "dmacvicar/libvirt"\n version = "${version}"\n}`),
  );
  expect(found).toEqual(says === undefined ? [] : [expect.stringMatching(says)]);
});

test.each<[what: string, entry: string, says: RegExp]>([
  ['an unknown key', 'libvirt = { verison = "~> 0.9" }', /"verison" is nothing[^]*Did you mean "version"\?/],
  ['a source that is none', 'libvirt = { source = "a/b/c/d" }', /Invalid provider source string/],
  [
    'an alias of another',
    'libvirt = { configuration_aliases = [east] }',
    /configuration_aliases = \[libvirt\.NAME\]/,
  ],
  ['a block', 'libvirt {\n}', /Unexpected "libvirt" block[^]*Write libvirt = \{ … \}/],
])('%s is refused', async (_, entry, says) => {
  expect(await problems(asking(entry))).toEqual([expect.stringMatching(says)]);
});

test('what a module asks to be handed is missed where it is called, and nowhere else', async () => {
  const { diagnostics } = await loaded({
    'main.tf': 'module "lab" { source = "./lab" }',
    'lab/main.tf': `
      ${asking('libvirt = { configuration_aliases = [libvirt.east] }')}
      resource "libvirt_pool" "p" { provider = libvirt.east }`,
  });
  expect(diagnostics.map(formatDiagnostic)).toEqual([
    expect.stringMatching(
      /^Error: Missing required provider configuration\n {2}in module\.lab\n[^]*Hand it one: providers = \{ libvirt\.east = libvirt \}/,
    ),
  ]);
});
