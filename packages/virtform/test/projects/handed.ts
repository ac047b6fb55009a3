import type { Project } from './project';

const SOURCE = 'terraform.io/builtin/terraform';
const IN = 'resource "terraform_data" "in" {}\n';
const IN_X = 'resource "terraform_data" "in" {\n  provider = terraform.x\n}\n';
const A = 'provider "terraform" {\n  alias = "a"\n}\n';
const B = 'provider "terraform" {\n  alias = "b"\n}\n';

/** What a module says that it has to be handed. */
const wants = (...aliases: readonly string[]): string =>
  `terraform {\n  required_providers {\n    terraform = {\n      source = "${SOURCE}"\n      configuration_aliases = [${aliases.join(', ')}]\n    }\n  }\n}\n`;

const call = (providers: string | undefined, more = '', source = './m'): string =>
  `module "m" {\n  source = "${source}"\n${providers === undefined ? '' : `  providers = {\n    ${providers}\n  }\n`}${more}}\n`;

/** What is said of it in every module: without that, Terraform takes it for one of the registry. */
const NAMED = `terraform {\n  required_providers {\n    terraform = {\n      source = "${SOURCE}"\n    }\n  }\n}\n`;

const handed = (name: string, main: string, module: string, more: Project['files'] = {}): Project => ({
  name,
  files: {
    'main.tf': main,
    'named.tf': NAMED,
    'm/main.tf': module,
    ...(module.includes('required_providers') ? {} : { 'm/named.tf': NAMED }),
    ...more,
  },
});

const WANTED: readonly Project[] = [
  handed(
    'what is wanted is handed',
    `${A}${call('terraform.x = terraform.a')}`,
    `${wants('terraform.x')}${IN_X}`,
  ),
  handed(
    'what is wanted is handed by the default',
    call('terraform.x = terraform'),
    `${wants('terraform.x')}${IN_X}`,
  ),
  handed('what is wanted is not handed', `${A}${call(undefined)}`, `${wants('terraform.x')}${IN_X}`),
  handed(
    'one of two is not handed',
    `${A}${call('terraform.x = terraform.a')}`,
    `${wants('terraform.x', 'terraform.y')}${IN_X}`,
  ),
  handed(
    'two are handed',
    `${A}${B}${call('terraform.x = terraform.a\n    terraform.y = terraform.b')}`,
    `${wants('terraform.x', 'terraform.y')}${IN_X}`,
  ),
  handed(
    'what is wanted is handed something that is not configured',
    call('terraform.x = terraform.a'),
    `${wants('terraform.x')}${IN_X}`,
  ),
  handed('what is handed is not wanted', `${A}${call('terraform.x = terraform.a')}`, IN),
  handed('what is handed is not wanted, and used', `${A}${call('terraform.x = terraform.a')}`, IN_X),
  handed('the default is handed an alias', `${A}${call('terraform = terraform.a')}`, IN),
  handed(
    'the default is handed an alias, and wanted',
    `${A}${call('terraform = terraform.a')}`,
    `${wants()}${IN}`,
  ),
  handed('the default is not handed, and taken over', `provider "terraform" {}\n${call(undefined)}`, IN),
  handed(
    'an alias of the root is not seen in a module',
    `provider "terraform" {\n  alias = "x"\n}\n${call(undefined)}`,
    IN_X,
  ),
  handed(
    'something is wanted, handed and not used',
    `${A}${call('terraform.x = terraform.a')}`,
    `${wants('terraform.x')}${IN}`,
  ),
  handed('something is wanted, and used by nobody', call(undefined), `${wants('terraform.x')}${IN}`),
  handed(
    'an alias is wanted that is configured as well',
    `${A}${call('terraform.x = terraform.a')}`,
    `${wants('terraform.x')}provider "terraform" {\n  alias = "x"\n}\n${IN_X}`,
  ),
  handed(
    'the same alias is wanted twice',
    `${A}${call('terraform.x = terraform.a')}`,
    `${wants('terraform.x', 'terraform.x')}${IN_X}`,
  ),
  handed('an alias of another provider is wanted', call(undefined), `${wants('other.x')}${IN}`),
  handed('an alias without a provider is wanted', call(undefined), `${wants('x')}${IN}`),
  handed('the default is wanted', call(undefined), `${wants('terraform')}${IN}`),
  handed(
    'what is wanted is in quotes',
    `${A}${call('terraform.x = terraform.a')}`,
    `${wants('"terraform.x"')}${IN_X}`,
  ),
  handed(
    'what is wanted is no list',
    `${A}${call('terraform.x = terraform.a')}`,
    `terraform {\n  required_providers {\n    terraform = {\n      source = "${SOURCE}"\n      configuration_aliases = terraform.x\n    }\n  }\n}\n${IN_X}`,
  ),
  {
    name: 'the root wants something',
    files: { 'main.tf': `${wants('terraform.x')}${IN_X}` },
  },
  {
    name: 'the root wants something, and configures it',
    files: { 'main.tf': `${wants('terraform.x')}provider "terraform" {\n  alias = "x"\n}\n${IN_X}` },
  },
  handed(
    'handed in quotes',
    `${A}${call('"terraform.x" = "terraform.a"')}`,
    `${wants('terraform.x')}${IN_X}`,
  ),
  handed(
    'handed twice',
    `${A}${B}${call('terraform.x = terraform.a\n    terraform.x = terraform.b')}`,
    `${wants('terraform.x')}${IN_X}`,
  ),
  handed('handed by an unknown name', `${A}${call('other = terraform.a')}`, IN),
  handed('handed from an unknown name', call('terraform = other.a'), IN),
  handed('handed by a value', call('terraform = 5'), IN),
  handed('handed by an instance', `${A}${call('terraform = terraform.a["x"]')}`, IN),
  handed('providers is no object', call(undefined, '  providers = [terraform]\n'), IN),
  {
    name: 'handed in JSON',
    files: {
      'main.tf.json': `{"terraform":{"required_providers":{"terraform":{"source":"${SOURCE}"}}},"provider":{"terraform":[{"alias":"a"}]},"module":{"m":{"source":"./m","providers":{"terraform.x":"terraform.a"}}}}`,
      'm/main.tf.json': `{"terraform":{"required_providers":{"terraform":{"source":"${SOURCE}","configuration_aliases":["terraform.x"]}}},"resource":{"terraform_data":{"in":{"provider":"terraform.x"}}}}`,
    },
  },
];

