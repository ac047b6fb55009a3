/** Where we answer otherwise than Terraform, and why. */
export const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['"a${-0}b"', 'Terraform keeps a negative zero; here zero is zero.'],
  [
    'terraform_data.unknown.id == null',
    'Terraform knows of some unknown values that they will not be null; here they are only unknown.',
  ],
  ['format("%s", null)', 'To Terraform an untyped null is unknown here; with a type it is refused, as here.'],
  ['format("%v", null)', 'To Terraform an untyped null is unknown here; with a type it is "null", as here.'],
  ['cidrhost("::ffff:10.0.0.0/104", 1)', 'Terraform mixes up the lengths of a mapped address.'],
  ['cidrsubnet("10.0.0.0/8", -1, 0)', 'Terraform widens the range instead of refusing a negative number.'],
  ['cidrsubnet("10.0.0.0/8", 8, -1)', 'Terraform leaves the range instead of refusing a negative number.'],
]);
