import type { Scenario } from './scenario';

const INNER = `
variable "id" {}
resource "terraform_data" "in" {
  input = var.id
}
output "id"   { value = terraform_data.in.output }
output "path" { value = path.module }
`;

const LAB = `
variable "name" {
  type = string
  validation {
    condition     = can(regex("^..", var.name))
    error_message = "\${var.name} is too short."
  }
}
variable "size" {
  type        = number
  default     = 7
  description = "how big it is"
}
variable "secret" {
  default   = "hidden"
  sensitive = true
  nullable  = false
}
variable "settings" {
  type    = object({ title = optional(string, "none"), tags = optional(map(string)) })
  default = {}
}
locals {
  name = "\${var.name}!"
}
resource "terraform_data" "counted" {
  count = 2
  input = "\${local.name} \${count.index} \${var.settings.title}"
  lifecycle {
    precondition {
      condition     = var.size < 10
      error_message = "It is too big."
    }
  }
}
resource "terraform_data" "secret" {
  input = var.secret
}
module "inner" {
  source = "./inner"
  id     = terraform_data.counted[0].id
}
output "inner" {
  value = "\${module.inner.id} \${module.inner.path} \${path.module} \${path.root}"
  precondition {
    condition     = var.size > 0
    error_message = "It is too small."
  }
}
output "size"   { value = var.size }
output "secret" {
  value     = terraform_data.secret.output
  sensitive = true
}
check "named" {
  assert {
    condition     = startswith(terraform_data.counted[0].output, local.name)
    error_message = "The first is called otherwise."
  }
}
`;

const repeated = (count: number, keys: string): string => `
resource "terraform_data" "first" {
  input = "root"
}
module "each" {
  source   = "./lab"
  for_each = { ${keys} }
  name     = "\${each.key}-\${terraform_data.first.output}"
  size     = each.value
  settings = { tags = { a = each.key } }
}
module "counted" {
  source     = "./lab"
  count      = ${count}
  name       = "c\${count.index}"
  secret     = null
  depends_on = [terraform_data.first]
}
module "one" {
  source = "./lab"
  name   = "one"
}
resource "terraform_data" "through_local" {
  input = local.inner
}
locals {
  inner = module.each["b"].inner
}
resource "terraform_data" "early" {
  input = module.each["b"].size
}
resource "terraform_data" "whole" {
  input = values(module.each)[*].size
}
resource "terraform_data" "after" {
  depends_on = [module.counted]
}
output "inner"  { value = module.one.inner }
output "sizes"  { value = module.counted[*].size }
output "secret" {
  value     = { for key, each in module.each : key => each.secret }
  sensitive = true
}
`;

const PART = `
variable "input" {
  default = "x"
}
variable "trigger" {
  default = 1
}
resource "terraform_data" "a" {
  input            = var.input
  triggers_replace = var.trigger
}
resource "terraform_data" "b" {
  input = terraform_data.a.output
  lifecycle {
    replace_triggered_by = [terraform_data.a]
  }
}
output "a" { value = terraform_data.a.output }
output "b" { value = terraform_data.b.output }
`;

const parts = (input: string, trigger = 1): string => `
module "part" {
  source   = "./part"
  for_each = toset(["x", "y"])
  input    = "${input}"
  trigger  = each.key == "x" ? ${trigger} : 0
}
module "next" {
  source = "./part"
  input  = module.part["x"].b
}
resource "terraform_data" "apart" {
  input = "${input}"
}
`;

const MOVED_BEFORE = `
resource "terraform_data" "root" {
  input = "x"
}
resource "terraform_data" "many" {
  for_each = toset(["a", "b"])
  input    = each.key
}
module "single" {
  source = "./part"
}
module "old" {
  source = "./part"
  count  = 2
}
module "out" {
  source = "./part"
}
`;

const MOVED_AFTER = `
moved {
  from = terraform_data.root
  to   = module.into["k"].terraform_data.a
}
moved {
  from = terraform_data.many["a"]
  to   = module.into["k"].terraform_data.b
}
moved {
  from = module.single
  to   = module.repeated["s"]
}
moved {
  from = module.old
  to   = module.new
}
moved {
  from = module.out.terraform_data.a
  to   = terraform_data.came_out
}
moved {
  from = module.out.terraform_data.b
  to   = module.elsewhere.terraform_data.b
}
resource "terraform_data" "many" {
  for_each = toset(["b"])
  input    = each.key
}
resource "terraform_data" "came_out" {
  input            = "x"
  triggers_replace = 1
}
module "into" {
  source   = "./part"
  for_each = toset(["k"])
}
module "repeated" {
  source   = "./part"
  for_each = toset(["s"])
}
module "new" {
  source = "./part"
  count  = 2
}
module "elsewhere" {
  source = "./part"
}
`;

