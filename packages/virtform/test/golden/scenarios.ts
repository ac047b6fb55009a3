import { MODULE_SCENARIOS } from './module-scenarios';
import { EVERYTHING } from './synthesized';
import type { Scenario } from './scenario';

const EVERY_TYPE = `
variable "greeting" {
  default = "hello"
}
resource "terraform_data" "values" {
  input = {
    text   = var.greeting
    number = 1.5
    flag   = true
    none   = null
    tuple  = [1, "two", [true]]
    empty  = []
    object = { "a b" = {} }
    set    = toset(["b", "a"])
  }
  triggers_replace = ["x", 1]
}
resource "terraform_data" "nothing" {}
resource "terraform_data" "scalar" {
  input = terraform_data.values.id
}
output "text"   { value = var.greeting }
output "number" { value = 42 }
output "flag"   { value = false }
output "tuple"  { value = [1, "two"] }
output "object" { value = { a = 1, b = { c = "d" } } }
output "set"    { value = toset(["b", "a"]) }
output "later"  { value = terraform_data.values.output.text }
output "partly" { value = { known = 1, later = terraform_data.scalar.output } }
`;

const chain = (input: string, trigger: number, more = ''): string => `
resource "terraform_data" "first" {
  input            = "${input}"
  triggers_replace = ${trigger}
  ${more}
}
resource "terraform_data" "second" {
  input = "after \${terraform_data.first.output}"
}
resource "terraform_data" "third" {
  input      = 3
  depends_on = [terraform_data.second]
}
output "second" { value = terraform_data.second.output }
`;
const EARLY = 'lifecycle { create_before_destroy = true }';

const repeated = (count: number, keys: string): string => `
resource "terraform_data" "counted" {
  count = ${count}
  input = "number \${count.index}"
}
resource "terraform_data" "each" {
  for_each = { ${keys} }
  input    = "\${each.key} is \${each.value}"
}
output "counted" { value = terraform_data.counted[*].output }
`;

const secret = (password: string): string => `
variable "password" {
  default   = "${password}"
  sensitive = true
}
resource "terraform_data" "whole" {
  input = var.password
}
resource "terraform_data" "part" {
  input            = { user = "me", password = var.password, list = ["x", var.password] }
  triggers_replace = "t"
}
output "password" {
  value     = var.password
  sensitive = true
}
output "literal" {
  value     = "a constant"
  sensitive = true
}
output "user" { value = nonsensitive(terraform_data.part.output).user }
`;

/** What expressions refer to, in the forms that a reference may have. */
const REFERENCES = `
variable "settings" {
  type        = object({ names = list(string), size = number })
  default     = { names = ["x", "y"], size = 1 }
  description = "What the lab is made of"
}
locals { first = var.settings.names[0] }
resource "terraform_data" "many" {
  count = length(var.settings.names)
  input = var.settings.names[count.index]
}
resource "terraform_data" "map" {
  for_each = toset(var.settings.names)
  input    = { key = each.key, inner = { value = each.value } }
}
resource "terraform_data" "uses" {
  input = {
    index    = terraform_data.many[0].output
    key      = terraform_data.map["x"].output.inner.value
    splat    = terraform_data.many[*].output
    loop     = [for each in terraform_data.many : each.id if var.settings.size > 0]
    template = "\${local.first}%{ for name in var.settings.names }\${name}%{ endfor }"
    choice   = var.settings.size == 1 ? path.module : terraform.workspace
    sum      = 1 + 2
    list     = [1, -2, !true]
  }
  triggers_replace = 1 + 2
  depends_on       = [terraform_data.map]
}
output "uses" {
  value       = terraform_data.uses.output.index
  description = "What came of it"
  depends_on  = [terraform_data.many]
}
`;

const CONDITIONS = `
variable "size" { default = 2 }
resource "terraform_data" "held" {
  input = 1
  lifecycle {
    precondition {
      condition     = var.size > 1
      error_message = "Too small."
    }
  }
}
output "held" {
  value = terraform_data.held.output
  precondition {
    condition     = terraform_data.held.output == 1
    error_message = "Lost on the way."
  }
}
`;

