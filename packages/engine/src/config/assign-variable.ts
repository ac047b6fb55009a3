import { type Diagnostic, mark, unmark, type Value, type Mark } from '@virtform/values';
import type { VariableBlock } from './configuration.js';
import { declaredVariable } from './declared-variable.js';
import { ConversionError, conversionMessage, convert } from './language/convert.js';
import { unknownOf } from './language/types.js';

/** How what is wrong with the value of a variable is told. */
export interface Assigning {
  /** Where the value is said, or should be. */
  readonly place: Pick<Diagnostic, 'address' | 'construct' | 'source' | 'path'>;
  /** How a value that is missing is given; undefined: it may be missing, and is unknown then. */
  readonly action: string | undefined;
  readonly report: (diagnostic: Diagnostic) => void;
}

/**
 * The value of a variable: what is given or its default, converted to its type, marked where it is sensitive. What is wrong with the
 * declaration itself is told when the configuration is checked.
 */
export function assignVariable(
  block: VariableBlock,
  given: Value | undefined,
  { place, action, report }: Assigning,
): Value {
  const { type, default: otherwise } = declaredVariable(block);
  const isNull = given !== undefined && unmark(given).value === null;
  const marked = (result: Value): Value => mark(result, marksSaid(block));
  // Where null is not taken, it asks for the default.
  if (given === undefined || (isNull && !block.nullable)) {
    if (otherwise !== undefined) return marked(otherwise);
    if (action !== undefined)
      report({
        severity: 'error',
        summary: `No value for required variable "${block.name}"`,
        detail: `The variable "${block.name}" has no default, and ${isNull ? 'must not be null' : 'no value was given'}.${block.description === undefined ? '' : `\n${block.description}`}`,
        action,
        ...place,
      });
    return marked(unknownOf(type));
  }
  try {
    return marked(convert(given, type));
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    report({
      severity: 'error',
      summary: `Invalid value for variable "${block.name}"`,
      detail: `The value does not fit the type ${block.type ?? 'any'}: ${conversionMessage(error)}.`,
      ...place,
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
