import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  App,
  AssetType,
  DataResource,
  DataTerraformRemoteStateLocal,
  Fn,
  LocalBackend,
  Op,
  propertyAccess,
  TerraformAsset,
  TerraformCount,
  TerraformHclModule,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformProvider,
  TerraformSelf,
  TerraformStack,
  TerraformVariable,
  Token,
} from 'cdktf';
import type { Construct } from 'constructs';
import { functions } from './functions';
import type { Scenario } from './scenario';

// Everything that a program can say, as constructs and as HCL: Terraform is asked about both.

const FILES: Readonly<Record<string, string>> = {
  'notes.txt': 'some notes: ä\n',
  'templates/greet.tftpl': '%{ for name in names ~}\nHello, ${name}!\n%{ endfor ~}\n',
  'part/main.tf': `
variable "size" { type = number }
variable "labels" {
  type    = map(string)
  default = {}
}
resource "terraform_data" "it" { input = { size = var.size, labels = var.labels } }
output "twice" { value = var.size * 2 }
output "made"  { value = terraform_data.it.output }
`,
};

/** What another stack would have left. */
const OTHER_STATE = JSON.stringify({
  version: 4,
  terraform_version: '1.11.4',
  serial: 1,
  lineage: '6f3c4c9e-5b0e-4f0e-9d5a-1a2b3c4d5e6f',
  outputs: {
    'cross-stack-output-terraform_datanetid': { value: 'net-1', type: 'string', sensitive: true },
    plain: { value: ['x', 'y'], type: ['tuple', ['string', 'string']] },
  },
  resources: [],
  check_results: null,
});

class BuiltIn extends TerraformProvider {
  constructor(
    scope: Construct,
    id: string,
    private readonly named?: string,
  ) {
    super(scope, id, {
      terraformResourceType: 'terraform',
      terraformGeneratorMetadata: { providerName: 'terraform' },
    });
    if (named !== undefined) this.addOverride('alias', named);
  }

  override get alias(): string | undefined {
    return this.named;
  }
}

class Producer extends TerraformStack {
  readonly net: DataResource;

  constructor(app: App) {
    super(app, 'producer');
    new LocalBackend(this, { path: 'producer.tfstate' });
    this.net = new DataResource(this, 'net', { ...input('net') });
  }
}

class Everything extends TerraformStack {
  constructor(app: App, producer: Producer, folder: string) {
    super(app, 'everything');
    new LocalBackend(this, { path: 'terraform.tfstate' });
    new BuiltIn(this, 'default');
    const east = new BuiltIn(this, 'east', 'east');

    const text = new TerraformVariable(this, 'text', { type: 'string', default: 'hello', nullable: false });
    const size = new TerraformVariable(this, 'size', {
      type: 'number',
      default: 2,
      description: 'How many.',
      validation: [{ condition: '${var.size > 0}', errorMessage: 'The size is ${var.size}.' }],
    });
    const secret = new TerraformVariable(this, 'secret', {
      type: 'string',
      default: 'hidden',
      sensitive: true,
    });
    const shape = new TerraformVariable(this, 'shape', {
      type: 'object({ names = list(string), tags = optional(map(string), {}), more = optional(any) })',
      default: { names: ['a', 'b'] },
    });
    const names = Token.asList(propertyAccess(shape.fqn, ['names']));

    const local = new TerraformLocal(this, 'greeting', `${text.stringValue}, ${Fn.element(names, 1)}!`);
    new TerraformLocal(this, 'nested', { list: [1, 'two', null], flag: true, text: 'echo $${HOME} %%{x}' });

    const first = new DataResource(this, 'first', {
      provider: east,
      input: {
        text: local.asString,
        none: null,
        number: size.numberValue,
        where: [Token.asString(ref('path.module')), Token.asString(ref('terraform.workspace'))],
        key: Token.asString(ref('local.nested.list[1]')),
      },
      triggersReplace: ['y', size.stringValue],
    });
    first.addOverride('input.overridden', '${upper("by hand")}');

    const count = TerraformCount.of(size.numberValue);
    const counted = new DataResource(this, 'counted', {
      count,
      ...input(
        Fn.format('number %d of %s', [count.index, Token.asString(propertyAccess(first.output, ['text']))]),
      ),
      dependsOn: [first],
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ['triggers_replace'] },
    });
    const byMap = TerraformIterator.fromMap({ small: { cpus: 1 }, large: { cpus: 4 } });
    const mapped = new DataResource(this, 'mapped', {
      forEach: byMap,
      input: { key: byMap.key, cpus: byMap.getNumber('cpus') },
      lifecycle: { replaceTriggeredBy: ['terraform_data.first.output'] },
    });
    const bySet = TerraformIterator.fromList(names);
    new DataResource(this, 'listed', {
      forEach: bySet,
      ...input(bySet.value),
      lifecycle: { ignoreChanges: 'all', preventDestroy: false },
    });
    const byObjects = TerraformIterator.fromComplexList(
      Token.asAny([
        { name: 'x', port: 80 },
        { name: 'y', port: 443 },
      ]),
      'name',
    );
    new DataResource(this, 'complex', { forEach: byObjects, input: { port: byObjects.getNumber('port') } });
    const byResource = TerraformIterator.fromResources(mapped);
    new DataResource(this, 'chained', { forEach: byResource, input: byResource.getAny('input') });

