/** Why an expression has no value: everybody tells it in words of their own, and means one of these. */
export type Reason =
  | 'syntax'
  | 'reference'
  | 'function'
  | 'arguments'
  | 'argument'
  | 'operand'
  | 'condition'
  | 'branches'
  | 'attribute'
  | 'index'
  | 'iteration'
  | 'key'
  | 'duplicate-key'
  | 'interpolation'
  | 'infinite'
  | 'variable';

/** First lines of messages, of Terraform's as of ours, by what they mean. */
const SUMMARIES: readonly (readonly [Reason, readonly string[]])[] = [
  [
    'syntax',
    [
      'Argument or block definition required',
      'Invalid attribute name',
      'Invalid escape sequence',
      'Invalid expression',
      "Invalid 'for' directive",
      "Invalid 'for' expression",
      'Invalid legacy index syntax',
      'Invalid multi-line string',
      'Invalid number literal',
      'Invalid template control keyword',
      'Invalid template directive',
      'Missing argument separator',
      'Missing attribute separator',
      'Missing attribute value',
      'Missing closing parenthesis',
      'Missing false expression in conditional',
      'Missing item separator',
      'Missing key/value separator',
      'Missing newline after argument',
      'Nested splat expression not allowed',
      'Unclosed configuration block',
      'Unclosed template interpolation sequence',
      'Unexpected else directive',
      'Unexpected end of template',
      'Unexpected endfor directive',
      'Unexpected endif directive',
      'Unterminated template string',
    ],
  ],
  [
    'reference',
    [
      'Invalid "self" reference',
      'Invalid "each" attribute',
      'Invalid "path" attribute',
      'Invalid "terraform" attribute',
      'Invalid reference',
      'Reference to "count" in non-counted context',
      'Reference to "each" in context without for_each',
      'Reference to undeclared input variable',
      'Reference to undeclared local value',
      'Reference to undeclared module',
      'Reference to undeclared resource',
    ],
  ],
  ['function', ['Call to unknown function', 'Unknown provider function']],
  ['arguments', ['Not enough function arguments', 'Too many function arguments']],
  ['argument', ['Invalid function argument', 'Error in function call', 'Invalid expanding argument value']],
  ['operand', ['Invalid operand', 'Operation failed']],
  ['condition', ['Incorrect condition type', 'Null condition', 'Condition is null']],
  ['condition', ["Invalid 'for' condition", 'Invalid "for" condition']],
  ['branches', ['Inconsistent conditional result types']],
  ['attribute', ['Unsupported attribute', 'Missing map element', 'Attempt to get attribute from null value']],
  ['index', ['Invalid index', 'Attempt to index null value']],
  ['iteration', ['Iteration over null value', 'Iteration over non-iterable value']],
  ['key', ['Null value as key', 'Incorrect key type', 'Invalid object key']],
  ['duplicate-key', ['Duplicate object key']],
  ['interpolation', ['Invalid template interpolation value']],
  ['infinite', ['Division by zero']],
  ['variable', ['Invalid value for input variable', 'Invalid value for variable']],
];

const REASONS: ReadonlyMap<string, Reason> = new Map(
  SUMMARIES.flatMap(([reason, summaries]) => summaries.map((summary) => [summary, reason] as const)),
);

/** What a message means; the summary itself where it is not in the table. */
export function reasonOf(summary: string, detail: string): string {
  // Terraform computes with infinity, but writes it neither into a plan nor into a state.
  if ((summary + detail).includes('serialize infinity')) return 'infinite';
  return REASONS.get(summary) ?? summary;
}
