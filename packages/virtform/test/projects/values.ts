import type { Project } from './project';

type Files = Readonly<Record<string, string>>;

/** Variables with these bodies, each shown by an output. */
function declared(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, body]) => `variable "${name}" {\n${body}\n}\noutput "${name}" {\n  value = var.${name}\n}\n`)
    .join('');
}

const ONE = (body: string): string => declared({ v: body });

/** One variable, and where it gets its value. */
const given = (name: string, body: string, files: Files, more: Partial<Project> = {}): Project => ({
  name,
  files: { 'main.tf': ONE(body), ...files },
  ...more,
});

/** The same variable is said in two places. */
const both = (name: string, files: Files, more: Partial<Project> = {}): Project =>
  given(name, '  default = "default"', files, more);

const PRECEDENCE: readonly Project[] = [
  both('the default alone', {}),
  both('the environment over the default', {}, { environment: { TF_VAR_v: 'environment' } }),
  both(
    'terraform.tfvars over the environment',
    { 'terraform.tfvars': 'v = "tfvars"\n' },
    {
      environment: { TF_VAR_v: 'environment' },
    },
  ),
  both('terraform.tfvars.json over terraform.tfvars', {
    'terraform.tfvars': 'v = "tfvars"\n',
    'terraform.tfvars.json': '{"v":"json"}',
  }),
  both('*.auto.tfvars over terraform.tfvars.json', {
    'terraform.tfvars.json': '{"v":"json"}',
    'a.auto.tfvars': 'v = "auto"\n',
  }),
  both('*.auto.tfvars by name', { 'b.auto.tfvars': 'v = "b"\n', 'a.auto.tfvars': 'v = "a"\n' }),
  both('*.auto.tfvars.json among them: a.json, then b', {
    'b.auto.tfvars': 'v = "b"\n',
    'a.auto.tfvars.json': '{"v":"a json"}',
  }),
  both('*.auto.tfvars.json among them: a, then b.json', {
    'b.auto.tfvars.json': '{"v":"b json"}',
    'a.auto.tfvars': 'v = "a"\n',
  }),
  both('the same name as .tfvars and .tfvars.json', {
    'a.auto.tfvars': 'v = "a"\n',
    'a.auto.tfvars.json': '{"v":"a json"}',
  }),
  both('names in the order of their bytes', {
    'B.auto.tfvars': 'v = "B"\n',
    'a.auto.tfvars': 'v = "a"\n',
    '_.auto.tfvars': 'v = "_"\n',
    '10.auto.tfvars': 'v = "10"\n',
  }),
  both('a name that is only .auto.tfvars', { '.auto.tfvars': 'v = "nameless"\n' }),
  both('a name that is only auto.tfvars', { 'auto.tfvars': 'v = "no"\n' }),
  both('a file in a folder below is not read', { 'below/a.auto.tfvars': 'v = "below"\n' }),
  both('-var over *.auto.tfvars', { 'a.auto.tfvars': 'v = "a"\n' }, { words: ['-var', 'v=option'] }),
  both(
    '-var-file over *.auto.tfvars',
    { 'a.auto.tfvars': 'v = "a"\n', 'x.tfvars': 'v = "x"\n' },
    {
      words: ['-var-file', 'x.tfvars'],
    },
  ),
  both(
    '-var behind -var-file',
    { 'x.tfvars': 'v = "x"\n' },
    {
      words: ['-var-file=x.tfvars', '-var=v=option'],
    },
  ),
  both(
    '-var-file behind -var',
    { 'x.tfvars': 'v = "x"\n' },
    {
      words: ['-var=v=option', '-var-file=x.tfvars'],
    },
  ),
  both('-var twice', {}, { words: ['-var=v=one', '-var=v=two'] }),
  both(
    '-var-file twice',
    { 'x.tfvars': 'v = "x"\n', 'y.tfvars': 'v = "y"\n' },
    {
      words: ['-var-file=y.tfvars', '-var-file=x.tfvars'],
    },
  ),
  both('-var-file with JSON', { 'x.tfvars.json': '{"v":"json"}' }, { words: ['-var-file=x.tfvars.json'] }),
  both('-var-file with JSON by another name', { 'x.json': '{"v":"json"}' }, { words: ['-var-file=x.json'] }),
  both(
    '-var-file with JSON by a name that says nothing',
    { values: '{"v":"json"}' },
    {
      words: ['-var-file=values'],
    },
  ),
  both('-var-file by a name that says nothing', { values: 'v = "x"\n' }, { words: ['-var-file=values'] }),
  both('objects are not merged', { 'a.auto.tfvars': 'v = { a = 1 }\n', 'b.auto.tfvars': 'v = { b = 2 }\n' }),
];

