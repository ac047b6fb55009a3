import type { Project } from './project';

const A = 'resource "terraform_data" "a" {}\n';

const requiring = (constraint: string): Project => ({
  name: `required_version = ${constraint}`,
  files: { 'main.tf': `terraform {\n  required_version = ${constraint}\n}\n${A}` },
});

const CONSTRAINTS = [
  '1.11.4',
  '= 1.11.4',
  '=1.11.4',
  '1.11',
  '1',
  '= 1.11',
  '!= 1.11.4',
  '!= 1.11.3',
  '> 1.11.4',
  '> 1.11.3',
  '>= 1.11.4',
  '>= 1.11.5',
  '< 1.11.4',
  '< 1.12',
  '<= 1.11.4',
  '<= 1.11.3',
  '<= 1.11',
  '~> 1.11.4',
  '~> 1.11.0',
  '~> 1.11.5',
  '~> 1.10.9',
  '~> 1.11',
  '~> 1.9',
  '~> 1.12',
  '~> 1',
  '~> 2',
  '~> 0.12',
  '~> 0',
  '~> 1.11.4.0',
  '>= 1.0, < 2.0',
  '>= 1.0, < 1.11',
  '>=1.0,<2.0',
  ' >= 1.0 , < 2.0 ',
  '>= 1.0 < 2.0',
  '>= 1.0,, < 2.0',
  '>= 1.0,',
  ',',
  '',
  ' ',
  '*',
  'latest',
  'v1.11.4',
  '>= v1.0',
  'V1.11.4',
  '>= 1.x',
  '1.11.*',
  '>= 1.0.0.0',
  '1.11.4.0',
  '>= 01.0',
  '1.011.4',
  '>= 1..0',
  '>= -1',
  '>> 1.0',
  '=> 1.0',
  '=< 2.0',
  '== 1.11.4',
  '~ 1.11',
  '^1.11',
  '<> 1.0',
  '>= 1.11.4-beta1',
  '> 1.11.4-beta1',
  '1.11.4-beta1',
  '!= 1.11.4-beta1',
  '< 1.12.0-alpha1',
  '<= 1.12.0-alpha1',
  '>= 1.12.0-alpha1',
  '~> 1.11.0-rc1',
  '~> 1.12.0-rc1',
  '< 1.11.5-rc1',
  '> 1.11.3-rc1',
  '>= 1.11.4+build',
  '1.11.4+build',
  '= 1.11.4-',
  '>= 1.0-x, < 2',
  '>= 99999999999999999999.0',
  '>= 1.0 # comment',
  '>= 1.0; < 2.0',
  '>= 1.0 || < 0.5',
].map((text) => requiring(JSON.stringify(text)));

const FORMS: readonly Project[] = [
  requiring('1.11'),
  requiring('null'),
  requiring('[">= 1.0", "< 2.0"]'),
  requiring('true'),
  requiring('">= ${1}"'),
  requiring('var.v'),
  {
    name: 'required_version in two blocks',
    files: {
      'main.tf': `terraform {\n  required_version = ">= 1.0"\n}\nterraform {\n  required_version = "< 1.0"\n}\n${A}`,
    },
  },
  {
    name: 'required_version twice in a block',
    files: { 'main.tf': `terraform {\n  required_version = ">= 1.0"\n  required_version = "< 1.0"\n}\n${A}` },
  },
  {
    name: 'two of required_version that are not fulfilled',
    files: {
      'main.tf': `terraform {\n  required_version = "< 0.12"\n}\n${A}`,
      'other.tf': 'terraform {\n  required_version = "< 1.0"\n}\n',
    },
  },
  {
    name: 'required_version beside what this version does not know',
    files: {
      'main.tf': `terraform {\n  required_version = ">= 1.20"\n}\nresource "terraform_data" "a" {\n  lifecycle {\n    of_the_future = true\n  }\n}\nfuture "block" {\n}\n`,
    },
  },
  {
    name: 'required_version in JSON',
    files: { 'main.tf.json': '{"terraform":{"required_version":"< 1.0"}}' },
  },
  {
    name: 'required_version in a module',
    files: {
      'main.tf': 'module "m" {\n  source = "./m"\n}\n',
      'm/main.tf': 'terraform {\n  required_version = "< 1.0"\n}\n',
    },
  },
  {
    name: 'an unknown argument in terraform',
    files: { 'main.tf': 'terraform {\n  requird_version = "< 1.0"\n}\n' },
  },
  {
    name: 'an unknown block in terraform',
    files: { 'main.tf': 'terraform {\n  required_provider {\n  }\n}\n' },
  },
  {
    name: 'experiments',
    files: { 'main.tf': 'terraform {\n  experiments = [something]\n}\n' },
  },
  {
    name: 'a label at terraform',
    files: { 'main.tf': 'terraform "x" {\n}\n' },
  },
  {
    name: 'provider_meta',
    files: { 'main.tf': 'terraform {\n  provider_meta "terraform" {\n  }\n}\n' },
  },
];

const SOURCE = 'terraform.io/builtin/terraform';

