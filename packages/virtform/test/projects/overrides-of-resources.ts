import { A, over, STATE, state, stateOf } from './over';
import type { Project } from './project';

const LIFECYCLE = (arguments_: string, input = 'after'): string =>
  `resource "terraform_data" "a" {\n  input = "${input}"\n  triggers_replace = "before"\n  lifecycle {\n    ${arguments_}\n  }\n}\n`;
const LIFECYCLE_ONLY = (arguments_: string): string =>
  `resource "terraform_data" "a" {\n  lifecycle {\n    ${arguments_}\n  }\n}\n`;
const RESOURCES: readonly Project[] = [
  over('a resource without base', A, 'resource "terraform_data" "b" {\n  input = 1\n}\n'),
  over('a data source without base', A, 'data "terraform_remote_state" "b" {\n  backend = "local"\n}\n'),
  over('a data source over a resource of the same name', A, 'data "terraform_data" "a" {\n  input = 1\n}\n'),
  over('an argument that is added', A, 'resource "terraform_data" "a" {\n  triggers_replace = [1]\n}\n'),
  over(
    'an object is replaced whole',
    'resource "terraform_data" "a" {\n  input = { x = 1, y = { z = 2 } }\n}\n',
    'resource "terraform_data" "a" {\n  input = { y = { w = 3 } }\n}\n',
  ),
  over('null takes an argument out', A, 'resource "terraform_data" "a" {\n  input = null\n}\n'),
  over('an unknown argument in an override', A, 'resource "terraform_data" "a" {\n  inptu = 1\n}\n'),
  over('count is added', A, 'resource "terraform_data" "a" {\n  count = 2\n}\n'),
  over(
    'count is replaced',
    'resource "terraform_data" "a" {\n  count = 1\n}\n',
    'resource "terraform_data" "a" {\n  count = 2\n}\n',
  ),
  over(
    'count over for_each',
    'resource "terraform_data" "a" {\n  for_each = toset(["x"])\n}\n',
    'resource "terraform_data" "a" {\n  count = 2\n}\n',
  ),
  over(
    'for_each over count',
    'resource "terraform_data" "a" {\n  count = 2\n}\n',
    'resource "terraform_data" "a" {\n  for_each = toset(["x"])\n}\n',
  ),
  over(
    'for_each over for_each, with each in the base',
    'resource "terraform_data" "a" {\n  for_each = toset(["x"])\n  input = each.key\n}\n',
    'resource "terraform_data" "a" {\n  for_each = toset(["y"])\n}\n',
  ),
  over(
    'depends_on cannot be overridden',
    `${A}resource "terraform_data" "b" {\n}\n`,
    'resource "terraform_data" "b" {\n  depends_on = [terraform_data.a]\n}\n',
  ),
  over(
    'provider is replaced',
    `provider "terraform" {}\nprovider "terraform" {\n  alias = "x"\n}\n${A}`,
    'resource "terraform_data" "a" {\n  provider = terraform.x\n}\n',
  ),
  over(
    'provider stays',
    'provider "terraform" {\n  alias = "x"\n}\nresource "terraform_data" "a" {\n  provider = terraform.x\n}\n',
    'resource "terraform_data" "a" {\n  input = 1\n}\n',
  ),
  over(
    'a data source is merged',
    'data "terraform_remote_state" "s" {\n  backend = "local"\n  config = { path = "none" }\n  defaults = { x = 1 }\n}\n',
    'data "terraform_remote_state" "s" {\n  config = { path = "other.tfstate" }\n}\noutput "x" {\n  value = 1\n}\n',
    { 'other.tfstate': STATE },
  ),
];