const LIST = '  type = list(string)';
const STRING = '  type = string';

const COMPLEX: readonly Project[] = [
  ...(
    [
      ['text without a type', '', 'text'],
      ['text that looks like a list, without a type', '', '["a"]'],
      ['text that looks like a list, for a string', STRING, '["a"]'],
      ['text that looks like a number, without a type', '', '007'],
      ['text in quotes, for a string', STRING, '"a"'],
      ['no text, for a string', STRING, ''],
      ['no text, for a number', '  type = number', ''],
      ['no text, for a list', LIST, ''],
      ['text with spaces, for a string', STRING, ' a b '],
      ['text with a template, for a string', STRING, '${1 + 1}'],
      ['null, for a string', STRING, 'null'],
      ['null, for a list', LIST, 'null'],
      ['a number', '  type = number', '1.50'],
      ['a number with an exponent', '  type = number', '1e3'],
      ['a number in quotes', '  type = number', '"5"'],
      ['a number in hexadecimal', '  type = number', '0x10'],
      ['a number that is a sum', '  type = number', '1 + 1'],
      ['a large number', '  type = number', '12345678901234567890123'],
      ['a bool', '  type = bool', 'true'],
      ['a bool in capitals', '  type = bool', 'TRUE'],
      ['a bool as a number', '  type = bool', '1'],
      ['a list', LIST, '["a", 1, true]'],
      ['a list over lines', LIST, '[\n"a",\n"b",\n]'],
      ['a list in JSON', LIST, '["a","b"]'],
      ['a list without brackets', LIST, 'a,b'],
      ['a list with a function', LIST, '[upper("a")]'],
      ['a list with a variable', LIST, '[var.v]'],
      ['a list that is open', LIST, '["a"'],
      ['a set', '  type = set(number)', '[2, 1, 2]'],
      ['a map', '  type = map(string)', '{ a = "x", "b c" = 2 }'],
      ['a map in JSON', '  type = map(string)', '{"a":"x","b":2}'],
      ['an object', '  type = object({ a = number, b = optional(string, "d") })', '{ a = "1" }'],
      ['an object with more', '  type = object({ a = number })', '{ a = 1, x = 2 }'],
      ['an object with less', '  type = object({ a = number, b = string })', '{ a = 1 }'],
      ['a tuple', '  type = tuple([number, string])', '["1", 2]'],
      ['any: a list', '  type = any', '["a", 1]'],
      ['any: text', '  type = any', 'text'],
      ['any: text in quotes', '  type = any', '"text"'],
      ['any: a number', '  type = any', '5'],
      ['any: true', '  type = any', 'true'],
      ['any: null', '  type = any', 'null'],
      ['list(any)', '  type = list(any)', '[1, "a"]'],
      ['map(any) of unequal values', '  type = map(any)', '{ a = 1, b = [2] }'],
    ] as const
  ).flatMap(([what, body, text]) => [
    given(`-var: ${what}`, body, {}, { words: ['-var', `v=${text}`] }),
    given(`TF_VAR: ${what}`, body, {}, { environment: { TF_VAR_v: text } }),
  ]),
  ...(
    [
      ['a string', STRING, '"a"'],
      ['a number for a string', STRING, '5'],
      ['a heredoc', STRING, '<<EOT\n  a\nEOT'],
      ['a list', LIST, '["a", 1]'],
      ['a list for a string', STRING, '["a"]'],
      ['an object', '', '{ a = 1, b = { c = [true, null] } }'],
      ['null', STRING, 'null'],
      ['a function', STRING, 'upper("a")'],
      ['a sum', '', '1 + 1'],
      ['a template', STRING, '"${1 + 1}"'],
      ['a reference', STRING, '"${var.v}"'],
      ['a word', STRING, 'word'],
      ['nothing', STRING, ''],
    ] as const
  ).map(([what, body, text]) => given(`.tfvars: ${what}`, body, { 'terraform.tfvars': `v = ${text}\n` })),
  ...(
    [
      ['a string', STRING, '"a"'],
      ['a string with a template', STRING, '"${1 + 1}"'],
      ['a string with an escaped template', STRING, '"$${x}"'],
      ['a number', '', '12345678901234567890'],
      ['a number with a fraction', '', '1.50'],
      ['an object', '', '{ "a": [1, null, true] }'],
      ['null', STRING, 'null'],
      ['a list for a string', STRING, '["a"]'],
      ['a text for a list', LIST, '"a"'],
    ] as const
  ).map(([what, body, text]) =>
    given(`.tfvars.json: ${what}`, body, { 'terraform.tfvars.json': `{ "v": ${text} }` }),
  ),
];

