import { type Diagnostic, type SourcePosition, UNKNOWN, type Value } from '@virtform/values';
import type { Configuration, Evaluated, VariableBlock } from './configuration.js';
import { evaluate } from './evaluate.js';
import type { Expression } from './language/expression.js';
import { JsonSyntaxError, jsonValue, readJson } from './language/json-text.js';
import { positionOf, type SourceText, type Span } from './language/source.js';
import { literalProblems, LITERALS_ONLY } from './literals.js';
import { readNativeFile } from './native.js';
import type { Report } from './syntax.js';

/** A value that somebody gives a variable. */
export interface GivenValue {
  readonly value: Value;
  /** Where a file says it; without the line itself, which may be a secret. */
  readonly source?: SourcePosition;
}

/** The values in a file. Problems are told without their lines: nobody knows which of them hold secrets. */
export function readValues(
  source: SourceText,
  configuration: Configuration,
  reportWhole: Report,
): readonly (readonly [string, GivenValue])[] {
  const report: Report = (diagnostic) => reportWhole(withoutLine(diagnostic));
  return source.file.endsWith('.json')
    ? readJsonValues(source, report)
    : readNativeValues(source, configuration, report);
}

function readNativeValues(
  source: SourceText,
  configuration: Configuration,
  report: Report,
): readonly (readonly [string, GivenValue])[] {
  const body = readNativeFile(source, report);
  return body.names().flatMap(({ text, span }): readonly (readonly [string, GivenValue])[] => {
    const expression = body.expression(text, report);
    if (expression === undefined) {
      report(text === 'variable' ? declaredInValues(span) : blockInValues(text, span));
      return [];
    }
    const { value, diagnostics } = evaluateLiteral(expression, `var.${text}`);
    const block = configuration.variables.get(text);
    const found = block?.sensitive === true ? withoutWords(diagnostics, block, source.file) : diagnostics;
    found.forEach(report);
    return [[text, { value, source: placeOf(positionOf(expression.span)) }]];
  });
}

function blockInValues(type: string, span: Span): Diagnostic {
  return {
    severity: 'error',
    summary: `Unexpected "${type}" block`,
    detail: 'A file of values holds no blocks, only NAME = VALUE.',
    source: positionOf(span),
  };
}

function declaredInValues(span: Span): Diagnostic {
  return {
    severity: 'error',
    summary: 'Variable declaration in .tfvars file',
    detail: 'A file of values gives variables their values, NAME = VALUE, and does not declare them.',
    action: 'Put the block into a file *.tf.',
    source: positionOf(span),
  };
}

function readJsonValues(source: SourceText, report: Report): readonly (readonly [string, GivenValue])[] {
  try {
    const node = readJson(source.text);
    if (node.type !== 'object')
      throw new JsonSyntaxError('expected an object with a value for each variable', node.start);
    const seen = new Set<string>();
    return node.members.flatMap(({ name, value }): readonly (readonly [string, GivenValue])[] => {
      // What begins so is a comment wherever Terraform reads JSON.
      if (name.value === '//') return [];
      if (seen.has(name.value))
        report({
          severity: 'error',
          summary: 'Duplicate attribute definition',
          detail: `The variable "${name.value}" was given a value already in this file.`,
          source: source.position(name.start),
        });
      seen.add(name.value);
      return [[name.value, { value: jsonValue(value), source: placeOf(source.position(value.start)) }]];
    });
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    report({
      severity: 'error',
      summary: `${source.file} cannot be read`,
      detail: `While reading JSON: ${error.message}.`,
      source: source.position(error.offset),
    });
    return [];
  }
}

/** What refers to nothing and calls nothing, evaluated. */
export function evaluateLiteral(expression: Expression, address: string): Evaluated {
  const problems = literalProblems(expression).map((problem) => ({ ...problem, address }));
  return problems.length > 0
    ? { value: UNKNOWN, diagnostics: problems }
    : evaluate(expression, LITERALS_ONLY, { address });
}

function withoutLine(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.source === undefined ? diagnostic : { ...diagnostic, source: placeOf(diagnostic.source) };
}

/** Where something stands, without the line itself. */
function placeOf({ file, line, column }: SourcePosition): SourcePosition {
  return {
    file,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

/** What is wrong with the value of a sensitive variable, without the words and the line that quote it. */
export function withoutWords(
  found: readonly Diagnostic[],
  { name, type }: Pick<VariableBlock, 'name' | 'type'>,
  origin: string,
): readonly Diagnostic[] {
  return found.slice(0, 1).map(({ severity }) => ({
    severity,
    summary: `Invalid value for variable "${name}"`,
    detail: `What ${origin} says is no expression for a ${type ?? 'value'}. It is sensitive, so that it is not shown.`,
    address: `var.${name}`,
  }));
}