    new DataResource(this, 'checked', {
      ...input(secret.stringValue),
      lifecycle: {
        precondition: [{ condition: Op.gt(size.numberValue, 0), errorMessage: 'Nothing to do.' }],
        postcondition: [{ condition: '${self.output == var.secret}', errorMessage: 'Not kept.' }],
      },
      provisioners: [
        {
          type: 'local-exec',
          command: `echo ${TerraformSelf.getString('id')}`,
          ...{ onFailure: 'continue' },
        },
        { type: 'local-exec', command: 'true', when: 'destroy' },
      ],
    });
    new DataResource(this, 'remote', {
      count: TerraformCount.of(0),
      connection: { type: 'ssh', host: TerraformSelf.getString('input') },
      provisioners: [
        { type: 'remote-exec', inline: ['true'], connection: { type: 'ssh', host: 'other', user: 'me' } },
        { type: 'file', source: 'notes.txt', destination: '/tmp/notes.txt' },
      ],
    });
    new DataResource(this, 'moved-here', { ...input('moved') }).moveFromId('terraform_data.before');

    const part = new TerraformHclModule(this, 'part', {
      source: './part',
      skipAssetCreationFromLocalModules: true,
      variables: { size: size.numberValue, labels: { a: text.stringValue } },
      dependsOn: [first],
    });
    const parts = new TerraformHclModule(this, 'parts', {
      source: './part',
      skipAssetCreationFromLocalModules: true,
      variables: { size: 3 },
      forEach: TerraformIterator.fromList(['one', 'two']),
    });

    const other = new DataTerraformRemoteStateLocal(this, 'other', {
      path: 'producer.tfstate',
      defaults: { missing: 'there' },
    });
    const asset = new TerraformAsset(this, 'asset', {
      path: path.join(folder, 'asset.txt'),
      type: AssetType.FILE,
      assetHash: 'HASH',
    });

    const output = (name: string, value: unknown, more: object = {}): TerraformOutput =>
      new TerraformOutput(this, name, { value, ...more });
    output('operators', [
      Op.add(1, Op.mul(2, 3)),
      Op.and(Op.not(false), Op.or(false, Op.eq('a', text.stringValue))),
      Op.negate(size.numberValue),
      Op.mod(7, 4),
      Op.div(7, 2),
      Op.sub(1, 2),
      Op.neq(1, 2),
      Op.lte(1, 2),
    ]);
    output('splat', Token.asAny(ref('terraform_data.counted.*.output')));
    output('legacy', Token.asAny(ref('terraform_data.counted.0.input')));
    output('instance', Token.asAny(propertyAccess(counted.fqn, [0, 'input'])));
    output('of_key', Token.asAny(ref('terraform_data.mapped["large"].input.cpus')));
    output('expressions', [
      byMap.keys(),
      byObjects.pluckProperty('port'),
      byObjects.forExpressionForList('val.name'),
      byObjects.forExpressionForMap('val.name', 'val.port'),
    ]);
    output('modules', [part.get('twice'), Token.asAny(ref('module.parts["one"].made'))]);
    output('all_parts', Token.asAny(ref(`{ for key, part in ${parts.fqn} : key => part.twice }`)));
    output('cross', producer.net.id, { sensitive: true });
    output('others', [other.get('plain'), other.get('missing')]);
    output('asset_text', Fn.file(asset.path));
    output('hidden', secret.value, { sensitive: true, description: 'What is hidden.' });
    // Terraform 1.11 refuses the wrapped reference that an output's dependsOn becomes.
    output('late', first.output).addOverride('depends_on', ['terraform_data.counted']);
    for (const [name, [program]] of Object.entries(functions())) output(`fn_${name}`, program);