const BETWEEN: readonly Project[] = [
  handed(
    'handed on to another module',
    `${A}${call('terraform.x = terraform.a')}`,
    `${wants('terraform.x')}${call('terraform.y = terraform.x', '', './n')}`,
    {
      'm/n/main.tf': `${wants('terraform.y')}resource "terraform_data" "deep" {\n  provider = terraform.y\n}\n`,
    },
  ),
  handed(
    'not handed on to another module',
    `${A}${call('terraform.x = terraform.a')}`,
    `${wants('terraform.x')}${call(undefined, '', './n')}`,
    {
      'm/n/main.tf': `${wants('terraform.x')}resource "terraform_data" "deep" {\n  provider = terraform.x\n}\n`,
    },
  ),
  handed(
    'handed on without being wanted',
    `${A}${call('terraform.x = terraform.a')}`,
    call('terraform.y = terraform.x', '', './n'),
    {
      'm/n/main.tf': `${wants('terraform.y')}resource "terraform_data" "deep" {\n  provider = terraform.y\n}\n`,
    },
  ),
  handed(
    'the default is handed once and taken over below',
    `${A}${call('terraform = terraform.a')}`,
    call(undefined, '', './n'),
    { 'm/n/main.tf': 'resource "terraform_data" "deep" {}\n' },
  ),
  handed('a module configures its own', call(undefined), `provider "terraform" {\n  alias = "x"\n}\n${IN_X}`),
  handed('a module configures its own default', call(undefined), `provider "terraform" {\n}\n${IN}`),
  handed(
    'a module with its own, and count',
    call(undefined, '  count = 1\n'),
    `provider "terraform" {\n  alias = "x"\n}\n${IN_X}`,
  ),
  handed(
    'a module with what it wants, and count',
    `${A}${call('terraform.x = terraform.a', '  count = 2\n')}`,
    `${wants('terraform.x')}${IN_X}`,
  ),
  handed(
    'an announced block by an alias is handed',
    `${A}${call('terraform.x = terraform.a')}`,
    `provider "terraform" {\n  alias = "x"\n}\n${IN_X}`,
  ),
  handed(
    'an announced block by an alias is not handed',
    call(undefined),
    `provider "terraform" {\n  alias = "x"\n}\n${IN_X}`,
  ),
  handed(
    'another name in the module',
    `${A}${call('tf = terraform.a')}`,
    `terraform {\n  required_providers {\n    tf = {\n      source = "${SOURCE}"\n    }\n  }\n}\nresource "terraform_data" "in" {\n  provider = tf\n}\n`,
  ),
  handed(
    'another name in the module, wanted by an alias',
    `${A}${call('tf.x = terraform.a')}`,
    `terraform {\n  required_providers {\n    tf = {\n      source = "${SOURCE}"\n      configuration_aliases = [tf.x]\n    }\n  }\n}\nresource "terraform_data" "in" {\n  provider = tf.x\n}\n`,
  ),
  handed(
    'another name in the module, taken over',
    call(undefined),
    `terraform {\n  required_providers {\n    tf = {\n      source = "${SOURCE}"\n    }\n  }\n}\nresource "terraform_data" "in" {\n  provider = tf\n}\n`,
  ),
  handed(
    'another name in the root',
    `provider "tf" {\n  alias = "a"\n}\n${call('terraform.x = tf.a')}`,
    `${wants('terraform.x')}${IN_X}`,
    { 'named.tf': NAMED.replace('terraform =', 'tf =') },
  ),
  {
    name: 'handed without being named in the root',
    files: {
      'main.tf': `${A}${call('terraform.x = terraform.a')}`,
      'm/main.tf': `${wants('terraform.x')}${IN_X}`,
    },
  },
];

/** Which providers a module uses: what it wants, what it is handed, what it takes over. */
export const HANDED: readonly Project[] = [...WANTED, ...BETWEEN];