/** Every kind of condition: some hold, some do not, some are known after apply. */
/** Data sources that stand in a check: one that can be read at once, and one that waits for a resource. */
const nested = (text: string, path: string): string => `
resource "terraform_data" "one" {
  input = "${text}"
}
check "now" {
  data "terraform_remote_state" "now" {
    backend = "local"
    config  = { path = "${path}" }
  }
  assert {
    condition     = data.terraform_remote_state.now.outputs.text == "${text}"
    error_message = "It is not ${text}."
  }
}
check "later" {
  data "terraform_remote_state" "later" {
    backend    = "local"
    config     = { path = "other.tfstate" }
    depends_on = [terraform_data.one]
  }
  assert {
    condition     = data.terraform_remote_state.later.outputs.text == "hello"
    error_message = "It is something else."
  }
}
`;

const checks = (size: number): string => `
variable "size" {
  default = ${size}
  validation {
    condition     = var.size > 0
    error_message = "Not above zero."
  }
  validation {
    condition     = var.size < terraform_data.limit.output
    error_message = "Not below \${terraform_data.limit.output}."
  }
}
resource "terraform_data" "limit" {
  input = 10
}
resource "terraform_data" "each" {
  for_each = { a = 1, b = 2 }
  input    = each.value
  lifecycle {
    precondition {
      condition     = each.value > 0
      error_message = "Not above zero."
    }
    postcondition {
      condition     = self.output == each.value
      error_message = "Lost on the way: \${self.input}."
    }
    postcondition {
      condition     = self.id != ""
      error_message = "No id."
    }
  }
}
resource "terraform_data" "none" {
  count = 0
  lifecycle {
    precondition {
      condition     = terraform_data.limit.input > 0
      error_message = "Not above zero."
    }
  }
}
check "holds" {
  assert {
    condition     = terraform_data.limit.output == 10
    error_message = "Not ten."
  }
}
check "fails" {
  assert {
    condition     = var.size == 3
    error_message = "The size is \${var.size}."
  }
  assert {
    condition     = terraform_data.each["a"].output == 2
    error_message = "Not two."
  }
}
`;

/** Conditions that are known after the change, and what waits for them. */
const failing = (condition: string, text: string): string => `
variable "text" {
  default = "x"
  validation {
    condition     = var.text == (terraform_data.second.id == "" ? "" : ${text})
    error_message = "Not \${var.text}."
  }
}
resource "terraform_data" "first" {
  input = 1
  lifecycle {
    postcondition {
      condition     = ${condition}
      error_message = "It is \${self.output}."
    }
  }
}
resource "terraform_data" "second" { input = terraform_data.first.output }
resource "terraform_data" "third" { input = var.text }
resource "terraform_data" "apart" { input = "apart" }
output "first" { value = terraform_data.first.output }
output "third" { value = terraform_data.third.output }
check "first" {
  assert {
    condition     = terraform_data.first.output == 3
    error_message = "Not three."
  }
}
`;

/** What refers to what, and what is replaced because of it. */
const triggers = (text: string): string => `
resource "terraform_data" "source" { input = "${text}" }
resource "terraform_data" "many" {
  count = 2
  input = count.index == 1 ? "${text}" : "the same"
}
resource "terraform_data" "each" {
  for_each = { a = "the same", b = "${text}" }
  input    = each.value
}
resource "terraform_data" "whole" {
  lifecycle { replace_triggered_by = [terraform_data.source] }
}
resource "terraform_data" "attribute" {
  lifecycle { replace_triggered_by = [terraform_data.source.input] }
}
resource "terraform_data" "id" {
  lifecycle { replace_triggered_by = [terraform_data.source.id] }
}
resource "terraform_data" "all" {
  lifecycle { replace_triggered_by = [terraform_data.many] }
}
resource "terraform_data" "first" {
  lifecycle { replace_triggered_by = [terraform_data.many[0]] }
}
resource "terraform_data" "counted" {
  count = 2
  lifecycle { replace_triggered_by = [terraform_data.many[count.index].output] }
}
resource "terraform_data" "keyed" {
  for_each = toset(["a", "b"])
  lifecycle { replace_triggered_by = [terraform_data.each[each.key].input] }
}
resource "terraform_data" "chain" {
  lifecycle { replace_triggered_by = [terraform_data.whole.id] }
}
`;