    this.addOverride('check.size', {
      assert: [{ condition: '${var.size < 10}', error_message: 'Too many.' }],
    });
    this.addOverride('removed', [{ from: 'terraform_data.long_gone', lifecycle: [{ destroy: false }] }]);
    this.addOverride('terraform.required_version', '>= 1.5');
  }
}

/** The declarations know of objects alone, and `input` takes whatever there is. */
function input(value: unknown): object {
  return { input: value };
}

/** A reference that no construct stands for. */
function ref(expression: string): string {
  return `\${${expression}}`;
}

/** The stack that uses everything: its files, as they are synthesized. */
function synthesized(): Readonly<Record<string, string>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'virtform-synthesized-'));
  try {
    writeFileSync(path.join(folder, 'asset.txt'), 'an asset\n');
    const app = new App({ outdir: path.join(folder, 'out'), skipValidation: true });
    const producer = new Producer(app);
    new Everything(app, producer, folder);
    app.synth();
    return filesIn(path.join(folder, 'out', 'stacks', 'everything'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function filesIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    names.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), readFileSync(file, 'utf8')];
    }),
  );
}

const NATIVE = `
terraform {
  required_version = ">= 1.5"
  required_providers {
    terraform = {}
  }
  backend "local" { path = "terraform.tfstate" }
}
provider "terraform" {}
provider "terraform" { alias = "east" }

variable "text" {
  type     = string
  default  = "hello"
  nullable = false
}
variable "size" {
  type        = number
  default     = 2
  description = "How many."
  validation {
    condition     = var.size > 0
    error_message = "The size is \${var.size}."
  }
}
variable "secret" {
  type      = string
  default   = "hidden"
  sensitive = true
}
variable "shape" {
  type    = object({ names = list(string), tags = optional(map(string), {}), more = optional(any) })
  default = { names = ["a", "b"] }
}
locals {
  greeting = "\${var.text}, \${element(var.shape.names, 1)}!"
  nested   = { list = [1, "two", null], flag = true, text = "echo $\${HOME} %%{x}" }
}
resource "terraform_data" "first" {
  provider = terraform.east
  input = {
    text       = local.greeting
    none       = null
    number     = var.size
    where      = [path.module, terraform.workspace]
    key        = local.nested.list[1]
    overridden = upper("by hand")
  }
  triggers_replace = { "0" = "y", "1" = var.size }
}
resource "terraform_data" "counted" {
  count      = var.size
  input      = format("number %d of %s", count.index, terraform_data.first.output.text)
  depends_on = [terraform_data.first]
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [triggers_replace]
  }
}
resource "terraform_data" "mapped" {
  for_each = { small = { cpus = 1 }, large = { cpus = 4 } }
  input    = { key = each.key, cpus = each.value.cpus }
  lifecycle {
    replace_triggered_by = [terraform_data.first.output]
  }
}
resource "terraform_data" "listed" {
  for_each = toset(var.shape.names)
  input    = each.value
  lifecycle {
    ignore_changes  = all
    prevent_destroy = false
  }
}
resource "terraform_data" "complex" {
  for_each = { for val in [{ name = "x", port = 80 }, { name = "y", port = 443 }] : val.name => val }
  input    = { port = each.value.port }
}
resource "terraform_data" "chained" {
  for_each = terraform_data.mapped
  input    = each.value.input
}
resource "terraform_data" "checked" {
  input = var.secret
  lifecycle {
    precondition {
      condition     = var.size > 0
      error_message = "Nothing to do."
    }
    postcondition {
      condition     = self.output == var.secret
      error_message = "Not kept."
    }
  }
  provisioner "local-exec" {
    command    = "echo \${self.id}"
    on_failure = continue
  }
  provisioner "local-exec" {
    command = "true"
    when    = destroy
  }
}
resource "terraform_data" "remote" {
  count = 0
  connection {
    type = "ssh"
    host = self.input
  }
  provisioner "remote-exec" {
    inline = ["true"]
    connection {
      type = "ssh"
      host = "other"
      user = "me"
    }
  }
  provisioner "file" {
    source      = "notes.txt"
    destination = "/tmp/notes.txt"
  }
}
resource "terraform_data" "moved-here" { input = "moved" }
moved {
  from = terraform_data.before
  to   = terraform_data.moved-here
}
removed {
  from = terraform_data.long_gone
  lifecycle { destroy = false }
}
module "part" {
  source     = "./part"
  size       = var.size
  labels     = { a = var.text }
  depends_on = [terraform_data.first]
}
module "parts" {
  source   = "./part"
  for_each = toset(["one", "two"])
  size     = 3
}
data "terraform_remote_state" "other" {
  backend  = "local"
  config   = { path = "producer.tfstate" }
  defaults = { missing = "there" }
}
data "terraform_remote_state" "cross-stack-reference-input-producer" {
  backend   = "local"
  workspace = terraform.workspace
  config    = { path = "producer.tfstate" }
}
check "size" {
  assert {
    condition     = var.size < 10
    error_message = "Too many."
  }
}
output "operators" {
  value = [1 + 2 * 3, !false && (false || "a" == var.text), -var.size, 7 % 4, 7 / 2, 1 - 2, 1 != 2, 1 <= 2]
}
output "splat" { value = terraform_data.counted[*].output }
output "legacy" { value = terraform_data.counted.0.input }
output "instance" { value = terraform_data.counted[0].input }
output "of_key" { value = terraform_data.mapped["large"].input.cpus }
output "expressions" {
  value = [["large", "small"], [80, 443], ["x", "y"], { x = 80, y = 443 }]
}
output "modules" { value = [module.part.twice, module.parts["one"].made] }
output "all_parts" { value = { for key, part in module.parts : key => part.twice } }
output "cross" {
  value     = data.terraform_remote_state.cross-stack-reference-input-producer.outputs.cross-stack-output-terraform_datanetid
  sensitive = true
}
output "others" {
  value = [
    data.terraform_remote_state.other.outputs.plain,
    data.terraform_remote_state.other.outputs.missing
  ]
}
output "asset_text" { value = file("assets/asset/HASH/asset.txt") }
output "hidden" {
  value       = var.secret
  sensitive   = true
  description = "What is hidden."
}
output "late" {
  value      = terraform_data.first.output
  depends_on = [terraform_data.counted]
}
${Object.entries(functions())
  .map(([name, [, native]]) => `output "fn_${name}" { value = ${native} }`)
  .join('\n')}
`;

const { 'cdk.tf.json': program = '', ...assets } = synthesized();
const BESIDE = { ...FILES, ...assets, 'producer.tfstate': OTHER_STATE };
/** Something else the second time. */
const AGAIN = ['-var', 'size=1', '-var', 'text=bye'];

/** The same twice: what a program becomes, and what people write. */
export const EVERYTHING: readonly Scenario[] = [
  {
    name: 'everything-synthesized',
    files: { ...BESIDE, 'cdk.tf.json': program },
    steps: [{ configuration: '' }, { configuration: '', plan: AGAIN }],
  },
  {
    name: 'everything-native',
    files: BESIDE,
    steps: [{ configuration: NATIVE }, { configuration: NATIVE, plan: AGAIN }],
  },
];
