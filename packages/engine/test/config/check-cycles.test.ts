import { loaded } from './given';

const LAB = `
  variable "input" { default = 1 }
  resource "terraform_data" "a" { input = var.input }
  output "made" { value = terraform_data.a.output }
  output "given" { value = "x" }
`;

const EAST = `
  resource "libvirt_network" "n" { name = "n" }
  output "made" { value = libvirt_network.n.name }
`;

async function cycles(main: string): Promise<readonly string[]> {
  const { diagnostics } = await loaded({ 'main.tf': main, 'lab/main.tf': LAB, 'east/main.tf': EAST });
  return diagnostics.map(({ summary }) => summary);
}

test.each<[why: string, main: string, cycle: string]>([
  [
    'two modules that are given what the other makes',
    `module "a" {
       source = "./lab"
       input  = module.b.made
     }
     module "b" {
       source = "./lab"
       input  = module.a.made
     }`,
    'module.a.var.input => module.b.output.made => module.b.terraform_data.a => module.b.var.input => module.a.output.made => module.a.terraform_data.a => module.a.var.input',
  ],
  [
    'a module that depends on all of what it is needed for',
    `module "a" {
       source     = "./lab"
       depends_on = [module.b]
     }
     module "b" {
       source = "./lab"
       input  = module.a.given
     }`,
    'module.a (expand) => module.b (close) => module.b.var.input => module.a.output.given => module.a (expand)',
  ],
  [
    'a module that is as often as something in it says',
    `module "a" {
       source = "./lab"
       count  = module.a[0].given == "x" ? 1 : 0
     }`,
    'module.a (expand) => module.a.output.given => module.a (expand)',
  ],
  [
    'a provider that something of its own says where it is',
    `provider "libvirt" { uri = local.uri }
     locals { uri = libvirt_network.n.name }
     resource "libvirt_network" "n" { name = "n" }`,
    'local.uri => libvirt_network.n => provider.libvirt => local.uri',
  ],
  [
    'a provider that is handed to what says where it is',
    `provider "libvirt" {
       alias = "east"
       uri   = module.a.made
     }
     module "a" {
       source    = "./east"
       providers = { libvirt = libvirt.east }
     }`,
    'provider.libvirt.east => module.a.output.made => module.a.libvirt_network.n => provider.libvirt.east',
  ],
])('%s: the whole way is told', async (_, main, cycle) => {
  expect(await cycles(main)).toEqual([`Cycle: ${cycle}`]);
});

test('what one output rests on is no concern of another', async () => {
  const main = `
    module "a" {
      source = "./lab"
      input  = terraform_data.b.output
    }
    resource "terraform_data" "b" { input = module.a.given }`;
  expect(await cycles(main)).toEqual([]);
});

test('every cycle is told that has nothing in common with another', async () => {
  const main = `
    locals {
      a = local.b
      b = local.a
      c = local.d
      d = local.c
      e = local.a
    }`;
  expect(await cycles(main)).toEqual([
    'Cycle: local.a => local.b => local.a',
    'Cycle: local.c => local.d => local.c',
  ]);
});

test('a provider may rest on something of another', async () => {
  const main = `
    provider "libvirt" {
      alias = "b"
      uri   = libvirt_network.n.name
    }
    resource "libvirt_network" "n" { name = "n" }
    resource "libvirt_network" "m" {
      name     = "m"
      provider = libvirt.b
    }`;
  expect(await cycles(main)).toEqual([]);
});
