import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type CommandLab, commandLab, resourceJson, stateJson } from './lab.js';

let lab: CommandLab;
beforeEach(() => {
  lab = commandLab();
  lab.write(
    'main.tf',
    `
variable "v" { default = "q" }
locals { l = terraform_data.a.id }
resource "terraform_data" "a" { input = var.v }
resource "terraform_data" "b" { input = local.l }
resource "terraform_data" "c" { input = [terraform_data.a.id, terraform_data.b.id] }
data "terraform_remote_state" "s" {
  backend    = "local"
  config     = { path = "x" }
  depends_on = [terraform_data.c]
}
output "all" { value = terraform_data.c }
`,
  );
  const dependencies = ['terraform_data.a'];
  lab.write(
    'terraform.tfstate',
    stateJson([resourceJson('terraform_data', 'old', [{ attributes: { id: 'x' }, dependencies }])]),
  );
});
afterEach(() => lab.remove());

test('as dot, as Terraform 1.11.4 draws it, and with what the state says of its own', async () => {
  expect(await lab.run('graph')).toEqual({
    code: 0,
    error: '',
    out: `digraph G {
  rankdir = "RL";
  node [shape = rect, fontname = "sans-serif"];
  "data.terraform_remote_state.s" [label="data.terraform_remote_state.s"];
  "terraform_data.a" [label="terraform_data.a"];
  "terraform_data.b" [label="terraform_data.b"];
  "terraform_data.c" [label="terraform_data.c"];
  "terraform_data.old" [label="terraform_data.old"];
  "data.terraform_remote_state.s" -> "terraform_data.c";
  "terraform_data.b" -> "terraform_data.a";
  "terraform_data.c" -> "terraform_data.b";
  "terraform_data.old" -> "terraform_data.a";
}
`,
  });
});

test('modules are boxes around what stands in them', async () => {
  mkdirSync(path.join(lab.folder, 'lab'));
  lab.write(
    'lab/main.tf',
    `
variable "x" {}
resource "terraform_data" "in" { input = var.x }
output "o" { value = terraform_data.in.output }
`,
  );
  lab.write('m.tf', 'module "m" {\n  source = "./lab"\n  x = terraform_data.c.id\n}\n');
  lab.write('d.tf', 'resource "terraform_data" "d" { input = module.m.o }\n');
  const dot = (await lab.run('graph')).out;
  // As Terraform 1.11.4 draws it.
  expect(dot).toContain(`  subgraph "cluster_module.m" {
    label = "module.m"
    fontname = "sans-serif"
    "module.m.terraform_data.in" [label="terraform_data.in"];
  }
`);
  expect(dot).toContain('  "terraform_data.d" -> "module.m.terraform_data.in";\n');
  expect(dot).toContain('  "module.m.terraform_data.in" -> "terraform_data.c";\n');
  const mermaid = (await lab.run('graph', '-format=mermaid')).out;
  expect(mermaid).toContain('  subgraph m1["module.m"]\n    n6["terraform_data.in"]\n  end\n');
});

test('as mermaid', async () => {
  const { out } = await lab.run('graph', '-format=mermaid');
  expect(out.split('\n')).toEqual([
    'graph RL',
    '  n0["data.terraform_remote_state.s"]',
    '  n1["terraform_data.a"]',
    '  n2["terraform_data.b"]',
    '  n3["terraform_data.c"]',
    '  n4["terraform_data.old"]',
    '  n0 --> n3',
    '  n2 --> n1',
    '  n3 --> n2',
    '  n4 --> n1',
    '',
  ]);
});

test.each([[['-json']], [['-format=json']]])('as JSON: %j', async (words) => {
  const { out } = await lab.run('graph', ...words);
  const told: unknown = JSON.parse(out);
  expect(told).toMatchObject({
    nodes: expect.arrayContaining([{ address: 'terraform_data.c' }]),
    edges: expect.arrayContaining([{ from: 'terraform_data.c', to: 'terraform_data.b' }]),
  });
});

test('as a picture, with a box for each', async () => {
  const { out } = await lab.run('graph', '-format=svg');
  expect(out).toContain('<svg ');
  expect([...out.matchAll(/class="node"/g)]).toHaveLength(5);
  expect([...out.matchAll(/class="edge"/g)]).toHaveLength(4);
});

test.each([
  [['-format=svgg'], 'Did you mean svg?'],
  [['-format=png'], 'What it draws: dot, mermaid, svg, json.'],
  [['-json', '-format=dot'], 'exclude each other'],
])('%j is refused', async (words, says) => {
  const { code, out, error } = await lab.run('graph', ...words);
  expect(code).toBe(1);
  expect(out + error).toContain(says);
});

// The whole of what Terraform 1.11.4 draws of it.
test('modules within modules, repeated, and depended on as a whole', async () => {
  lab.delete('terraform.tfstate');
  lab.write(
    'main.tf',
    `variable "v" { default = "q" }
resource "terraform_data" "a" { input = var.v }
resource "terraform_data" "many" {
  for_each = toset(["x"])
  input    = terraform_data.a.id
}
module "m" {
  source   = "./m"
  for_each = toset(["k"])
  x        = terraform_data.many["x"].id
}
module "e" {
  source = "./m"
  x      = "const"
  depends_on = [terraform_data.a]
}
resource "terraform_data" "end" { input = module.m["k"].o }
data "terraform_remote_state" "s" {
  backend = "local"
  config  = { path = "x" }
}
output "o" { value = module.e.o }
`,
  );
  lab.write(
    'm/main.tf',
    `variable "x" {}
resource "terraform_data" "in" { input = var.x }
module "n" {
  source = "./n"
  y = terraform_data.in.id
}
output "o" { value = module.n.o }
`,
  );
  lab.write(
    'm/n/main.tf',
    `variable "y" {}
resource "terraform_data" "deep" { input = var.y }
output "o" { value = terraform_data.deep.id }
`,
  );
  expect((await lab.run('graph')).out).toBe(`digraph G {
  rankdir = "RL";
  node [shape = rect, fontname = "sans-serif"];
  "data.terraform_remote_state.s" [label="data.terraform_remote_state.s"];
  "terraform_data.a" [label="terraform_data.a"];
  "terraform_data.end" [label="terraform_data.end"];
  "terraform_data.many" [label="terraform_data.many"];
  subgraph "cluster_module.e" {
    label = "module.e"
    fontname = "sans-serif"
    "module.e.terraform_data.in" [label="terraform_data.in"];
  }
  subgraph "cluster_module.e.module.n" {
    label = "module.e.module.n"
    fontname = "sans-serif"
    "module.e.module.n.terraform_data.deep" [label="terraform_data.deep"];
  }
  subgraph "cluster_module.m" {
    label = "module.m"
    fontname = "sans-serif"
    "module.m.terraform_data.in" [label="terraform_data.in"];
  }
  subgraph "cluster_module.m.module.n" {
    label = "module.m.module.n"
    fontname = "sans-serif"
    "module.m.module.n.terraform_data.deep" [label="terraform_data.deep"];
  }
  "terraform_data.end" -> "module.m.module.n.terraform_data.deep";
  "terraform_data.many" -> "terraform_data.a";
  "module.e.terraform_data.in" -> "terraform_data.a";
  "module.e.module.n.terraform_data.deep" -> "module.e.terraform_data.in";
  "module.m.terraform_data.in" -> "terraform_data.many";
  "module.m.module.n.terraform_data.deep" -> "module.m.terraform_data.in";
}
`);
});
