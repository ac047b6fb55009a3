import { Marked, type Value } from '@virtform/values';
import { readVariables, type VariableOption } from '../../src/config';
import { filesOf, loaded } from './given';

interface Given {
  readonly variable: object;
  readonly files?: Readonly<Record<string, object | string>>;
  readonly options?: readonly VariableOption[];
  readonly environment?: Readonly<Record<string, string>>;
}

async function read({ variable, files = {}, options = [], environment = {} }: Given): Promise<{
  readonly values: Readonly<Record<string, Value>>;
  readonly problems: readonly string[];
}> {
  const { configuration, diagnostics: declared } = await loaded({ variable });
  if (configuration === undefined) throw new Error('nothing could be read');
  const { values, diagnostics } = await readVariables(configuration, filesOf(files), {
    options,
    environment,
  });
  return {
    values: Object.fromEntries(values),
    problems: [...declared, ...diagnostics].map(
      ({ severity, summary, detail }) => `${severity}: ${summary}: ${detail ?? ''}`,
    ),
  };
}

describe('where values come from, the later winning over the earlier', () => {
  const sources: Given = {
    variable: { a: {}, b: {}, c: {}, d: {}, e: {}, f: { default: 'default' } },
    environment: { TF_VAR_a: 'environment', TF_VAR_b: 'environment', TF_VAR_f: 'environment' },
    files: {
      'terraform.tfvars.json': { b: 'tfvars', c: 'tfvars', d: 'tfvars', e: 'tfvars' },
      'a.auto.tfvars.json': { c: 'a.auto', d: 'a.auto', e: 'a.auto' },
      'b.auto.tfvars.json': { d: 'b.auto', e: 'b.auto' },
      'given.tfvars.json': { e: 'file' },
      'other.tfvars.json': { a: 'not read' },
    },
    options: [{ file: '/stack/given.tfvars.json' }],
  };

  it('is as in Terraform', async () => {
    expect(await read(sources)).toEqual({
      values: { a: 'environment', b: 'tfvars', c: 'a.auto', d: 'b.auto', e: 'file', f: 'environment' },
      problems: [],
    });
  });

  it('options count in their order', async () => {
    const file = { file: '/stack/given.tfvars.json' };
    const assign = { assign: 'e=option' };
    expect((await read({ ...sources, options: [file, assign] })).values.e).toBe('option');
    expect((await read({ ...sources, options: [assign, file] })).values.e).toBe('file');
  });
});

