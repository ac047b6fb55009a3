import { formatDiagnostic } from '@virtform/values';
import { configurationOf, loaded } from '../given';

const LAB = `
  variable "name" { description = "how it is called" }
  variable "size" { default = 1 }
  output "ip" { value = var.name }
`;

async function problems(main: string, lab = LAB): Promise<string> {
  const { diagnostics } = await loaded({ 'main.tf': main, 'lab/main.tf': lab });
  return diagnostics.map(formatDiagnostic).join('\n');
}

const call = (more: string): string => `module "lab" {\n  source = "./lab"\n  ${more}\n}\n`;

test('a call is read alike from both syntaxes', async () => {
  const native = await configurationOf({
    'main.tf': `
      resource "terraform_data" "a" {}
      module "lab" {
        source     = "./lab"
        for_each   = toset(["a"])
        name       = each.key
        depends_on = [terraform_data.a]
      }`,
    'lab/main.tf': LAB,
  });
  const json = await configurationOf({
    'main.tf.json': {
      resource: { terraform_data: { a: {} } },
      module: {
        lab: {
          '//': { metadata: { path: 'stack/lab', uniqueId: 'lab' } },
          source: './lab',
          for_each: '${toset(["a"])}',
          name: '${each.key}',
          depends_on: ['terraform_data.a'],
        },
      },
    },
    'lab/main.tf': LAB,
  });
  for (const { calls } of [native, json])
    expect(calls.get('lab')).toMatchObject({
      folder: './lab',
      forEach: { kind: 'call' },
      dependsOn: ['terraform_data.a'],
      inputs: { attributes: new Map([['name', expect.objectContaining({ kind: 'reference' })]]) },
    });
  expect(json.calls.get('lab')?.construct).toBe('stack/lab');
});

test.each<[source: string, says: RegExp]>([
  ['"hashicorp/consul/aws"', /A module from elsewhere is not supported[^]*\.terraform\/modules/],
  ['"git::https://example.com/lab.git"', /A module from elsewhere is not supported[^]*git submodule/],
  ['"github.com/a/b"', /Nothing is downloaded here/],
  ['"/abs/lab"', /by an absolute path is not supported[^]*beginning with \.\/ or \.\.\//],
  ['"./${var.x}"', /Variables not allowed/],
  ['var.x', /Variables not allowed/],
])('the source %s is refused', async (source, says) => {
  expect(await problems(`module "lab" {\n  source = ${source}\n}\nvariable "x" { default = 1 }`)).toMatch(
    says,
  );
});

test.each<[why: string, main: string, says: RegExp]>([
  ['no source', 'module "lab" {}', /The module "lab" has no "source"/],
  [
    'a version',
    call('name = "x"\nversion = "1.0"'),
    /Invalid module version constraint[^]*a folder has no versions/,
  ],
  [
    'an input that the module does not have',
    call('nmae = "x"\nname = "y"'),
    /An argument named "nmae" is not expected here[^]*Did you mean "name"\?/,
  ],
  [
    'a missing input',
    call(''),
    /The argument "name" is required, but no definition was found\.\nhow it is called[^]*Give module\.lab a value/,
  ],
  [
    'an output that the module does not have',
    `${call('name = "x"')}output "o" { value = module.lab.pi }`,
    /module\.lab has no output named "pi"\.[^]*Did you mean "ip"\?/,
  ],
  [
    'an output of an instance that the module does not have',
    `${call('name = "x"\ncount = 2')}output "o" { value = module.lab[0].nothing }`,
    /module\.lab\[0\] has no output named "nothing"\.[^]*Declare it in the module/,
  ],
  [
    'a module that nobody calls',
    `${call('name = "x"')}output "o" { value = module.lob.ip }`,
    /module\.lob is not declared in this configuration\.[^]*Did you mean module\.lab\?/,
  ],
  [
    'depends_on a module that nobody calls',
    `${call('name = "x"')}resource "terraform_data" "a" { depends_on = [module.lob] }`,
    /depends_on names module\.lob[^]*Did you mean module\.lab\?/,
  ],
  [
    'depends_on of a call',
    call('name = "x"\ndepends_on = [terraform_data.a]'),
    /depends_on names terraform_data\.a, which is not declared/,
  ],
  ['each without for_each', call('name = each.key'), /Reference to "each" in context without for_each/],
  [
    'count and for_each',
    call('name = "x"\ncount = 1\nfor_each = {}'),
    /Invalid combination of "count" and "for_each"/,
  ],
  [
    'a provider that is not configured',
    call('name = "x"\nproviders = { libvirt = libvirt.east }'),
    /Reference to undefined provider[^]*with the alias "east"/,
  ],
  ['a reserved name', call('name = "x"\nlifecycle {}'), /The name "lifecycle" is reserved/],
])('%s is an error', async (_, main, says) => {
  expect(await problems(main)).toMatch(says);
});

test.each(['count = 1', 'for_each = {}', 'depends_on = [terraform_data.a]'])(
  'a module with a provider of its own cannot have %s',
  async (more) => {
    const main = `${call(more)}resource "terraform_data" "a" {}`;
    expect(await problems(main, 'provider "libvirt" { uri = "test:///default" }')).toMatch(
      /Module is incompatible with count, for_each, and depends_on[^]*hand it over: providers = \{ libvirt = libvirt \}/,
    );
  },
);