const PROBLEMS: readonly Project[] = [
  given('nobody gives a value', '', {}),
  given('two that nobody gives a value', '}\nvariable "w" {', {}),
  both('an undeclared variable in terraform.tfvars', { 'terraform.tfvars': 'x = 1\n' }),
  both('several undeclared variables in terraform.tfvars', {
    'terraform.tfvars': 'x = 1\ny = 2\nz = 3\nw = 4\n',
  }),
  both('undeclared variables in several files', {
    'terraform.tfvars': 'x = 1\n',
    'a.auto.tfvars': 'y = 2\nz = 3\n',
  }),
  both('the same undeclared variable in two files', {
    'terraform.tfvars': 'x = 1\n',
    'a.auto.tfvars': 'x = 2\n',
  }),
  both('an undeclared variable in terraform.tfvars.json', { 'terraform.tfvars.json': '{"x":1}' }),
  both('an undeclared variable by -var-file', { 'x.tfvars': 'x = 1\n' }, { words: ['-var-file=x.tfvars'] }),
  both('an undeclared variable by -var', {}, { words: ['-var=x=1'] }),
  both('two undeclared variables by -var', {}, { words: ['-var=x=1', '-var=y=1'] }),
  both('an undeclared variable by the environment', {}, { environment: { TF_VAR_x: '1' } }),
  both('a declared and an undeclared variable in one file', { 'terraform.tfvars': 'v = "x"\nw = 1\n' }),
  both('-var without =', {}, { words: ['-var', 'v'] }),
  both('-var without a name', {}, { words: ['-var', '=x'] }),
  both('-var with spaces around =', {}, { words: ['-var', 'v = x'] }),
  both('-var with a space before the name', {}, { words: ['-var', ' v=x'] }),
  both('-var with = in the value', {}, { words: ['-var', 'v=a=b'] }),
  both('-var-file that is not there', {}, { words: ['-var-file=none.tfvars'] }),
  both('a folder for a -var-file', { 'x/y': '' }, { words: ['-var-file=x'] }),
  both('the same variable twice in a file', { 'terraform.tfvars': 'v = 1\nv = 2\n' }),
  both('the same variable twice in JSON', { 'terraform.tfvars.json': '{"v":1,"v":2}' }),
  both('a block in a file of values', { 'terraform.tfvars': 'v = "x"\nresource "x" "y" {\n}\n' }),
  both('a variable block in a file of values', { 'terraform.tfvars': 'variable "x" {\n}\n' }),
  both('an open bracket in a file of values', { 'terraform.tfvars': 'v = [\n' }),
  both('a list as the whole of JSON', { 'terraform.tfvars.json': '[]' }),
  both('a list of objects as the whole of JSON', { 'terraform.tfvars.json': '[{"v":"x"},{"w":1}]' }),
  both('bad JSON', { 'terraform.tfvars.json': '{"v":' }),
  both('an empty file of values', { 'terraform.tfvars': '' }),
  both('an empty file of JSON values', { 'terraform.tfvars.json': '' }),
  both('a comment in JSON', { 'terraform.tfvars.json': '{"//": "nothing", "v": "x"}' }),
  both('a name in quotes in a file of values', { 'terraform.tfvars': '"v" = "x"\n' }),
  given('a value that does not fit, by -var', '  type = number', {}, { words: ['-var=v=x'] }),
  given('a value that does not fit, in a file', '  type = number', { 'terraform.tfvars': '\nv = "x"\n' }),
  given('a default that does not fit', '  type = number\n  default = "x"', {}),
  given(
    'a default that does not fit, and a value that does',
    '  type = number\n  default = "x"',
    {},
    {
      words: ['-var=v=1'],
    },
  ),
  given('null where it is not taken, with a default', '  nullable = false\n  default = "d"', {
    'terraform.tfvars': 'v = null\n',
  }),
  given('null where it is not taken, without a default', '  nullable = false', {
    'terraform.tfvars': 'v = null\n',
  }),
  given(
    'a validation that does not hold',
    '  default = 1\n  validation {\n    condition = var.v > 1\n    error_message = "Too small."\n  }',
    {},
  ),
  given(
    'a validation that does not hold, of a value in a file',
    '  default = 5\n  validation {\n    condition = var.v > 1\n    error_message = "Too small."\n  }',
    { 'terraform.tfvars': 'v = 1\n' },
  ),
];

