import { A, over, STATE, state } from './over';
import { OVERRIDES_OF_RESOURCES } from './overrides-of-resources';
import type { Project } from './project';

const VAR = (more: string): string => `variable "v" {\n  ${more}\n}\n`;
const SHOW = 'output "v" {\n  value = var.v\n}\n';

const FILES: readonly Project[] = [
  over('override.tf is laid over', A, 'resource "terraform_data" "a" {\n  input = "over"\n}\n'),
  {
    name: 'a name that ends in _override.tf',
    files: { 'main.tf': A, 'x_override.tf': 'resource "terraform_data" "a" { input = "x" }\n' },
  },
  {
    name: 'a name that only ends in override.tf is no override',
    files: { 'main.tf': A, 'xoverride.tf': 'resource "terraform_data" "b" { input = "x" }\n' },
  },
  {
    name: 'override.tf.json',
    files: { 'main.tf': A, 'override.tf.json': '{"resource":{"terraform_data":{"a":{"input":"json"}}}}' },
  },
  {
    name: 'x_override.tf.json over JSON',
    files: {
      'main.tf.json': '{"resource":{"terraform_data":{"a":{"input":"base","triggers_replace":1}}}}',
      'x_override.tf.json': '{"resource":{"terraform_data":{"a":{"input":"json"}}}}',
    },
  },
  {
    name: 'several override files, in the order of their names',
    files: {
      'main.tf': A,
      'a_override.tf': 'resource "terraform_data" "a" { input = "a" }\n',
      'b_override.tf': 'resource "terraform_data" "a" { input = "b" }\n',
      'b_override.tf.json': '{"resource":{"terraform_data":{"a":{"triggers_replace":"json"}}}}',
      'c_override.tf.json': '{"resource":{"terraform_data":{"a":{"triggers_replace":"c"}}}}',
    },
  },
  {
    name: 'override.tf counts before others by its name',
    files: {
      'main.tf': A,
      'override.tf': 'resource "terraform_data" "a" { input = "plain" }\n',
      'a_override.tf': 'resource "terraform_data" "a" { input = "a" }\n',
      'z_override.tf': 'resource "terraform_data" "a" { triggers_replace = "z" }\n',
    },
  },
  over(
    'the same block twice in one override file',
    A,
    'resource "terraform_data" "a" { input = "one" }\nresource "terraform_data" "a" { triggers_replace = "two" }\n',
  ),
  {
    name: 'only an override file',
    files: { 'main.tf': '', 'override.tf': A },
  },
  {
    name: 'no file but an override file',
    files: { 'override.tf': 'output "x" { value = 1 }\n' },
  },
  {
    name: 'an override file in a module',
    files: {
      'main.tf': 'module "m" {\n  source = "./m"\n}\noutput "o" {\n  value = module.m.o\n}\n',
      'm/main.tf': 'output "o" {\n  value = "base"\n}\n',
      'm/override.tf': 'output "o" {\n  value = "over"\n}\n',
    },
  },
];