/** What create_before_destroy means for those that something with it depends on, and for those that depend on that. */
const createFirst = (text: string, early: string): string => `
resource "terraform_data" "base" { triggers_replace = "${text}" }
resource "terraform_data" "middle" { triggers_replace = terraform_data.base.id }
resource "terraform_data" "top" {
  triggers_replace = terraform_data.middle.id
  ${early}
}
resource "terraform_data" "leaf" { triggers_replace = terraform_data.top.id }
`;

/** Changes that are not to be looked at. */
const ignoring = (text: string, trigger: number): string => `
resource "terraform_data" "key" {
  input = { kept = "${text}", changes = "${text}", list = ["${text}", "${text}"] }
  lifecycle { ignore_changes = [input.kept, input.list[1]] }
}
resource "terraform_data" "all" {
  input = "${text}"
  lifecycle { ignore_changes = all }
}
resource "terraform_data" "replaced" {
  input            = "${text}"
  triggers_replace = ${trigger}
  lifecycle { ignore_changes = [input] }
}
`;

/** Collections that a function made: their types are lists and maps, where literals are tuples and objects. */
const COLLECTIONS = `
resource "terraform_data" "collections" {
  input = { list = tolist(["a"]), map = tomap({ a = 1 }), set = toset([[1], [2]]), split = split(",", "a,b") }
}
output "collections" { value = { list = tolist(["a"]), map = tomap({ a = 1 }) } }
`;

/** The same values, of other types: to Terraform that is a change. */
const typedAs = (list: string, map: string): string => `
variable "settings" {
  type    = object({ name = string, title = optional(string), tags = optional(list(string)) })
  default = { name = "web" }
}
resource "terraform_data" "typed" {
  input            = { list = ${list}, map = ${map}, settings = var.settings }
  triggers_replace = var.settings
}
resource "terraform_data" "list" {
  input = ${list}
}
output "typed" { value = ${list} }
output "settings" { value = var.settings }
`;
const LITERALS = typedAs('["a"]', '{ a = "b" }');
const CONVERTED = typedAs('tolist(["a"])', 'tomap({ a = "b" })');

const outputs = (text: string, more = ''): string => `
resource "terraform_data" "kept" { input = "kept" }
output "changes" { value = "${text}" }
output "stays" { value = terraform_data.kept.output }
${more}
`;

const ONE = `
resource "terraform_data" "one" { input = "one" }
`;

const PROVISIONED = `
variable "password" {
  default   = "secret"
  sensitive = true
}
resource "terraform_data" "first" {
  input = "10.0.0.1"
  provisioner "local-exec" {
    command     = "echo made \${self.id}; echo for $NAME"
    environment = { NAME = "first", SIZE = 1, NONE = null }
  }
  provisioner "local-exec" {
    command     = "echo $WORD"
    interpreter = ["/bin/sh", "-e", "-c"]
    environment = { WORD = var.password }
  }
  provisioner "local-exec" {
    command    = "echo bad; exit 3"
    on_failure = continue
  }
}
resource "terraform_data" "none" {
  count = 0
  provisioner "remote-exec" {
    inline = ["echo hello", self.id]
    connection {
      host = self.output
    }
  }
  provisioner "file" {
    source      = path.module
    destination = "/tmp"
    connection {
      host = self.output
    }
  }
}
resource "terraform_data" "second" {
  input = terraform_data.first.output
  provisioner "local-exec" {
    when    = destroy
    command = "echo bye \${self.input}"
  }
}
`;

