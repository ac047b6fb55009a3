/** Some questions that are answered otherwise than by Terraform, and why. */
interface Difference {
  readonly reason: string;
  readonly expressions: readonly string[];
}

const GROUPS: readonly Difference[] = [
  {
    reason: 'Terraform keeps a negative zero; here zero is zero.',
    expressions: ['"a${-0}b"', 'tostring(-0)', 'jsonencode(-0)', 'yamlencode(-0)'],
  },
  {
    reason: 'A negative index is an error here, of a list that is not known yet as of one that is.',
    expressions: ['terraform_data.list.output[-1]'],
  },
  {
    reason: 'A key that is sensitive is not given away here by what it leads to.',
    expressions: ['{ a = 1 }[sensitive("a")]'],
  },
  {
    reason: 'A set without elements takes the type of the other branch here.',
    expressions: ['true ? toset([]) : [1]', 'terraform_data.set.output == toset([])'],
  },
  {
    reason:
      'Terraform computes with infinity, and fails where it is written into a plan; here what is infinite is an error where it arises.',
    expressions: [
      'tonumber("Inf")',
      'tonumber("-Inf")',
      '"1" / "0" || "1"',
      '"1" / "0" && "1"',
      '"1" / "0" == "1"',
      '"1" / "0" != "1"',
      '"1" / "0" < "1"',
      '"1" / "0" <= "1"',
      '"1" / "0" > "1"',
      '"1" / "0" >= "1"',
      '"1" / "0" % "1"',
      'log(0, 10)',
      'log(10, 1)',
      'pow(0, -1)',
      'pow(10, 400)',
      '1 / 0 > 5',
      '0 / 0',
      '1 / 0 == 1 / 0',
      'try(1 / 0, 0)',
      'can(1 / 0)',
      'yamldecode(".inf")',
      'yamldecode("+.inf")',
      'yamldecode("-.INF")',
    ],
  },
  {
    reason:
      'Terraform keeps 512 bits of a fraction; here a fraction is a double, of which text shows no more than 17 digits.',
    expressions: [
      'tonumber("12345678901234567890.5")',
      '2 / "3"',
      'sensitive(2) / "3"',
      'jsondecode("12345678901234567890.123")',
      'abs(1 / 3)',
      'ceil(12345678901234567890.5)',
      'floor(12345678901234567890.5)',
      'range(1, 2, 0.1)',
      '1.1 * 1.1',
      '1 / 3',
      '2 / 3',
      '10 / 3',
      '"${1 / 3}"',
      '3.14159265358979323846264338327950288',
      '"${3.14159265358979323846264338327950288}"',
      '123456789012345678901234567890.123456789',
      '123456789012345678901234567890.5 - 123456789012345678901234567890',
      '100000000000000000000000 / 3',
      '1e-308 / 10',
      '"${2 / 3}"',
      '"${1e21 / 3}"',
      '"${12345678901234567890.5}"',
      '"${1e21 + 0.5}"',
      '"${-1 / 3}"',
      '"${1 - 0.9}"',
      '"${3 * 1.1}"',
      'jsonencode(1 / 3)',
      'jsonencode(12345678901234567890.25)',
      'format("%v", 1 / 3)',
      'format("%.20f", 1 / 3)',
      'format("%f", 12345678901234567890.5)',
      'tostring(jsondecode("0.12345678901234567890123"))',
      '0.1234567890123456789 == 0.12345678901234567891',
      'yamldecode("a: 1234567890.12345678901234567890")',
      'yamldecode("a: 1e400")',
    ],
  },
  {
    reason:
      'Terraform refuses a null beside a structure where elements become one type; here it is taken as a null of that type.',
    expressions: [
      'tolist([{ a = 1 }, null])',
      'tolist([null, []])',
      'toset([[], null])',
      'tolist([null, [1]])',
      'toset([[1], null])',
      'tolist([null, tolist(["a"])])',
      'toset([tolist(["a"]), null])',
      'tolist([null, toset(["a"])])',
      'toset([toset(["a"]), null])',
      'tolist([null, {}])',
      'toset([{}, null])',
      'tolist([null, { a = 1 }])',
      'toset([{ a = 1 }, null])',
      'tolist([null, { a = "x", b = true }])',
      'toset([{ a = "x", b = true }, null])',
      'tolist([null, tomap({ a = 1 })])',
      'toset([tomap({ a = 1 }), null])',
    ],
  },
  {
    reason: 'Another compressor: what it makes is read back to the same text.',
    expressions: ['base64gzip("")', 'base64gzip(sensitive(""))', 'base64gzip(5)', 'base64gzip("hello")'],
  },
  {
    reason:
      'To Terraform a null without a type is unknown where text is formatted; with a type it is as here.',
    expressions: [
      'format("%s", null)',
      'formatlist("%s", null)',
      'format("%d", null)',
      'format("%v", null)',
      'format("%#v", null)',
      'format("%q", null)',
      'format("%t", null)',
      'format("%5s|", null)',
      'format("%-5s|", null)',
      'format("%.1s", null)',
      'format("%x", null)',
      'format("%g", null)',
    ],
  },
  {
    reason: 'What is searched for in vain whatever it will be is unknown here.',
    expressions: ['matchkeys(["a", "b"], ["x", "y"], [terraform_data.unknown.id])'],
  },
  {
    reason: 'How many arguments a template function takes is told in the words of a failed call.',
    expressions: [
      'templatefile()',
      'templatefile("files/only.tftpl")',
      'templatefile("files/only.tftpl", { value = "x" }, { value = "x" })',
      'templatestring()',
      'templatestring("a")',
      'templatefile("files/greeting.tftpl")',
    ],
  },
  {
    reason: 'bcrypt is not there.',
    expressions: ['bcrypt()', 'bcrypt(null)', 'bcrypt("a", 99)'],
  },
  {
    reason: 'What Terraform makes of a list and a set as branches depends on their order.',
    expressions: ['true ? tolist([1]) : toset(["a"])', 'true ? toset(["a"]) : tolist([1])'],
  },
  {
    reason:
      'Terraform knows of some unknown values that they will not be null, or how they will begin; here they are only unknown.',
    expressions: [
      'null == terraform_data.unknown.id',
      'terraform_data.unknown.id == null',
      'terraform_data.unknown.id[*]',
      'terraform_data.unknown.id.*',
      '"a-${terraform_data.unknown.id}" == "b"',
      '"a-${terraform_data.unknown.id}" == null',
    ],
  },
  {
    reason: 'The encoding is none that Node knows.',
    expressions: ['textencodebase64("a", "cp437")'],
  },
  {
    reason: 'Patterns are matched as a whole here: braces may hold slashes, and a backslash is no escape.',
    expressions: [
      'fileset("files", "{sub/*,*.txt}")',
      'fileset("files", "h\\\\ello.txt")',
      'fileset("files", "/*")',
      'fileset("files", "**.txt")',
    ],
  },
  {
    reason: 'Terraform mixes up the lengths of a mapped address, and takes negative numbers of subnets.',
    expressions: [
      'cidrhost("::ffff:10.0.0.0/104", 1)',
      'cidrsubnet("10.0.0.0/8", -1, 0)',
      'cidrsubnet("10.0.0.0/8", 8, -1)',
      'cidrsubnet("::ffff:10.0.0.0/104", 8, 1)',
    ],
  },
  {
    reason: 'Terraform counts no further than 32 bits, so that the last address of all has none behind it.',
    expressions: ['cidrsubnets("0.0.0.0/0", 32)'],
  },
  {
    reason:
      'Terraform rounds the text of what comes of floating point to 17 digits; here a whole number is written out as it is.',
    expressions: ['pow(2, 64)', 'pow(2, 100)', 'pow(10, 30)', '"${pow(2, 64)}"'],
  },
  {
    reason: 'Terraform refuses numbers beyond 64 bits here.',
    expressions: ['signum(12345678901234567890)'],
  },
  {
    reason: 'A number with two points is read as an attribute of a number; both are errors.',
    expressions: ['1.5.2'],
  },
  {
    reason: 'A null has no type of its own here.',
    expressions: ['[tostring(null)] == [null]'],
  },
  {
    reason: 'A name given to two groups is refused.',
    expressions: ['regex("(?P<x>a)(?P<x>b)", "ab")'],
  },
  {
    reason:
      'Attributes are held against the schema before anything is evaluated, which is not part of the language.',
    expressions: ['try(terraform_data.unknown.nothing, "x")'],
  },
  {
    reason: 'A merge key with a tag merges here.',
    expressions: ['yamldecode("!!merge <<: {a: 1}")'],
  },
  {
    reason:
      'Attributes of text are refused when they are evaluated, so that try and can see it; Terraform refuses them before.',
    expressions: ['try(terraform_data.unknown.id.a, 1)', 'can(terraform_data.unknown.id.a)'],
  },
  {
    reason: 'A map of text cannot become an object with an object in it; Terraform finds out at apply.',
    expressions: [
      'terraform_data.map.output as object({ a = optional(object({ c = optional(string, "d") }), {}) })',
    ],
  },
];

/** The reason by what was asked. */
export const DIFFERENCES: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap(({ reason, expressions }) => expressions.map((expression) => [expression, reason] as const)),
);
