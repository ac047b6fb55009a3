/** Some questions that are answered otherwise than by Terraform, and why. */
interface Difference {
  readonly reason: string;
  readonly expressions: readonly string[];
}

const GROUPS: readonly Difference[] = [
  {
    reason: 'A key that is sensitive is not given away here by what it leads to.',
    expressions: ['{ a = 1 }[sensitive("a")]'],
  },
  {
    reason: 'A set without elements takes the type of the other branch here.',
    expressions: ['true ? toset([]) : [1]'],
  },
  {
    reason: 'Another compressor: what it makes is read back to the same text.',
    expressions: ['base64gzip("")', 'base64gzip(sensitive(""))', 'base64gzip(5)', 'base64gzip("hello")'],
  },
  {
    reason: 'What is searched for in vain whatever it will be is unknown here.',
    expressions: ['matchkeys(["a", "b"], ["x", "y"], [terraform_data.unknown.id])'],
  },
  {
    reason: 'What Terraform makes of a list and a set as branches depends on their order.',
    expressions: ['true ? tolist([1]) : toset(["a"])', 'true ? toset(["a"]) : tolist([1])'],
  },
  {
    reason:
      'What the type of a resource, a conversion or startswith says of unknown values beside their type is not known here.',
    expressions: [
      'null == terraform_data.unknown.id',
      'terraform_data.unknown.id == null',
      'terraform_data.unknown.id[*]',
      'terraform_data.unknown.id.*',
      'tolist(["a-${terraform_data.unknown.id}"])[0] == null',
      'startswith("abc-${terraform_data.unknown.id}", "a")',
      'startswith("abc-${terraform_data.unknown.id}", "b")',
    ],
  },
  {
    reason: 'The encoding is none that Node knows.',
    expressions: ['textencodebase64("a", "cp437")'],
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
  {
    reason: 'A null that does not stand there as such may have a type here; to Terraform it is unknown.',
    expressions: ['format("%s", [null][0])'],
  },
  {
    reason: 'Where null meets structures further in, or in another set, it is a null of their type here.',
    expressions: ['tolist([[null], [{ a = 1 }]])', 'setunion([null], [{ a = 1 }])'],
  },
  {
    reason:
      'What floating point makes of a whole number beyond 2^53 has the digits here that read back to it; plans of Terraform have all.',
    expressions: ['pow(1e15, 1.1)'],
  },
  {
    reason: 'A reference is one in quotes, too.',
    expressions: ['templatestring("${local.template}", { value = "x" })'],
  },
];

/** The reason by what was asked. */
export const DIFFERENCES: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap(({ reason, expressions }) => expressions.map((expression) => [expression, reason] as const)),
);
