import { type Diagnostic, mark, unmark, type Value, type Mark } from '@virtform/values';
import type { VariableBlock } from './configuration.js';
import { evaluate } from './evaluate.js';
import { ConversionError, conversionMessage, convert } from './language/convert.js';
import { SyntaxProblem } from './language/lexer.js';
import { positionOf } from './language/source.js';
import { parseType } from './language/type-expression.js';
import { type Type, unknownOf } from './language/types.js';
import { LITERALS_ONLY } from './literals.js';

/** How what is wrong with the value of a variable is told. */
export interface Assigning {
  /** Where the value is said, or should be. */
  readonly place: Pick<Diagnostic, 'address' | 'construct' | 'source' | 'path'>;
  /** The variable as it is called from the root. */
  readonly address: string;
  /** How a value that is missing is given; undefined: it may be missing, and is unknown then. */
  readonly action: string | undefined;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** The value of a variable: what is given or its default, converted to its type, marked where it is sensitive. */
export function assignVariable(
  block: VariableBlock,
  given: Value | undefined,
  { place, address, action, report }: Assigning,
): Value {
  const type = typeOfVariable(block, address, report);
  const isNull = given !== undefined && unmark(given).value === null;
  // Where null is not taken, it asks for the default.
  const isGiven = given !== undefined && (!isNull || block.nullable);
  const value = isGiven ? given : defaultOf(block, address, report);
  const marked = (result: Value): Value => mark(result, marksSaid(block));
  if (value === undefined && action === undefined) return marked(unknownOf(type));
  if (value === undefined) {
    report({
      severity: 'error',
      summary: `No value for required variable "${block.name}"`,
      detail: `The variable "${block.name}" has no default, and ${isNull ? 'must not be null' : 'no value was given'}.${block.description === undefined ? '' : `\n${block.description}`}`,
      ...(action === undefined ? {} : { action }),
      ...place,
    });
    return marked(unknownOf(type));
  }
  try {
    return marked(convert(value, type));
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    report({
      severity: 'error',
      summary: isGiven
        ? `Invalid value for variable "${block.name}"`
        : `Invalid default value for variable "${block.name}"`,
      detail: `The value does not fit the type ${block.type ?? 'any'}: ${conversionMessage(error)}.`,
      ...place,
      ...(isGiven || block.default === undefined ? {} : { source: positionOf(block.default.span) }),
    });
    return marked(unknownOf(type));
  }
}

/** The marks that a declaration puts on its value. */
export function marksSaid({
  sensitive,
  ephemeral,
}: Pick<VariableBlock, 'sensitive' | 'ephemeral'>): readonly Mark[] {
  return [...(sensitive ? (['sensitive'] as const) : []), ...(ephemeral ? (['ephemeral'] as const) : [])];
}

function defaultOf(block: VariableBlock, address: string, report: Assigning['report']): Value | undefined {
  if (block.default === undefined) return undefined;
  const { value, diagnostics } = evaluate(block.default, LITERALS_ONLY, { address });
  diagnostics.forEach(report);
  return value === null && !block.nullable ? undefined : value;
}

function typeOfVariable(block: VariableBlock, address: string, report: Assigning['report']): Type {
  if (block.type === undefined) return 'any';
  try {
    return parseType(block.type, (expression) => {
      const { value, diagnostics } = evaluate(expression, LITERALS_ONLY, { address });
      diagnostics.forEach(report);
      return value;
    });
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    report({
      severity: 'error',
      summary: error.summary,
      detail: error.message,
      address,
      ...(block.construct === undefined ? {} : { construct: block.construct }),
      ...(block.typeAt === undefined ? {} : { source: positionOf(block.typeAt) }),
    });
    return 'any';
  }
}
