import { type Diagnostic, type Value } from '@virtform/values';
import type { VariableBlock } from './configuration.js';
import { referenceNodesOf } from './dependencies.js';
import { evaluate } from './evaluate.js';
import { ConversionError, conversionMessage, convert } from './language/convert.js';
import { SyntaxProblem } from './language/lexer.js';
import { positionOf } from './language/source.js';
import { parseType } from './language/type-expression.js';
import { type Type, unknownOf } from './language/types.js';
import { literalProblems, LITERALS_ONLY } from './literals.js';

/** What the declaration of a variable comes to. */
export interface DeclaredVariable {
  readonly type: Type;
  /** Of that type; unknown where it is wrong. undefined: there is none. */
  readonly default: Value | undefined;
  /** What is wrong with the declaration itself, whatever value is given. */
  readonly problems: readonly Diagnostic[];
}

/** A module may have any number of instances, and each has the same variables. */
const KNOWN = new WeakMap<VariableBlock, DeclaredVariable>();

/** The type and the default of a variable. */
export function declaredVariable(block: VariableBlock): DeclaredVariable {
  const known = KNOWN.get(block) ?? declare(block);
  KNOWN.set(block, known);
  return known;
}

function declare(block: VariableBlock): DeclaredVariable {
  const problems: Diagnostic[] = [...nameProblems(block), ...validationProblems(block)];
  const type = typeIn(block, problems);
  return { type, default: defaultIn(block, type, problems), problems };
}

/** What an input of a module could not be told from. */
const RESERVED = ['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals'];

function nameProblems({ name, source }: VariableBlock): readonly Diagnostic[] {
  if (!RESERVED.includes(name)) return [];
  return [
    {
      severity: 'error',
      summary: 'Invalid variable name',
      detail: `The name ${JSON.stringify(name)} has a meaning of its own where a module is called.`,
      action: 'Call the variable otherwise.',
      ...(source === undefined ? {} : { source }),
    },
  ];
}

/** A validation that asks for other variables alone says nothing about its own. */
function validationProblems({ name, validations }: VariableBlock): readonly Diagnostic[] {
  return validations.flatMap(({ condition }): readonly Diagnostic[] => {
    const named = referenceNodesOf(condition).map(({ reference }) => reference);
    const isAboutIt = named.some((reference) => reference.to === 'variable' && reference.name === name);
    if (named.length === 0 || isAboutIt) return [];
    return [
      {
        severity: 'error',
        summary: 'Invalid variable validation condition',
        detail: `The condition does not refer to var.${name}, so that it says nothing about it.`,
        action: 'Refer to the variable itself, too.',
        source: positionOf(condition.span),
      },
    ];
  });
}

function typeIn(block: VariableBlock, problems: Diagnostic[]): Type {
  const { type: text, typeAt } = block;
  if (text === undefined) return 'any';
  const place = typeAt === undefined ? {} : { source: positionOf(typeAt) };
  const isQuoted = typeAt?.source.text.startsWith('"', typeAt.start) === true;
  if (isQuoted && !typeAt.source.file.endsWith('.json'))
    problems.push({
      severity: 'error',
      summary: 'Invalid quoted type constraints',
      detail: 'Before Terraform 0.12 a type was written in quotes; now it is not.',
      action: `Write type = ${text === 'list' || text === 'map' ? `${text}(string)` : text}.`,
      ...place,
    });
  try {
    const type = parseType(text, (expression) => {
      const { value, diagnostics } = evaluate(expression, LITERALS_ONLY, {});
      problems.push(...diagnostics);
      return value;
    });
    for (const { name, message } of optionalProblems(type))
      problems.push({
        severity: 'error',
        summary: 'Invalid default value for optional attribute',
        detail: `The default of the attribute "${name}" does not fit its type: ${message}.`,
        ...place,
      });
    return type;
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    const summary = 'Invalid type specification';
    problems.push({ severity: 'error', summary, detail: error.message, ...place });
    return 'any';
  }
}

/** The attributes anywhere in a type whose own defaults do not fit. */
function optionalProblems(type: Type): readonly { readonly name: string; readonly message: string }[] {
  if (typeof type === 'string') return [];
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return optionalProblems(type.element);
    case 'tuple':
      return type.elements.flatMap(optionalProblems);
    case 'object':
      return [...type.attributes].flatMap(([name, attribute]) => {
        const message = misfit(type.optional?.get(name) ?? null, attribute);
        return [...(message === undefined ? [] : [{ name, message }]), ...optionalProblems(attribute)];
      });
  }
}

function misfit(value: Value, type: Type): string | undefined {
  try {
    convert(value, type);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    return conversionMessage(error);
  }
}

function defaultIn(block: VariableBlock, type: Type, problems: Diagnostic[]): Value | undefined {
  if (block.default === undefined) return undefined;
  const source = positionOf(block.default.span);
  const refused = literalProblems(block.default);
  const { value, diagnostics } =
    refused.length > 0
      ? { value: null, diagnostics: refused }
      : evaluate(block.default, LITERALS_ONLY, { address: `var.${block.name}` });
  problems.push(...diagnostics);
  if (diagnostics.length > 0) return unknownOf(type);
  const wrong = (detail: string): Value => {
    const summary = `Invalid default value for variable "${block.name}"`;
    problems.push({ severity: 'error', summary, detail, source });
    return unknownOf(type);
  };
  if (value === null && !block.nullable)
    return wrong('The variable is not nullable, and its default is null.');
  const message = misfit(value, type);
  return message === undefined
    ? convert(value, type)
    : wrong(`The value does not fit the type ${block.type ?? 'any'}: ${message}.`);
}