/** What moves within a module, in each of its instances, and what a module lets go. */
const renamed = (name: string, more: string): string => `
module "each" {
  source   = "./${name}"
  for_each = toset(["x", "y"])
}
${more}
`;
const BEFORE = `
resource "terraform_data" "old" {
  input = path.module
}
resource "terraform_data" "kept" {
  input = 1
}
resource "terraform_data" "counted" {
  input = 2
}
module "inner" {
  source = "../part"
}
`;
const AFTER = `
moved {
  from = terraform_data.old
  to   = terraform_data.new
}
moved {
  from = module.inner
  to   = module.renamed
}
removed {
  from = terraform_data.kept
  lifecycle {
    destroy = false
  }
}
resource "terraform_data" "new" {
  input = "other"
}
resource "terraform_data" "counted" {
  count = 1
  input = 2
}
module "renamed" {
  source = "../part"
}
`;

const READER = `
variable "path" {}
data "terraform_remote_state" "other" {
  backend = "local"
  config  = { path = var.path }
}
output "value" { value = data.terraform_remote_state.other.outputs.text }
`;

const reading = (input: number): string => `
resource "terraform_data" "first" {
  input = ${input}
}
module "now" {
  source = "./reader"
  path   = "other.tfstate"
}
module "later" {
  source     = "./reader"
  path       = "other.tfstate"
  depends_on = [terraform_data.first]
}
output "now"   { value = module.now.value }
output "later" { value = module.later.value }
`;

const OTHER = JSON.stringify({
  version: 4,
  terraform_version: '1.11.4',
  serial: 1,
  lineage: '11111111-1111-1111-1111-111111111111',
  outputs: { text: { value: 'read', type: 'string' } },
  resources: [],
  check_results: null,
});

const IMPORTED = `
import {
  for_each = { x = "one", y = "two" }
  to       = module.each[each.key].terraform_data.kept
  id       = each.value
}
module "each" {
  source   = "./before"
  for_each = toset(["x", "y"])
}
`;

/** What has to hold of an input is known only once something is made. */
const late = (input: string): string => `
resource "terraform_data" "first" {
  input = "${input}"
}
module "late" {
  source = "./lab"
  name   = terraform_data.first.output
}
`;

const files = {
  'lab/main.tf': LAB,
  'lab/inner/main.tf': INNER,
  'part/main.tf': PART,
  'before/main.tf': BEFORE,
  'after/main.tf': AFTER,
  'reader/main.tf': READER,
  'other.tfstate': OTHER,
};

/** Configurations with modules. */
export const MODULE_SCENARIOS: readonly Scenario[] = [
  {
    name: 'modules',
    files,
    steps: [
      { configuration: repeated(2, 'a = 1, b = 2') },
      { configuration: repeated(2, 'a = 1, b = 2') },
      { configuration: repeated(1, 'b = 3, c = 4') },
      { configuration: 'output "left" { value = 1 }' },
    ],
  },
  {
    name: 'modules-moved',
    files,
    steps: [{ configuration: MOVED_BEFORE }, { configuration: MOVED_AFTER }, { configuration: MOVED_AFTER }],
  },
  {
    name: 'modules-moved-within',
    files,
    steps: [
      { configuration: renamed('before', '') },
      { configuration: renamed('after', '') },
      { configuration: 'removed {\n  from = module.each\n  lifecycle {\n    destroy = false\n  }\n}' },
    ],
  },
  {
    name: 'modules-replace',
    files,
    steps: [
      { configuration: parts('a') },
      { configuration: parts('b', 2) },
      { configuration: parts('b', 2), plan: ['-replace=module.part["y"].terraform_data.a'] },
    ],
  },
  {
    name: 'modules-target',
    files,
    steps: [
      { configuration: parts('a'), plan: ['-target=module.part["x"]'] },
      { configuration: parts('a'), plan: ['-target=module.next'] },
      { configuration: parts('b'), plan: ['-target=module.part["y"].terraform_data.b'] },
    ],
  },
  {
    name: 'modules-destroy',
    files,
    steps: [
      { configuration: repeated(2, 'a = 1, b = 2') },
      { configuration: repeated(2, 'a = 1, b = 2'), plan: ['-refresh-only'] },
      { configuration: repeated(2, 'a = 1, b = 2'), plan: ['-destroy'] },
    ],
  },
  {
    name: 'modules-data',
    files,
    steps: [
      { configuration: reading(1) },
      { configuration: reading(1) },
      { configuration: reading(2) },
      { configuration: 'output "left" { value = 1 }' },
    ],
  },
  {
    name: 'modules-import',
    files,
    steps: [{ configuration: IMPORTED }, { configuration: IMPORTED }],
  },
  {
    name: 'modules-checks-failing',
    files,
    steps: [{ configuration: late('x'), failing: true }, { configuration: late('xx') }],
  },
];