describe('values are converted to their types', () => {
  test.each<[type: string | undefined, text: string, expected: Value]>([
    [undefined, 'text', 'text'],
    ['string', '["x"]', '["x"]'],
    ['string', '', ''],
    ['number', '5', 5],
    ['number', '12345678901234567890', 12345678901234567890n],
    ['bool', 'true', true],
    ['list(string)', '["a", 1]', ['a', '1']],
    ['${list(number)}', '["1"]', [1]],
    ['map(number)', '{a = "1"}', { a: 1 }],
    ['tuple([string, number])', '[1, "2"]', ['1', 2]],
    [
      'object({name = string, size = optional(number, 1)})',
      '{name = "x", extra = true}',
      { name: 'x', size: 1 },
    ],
    ['object({name = string, size = optional(number)})', '{name = "x"}', { name: 'x', size: null }],
    ['list(object({n = optional(list(string), ["d"])}))', '[{}, {n = ["x"]}]', [{ n: ['d'] }, { n: ['x'] }]],
    ['any', '[1, "a"]', [1, 'a']],
    ['any', '"plain"', 'plain'],
    ['any', '5', 5],
    ['any', 'null', null],
  ])('%s takes %s', async (type, text, expected) => {
    const variable = { v: type === undefined ? {} : { type } };
    const result = await read({ variable, options: [{ assign: `v=${text}` }] });
    expect(result).toEqual({ values: { v: expected }, problems: [] });
  });

  test.each<[what: string, given: Given, problem: string]>([
    [
      'a value that does not fit',
      { variable: { v: { type: 'number' } }, options: [{ assign: 'v=x' }] },
      'error: Invalid value for variable "v": The value does not fit the type number: a number is required.',
    ],
    [
      'an element that does not fit',
      { variable: { v: { type: 'list(number)' } }, options: [{ assign: 'v=[1, "x"]' }] },
      'error: Invalid value for variable "v": The value does not fit the type list(number): element 1: a number is required.',
    ],
    [
      'a missing attribute',
      { variable: { v: { type: 'object({a = string, b = string})' } }, options: [{ assign: 'v={}' }] },
      'error: Invalid value for variable "v": The value does not fit the type object({a = string, b = string}): attributes "a" and "b" are required.',
    ],
    [
      'a default that does not fit',
      { variable: { v: { type: 'bool', default: 'x' } } },
      'error: Invalid default value for variable "v": The value does not fit the type bool: a bool is required.',
    ],
    [
      'a required variable without a value',
      { variable: { v: { description: 'Which network.' } } },
      'error: No value for required variable "v": The variable "v" has no default, and no value was given.\nWhich network.',
    ],
    [
      'a default that is null where null is not taken',
      { variable: { v: { nullable: false, default: null } } },
      'error: Invalid default value for variable "v": The variable is not nullable, and its default is null.',
    ],
    [
      'a default that does not fit, though a value does',
      { variable: { v: { type: 'bool', default: 'x' } }, options: [{ assign: 'v=true' }] },
      'error: Invalid default value for variable "v": The value does not fit the type bool: a bool is required.',
    ],
    [
      'a default of an attribute that does not fit',
      { variable: { v: { type: 'list(object({ n = optional(number, "x") }))', default: [] } } },
      'error: Invalid default value for optional attribute: The default of the attribute "n" does not fit its type: a number is required.',
    ],
    [
      'a default that calls a function',
      { variable: { v: { default: '${upper("a")}' } } },
      'error: Function calls not allowed: upper(…) is a function, and functions cannot be called here.',
    ],
    [
      'a default that refers',
      { variable: { v: { default: '${var.w}' } } },
      'error: Variables not allowed: Nothing has a value yet where this is read, so that it cannot refer to anything.',
    ],
    [
      'a name that a module call keeps for itself',
      { variable: { source: { default: 1 } } },
      'error: Invalid variable name: The name "source" has a meaning of its own where a module is called.',
    ],
    [
      'a function on the command line',
      { variable: { v: { type: 'list(string)' } }, options: [{ assign: 'v=[upper("a")]' }] },
      'error: Function calls not allowed: upper(…) is a function, and functions cannot be called here.',
    ],
    [
      'a word where an expression is meant',
      { variable: { v: { type: 'any' } }, options: [{ assign: 'v=plain' }] },
      'error: Invalid reference: "plain" alone refers to nothing: a resource is referred to by its type and its name, a variable as var.plain, a local value as local.plain.',
    ],
    [
      'a space before the equals sign',
      { variable: { v: {} }, options: [{ assign: 'v = x' }] },
      'error: Invalid -var option: There are spaces around the name of a variable.',
    ],
    [
      'a variable twice in JSON',
      { variable: { v: {} }, files: { 'terraform.tfvars.json': '{"v":1,"v":2}' } },
      'error: Duplicate attribute definition: The variable "v" was given a value already in this file.',
    ],
    [
      'a declaration among values',
      { variable: { v: {} }, files: { 'terraform.tfvars': 'variable "v" {}' } },
      'error: Variable declaration in .tfvars file: A file of values gives variables their values, NAME = VALUE, and does not declare them.',
    ],
    [
      'a type that is none',
      { variable: { v: { type: 'lits(string)', default: [] } } },
      'error: Invalid type specification: A type is string, number, bool, any, list(…), set(…), map(…), tuple([…]) or object({…}), not "lits".',
    ],
    [
      'an option for a variable that is not declared',
      { variable: { region: { default: 'x' } }, options: [{ assign: 'regoin=x' }] },
      'error: Value for undeclared variable: A value was given with -var \'regoin=…\', but the configuration declares no variable "regoin".',
    ],
    [
      'an option that is no assignment',
      { variable: {}, options: [{ assign: 'x' }] },
      'error: Invalid -var option: A -var is not of the form NAME=VALUE.',
    ],
    [
      'a file with more than is declared',
      { variable: {}, files: { 'terraform.tfvars.json': { x: 1 } } },
      'warning: Value for undeclared variable: A value was given in terraform.tfvars.json, but the configuration declares no variable "x".',
    ],
    [
      'a file that is not there',
      { variable: {}, options: [{ file: '/stack/none.tfvars.json' }] },
      'error: Failed to read variables file: There is no file /stack/none.tfvars.json.',
    ],
    [
      'an expression that does not read',
      { variable: { v: { type: 'list(string)' } }, options: [{ assign: 'v=[' }] },
      'error: Missing expression: Expected the start of an expression, found the end.',
    ],
  ])('%s is reported', async (_, given, problem) => {
    expect((await read(given)).problems).toContain(problem);
  });
});

