import { formatDiagnostic, Unknown, UNKNOWN, unmarkDeep, type Value } from '@virtform/values';
import {
  type Configuration,
  evaluate,
  everyInstance,
  instancesAt,
  type ModuleScope,
  scopeAt,
} from '../../../src/config';
import { parseExpression } from '../../../src/config/language/parser';
import { SourceText } from '../../../src/config/language/source';
import { configurationOf, scopeOf } from '../given';

function ask(scope: ModuleScope, text: string): Value {
  const { expression } = parseExpression(text, { source: new SourceText('test', text) });
  const { value, diagnostics } = evaluate(expression, scope);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return value;
}

function lab(main: string, inner: string): Promise<Configuration> {
  return configurationOf({ 'main.tf': main, 'lab/main.tf': inner });
}

test('outputs are evaluated with the inputs of the call and the locals of the module', async () => {
  const configuration = await lab(
    `locals { name = "web" }
     module "lab" {
       source = "./lab"
       name   = local.name
     }`,
    `variable "name" {}
     variable "size" { default = 2 }
     locals { text = "\${var.name}-\${var.size}" }
     output "text" { value = local.text }
     output "paths" { value = [path.module, path.root] }`,
  );
  expect(ask(scopeOf(configuration), '[module.lab.text, module.lab.paths]')).toEqual(['web-2', ['lab', '.']]);
});

test('a module is an object, with count a list of such, with for_each an object of such', async () => {
  const configuration = await lab(
    `module "one" { source = "./lab" }
     module "counted" {
       source = "./lab"
       count  = 2
       value  = count.index
     }
     module "each" {
       source   = "./lab"
       for_each = { a = 1, b = 2 }
       value    = "\${each.key}\${each.value}"
     }`,
    `variable "value" { default = null }
     output "value" { value = var.value }`,
  );
  const scope = scopeOf(configuration);
  expect(ask(scope, 'module.one')).toEqual({ value: null });
  expect(ask(scope, 'module.counted')).toEqual([{ value: 0 }, { value: 1 }]);
  expect(ask(scope, 'module.each')).toEqual({ a: { value: 'a1' }, b: { value: 'b2' } });
  expect(ask(scope, '[module.counted[1].value, module.each["b"].value, module.each.a.value]')).toEqual([
    1,
    'b2',
    'a1',
  ]);
  expect(ask(scope, 'module.counted[*].value')).toEqual([0, 1]);
});

test.each<[why: string, text: string, says: string]>([
  ['a list has no outputs', 'module.counted.value', 'Unsupported attribute'],
  ['a key that no instance has', 'module.counted[7].value', 'Invalid index'],
])('%s', async (_, text, says) => {
  const configuration = await lab(
    'module "counted" {\n  source = "./lab"\n  count = 1\n}',
    'output "value" { value = 1 }',
  );
  expect(() => ask(scopeOf(configuration), text)).toThrow(says);
});

describe('inputs', () => {
  const inputs = async (call: string, variable: string): Promise<readonly [Value, readonly string[]]> => {
    const configuration = await lab(
      `module "lab" {\n  source = "./lab"\n  ${call}\n}`,
      `variable "it" {\n${variable}\n}\noutput "it" { value = var.it }`,
    );
    const scope = scopeOf(configuration);
    return [ask(scope, 'module.lab.it'), scope.diagnostics.map(formatDiagnostic)];
  };

  test.each<[why: string, call: string, variable: string, value: Value]>([
    ['are converted to their types', 'it = 5', 'type = string', '5'],
    ['have defaults', '', 'default = "d"', 'd'],
    ['are null where that is said', 'it = null', 'default = "d"', null],
    ['have their default where null is not taken', 'it = null', 'default = "d"\nnullable = false', 'd'],
    [
      'are completed by optional attributes',
      'it = {}',
      'type = object({ a = optional(number, 1) })',
      { a: 1 },
    ],
  ])('%s', async (_, call, variable, value) => {
    expect(await inputs(call, variable)).toEqual([value, []]);
  });

  test('carry the marks of what they are given, and their own', async () => {
    const [value] = await inputs('it = sensitive("x")', 'type = string');
    expect(unmarkDeep(value).marks).toMatchObject([{ path: [] }]);
    expect(unmarkDeep((await inputs('it = "x"', 'sensitive = true'))[0]).marks).toHaveLength(1);
  });

  test('of the wrong type are an error where the call says them', async () => {
    const [, [problem]] = await inputs('it = ["a"]', 'type = string');
    expect(problem).toMatch(/Invalid value for variable "it"[^]*main\.tf:3[^]*does not fit the type string/);
  });

  test('that must not be null are an error', async () => {
    const [, [problem]] = await inputs('it = null', 'nullable = false');
    expect(problem).toMatch(/No value for required variable "it"[^]*must not be null/);
  });
});

