import { Marked, SetValue, suggest, Unknown, UNKNOWN, unmark, Value } from '@virtform/values';
import type { Reference, Scope } from '../configuration.js';
import { evaluateAttribute, evaluateIndex, evaluateSplat } from './access.js';
import { evaluateBody } from './body.js';
import { MOST_CHARACTERS, TOO_LONG } from './bounds.js';
import { evaluateCall } from './call.js';
import { textOf, tryConvert } from './convert.js';
import { below, boundValue, Environment, Subject, withMarks } from './environment.js';
import { fail, Failure } from './fail.js';
import type {
  Attribute,
  Expression,
  Index,
  ListNode,
  ObjectNode,
  ReferenceNode,
  Template,
} from './expression.js';
import { evaluateForList, evaluateForObject, evaluateTemplateLoop } from './loops.js';
import { evaluateBinary, evaluateConditional, evaluateUnary } from './operators.js';
import { formatReference, type ModuleReference } from './references.js';
import { neverNull } from './refinements.js';
import { unknownOf } from './types.js';

/** Where evaluation of a whole expression begins. */
export function startingAt(scope: Scope, subject: Subject): Environment {
  return {
    scope,
    subject,
    diagnostics: [],
    quiet: false,
    bound: undefined,
    item: undefined,
    place: undefined,
    structural: true,
    templates: 0,
    effort: { rounds: 0 },
    walk,
  };
}

/**
 * Evaluates one expression: the only evaluator there is. It walks the tree; nothing is compiled, nothing is run. What is wrong
 * goes to the environment's diagnostics, and that part of the value is unknown.
 */
export function walk(expression: Expression, environment: Environment): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'body':
      return evaluateBody(expression, environment);
    case 'object':
      return evaluateObject(expression, environment);
    case 'list':
      return evaluateList(expression, environment);
    default:
      return walkInside(
        expression,
        environment.structural ? { ...environment, structural: false } : environment,
      );
  }
}

/** What has no place of its own in the body: its parts are not found by a path. */
function walkInside(
  expression: Exclude<Expression, { kind: 'literal' | 'body' | 'object' | 'list' }>,
  environment: Environment,
): Value {
  switch (expression.kind) {
    case 'template':
      return evaluateTemplate(expression, environment);
    case 'template-loop':
      return evaluateTemplateLoop(expression, environment);
    case 'bound':
      return orUnknown(boundValue(environment, expression.name));
    case 'reference':
      return evaluateReference(expression, environment);
    case 'attribute':
      return evaluateAttribute(expression, environment);
    case 'index':
      return evaluateIndex(expression, environment);
    case 'splat':
      return evaluateSplat(expression, environment);
    case 'splat-item':
      return orUnknown(environment.item);
    case 'call':
      return evaluateCall(expression, environment);
    case 'unary':
      return evaluateUnary(expression, environment);
    case 'binary':
      return evaluateBinary(expression, environment);
    case 'conditional':
      return evaluateConditional(expression, environment);
    case 'for-list':
      return evaluateForList(expression, environment);
    case 'for-object':
      return evaluateForObject(expression, environment);
  }
}

/** Null is a value. */
function orUnknown(value: Value | undefined): Value {
  return value === undefined ? UNKNOWN : value;
}

function evaluateReference(node: ReferenceNode, environment: Environment): Value {
  const { reference } = node;
  const value = environment.scope.lookup(reference);
  if (value !== undefined) return value;
  if (reference.to === 'module' && reference.output !== undefined)
    return walk(stepByStep(node, reference, reference.output), environment);
  return fail(environment, node, unanswered(node.reference, environment.scope));
}

/** An output that no instance answers for, as the steps that lead to it: one of them says what is wrong, or is a key after all. */
function stepByStep({ span }: ReferenceNode, { name, key }: ModuleReference, output: string): Attribute {
  const module: ReferenceNode = { kind: 'reference', reference: { to: 'module', name }, span };
  const target: Index | ReferenceNode =
    key === undefined
      ? module
      : { kind: 'index', target: module, key: { kind: 'literal', value: key, span }, span };
  return { kind: 'attribute', target, name: output, span };
}

