import { type Diagnostic, formatDiagnostic } from '@virtform/values';
import { NO_FILES, readVariables } from '../../src/config';
import { PROVIDERS } from '../../src/kinds';
import { validateConfiguration } from '../../src/plan/validate';
import { filesOf, loaded } from './given';

/** Names of JavaScript's own, and for each a plain one of the same length that is near to no other. */
const NAMES = [
  ['__proto__', '__qzxwk__'],
  ['constructor', 'qzxwkvbqzxw'],
  ['prototype', 'qzxwkvbqz'],
  ['toString', 'qzXwkvbq'],
  ['hasOwnProperty', 'qzxWkvBqzxwkvb'],
  ['valueOf', 'qzxwkVb'],
  ['toJSON', 'qzXWKV'],
] as const;

/** Everywhere in a configuration where a name of somebody's own can stand, or a wrong one. */
const PLACES: Readonly<Record<string, (name: string) => string>> = {
  'a variable': (name) => `variable "${name}" {\n default = 1\n}\noutput "o" {\n value = var.${name}\n}`,
  'a local value': (name) => `locals {\n ${name} = 1\n}\noutput "o" {\n value = local.${name}\n}`,
  'a local value that is not there': (name) => `output "o" {\n value = local.${name}\n}`,
  'an output': (name) => `output "${name}" {\n value = 1\n}`,
  'a resource': (name) =>
    `resource "terraform_data" "${name}" {\n input = 1\n}\noutput "o" {\n value = terraform_data.${name}.output\n}`,
  'a resource that is not there': (name) => `output "o" {\n value = terraform_data.${name}.output\n}`,
  'the type of a resource': (name) => `resource "${name}" "x" {\n}`,
  'the type of a data source': (name) => `data "${name}" "x" {\n}`,
  'a provider': (name) => `provider "${name}" {\n a = 1\n}`,
  'the alias of a provider': (name) => `provider "libvirt" {\n alias = "${name}"\n}`,
  'the provider of a resource': (name) => `resource "libvirt_pool" "x" {\n provider = ${name}\n}`,
  'a required provider': (name) =>
    `terraform {\n required_providers {\n  ${name} = {\n   source = "a/b"\n  }\n }\n}`,
  'a backend': (name) => `terraform {\n backend "${name}" {\n  a = 1\n }\n}`,
  'a setting of the language': (name) => `terraform {\n ${name} = 1\n}`,
  'a module': (name) => `module "${name}" {\n source = "./m"\n}\noutput "o" {\n value = module.${name}.o\n}`,
  'an input of a module': (name) => `module "m" {\n source = "./m"\n ${name} = 1\n}`,
  'an output of a module': (name) =>
    `module "m" {\n source = "./m"\n}\noutput "o" {\n value = module.m.${name}\n}`,
  'an argument': (name) => `resource "terraform_data" "x" {\n ${name} = 1\n}`,
  'a block in a resource': (name) => `resource "terraform_data" "x" {\n ${name} {\n }\n}`,
  'a dynamic block': (name) =>
    `resource "terraform_data" "x" {\n dynamic "${name}" {\n  for_each = []\n  content {\n  }\n }\n}`,
  'an iterator': (name) =>
    `resource "terraform_data" "x" {\n dynamic "a" {\n  for_each = [1]\n  iterator = ${name}\n  content {\n   b = ${name}.value\n  }\n }\n}`,
  'a rule of a life cycle': (name) =>
    `resource "terraform_data" "x" {\n lifecycle {\n  ${name} = true\n }\n}`,
  'an ignored change': (name) =>
    `resource "terraform_data" "x" {\n lifecycle {\n  ignore_changes = [${name}]\n }\n}`,
  'a provisioner': (name) => `resource "terraform_data" "x" {\n provisioner "${name}" {\n  a = 1\n }\n}`,
  'an argument of a provisioner': (name) =>
    `resource "terraform_data" "x" {\n provisioner "local-exec" {\n  command = "true"\n  ${name} = 1\n }\n}`,
  'an argument of a connection': (name) =>
    `resource "terraform_data" "x" {\n connection {\n  host = "h"\n  ${name} = 1\n }\n}`,
  'the type of a connection': (name) =>
    `resource "terraform_data" "x" {\n connection {\n  host = "h"\n  type = "${name}"\n }\n provisioner "remote-exec" {\n  inline = []\n }\n}`,
  'a type': (name) => `variable "v" {\n type = ${name}\n default = 1\n}`,
  'a type of something': (name) => `variable "v" {\n type = ${name}(string)\n default = 1\n}`,
  'an attribute of a type': (name) =>
    `variable "v" {\n type = object({ ${name} = optional(string, "d") })\n default = {}\n}\noutput "o" {\n value = var.v.${name}\n}`,
  'a key of for_each': (name) =>
    `resource "terraform_data" "x" {\n for_each = { "${name}" = 1 }\n input = each.value\n}\noutput "o" {\n value = terraform_data.x["${name}"].output\n}`,
  'what something depends on': (name) =>
    `resource "terraform_data" "something_else" {\n depends_on = [terraform_data.${name}]\n}`,
  'what something was called': (name) =>
    `resource "terraform_data" "x" {\n}\nmoved {\n from = terraform_data.${name}\n to = terraform_data.x\n}`,
  'what is imported': (name) => `import {\n to = terraform_data.${name}\n id = "a"\n}`,
  'what is removed': (name) =>
    `removed {\n from = terraform_data.${name}\n lifecycle {\n  destroy = false\n }\n}`,
  'a check': (name) => `check "${name}" {\n assert {\n  condition = true\n  error_message = "a"\n }\n}`,
  'a block': (name) => `${name} "x" {\n}`,
  'the kind of a hypervisor': (name) => domain(`type = "${name}"`),
  'what happens at power-off': (name) => domain(`on_poweroff = "${name}"`),
  'an attribute of a device': (name) => domain(`devices = { disks = [{ ${name} = 1 }] }`),
  'a device': (name) => domain(`devices = { ${name} = [{}] }`),
  'the bus of a disk': (name) =>
    domain(`devices = { disks = [{ target = { dev = "vda", bus = "${name}" } }] }`),
  'a machine': (name) => domain(`os = { type = "${name}", type_machine = "${name}", type_arch = "${name}" }`),
  'the type of a pool': (name) => `resource "libvirt_pool" "x" {\n name = "x"\n type = "${name}"\n}`,
};

function domain(more: string): string {
  return `resource "libvirt_domain" "x" {\n name = "x"\n memory = 1\n memory_unit = "GiB"\n vcpu = 1\n ${more}\n}`;
}

/** All that is said of a configuration. */
async function told(text: (name: string) => string, name: string): Promise<string> {
  const { configuration, diagnostics } = await loaded({
    'main.tf': text(name),
    'm/main.tf': 'output "o" {\n value = 1\n}\n',
  });
  if (configuration === undefined) return printed(diagnostics);
  const variables = await readVariables(configuration, filesOf({}), {
    options: [{ assign: `${name}=1` }],
    environment: {},
  });
  const found = validateConfiguration({
    configuration,
    variables: variables.values,
    providers: PROVIDERS,
    files: NO_FILES,
    started: new Date(0),
  });
  return printed([...diagnostics, ...variables.diagnostics, ...found]);
}

function printed(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(formatDiagnostic).join('\n');
}

describe.each(Object.entries(PLACES))('%s', (_, text) => {
  it.each(NAMES)('may be %s, and is treated like any other', async (name, plain) => {
    expect(await told(text, name)).toBe((await told(text, plain)).replaceAll(plain, name));
  });
});

afterAll(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});