const VARIABLES: readonly Project[] = [
  over('the default of a variable', `${VAR('default = "base"')}${SHOW}`, VAR('default = "over"')),
  over('a variable without base', `${VAR('default = 1')}${SHOW}`, 'variable "w" {\n  default = 1\n}\n'),
  over('the type stays, and converts the new default', `${VAR('type = string')}${SHOW}`, VAR('default = 5')),
  over('a new type converts the default', `${VAR('default = "5"')}${SHOW}`, VAR('type = number')),
  over('a new type that the default does not fit', `${VAR('default = "x"')}${SHOW}`, VAR('type = number')),
  over('a new default that does not fit the type', `${VAR('type = number')}${SHOW}`, VAR('default = "x"')),
  over(
    'sensitive is added',
    `${VAR('default = 1')}output "v" {\n  value = nonsensitive(var.v)\n}\n`,
    VAR('sensitive = true'),
  ),
  over(
    'sensitive is taken out',
    `${VAR('default = 1\n  sensitive = true')}${SHOW}`,
    VAR('sensitive = false'),
  ),
  over('nullable is replaced', `${VAR('default = "d"\n  nullable = true')}${SHOW}`, VAR('nullable = false'), {
    'terraform.tfvars': 'v = null\n',
  }),
  over('nullable = false and a default of null', `${VAR('default = null')}${SHOW}`, VAR('nullable = false')),
  over('ephemeral is added', `${VAR('default = 1')}${SHOW}`, VAR('ephemeral = true')),
  over(
    'a validation is added',
    `${VAR('default = 1')}${SHOW}`,
    VAR('validation {\n    condition = var.v == 2\n    error_message = "Over."\n  }'),
  ),
  over(
    'a validation over a validation',
    `${VAR('default = 1\n  validation {\n    condition = var.v == 2\n    error_message = "Base."\n  }')}${SHOW}`,
    VAR('validation {\n    condition = var.v == 1\n    error_message = "Over."\n  }'),
  ),
  over('a description', `${VAR('default = 1\n  description = "base"')}${SHOW}`, VAR('description = "over"')),
];

const VALUES: readonly Project[] = [
  over(
    'a local value',
    'locals {\n  a = 1\n  b = 2\n}\noutput "o" {\n  value = [local.a, local.b]\n}\n',
    'locals {\n  b = 3\n}\n',
  ),
  over('a local value without base', 'locals {\n  a = 1\n}\n', 'locals {\n  b = 3\n}\n'),
  {
    name: 'a local value overridden twice',
    files: {
      'main.tf': 'locals {\n  a = 1\n}\noutput "o" {\n  value = local.a\n}\n',
      'a_override.tf': 'locals {\n  a = 2\n}\n',
      'b_override.tf': 'locals {\n  a = 3\n}\n',
    },
  },
  over(
    'a local value twice in one override file',
    'locals {\n  a = 1\n}\noutput "o" {\n  value = local.a\n}\n',
    'locals {\n  a = 2\n}\nlocals {\n  a = 3\n}\n',
  ),
  over('the value of an output', 'output "o" {\n  value = 1\n}\n', 'output "o" {\n  value = 2\n}\n'),
  over(
    'an output that says only that it is sensitive',
    'output "o" {\n  value = 1\n}\n',
    'output "o" {\n  sensitive = true\n}\n',
  ),
  over(
    'an output that is sensitive no more',
    'output "o" {\n  value = 1\n  sensitive = true\n}\n',
    'output "o" {\n  sensitive = false\n}\n',
  ),
  over('an output without base', 'output "o" {\n  value = 1\n}\n', 'output "p" {\n  value = 2\n}\n'),
  over(
    'depends_on of an output cannot be overridden',
    `${A}output "o" {\n  value = 1\n}\n`,
    'output "o" {\n  value = 2\n  depends_on = [terraform_data.a]\n}\n',
  ),
  over(
    'a precondition of an output is added',
    'variable "v" { default = 1 }\noutput "o" {\n  value = 1\n}\n',
    'output "o" {\n  precondition {\n    condition = var.v == 2\n    error_message = "Over."\n  }\n}\n',
  ),
  over(
    'a precondition of an output over another',
    'variable "v" { default = 1 }\noutput "o" {\n  value = 1\n  precondition {\n    condition = var.v == 2\n    error_message = "Base."\n  }\n}\n',
    'output "o" {\n  precondition {\n    condition = var.v == 1\n    error_message = "Over."\n  }\n}\n',
  ),
];

const MODULE = {
  'm/main.tf':
    'variable "x" {\n  default = 0\n}\nvariable "y" {\n  default = 0\n}\noutput "o" {\n  value = [var.x, var.y]\n}\nresource "terraform_data" "in" {}\n',
  'n/main.tf':
    'variable "x" {\n  default = 0\n}\nvariable "y" {\n  default = 0\n}\noutput "o" {\n  value = "n"\n}\n',
};
const CALL = 'module "m" {\n  source = "./m"\n  x = 1\n}\noutput "o" {\n  value = module.m.o\n}\n';

