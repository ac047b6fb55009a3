import type { Path, SourcePosition } from '@virtform/values';
import type { Expression } from './language/expression.js';
import { type JsonNode, readJson } from './language/json-text.js';
import { positionOf, type Span } from './language/source.js';

/**
 * Where in a body the part at a path is written, or what is around it, as far as it is written out; undefined where nothing on the
 * way is.
 */
export function locate(body: Expression, path: Path): SourcePosition | undefined {
  const span = innermost(body, path);
  return span === body.span ? undefined : positionOf(span);
}

/** The way to what stands in a body: how `locate` finds what is around it. */
export function pathTo(body: Expression, part: Span): Path {
  const path: (string | number)[] = [];
  for (let at: Expression | undefined = body; at !== undefined;) {
    const next: Step | undefined = stepsOf(at).find(
      ([, { span }]) => span.source === part.source && span.start <= part.start && part.end <= span.end,
    );
    if (next !== undefined) path.push(next[0]);
    at = next?.[1];
  }
  return path;
}

type Step = readonly [step: string | number, part: Expression];

function stepsOf(expression: Expression): readonly Step[] {
  switch (expression.kind) {
    case 'body':
      return [
        ...expression.attributes,
        ...expression.dynamics.map(({ name, content }): Step => [name, content]),
      ];
    case 'object':
      return expression.items.flatMap(({ key, value }): readonly Step[] =>
        key.kind === 'literal' && typeof key.value === 'string' ? [[key.value, value]] : [],
      );
    case 'list':
      return expression.elements.map((element, index): Step => [index, element]);
    default:
      return [];
  }
}

function innermost(expression: Expression, path: Path): Span {
  const [step, ...rest] = path;
  if (step === undefined) return expression.span;
  // A block that is written once is the only element of its list.
  if (step === 0 && (expression.kind === 'body' || expression.kind === 'object'))
    return innermost(expression, rest);
  const part = partOf(expression, step);
  if (part !== undefined) return innermost(part, rest);
  return expression.kind === 'literal' ? insideLiteral(expression.span, path) : expression.span;
}

function partOf(expression: Expression, step: string | number): Expression | undefined {
  switch (expression.kind) {
    case 'body':
      return typeof step === 'string' ? expression.attributes.get(step) : undefined;
    case 'object':
      return expression.items.find(({ key }) => key.kind === 'literal' && key.value === step)?.value;
    case 'list':
      return typeof step === 'number' ? expression.elements[step] : undefined;
    default:
      return undefined;
  }
}

/** What says the same whatever is around it is one literal of a file in JSON: its parts are looked for in the text. */
function insideLiteral(span: Span, path: Path): Span {
  const text = span.source.text.slice(span.start, span.end);
  if (!/^[[{]/.test(text)) return span;
  let node: JsonNode = readJson(text);
  for (const step of path) {
    const part: JsonNode | undefined =
      node.type === 'array' && typeof step === 'number'
        ? node.elements[step]
        : node.type === 'object'
          ? node.members.findLast(({ name }) => name.value === step)?.value
          : undefined;
    if (part === undefined) break;
    node = part;
  }
  return { source: span.source, start: span.start + node.start, end: span.start + node.end };
}