/** What is said of a reference that nothing answers. */
export function unanswered(reference: Reference, scope: Scope): Failure {
  const written = formatReference(reference);
  switch (reference.to) {
    case 'each':
      return {
        summary: 'Reference to "each" in context without for_each',
        detail: `"${written}" has a meaning only in blocks that say "for_each".`,
      };
    case 'count':
      return {
        summary: 'Reference to "count" in non-counted context',
        detail: '"count.index" has a meaning only in blocks that say "count".',
      };
    case 'self':
      return {
        summary: 'Invalid "self" reference',
        detail: '"self" has a meaning only in provisioners, connections and postconditions.',
      };
    default: {
      const name = reference.to === 'resource' ? reference.address : reference.name;
      const near = suggest(name, scope.names(reference.to));
      const meant = near === undefined ? undefined : formatReference(renamed(reference, near));
      return {
        summary: `Reference to undeclared ${NOUNS[reference.to]}`,
        detail: `${written} is not declared ${scope.module.length === 0 ? 'in this configuration' : 'in this module'}.`,
        ...(meant === undefined ? {} : { action: `Did you mean ${meant}?` }),
      };
    }
  }
}

const NOUNS = {
  variable: 'input variable',
  local: 'local value',
  resource: 'resource',
  module: 'module',
  path: 'path',
  terraform: 'attribute of terraform',
} as const;

function renamed(reference: Exclude<Reference, { to: 'count' | 'self' | 'each' }>, name: string): Reference {
  return reference.to === 'resource' ? { ...reference, address: name } : { ...reference, name };
}

function evaluateTemplate(node: Template, environment: Environment): Value {
  let text = '';
  let known = true;
  /** What stands before the first part that is not known. */
  let prefix: string | undefined;
  let result: Value = '';
  for (const part of node.parts) {
    if (part.kind === 'literal' && typeof part.value === 'string') {
      text += part.value;
      continue;
    }
    const { value, marks } = unmark(environment.walk(part, environment));
    result = withMarks(result, marks);
    if (value instanceof Unknown) {
      known = false;
      prefix ??= text;
      continue;
    }
    const piece = textOf(value);
    if (piece === undefined) {
      known = false;
      fail(environment, part, {
        summary: 'Invalid template interpolation value',
        detail:
          value === null
            ? 'The result is null, which cannot become part of a text.'
            : `The result is ${value instanceof SetValue ? 'a set' : Array.isArray(value) ? 'a list' : 'an object'}, which cannot become part of a text: string required.`,
        ...(value === null ? {} : { action: 'jsonencode(…) or join(", ", …) make text of it.' }),
      });
    } else if (text.length <= MOST_CHARACTERS) text += piece;
  }
  const marks = result instanceof Marked ? result.marks : new Set<never>();
  if (text.length > MOST_CHARACTERS)
    return withMarks(
      fail(environment, node, { summary: 'Text too long', detail: `In this expression ${TOO_LONG}.` }),
      marks,
    );
  if (known) return withMarks(text.normalize('NFC'), marks);
  return withMarks(neverNull(unknownOf('string'), prefix?.normalize('NFC')), marks);
}

function evaluateList(node: ListNode, environment: Environment): Value {
  return node.elements.map((element, index) => walk(element, below(environment, index)));
}

function evaluateObject(node: ObjectNode, environment: Environment): Value {
  const entries: [string, Value][] = [];
  let marked: Value = null;
  let known = true;
  for (const item of node.items) {
    const { value: key, marks } = unmark(walk(item.key, environment));
    marked = withMarks(marked, marks);
    const name = textOf(key);
    const value = walk(item.value, name === undefined ? environment : below(environment, name));
    if (name !== undefined) entries.push([name, value]);
    else {
      known = false;
      if (!(key instanceof Unknown) || tryConvert(key, 'string') === undefined)
        fail(environment, item.key, {
          summary: key === null ? 'Null value as key' : 'Incorrect key type',
          detail: `An object's key must be a string; this one is ${key === null ? 'null' : 'none'}.`,
        });
    }
  }
  const marks = marked instanceof Marked ? marked.marks : new Set<never>();
  return withMarks(known ? Object.fromEntries(entries) : UNKNOWN, marks);
}