const CALLS: readonly Project[] = [
  over('an input of a module', CALL, 'module "m" {\n  x = 2\n}\n', MODULE),
  over('an input of a module is added', CALL, 'module "m" {\n  y = 2\n}\n', MODULE),
  over('the source of a module', CALL, 'module "m" {\n  source = "./n"\n}\n', MODULE),
  over(
    'count of a module',
    CALL.replace('module.m.o', 'module.m[*].o'),
    'module "m" {\n  count = 2\n}\n',
    MODULE,
  ),
  over(
    'for_each over count of a module',
    CALL.replace('x = 1', 'count = 1').replace('module.m.o', 'values(module.m)[*].o'),
    'module "m" {\n  for_each = toset(["k"])\n}\n',
    MODULE,
  ),
  over('a module without base', CALL, 'module "n" {\n  source = "./n"\n}\n', MODULE),
  over('a module without base and source', CALL, 'module "n" {\n  x = 1\n}\n', MODULE),
  over(
    'depends_on of a module cannot be overridden',
    `${A}${CALL}`,
    'module "m" {\n  depends_on = [terraform_data.a]\n}\n',
    MODULE,
  ),
  over(
    'providers of a module are replaced',
    `provider "terraform" {\n  alias = "a"\n}\nprovider "terraform" {\n  alias = "b"\n}\n${CALL.replace('x = 1', 'providers = {\n    terraform = terraform.a\n  }')}`,
    'module "m" {\n  providers = {\n    terraform = terraform.b\n  }\n}\n',
    MODULE,
  ),
];

const TERRAFORM: readonly Project[] = [
  over(
    'required_version is replaced',
    `terraform {\n  required_version = "< 1.0"\n}\n${A}`,
    'terraform {\n  required_version = ">= 1.0"\n}\n',
  ),
  over(
    'required_version is replaced by what is not fulfilled',
    `terraform {\n  required_version = ">= 1.0"\n}\n${A}`,
    'terraform {\n  required_version = "< 1.0"\n}\n',
  ),
  over('required_version without base', A, 'terraform {\n  required_version = "< 1.0"\n}\n'),
  over(
    'a backend is replaced',
    `terraform {\n  backend "local" {\n    path = "base.tfstate"\n  }\n}\n${A}`,
    'terraform {\n  backend "local" {\n    path = "terraform.tfstate"\n  }\n}\n',
    state,
  ),
  over(
    'a backend is replaced whole',
    `terraform {\n  backend "local" {\n    path = "base.tfstate"\n  }\n}\n${A}`,
    'terraform {\n  backend "local" {\n  }\n}\n',
    state,
  ),
  over(
    'a backend without base',
    A,
    'terraform {\n  backend "local" {\n    path = "other.tfstate"\n  }\n}\n',
    { 'other.tfstate': STATE },
  ),
  over(
    'a backend stays',
    `terraform {\n  backend "local" {\n    path = "other.tfstate"\n  }\n}\n${A}`,
    'terraform {\n  required_version = ">= 1.0"\n}\n',
    { 'other.tfstate': STATE },
  ),
  over(
    'two backends in an override file',
    A,
    'terraform {\n  backend "local" {\n    path = "a.tfstate"\n  }\n}\nterraform {\n  backend "local" {\n    path = "b.tfstate"\n  }\n}\n',
  ),
  {
    name: 'backends in two override files',
    files: {
      'main.tf': A,
      'a_override.tf': 'terraform {\n  backend "local" {\n    path = "a.tfstate"\n  }\n}\n',
      'b_override.tf': 'terraform {\n  backend "local" {\n    path = "terraform.tfstate"\n  }\n}\n',
      ...state,
    },
  },
  {
    name: 'two backends in two files',
    files: {
      'main.tf': `terraform {\n  backend "local" {}\n}\n${A}`,
      'other.tf': 'terraform {\n  backend "local" {}\n}\n',
    },
  },
  over(
    'required_providers are replaced one by one',
    `terraform {\n  required_providers {\n    terraform = {\n      source = "example.com/some/thing"\n    }\n  }\n}\n${A}`,
    'terraform {\n  required_providers {\n    terraform = {\n      source = "terraform.io/builtin/terraform"\n    }\n  }\n}\n',
  ),
  over(
    'required_providers are added to',
    `terraform {\n  required_providers {\n    terraform = {\n      source = "terraform.io/builtin/terraform"\n    }\n  }\n}\nresource "terraform_data" "a" {\n  provider = tf\n}\n`,
    'terraform {\n  required_providers {\n    tf = {\n      source = "terraform.io/builtin/terraform"\n    }\n  }\n}\n',
  ),
];

