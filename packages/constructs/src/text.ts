/**
 * Text of a person's own, safe from Terraform's templates: `${` and `%{` are written so that they mean themselves. References
 * that cdktf put into the text stay references.
 */
export function literal(text: string): string {
  // cdktf encodes a reference as ${TfToken[…]} until it synthesizes.
  return text.replace(/\$\{(?!TfToken\[)/g, '$$$${').replaceAll('%{', '%%{');
}
