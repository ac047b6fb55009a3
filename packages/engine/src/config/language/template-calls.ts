import { isObject, Marked, Unknown, unmark, Value } from '@virtform/values';
import { textOf, tryConvert } from './convert.js';
import { Environment, withMarks } from './environment.js';
import type { Call, Expression } from './expression.js';
import { fail } from './fail.js';
import { fromUtf8 } from './functions/encoding.js';
import { readBytes } from './functions/files.js';
import { FunctionProblem } from './functions/function.js';
import { parseTemplate } from './parser.js';
import { formatReference } from './references.js';
import { SourceText } from './source.js';
import { unknownOf } from './types.js';
import { visit } from './walk.js';

/** `templatefile(path, vars)`: the text of a file, with what stands in it evaluated over these names alone. */
export function evaluateTemplateFile(node: Call, environment: Environment): Value {
  return withArguments(node, environment, (first) => {
    const path = textOf(first);
    return path === undefined
      ? undefined
      : {
          file: path,
          text: fromUtf8(readBytes(path, environment.scope.surroundings), `the content of ${path}`),
        };
  });
}

/** `templatestring(reference, vars)`: the same of a text that something else holds. */
export function evaluateTemplateString(node: Call, environment: Environment): Value {
  const [first] = node.arguments;
  if (first !== undefined && node.arguments.length === 2 && !isReference(first))
    return wrong(
      node,
      environment,
      'the template must be a direct reference to a named value: a template that stands here can be written without this function',
    );
  // Of a text it makes a text, whatever stands in it: neither is converted from a structure, nor a number taken for a template.
  const result = withArguments(node, environment, (template) =>
    typeof template === 'string' ? { file: '<templatestring argument>', text: template } : undefined,
  );
  const { value, marks } = unmark(result);
  const text = tryConvert(value, 'string');
  return text === undefined
    ? wrong(node, environment, 'the result of the template must be a string')
    : withMarks(text, marks);
}

function isReference(expression: Expression): boolean {
  if (expression.kind === 'attribute' || expression.kind === 'index') return isReference(expression.target);
  return expression.kind === 'reference' || expression.kind === 'bound';
}

function wrong(node: Call, environment: Environment, problem: string): Value {
  return fail(environment, node, {
    summary: 'Error in function call',
    detail: `Call to function "${node.name}" failed: ${problem}.`,
    call: node,
  });
}

const NAME = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

interface TemplateSource {
  readonly file: string;
  readonly text: string;
}

/** @param read the template that the first argument names or is; undefined where it is of the wrong type */
function withArguments(
  node: Call,
  environment: Environment,
  read: (first: Exclude<Value, Marked>) => TemplateSource | undefined,
): Value {
  const [first, second, ...more] = node.arguments;
  if (first === undefined || second === undefined || more.length > 0)
    return fail(environment, node, {
      summary: more.length > 0 ? 'Too many function arguments' : 'Not enough function arguments',
      detail: `Function "${node.name}" takes two arguments, a template and the values for it; ${node.arguments.length} were given.`,
      call: node,
    });
  if (environment.templates > 0)
    return wrong(node, environment, 'a template cannot call it again for another template');
  const source = unmark(environment.walk(first, environment));
  const names = unmark(environment.walk(second, environment));
  if (source.value instanceof Unknown || names.value instanceof Unknown)
    return withMarks(unknownOf('string'), source.marks, names.marks);
  if (!isObject(names.value))
    return wrong(node, environment, 'the second argument must be a map or an object');
  try {
    const misnamed = Object.keys(names.value).find((name) => !NAME.test(name));
    if (misnamed !== undefined)
      return wrong(node, environment, `${JSON.stringify(misnamed)} is no name that a template can refer to`);
    const template = read(source.value);
    if (template === undefined) return wrong(node, environment, 'the first argument must be a string');
    const value = rendered(node, environment, template, names.value);
    if (value === null) return wrong(node, environment, 'the template is null as a whole');
    return withMarks(value, source.marks, names.marks);
  } catch (error) {
    if (error instanceof FunctionProblem) return wrong(node, environment, error.message);
    throw error;
  }
}

function rendered(
  node: Call,
  environment: Environment,
  { file, text }: TemplateSource,
  names: Readonly<Record<string, Value>>,
): Value {
  const parsed = parseTemplate(text, { source: new SourceText(file, text), bound: Object.keys(names) });
  if (parsed.diagnostics.length > 0) {
    environment.diagnostics.push(
      ...parsed.diagnostics.map((diagnostic) => ({ ...diagnostic, ...environment.subject })),
    );
    return unknownOf('string');
  }
  const outside = outsideOf(parsed.expression);
  if (outside !== undefined)
    return wrong(node, environment, `the values given do not include "${outside}", which ${file} refers to`);
  let inner: Environment = { ...environment, bound: undefined, templates: environment.templates + 1 };
  for (const [name, value] of Object.entries(names))
    inner = { ...inner, bound: { name, value, outer: inner.bound } };
  return environment.walk(parsed.expression, inner);
}

/** What a template refers to beside the names it was given. */
function outsideOf(expression: Expression): string | undefined {
  let found: string | undefined;
  visit(expression, (part) => {
    if (part.kind === 'reference') found ??= formatReference(part.reference);
  });
  return found;
}