const LIFECYCLES: readonly Project[] = [
  over('lifecycle is added', A, LIFECYCLE_ONLY('ignore_changes = [input]'), state),
  over(
    'create_before_destroy is replaced',
    LIFECYCLE('create_before_destroy = true').replace('"before"', '"after"'),
    LIFECYCLE_ONLY('create_before_destroy = false'),
    state,
  ),
  over(
    'create_before_destroy stays beside what is said otherwise',
    LIFECYCLE('create_before_destroy = true').replace('"before"', '"after"'),
    LIFECYCLE_ONLY('ignore_changes = [input]'),
    state,
  ),
  over(
    'prevent_destroy is taken out',
    LIFECYCLE('prevent_destroy = true').replace('"before"', '"after"'),
    LIFECYCLE_ONLY('prevent_destroy = false'),
    state,
  ),
  over(
    'prevent_destroy stays',
    LIFECYCLE('prevent_destroy = true').replace('"before"', '"after"'),
    LIFECYCLE_ONLY('create_before_destroy = true'),
    state,
  ),
  over(
    'prevent_destroy is added',
    LIFECYCLE('create_before_destroy = true').replace('"before"', '"after"'),
    LIFECYCLE_ONLY('prevent_destroy = true'),
    state,
  ),
  over(
    'ignore_changes is replaced',
    LIFECYCLE('ignore_changes = [input]').replace('"before"', '"after"'),
    LIFECYCLE_ONLY('ignore_changes = [triggers_replace]'),
    state,
  ),
  over(
    'ignore_changes of nothing replaces nothing',
    LIFECYCLE('ignore_changes = [input]'),
    LIFECYCLE_ONLY('ignore_changes = []'),
    state,
  ),
  over(
    'ignore_changes of all is replaced by some',
    LIFECYCLE('ignore_changes = all'),
    LIFECYCLE_ONLY('ignore_changes = [triggers_replace]'),
    state,
  ),
  over(
    'ignore_changes of some is replaced by all',
    LIFECYCLE('ignore_changes = [triggers_replace]'),
    LIFECYCLE_ONLY('ignore_changes = all'),
    state,
  ),
  over(
    'replace_triggered_by is replaced',
    `${LIFECYCLE('replace_triggered_by = [terraform_data.b]', 'before')}resource "terraform_data" "b" {}\nresource "terraform_data" "c" {\n  input            = "before"\n  triggers_replace = "before"\n}\n`,
    LIFECYCLE_ONLY('replace_triggered_by = [terraform_data.c]'),
    { 'terraform.tfstate': stateOf('a', 'b', 'c') },
  ),
  over(
    'replace_triggered_by is added',
    `${LIFECYCLE('prevent_destroy = false', 'before')}resource "terraform_data" "c" {}\n`,
    LIFECYCLE_ONLY('replace_triggered_by = [terraform_data.c]'),
    { 'terraform.tfstate': stateOf('a', 'c') },
  ),
  over(
    'replace_triggered_by of nothing',
    `${LIFECYCLE('replace_triggered_by = [terraform_data.b]', 'before')}resource "terraform_data" "b" {}\n`,
    LIFECYCLE_ONLY('replace_triggered_by = []'),
    { 'terraform.tfstate': stateOf('a', 'b') },
  ),
  over(
    'a precondition is added',
    `variable "v" { default = 1 }\n${A}`,
    LIFECYCLE_ONLY('precondition {\n  condition = var.v == 2\n  error_message = "No."\n}'),
  ),
  over(
    'a precondition over a precondition',
    `variable "v" { default = 1 }\n${LIFECYCLE('precondition {\n  condition = var.v == 2\n  error_message = "Base."\n}')}`,
    LIFECYCLE_ONLY('precondition {\n  condition = var.v == 1\n  error_message = "Over."\n}'),
  ),
  over(
    'a postcondition beside a precondition',
    `variable "v" { default = 1 }\n${LIFECYCLE('precondition {\n  condition = var.v == 2\n  error_message = "Base."\n}')}`,
    LIFECYCLE_ONLY('postcondition {\n  condition = self.input == "x"\n  error_message = "Over."\n}'),
  ),
  over(
    'two lifecycle blocks in an override',
    A,
    'resource "terraform_data" "a" {\n  lifecycle {\n    prevent_destroy = true\n  }\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n',
  ),
  over('an unknown argument in lifecycle', A, LIFECYCLE_ONLY('prevent_destroi = true')),
];

const PROVISIONED = `resource "terraform_data" "a" {
  connection {
    host = "base"
    user = "u"
  }
  provisioner "local-exec" {
    command = "echo 1"
  }
  provisioner "remote-exec" {
    inline = ["echo 2"]
    connection {
      host = "own"
    }
  }
}
`;

const PROVISIONERS: readonly Project[] = [
  over(
    'provisioners are replaced all together',
    PROVISIONED,
    'resource "terraform_data" "a" {\n  provisioner "local-exec" {\n    command = "echo over"\n  }\n}\n',
  ),
  over('provisioners stay', PROVISIONED, 'resource "terraform_data" "a" {\n  input = 1\n}\n'),
  over(
    'a connection is replaced',
    PROVISIONED,
    'resource "terraform_data" "a" {\n  connection {\n    host = "over"\n  }\n}\n',
  ),
  over(
    'provisioners are added',
    A,
    'resource "terraform_data" "a" {\n  provisioner "local-exec" {\n    command = "echo over"\n    when = destroy\n  }\n}\n',
  ),
  over(
    'two connections in an override',
    A,
    'resource "terraform_data" "a" {\n  connection {\n    host = "x"\n  }\n  connection {\n    host = "y"\n  }\n}\n',
  ),
  over(
    'a provisioner of an unknown type in an override',
    A,
    'resource "terraform_data" "a" {\n  provisioner "chef" {\n  }\n}\n',
  ),
];

/** What becomes of a resource over which an override file is laid. */
export const OVERRIDES_OF_RESOURCES: readonly Project[] = [...RESOURCES, ...LIFECYCLES, ...PROVISIONERS];
