import { ask } from '../question';

/** One plain call of every function but plantimestamp, whose result is another each time. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  abs: ['-1'],
  alltrue: ['[true, true]'],
  anytrue: ['[false, true]'],
  base64decode: ['"YQ=="'],
  base64encode: ['"a"'],
  base64gzip: ['""'],
  base64sha256: ['"a"'],
  base64sha512: ['"a"'],
  basename: ['"a/b"'],
  bcrypt: ['"a"', '4'],
  can: ['1'],
  ceil: ['1.5'],
  chomp: ['"a"'],
  chunklist: ['["a", "b", "c"]', '2'],
  cidrhost: ['"10.0.0.0/8"', '5'],
  cidrnetmask: ['"10.0.0.0/8"'],
  cidrsubnet: ['"10.0.0.0/8"', '8', '2'],
  cidrsubnets: ['"10.0.0.0/8"', '8', '4'],
  coalesce: ['"a"', '"b"'],
  coalescelist: ['["a"]', '["b"]'],
  compact: ['["a", ""]'],
  concat: ['["a"]', '["b"]'],
  contains: ['["a", "b"]', '"a"'],
  csvdecode: ['"a\\n1"'],
  dirname: ['"a/b"'],
  distinct: ['["a", "a"]'],
  element: ['["a", "b"]', '1'],
  endswith: ['"ab"', '"b"'],
  ephemeralasnull: ['"a"'],
  file: ['"files/hello.txt"'],
  filebase64: ['"files/hello.txt"'],
  filebase64sha256: ['"files/hello.txt"'],
  filebase64sha512: ['"files/hello.txt"'],
  fileexists: ['"files/hello.txt"'],
  filemd5: ['"files/hello.txt"'],
  fileset: ['"files"', '"*.txt"'],
  filesha1: ['"files/hello.txt"'],
  filesha256: ['"files/hello.txt"'],
  filesha512: ['"files/hello.txt"'],
  flatten: ['[["a"], ["b"]]'],
  floor: ['1.5'],
  format: ['"%s"', '"a"'],
  formatdate: ['"YYYY"', '"2024-01-02T03:04:05Z"'],
  formatlist: ['"%s"', '["a", "b"]'],
  indent: ['2', '"a"'],
  index: ['["a", "b"]', '"b"'],
  issensitive: ['"a"'],
  join: ['","', '["a", "b"]'],
  jsondecode: ['"1"'],
  jsonencode: ['["a", 1]'],
  keys: ['{ a = 1 }'],
  length: ['["a", "b"]'],
  log: ['100', '10'],
  lookup: ['{ a = "x" }', '"a"', '"b"'],
  lower: ['"A"'],
  matchkeys: ['["a", "b"]', '["x", "y"]', '["y"]'],
  max: ['1', '2'],
  md5: ['"a"'],
  merge: ['{ a = "x" }', '{ b = "y" }'],
  min: ['1', '2'],
  nonsensitive: ['"a"'],
  one: ['["a"]'],
  parseint: ['"12"', '10'],
  pathexpand: ['"a"'],
  pow: ['2', '3'],
  range: ['1', '3'],
  regex: ['"a+"', '"baab"'],
  regexall: ['"a"', '"baab"'],
  replace: ['"abc"', '"b"', '"x"'],
  reverse: ['["a", "b"]'],
  rsadecrypt: ['file("files/cipher.txt")', 'file("files/key.pem")'],
  sensitive: ['"a"'],
  setintersection: ['["a", "b"]', '["b"]'],
  setproduct: ['["a", "b"]', '["c"]'],
  setsubtract: ['["a", "b"]', '["b"]'],
  setunion: ['["a"]', '["b"]'],
  sha1: ['"a"'],
  sha256: ['"a"'],
  sha512: ['"a"'],
  signum: ['-2'],
  slice: ['["a", "b", "c"]', '1', '2'],
  sort: ['["b", "a"]'],
  split: ['","', '"a,b"'],
  startswith: ['"ab"', '"a"'],
  strcontains: ['"ab"', '"b"'],
  strrev: ['"ab"'],
  substr: ['"abc"', '1', '1'],
  sum: ['[1, 2]'],
  templatefile: ['"files/only.tftpl"', '{ value = "x" }'],
  templatestring: ['local.template', '{ value = "x" }'],
  textdecodebase64: ['"YQ=="', '"UTF-8"'],
  textencodebase64: ['"a"', '"UTF-8"'],
  timeadd: ['"2024-01-02T03:04:05Z"', '"1h"'],
  timecmp: ['"2024-01-02T03:04:05Z"', '"2024-01-02T03:04:05Z"'],
  timestamp: [],
  title: ['"ab"'],
  tobool: ['"true"'],
  tolist: ['["a", "b"]'],
  tomap: ['{ a = "x" }'],
  tonumber: ['"1"'],
  toset: ['["a", "b"]'],
  tostring: ['1'],
  transpose: ['{ a = ["x"] }'],
  trim: ['"xax"', '"x"'],
  trimprefix: ['"ab"', '"a"'],
  trimspace: ['" a "'],
  trimsuffix: ['"ab"', '"b"'],
  try: ['1', '2'],
  upper: ['"a"'],
  urlencode: ['"a b"'],
  uuid: [],
  uuidv5: ['"dns"', '"a"'],
  values: ['{ a = "x" }'],
  yamldecode: ['"1"'],
  yamlencode: ['["a", 1]'],
  zipmap: ['["a", "b"]', '[1, 2]'],
};

const UNKNOWN_TEXT = 'terraform_data.unknown.id';
const UNKNOWN_NUMBER = 'terraform_data.number.output';

type Kind = 'text' | 'number' | 'bool' | 'list' | 'map';

function kindOf(argument: string): Kind {
  if (argument.startsWith('[')) return 'list';
  if (argument.startsWith('{')) return 'map';
  if (argument === 'true' || argument === 'false') return 'bool';
  return /^-?\d/.test(argument) ? 'number' : 'text';
}

/** What else can stand where an argument of some kind is wanted: not known yet, of another kind that converts, or of one that does not. */
const INSTEAD: Readonly<Record<Kind, readonly string[]>> = {
  text: [UNKNOWN_TEXT, '5', '["x"]'],
  number: [UNKNOWN_NUMBER, '"5"', '1.5', '["x"]'],
  bool: ['terraform_data.bool.output', '"true"', '["x"]'],
  list: ['terraform_data.list.output', '[]', 'toset(["b", "a"])', '"x"', '{ a = "x" }'],
  map: ['terraform_data.map.output', '{}', 'tomap({ a = "x" })', '"x"', '["x"]'],
};