const DECLARATIONS: readonly Project[] = (
  [
    ['a name that is reserved: source', 'variable "source" {\n  default = 1\n}\n'],
    ['a name that is reserved: version', 'variable "version" {\n  default = 1\n}\n'],
    ['a name that is reserved: count', 'variable "count" {\n  default = 1\n}\n'],
    ['a name that is reserved: lifecycle', 'variable "lifecycle" {\n  default = 1\n}\n'],
    ['a name that is none', 'variable "1x" {\n  default = 1\n}\n'],
    ['a name with a dash', 'variable "a-b" {\n  default = 1\n}\noutput "o" {\n  value = var.a-b\n}\n'],
    ['a type in quotes', 'variable "v" {\n  type = "string"\n  default = 1\n}\n'],
    ['a type of old: list', 'variable "v" {\n  type = "list"\n  default = []\n}\n'],
    ['a type of old: map', 'variable "v" {\n  type = "map"\n  default = {}\n}\n'],
    ['a type in quotes that is none', 'variable "v" {\n  type = "list(string)"\n  default = []\n}\n'],
    ['list without its elements', 'variable "v" {\n  type = list\n  default = []\n}\n'],
    ['map without its elements', 'variable "v" {\n  type = map\n  default = {}\n}\n'],
    ['set without its elements', 'variable "v" {\n  type = set\n  default = []\n}\n'],
    ['object without its attributes', 'variable "v" {\n  type = object\n  default = {}\n}\n'],
    ['a type that is none', 'variable "v" {\n  type = text\n  default = ""\n}\n'],
    ['a type with too many arguments', 'variable "v" {\n  type = list(string, number)\n  default = []\n}\n'],
    ['optional outside of an object', 'variable "v" {\n  type = optional(string)\n  default = ""\n}\n'],
    [
      'optional with a default that does not fit',
      'variable "v" {\n  type = object({ a = optional(number, "x") })\n  default = {}\n}\n',
    ],
    ['a default that refers', 'variable "w" {}\nvariable "v" {\n  default = var.w\n}\n'],
    ['a default with a function', 'variable "v" {\n  default = upper("a")\n}\n'],
    ['a description that is no text', 'variable "v" {\n  default = 1\n  description = 5\n}\n'],
    ['a description that refers', 'variable "v" {\n  default = 1\n  description = "${path.module}"\n}\n'],
    ['sensitive that is no bool', 'variable "v" {\n  default = 1\n  sensitive = "x"\n}\n'],
    ['sensitive in quotes', 'variable "v" {\n  default = 1\n  sensitive = "true"\n}\n'],
    ['an argument that is unknown', 'variable "v" {\n  defualt = 1\n}\n'],
    ['a variable twice', 'variable "v" {\n  default = 1\n}\nvariable "v" {\n  default = 2\n}\n'],
    ['a variable without a label', 'variable {\n}\n'],
    [
      'a validation that refers to nothing',
      'variable "v" {\n  default = 1\n  validation {\n    condition = true\n    error_message = "X."\n  }\n}\n',
    ],
    [
      'a validation that refers to another variable',
      'variable "w" {\n  default = 2\n}\nvariable "v" {\n  default = 1\n  validation {\n    condition = var.v > var.w\n    error_message = "X."\n  }\n}\n',
    ],
    [
      'a validation that refers only to another variable',
      'variable "w" {\n  default = 2\n}\nvariable "v" {\n  default = 1\n  validation {\n    condition = var.w > 1\n    error_message = "X."\n  }\n}\n',
    ],
    [
      'a validation without a message',
      'variable "v" {\n  default = 1\n  validation {\n    condition = var.v == 1\n  }\n}\n',
    ],
  ] as const
).map(([name, main]) => ({ name: `a declaration: ${name}`, files: { 'main.tf': main } }));

/** Where the values of variables come from, which of them count, and what is said of those that are wrong. */
export const VALUES: readonly Project[] = [...PRECEDENCE, ...COMPLEX, ...PROBLEMS, ...DECLARATIONS];