const PROVIDERS: readonly Project[] = [
  over('a provider without base', A, 'provider "terraform" {\n}\n'),
  over('a provider with an alias without base', A, 'provider "terraform" {\n  alias = "x"\n}\n'),
  over(
    'a provider with an alias',
    'provider "terraform" {\n  alias = "x"\n}\nresource "terraform_data" "a" {\n  provider = terraform.x\n}\n',
    'provider "terraform" {\n  alias = "x"\n}\n',
  ),
];

const NAMES: readonly Project[] = (
  [
    ['resource', 'resource "terraform_data" "1a" {}\n'],
    ['resource type', 'resource "terraform data" "a" {}\n'],
    ['data', 'data "terraform_remote_state" "a b" {\n  backend = "local"\n}\n'],
    ['module', 'module "a.b" {\n  source = "./m"\n}\n'],
    ['output', 'output "a b" {\n  value = 1\n}\n'],
    ['variable', 'variable "a b" {\n  default = 1\n}\n'],
    ['provider', 'provider "a b" {}\n'],
    ['provider in capitals', 'provider "Terraform" {}\n'],
    [
      'check',
      'check "a b" {\n  assert {\n    condition = path.module == ""\n    error_message = "X."\n  }\n}\n',
    ],
    ['local in JSON', '{"locals":{"a b":1}}'],
  ] as const
).map(([what, text]) => ({
  name: `a name that is none: ${what}`,
  files: { [text.startsWith('{') ? 'main.tf.json' : 'main.tf']: text, 'm/main.tf': '' },
}));

const BLOCKS: readonly Project[] = [
  over(
    'a moved block',
    'resource "terraform_data" "b" {}\n',
    'moved {\n  from = terraform_data.a\n  to = terraform_data.b\n}\n',
    state,
  ),
  over(
    'a removed block',
    '',
    'removed {\n  from = terraform_data.a\n  lifecycle {\n    destroy = false\n  }\n}\n',
    state,
  ),
  over(
    'an import block',
    'resource "terraform_data" "b" {}\n',
    'import {\n  to = terraform_data.b\n  id = "x"\n}\n',
  ),
  over(
    'a check without base',
    'variable "v" { default = 1 }\n',
    'check "c" {\n  assert {\n    condition = var.v == 2\n    error_message = "Over."\n  }\n}\n',
  ),
  over(
    'a check over a check',
    'variable "v" { default = 1 }\ncheck "c" {\n  assert {\n    condition = var.v == 1\n    error_message = "Base."\n  }\n}\n',
    'check "c" {\n  assert {\n    condition = var.v == 2\n    error_message = "Over."\n  }\n}\n',
  ),
  over('an unknown block', A, 'resourec "terraform_data" "a" {\n  input = 1\n}\n'),
];

/** What becomes of a configuration over which override files are laid. */
export const OVERRIDES: readonly Project[] = [
  ...FILES,
  ...OVERRIDES_OF_RESOURCES,
  ...VARIABLES,
  ...VALUES,
  ...CALLS,
  ...TERRAFORM,
  ...PROVIDERS,
  ...BLOCKS,
  ...NAMES,
];