describe('outputs', () => {
  test('that are sensitive stay so for the caller', async () => {
    const configuration = await lab(
      'module "lab" { source = "./lab" }',
      'output "it" {\n  value = "x"\n  sensitive = true\n}',
    );
    expect(unmarkDeep(ask(scopeOf(configuration), 'module.lab.it')).marks).toHaveLength(1);
  });

  test('whose precondition does not hold are unknown, and that is an error', async () => {
    const configuration = await lab(
      'module "lab" {\n  source = "./lab"\n  size = 2\n}',
      `variable "size" {}
       output "it" {
         value = var.size
         precondition {
           condition     = var.size == 1
           error_message = "Only one will do."
         }
       }`,
    );
    const scope = scopeOf(configuration);
    expect(ask(scope, 'module.lab.it')).toBeInstanceOf(Unknown);
    expect(scope.diagnostics).toMatchObject([
      {
        summary: 'Module output value precondition failed',
        address: 'module.lab.output.it',
        detail: 'Only one will do.',
      },
    ]);
  });

  test('are evaluated one by one, each when it is asked for', async () => {
    const configuration = await lab(
      'module "lab" { source = "./lab" }',
      `resource "terraform_data" "a" {}
       output "early" { value = 1 }
       output "late" { value = terraform_data.a.id }`,
    );
    const values = new Map<string, Value>();
    const scope = scopeOf(configuration, { resource: (address) => values.get(address) ?? UNKNOWN });
    expect(ask(scope, 'module.lab.early')).toBe(1);
    values.set('module.lab.terraform_data.a', { id: 'made' });
    expect(ask(scope, 'module.lab.late')).toBe('made');
  });
});

test('resources are asked for with the keys of the modules around them', async () => {
  const configuration = await configurationOf({
    'main.tf': 'module "lab" {\n  source = "./lab"\n  for_each = toset(["a", "b"])\n}',
    'lab/main.tf':
      'module "rack" {\n  source = "../rack"\n  count = 1\n}\noutput "id" { value = module.rack[0].id }',
    'rack/main.tf': 'resource "terraform_data" "x" {}\noutput "id" { value = terraform_data.x.id }',
  });
  const scope = scopeOf(configuration, { resource: (address) => ({ id: address }) });
  expect(ask(scope, 'module.lab["b"].id')).toBe('module.lab["b"].module.rack[0].terraform_data.x');
  expect(everyInstance(scope).map(({ module }) => module.map(({ key }) => key))).toEqual([
    [],
    ['a'],
    ['a', 0],
    ['b'],
    ['b', 0],
  ]);
  expect(instancesAt(scope, ['lab', 'rack']).scopes).toHaveLength(2);
  expect(scopeAt(scope, [{ name: 'lab', key: 'c' }])).toBeUndefined();
});

test('how often there is a module may not be known: then it is unknown, and that is an error', async () => {
  const configuration = await lab(
    `resource "terraform_data" "a" {}
     module "lab" {
       source   = "./lab"
       for_each = toset([terraform_data.a.id])
     }`,
    'output "it" { value = 1 }',
  );
  const scope = scopeOf(configuration);
  expect(ask(scope, 'module.lab')).toBeInstanceOf(Unknown);
  expect(instancesAt(scope, ['lab'])).toMatchObject({ isKnown: false, scopes: [] });
  expect(scope.diagnostics).toMatchObject([{ summary: 'Invalid for_each argument', address: 'module.lab' }]);
});