/** A state of another configuration. */
const OTHER = JSON.stringify({
  version: 4,
  terraform_version: '1.11.4',
  serial: 3,
  lineage: '7f0e5c0a-6f0b-4b8e-9b0e-1a2b3c4d5e6f',
  outputs: {
    text: { value: 'hello', type: 'string' },
    list: { value: ['a', 'b'], type: ['list', 'string'] },
    nested: {
      value: { number: 1.5, inner: { flag: true } },
      type: ['object', { number: 'number', inner: ['object', { flag: 'bool' }] }],
    },
    secret: { value: 'hush', type: 'string', sensitive: true },
  },
  resources: [],
  check_results: null,
});

/** Data sources that are read at once, and such that have to wait for something. */
const data = (input: string, through = 'terraform_data.path.input == "" ? "" : "other.tfstate"'): string => `
variable "file" {
  default   = "other.tfstate"
  sensitive = true
}
locals { through = ${through} }
resource "terraform_data" "path" { input = "${input}" }
resource "terraform_data" "still" {
  input      = "still"
  depends_on = [terraform_data.path]
}
data "terraform_remote_state" "now" {
  backend  = "local"
  config   = { path = "other.tfstate" }
  defaults = { text = "not this one", more = [1] }
}
data "terraform_remote_state" "later" {
  backend = "local"
  config  = { path = terraform_data.path.output }
}
data "terraform_remote_state" "waits" {
  backend    = "local"
  config     = { path = "other.tfstate" }
  depends_on = [terraform_data.path]
}
data "terraform_remote_state" "through_local" {
  backend = "local"
  config  = { path = local.through }
}
data "terraform_remote_state" "behind" {
  backend    = "local"
  config     = { path = "other.tfstate" }
  depends_on = [terraform_data.still]
}
data "terraform_remote_state" "counted" {
  count     = 2
  backend   = "local"
  config    = { path = data.terraform_remote_state.now.outputs.text == "hello" ? "other.tfstate" : "none" }
  workspace = "default"
}
data "terraform_remote_state" "each" {
  for_each = toset(data.terraform_remote_state.now.outputs.list)
  backend  = "local"
  config   = { path = "other.tfstate" }
  lifecycle {
    precondition {
      condition     = terraform_data.still.input == "still"
      error_message = "Not any more."
    }
  }
}
data "terraform_remote_state" "secret" {
  backend = "local"
  config  = { path = var.file }
}
resource "terraform_data" "uses" {
  input      = { now = data.terraform_remote_state.now.outputs.text, later = data.terraform_remote_state.later.outputs.list }
  depends_on = [data.terraform_remote_state.waits]
}
resource "terraform_data" "for_each" {
  for_each = toset(data.terraform_remote_state.now.outputs.list)
  input    = each.key
}
output "now" { value = data.terraform_remote_state.now.outputs.nested }
output "later" { value = data.terraform_remote_state.later.outputs.text }
output "each" { value = data.terraform_remote_state.each["a"].outputs.text }
`;

const LINEAGE = '0c7e1f5e-4b57-4a5d-9c0e-5a5d8c1b2f3a';

const instance = (more: object): object => ({
  schema_version: 0,
  attributes: {
    id: '1d0f6f6a-95a4-4f0f-8a54-5a2b0b6a0c11',
    input: { value: 'one', type: 'string' },
    output: { value: 'one', type: 'string' },
    triggers_replace: null,
  },
  sensitive_attributes: [],
  ...more,
});

const DEPOSED = JSON.stringify({
  version: 4,
  terraform_version: '1.11.4',
  serial: 1,
  lineage: LINEAGE,
  outputs: {},
  resources: [
    {
      mode: 'managed',
      type: 'terraform_data',
      name: 'one',
      provider: 'provider["terraform.io/builtin/terraform"]',
      instances: [instance({}), instance({ deposed: '5f0c1a2b' })],
    },
  ],
  check_results: null,
});

const RENAMED = `
resource "terraform_data" "two" { input = "one" }
moved {
  from = terraform_data.one
  to   = terraform_data.two
}
`;

const MOVED_BEFORE = `
resource "terraform_data" "a" { input = "a" }
resource "terraform_data" "single" { input = "single" }
resource "terraform_data" "counted" {
  count = 2
  input = "number \${count.index}"
}
resource "terraform_data" "uses" { input = terraform_data.a.output }
`;