/** What a block required_providers with this in it comes to. */
const providing = (name: string, body: string, more = A): Project => ({
  name: `required_providers: ${name}`,
  files: { 'main.tf': `terraform {\n  required_providers {\n    ${body}\n  }\n}\n${more}` },
});

const PROVIDERS: readonly Project[] = [
  providing('nothing', ''),
  providing('a source', `terraform = {\n      source = "${SOURCE}"\n    }`),
  providing(
    'a version of what is built in',
    `terraform = {\n      source = "${SOURCE}"\n      version = ">= 1.0"\n    }`,
  ),
  providing('no source', 'terraform = {\n      version = ">= 1.0"\n    }'),
  providing('an empty object', 'terraform = {}'),
  providing('a text', 'terraform = ">= 1.0"'),
  providing('a number', 'terraform = 1'),
  providing(
    'a version that is a number',
    `terraform = {\n      source = "${SOURCE}"\n      version = 1\n    }`,
  ),
  providing(
    'a version that is none',
    `terraform = {\n      source = "${SOURCE}"\n      version = "new"\n    }`,
  ),
  providing('a source that is none', 'terraform = {\n      source = "a/b/c/d"\n    }'),
  providing('a source with an empty part', 'terraform = {\n      source = "a//b"\n    }'),
  providing('a source that is a number', 'terraform = {\n      source = 5\n    }'),
  providing('a source that refers', 'terraform = {\n      source = var.source\n    }'),
  providing('an unknown key', `terraform = {\n      source = "${SOURCE}"\n      verison = "1"\n    }`),
  providing('a name that is none', `Terra_Form = {\n      source = "${SOURCE}"\n    }`),
  providing('a block', 'terraform {\n    }'),
  providing(
    'a name twice',
    `terraform = {\n      source = "${SOURCE}"\n    }\n    terraform = {\n      source = "${SOURCE}"\n    }`,
  ),
  providing(
    'two names for one source',
    `tf = {\n      source = "${SOURCE}"\n    }\n    tg = {\n      source = "${SOURCE}"\n    }`,
  ),
  providing(
    'another name for it',
    `tf = {\n      source = "${SOURCE}"\n    }`,
    'provider "tf" {\n  alias = "x"\n}\nresource "terraform_data" "a" {\n  provider = tf.x\n}\nresource "terraform_data" "b" {\n  provider = tf\n}\n',
  ),
  {
    name: 'required_providers: two blocks',
    files: {
      'main.tf': `terraform {\n  required_providers {\n    terraform = {\n      source = "${SOURCE}"\n    }\n  }\n  required_providers {\n  }\n}\n${A}`,
    },
  },
  {
    name: 'required_providers: in two files',
    files: {
      'main.tf': `terraform {\n  required_providers {\n    terraform = {\n      source = "${SOURCE}"\n    }\n  }\n}\n${A}`,
      'other.tf': 'terraform {\n  required_providers {\n  }\n}\n',
    },
  },
  {
    name: 'required_providers: in JSON',
    files: {
      'main.tf.json': `{"terraform":{"required_providers":{"tf":{"source":"${SOURCE}"}}},"resource":{"terraform_data":{"a":{"provider":"tf"}}}}`,
    },
  },
  {
    name: 'version in a provider block',
    files: { 'main.tf': `provider "terraform" {\n  version = ">= 1.0"\n}\n${A}` },
  },
  {
    name: 'a version in a provider block that is none',
    files: { 'main.tf': `provider "terraform" {\n  version = "new"\n}\n${A}` },
  },
  {
    name: 'an alias that is no name',
    files: { 'main.tf': `provider "terraform" {\n  alias = "a b"\n}\n${A}` },
  },
  {
    name: 'an alias that is a word',
    files: { 'main.tf': `provider "terraform" {\n  alias = x\n}\n${A}` },
  },
  {
    name: 'the same provider twice',
    files: { 'main.tf': `provider "terraform" {\n}\nprovider "terraform" {\n}\n${A}` },
  },
  {
    name: 'the same alias twice',
    files: {
      'main.tf': `provider "terraform" {\n  alias = "x"\n}\nprovider "terraform" {\n  alias = "x"\n}\n${A}`,
    },
  },
  {
    name: 'a resource of an alias that is not configured',
    files: { 'main.tf': 'resource "terraform_data" "a" {\n  provider = terraform.x\n}\n' },
  },
  {
    name: 'a provider of a resource in quotes',
    files: {
      'main.tf':
        'provider "terraform" {\n  alias = "x"\n}\nresource "terraform_data" "a" {\n  provider = "terraform.x"\n}\n',
    },
  },
  {
    name: 'a provider of a resource with three steps',
    files: { 'main.tf': 'resource "terraform_data" "a" {\n  provider = terraform.x.y\n}\n' },
  },
  {
    name: 'a resource type that the provider has not',
    files: { 'main.tf': 'resource "terraform_dta" "a" {\n}\n' },
  },
  {
    name: 'a data source that the provider has not',
    files: { 'main.tf': 'data "terraform_data" "a" {\n}\n' },
  },
];

/** What a configuration asks of the tool and the providers that read it. */
export const VERSIONS: readonly Project[] = [...CONSTRAINTS, ...FORMS, ...PROVIDERS];