it('marks sensitive values, defaults too', async () => {
  const { values } = await read({
    variable: { given: { sensitive: true }, kept: { sensitive: true, default: 'x' } },
    options: [{ assign: 'given=secret' }],
  });
  expect(values).toEqual({
    given: new Marked('secret', new Set(['sensitive'])),
    kept: new Marked('x', new Set(['sensitive'])),
  });
});

it('takes the default for null where null is not allowed', async () => {
  const variable = { v: { type: 'string', nullable: false, default: 'x' }, n: { default: 'x' } };
  const files = { 'terraform.tfvars.json': { v: null, n: null } };
  expect((await read({ variable, files })).values).toEqual({ v: 'x', n: null });
});

test('a block in a file of values is refused, and what stands beside it counts', async () => {
  const variable = { a: { default: 'd' } };
  expect(await read({ variable, files: { 'terraform.tfvars': 'a = "x"\nresource "x" {}\n' } })).toEqual({
    values: { a: 'x' },
    problems: ['error: Unexpected "resource" block: A file of values holds no blocks, only NAME = VALUE.'],
  });
});

test('what does not fit is told where it is said', async () => {
  const { configuration } = await loaded({ variable: { n: { type: 'number' }, j: { type: 'number' } } });
  if (configuration === undefined) throw new Error('nothing could be read');
  const files = filesOf({
    'terraform.tfvars': '# one\nn = "x"\n',
    'a.auto.tfvars.json': '{\n  "j": "y"\n}',
  });
  const { diagnostics } = await readVariables(configuration, files, { options: [], environment: {} });
  expect(diagnostics.map(({ source }) => source)).toEqual([
    { file: 'terraform.tfvars', line: 2, column: 5 },
    { file: 'a.auto.tfvars.json', line: 2, column: 8 },
  ]);
});

test('a type stands in quotes only in JSON', async () => {
  const summaries = async (contents: object): Promise<readonly string[]> =>
    (await loaded(contents)).diagnostics.map(({ summary }) => summary);
  expect(await summaries({ variable: { v: { type: 'string' } } })).toEqual([]);
  expect(await summaries({ 'main.tf': 'variable "v" { type = "string" }' })).toEqual([
    'Invalid quoted type constraints',
  ]);
  expect(await summaries({ 'main.tf': 'variable "v" { type = set }' })).toHaveLength(1);
});

test('a comment in a JSON file of values says nothing, and what nobody declares is told once', async () => {
  const files = {
    'terraform.tfvars.json': '{"//": "a comment", "x": 1}',
    'a.auto.tfvars': 'x = 2',
  };
  expect((await read({ variable: { v: { default: 1 } }, files })).problems).toEqual([
    'warning: Value for undeclared variable: A value was given in terraform.tfvars.json, but the configuration declares no variable "x".',
  ]);
});

test('a folder is no file of values', async () => {
  const { configuration } = await loaded({ variable: {} });
  if (configuration === undefined) throw new Error('nothing could be read');
  const files = {
    ...filesOf({}),
    read: () => Promise.reject(new Error('EISDIR: illegal operation on a directory, read')),
  };
  const options = [{ file: '/elsewhere/values' }];
  expect((await readVariables(configuration, files, { options, environment: {} })).diagnostics).toMatchObject(
    [
      {
        summary: 'Failed to read variables file',
        detail: '/elsewhere/values cannot be read: EISDIR: illegal operation on a directory, read.',
      },
    ],
  );
});