const SCALAR = /"[^"]*"|\b\d+\b|\btrue\b|\bfalse\b/;

/** A structure with its first part changed; a scalar is none. */
function inside(argument: string, change: (part: string) => string): readonly string[] {
  if (!/^[[{]/.test(argument) || !SCALAR.test(argument)) return [];
  return [argument.replace(SCALAR, change)];
}

function treatments(argument: string): readonly string[] {
  return [
    argument,
    'null',
    `sensitive(${argument})`,
    ...INSTEAD[kindOf(argument)],
    ...inside(argument, () => 'null'),
    ...inside(argument, (part) => `sensitive(${part})`),
    ...inside(argument, (part) => (part.startsWith('"') ? UNKNOWN_TEXT : UNKNOWN_NUMBER)),
  ];
}

function callsOf(name: string, given: readonly string[]): readonly string[] {
  const call = (values: readonly string[]): string => `${name}(${values.join(', ')})`;
  return [
    ...given.flatMap((argument, index) =>
      treatments(argument).map((treated) => call(given.with(index, treated))),
    ),
    call([]),
    call(given.slice(0, -1)),
    call([...given, given.at(-1) ?? '1']),
  ];
}

export const ARGUMENT_TREATMENTS = ask([
  ...Object.entries(CALLS).flatMap(([name, given]) => callsOf(name, given)),
  ...['plantimestamp(1)', 'bcrypt("a", 99)'],
  ...['templatestring("a")', 'templatestring(terraform_data.unknown.id, 5)'],
]);