/** A chain, keys of every sort, what goes without saying, a change on the way, and a place that nobody asks for. */
const MOVED_AFTER = `
resource "terraform_data" "c" { input = "a" }
resource "terraform_data" "single" {
  count = 2
  input = "single"
}
resource "terraform_data" "each" {
  for_each = toset(["x"])
  input    = "changed"
}
resource "terraform_data" "uses" { input = terraform_data.c.output }
moved {
  from = terraform_data.b
  to   = terraform_data.c
}
moved {
  from = terraform_data.a
  to   = terraform_data.b
}
moved {
  from = terraform_data.counted[0]
  to   = terraform_data.each["x"]
}
moved {
  from = terraform_data.counted[1]
  to   = terraform_data.nowhere
}
`;

const REMOVED = `
removed {
  from = terraform_data.single
  lifecycle {
    destroy = false
  }
}
removed {
  from = terraform_data.counted
  lifecycle {
    destroy = true
  }
}
resource "terraform_data" "a" { input = "a" }
resource "terraform_data" "uses" { input = terraform_data.a.output }
`;

const IMPORTS = `
resource "terraform_data" "plain" {}
resource "terraform_data" "changed" { input = "new" }
resource "terraform_data" "replaced" { triggers_replace = 1 }
resource "terraform_data" "each" {
  for_each = { x = "one", y = "two" }
}
resource "terraform_data" "there" { input = 1 }
import {
  to = terraform_data.plain
  id = "id-of-plain"
}
import {
  to = terraform_data.changed
  id = "id-of-\${"changed"}"
}
import {
  to = terraform_data.replaced
  id = "id-of-replaced"
}
import {
  for_each = { x = "one", y = "two" }
  to       = terraform_data.each[each.key]
  id       = each.value
}
import {
  to = terraform_data.there
  id = "an id that is not looked at"
}
`;

export const SCENARIOS: readonly Scenario[] = [
  { name: 'every-type', steps: [{ configuration: EVERY_TYPE }, { configuration: EVERY_TYPE }] },
  {
    name: 'update',
    steps: [{ configuration: chain('a', 1) }, { configuration: chain('b', 1) }],
  },
  {
    name: 'replace',
    steps: [{ configuration: chain('a', 1) }, { configuration: chain('a', 2) }],
  },
  {
    name: 'replace-new-one-first',
    steps: [{ configuration: chain('a', 1, EARLY) }, { configuration: chain('b', 2, EARLY) }],
  },
  {
    name: 'replace-by-request',
    steps: [{ configuration: ONE }, { configuration: ONE, plan: ['-replace=terraform_data.one'] }],
  },
  {
    name: 'tainted',
    steps: [{ configuration: ONE }, { configuration: ONE, before: ['taint', 'terraform_data.one'] }],
  },
  {
    name: 'repetition',
    steps: [{ configuration: repeated(2, 'a = 1, b = 2') }, { configuration: repeated(1, 'b = 3, c = 4') }],
  },
  { name: 'sensitive', steps: [{ configuration: secret('one') }, { configuration: secret('two') }] },
  {
    name: 'outputs',
    steps: [
      { configuration: outputs('a', 'output "goes" { value = [1] }') },
      { configuration: outputs('b', 'output "comes" { value = null }') },
    ],
  },
  {
    name: 'not-configured-any-more',
    steps: [{ configuration: chain('a', 1) }, { configuration: 'output "left" { value = 1 }' }],
  },
  {
    name: 'destroy',
    steps: [{ configuration: chain('a', 1) }, { configuration: chain('a', 1), plan: ['-destroy'] }],
  },
  {
    name: 'target',
    steps: [{ configuration: chain('a', 1), plan: ['-target=terraform_data.second'] }],
  },
  { name: 'references', steps: [{ configuration: REFERENCES }] },
  { name: 'collections', steps: [{ configuration: COLLECTIONS }] },
  {
    name: 'types',
    steps: [{ configuration: LITERALS }, { configuration: CONVERTED }, { configuration: CONVERTED }],
  },
  { name: 'conditions', steps: [{ configuration: CONDITIONS }] },
  {
    name: 'checks-failing',
    steps: [
      { configuration: failing('self.output == 2', '"x"'), failing: true },
      { configuration: failing('self.output == 1', 'terraform_data.second.id'), failing: true },
      { configuration: failing('self.output == 1', '"x"') },
    ],
  },
  { name: 'checks', steps: [{ configuration: checks(2) }, { configuration: checks(3) }] },
  {
    name: 'checks-apart',
    steps: [
      { configuration: checks(2) },
      { configuration: checks(2), plan: ['-refresh-only'] },
      { configuration: checks(2), plan: ['-target=terraform_data.each'] },
      { configuration: checks(2), plan: ['-destroy'] },
    ],
  },
  {
    name: 'checks-nested',
    files: { 'other.tfstate': OTHER },
    steps: [
      { configuration: nested('hello', 'other.tfstate') },
      { configuration: nested('goodbye', 'other.tfstate') },
      { configuration: nested('hello', 'none.tfstate') },
      { configuration: nested('hello', 'other.tfstate'), plan: ['-refresh-only'] },
      { configuration: nested('hello', 'other.tfstate'), plan: ['-destroy'] },
    ],
  },
  {
    name: 'replace-triggered',
    steps: [{ configuration: triggers('a') }, { configuration: triggers('b') }],
  },
  {
    name: 'create-first',
    steps: [
      { configuration: createFirst('a', EARLY) },
      { configuration: createFirst('b', EARLY) },
      { configuration: createFirst('b', '') },
    ],
  },
  {
    name: 'ignore-changes',
    steps: [
      { configuration: ignoring('a', 1) },
      { configuration: ignoring('b', 1) },
      { configuration: ignoring('c', 2) },
    ],
  },
  {
    name: 'moved',
    steps: [{ configuration: MOVED_BEFORE }, { configuration: MOVED_AFTER }, { configuration: MOVED_AFTER }],
  },
  {
    name: 'moved-alone',
    steps: [{ configuration: ONE }, { configuration: RENAMED }],
  },
  {
    name: 'moved-refresh-only',
    steps: [{ configuration: ONE }, { configuration: RENAMED, plan: ['-refresh-only'] }],
  },
  { name: 'removed', steps: [{ configuration: MOVED_BEFORE }, { configuration: REMOVED }] },
  {
    name: 'import',
    steps: [
      { configuration: 'resource "terraform_data" "there" { input = 1 }' },
      { configuration: IMPORTS },
      { configuration: IMPORTS },
    ],
  },
  {
    name: 'provisioners',
    steps: [{ configuration: PROVISIONED }, { configuration: PROVISIONED, plan: ['-destroy'] }],
  },
  {
    name: 'data-sources',
    files: { 'other.tfstate': OTHER, 'third.tfstate': OTHER },
    steps: [
      { configuration: data('other.tfstate') },
      { configuration: data('other.tfstate') },
      { configuration: data('third.tfstate') },
      { configuration: ONE },
    ],
  },
  {
    name: 'data-sources-refresh-only',
    files: { 'other.tfstate': OTHER },
    steps: [
      { configuration: data('other.tfstate') },
      { configuration: data('other.tfstate'), plan: ['-refresh-only'] },
      { configuration: data('other.tfstate'), plan: ['-refresh=false'] },
    ],
  },
  {
    name: 'data-sources-destroy',
    files: { 'other.tfstate': OTHER },
    steps: [
      { configuration: data('other.tfstate', '"other.tfstate"') },
      {
        configuration: data('other.tfstate', '"other.tfstate"'),
        plan: ['-destroy', '-refresh=false'],
      },
    ],
  },
  {
    name: 'data-sources-target',
    files: { 'other.tfstate': OTHER },
    steps: [{ configuration: data('other.tfstate'), plan: ['-target=terraform_data.for_each'] }],
  },
  { name: 'deposed', state: DEPOSED, steps: [{ configuration: ONE }] },
  ...MODULE_SCENARIOS,
  ...EVERYTHING,
];
