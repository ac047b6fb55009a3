import { parse } from '@cdktn/hcl2json';
import { formatNumber, isNumeric, toNumber, type Value } from '@virtform/values';
import { readBodyText, type NativeBlock, type NativeBody } from '../../../src/config/language/body-syntax';
import { textOf } from '../../../src/config/language/convert';
import type { Expression } from '../../../src/config/language/expression';
import { parseTemplate } from '../../../src/config/language/parser';
import { SourceText } from '../../../src/config/language/source';

/** What a text says, told apart from how it is written: without places, with numbers as JavaScript has them. */
export type Meaning = unknown;

/** What HashiCorp's own parser makes of a body, by way of JSON; undefined where it refuses it. */
export async function theirs(text: string): Promise<Meaning> {
  let json: object;
  try {
    json = await parse('test.tf', text);
  } catch {
    return undefined;
  }
  return ofJsonBody({ ...json }, []);
}

/** What ours makes of it; undefined where it refuses it. */
export function ours(text: string): Meaning {
  const { body, problems } = readBodyText(new SourceText('test.tf', text));
  return problems.length > 0 ? undefined : ofBody(body);
}

function ofBody({ attributes, blocks }: NativeBody): Meaning {
  return sorted([
    ...[...attributes].map(([name, { expression }]) => [name, ofExpression(expression)] as const),
    ...grouped(blocks),
  ]);
}

/** Blocks of one type by their labels, as JSON has them. */
function grouped(blocks: readonly NativeBlock[]): readonly (readonly [string, Meaning])[] {
  const byType = groupBy(blocks, ({ type }) => type);
  return [...byType].map(([type, some]) => [type, ofLabels(some, 0)]);
}

function groupBy<Element>(
  elements: readonly Element[],
  nameOf: (element: Element) => string,
): ReadonlyMap<string, readonly Element[]> {
  const groups = new Map<string, readonly Element[]>();
  for (const element of elements)
    groups.set(nameOf(element), [...(groups.get(nameOf(element)) ?? []), element]);
  return groups;
}

function ofLabels(blocks: readonly NativeBlock[], depth: number): Meaning {
  if (blocks.some(({ labels }) => labels.length === depth)) return blocks.map(({ body }) => ofBody(body));
  return sorted(
    [...groupBy(blocks, ({ labels }) => labels[depth] ?? '')].map(
      ([label, some]) => [label, ofLabels(some, depth + 1)] as const,
    ),
  );
}

/** A body that came by way of JSON: its texts are templates. */
function ofJsonBody(json: Readonly<Record<string, unknown>>, bound: readonly string[]): Meaning {
  return sorted(
    Object.entries(json).map(
      ([name, value]) => [name, ofJson(value, name === 'dynamic' ? undefined : bound)] as const,
    ),
  );
}

function ofJson(value: unknown, bound: readonly string[] | undefined): Meaning {
  if (typeof value === 'string') return ofText(value, bound ?? []);
  if (Array.isArray(value)) return value.map((element) => ofJson(element, bound));
  if (typeof value === 'object' && value !== null)
    return sorted(
      Object.entries(value).map(([key, inner]) => [
        keyOf(ofText(key, bound ?? [])),
        // Inside a dynamic block its label, or what it says otherwise, is a name.
        ofJson(inner, bound ?? iteratorsOf(key, inner)),
      ]),
    );
  return { literal: value };
}

function iteratorsOf(label: string, blocks: unknown): readonly string[] {
  const [first] = Array.isArray(blocks) ? (blocks as readonly unknown[]) : [];
  const said =
    typeof first === 'object' && first !== null && 'iterator' in first ? first.iterator : undefined;
  return typeof said === 'string' ? [label, said.replace(/^\$\{(.*)\}$/, '$1')] : [label];
}

function ofText(text: string, bound: readonly string[]): Meaning {
  return ofExpression(
    parseTemplate(text, { source: new SourceText('test.tf.json', text), bound }).expression,
  );
}

function ofExpression(expression: Expression): Meaning {
  switch (expression.kind) {
    case 'literal':
      return { literal: plain(expression.value) };
    case 'list':
      return expression.elements.map(ofExpression);
    case 'object':
      return sorted(
        expression.items.map(({ key, value }) => [keyOf(ofExpression(key)), ofExpression(value)] as const),
      );
    case 'unary':
      return ofUnary(expression);
    case 'template':
      return joined(expression.parts.map((part) => ofExpression(asText(part))));
    default:
      return bare(expression);
  }
}

/** That of a constant is told as its value. */
function ofUnary(expression: Extract<Expression, { kind: 'unary' }>): Meaning {
  const { operator, operand } = expression;
  if (operand.kind !== 'literal') return bare(expression);
  if (operator === '-' && isNumeric(operand.value)) return { literal: -toNumber(operand.value) };
  return operator === '!' && typeof operand.value === 'boolean'
    ? { literal: !operand.value }
    : bare(expression);
}

/** Texts beside each other are one text, however they were written. */
function joined(parts: readonly Meaning[]): Meaning {
  const result: Meaning[] = [];
  for (const part of parts) {
    const [before, text] = [literalText(result.at(-1)), literalText(part)];
    if (before === undefined || text === undefined) result.push(part);
    else result.splice(-1, 1, { literal: before + text });
  }
  return result.length === 1 && literalText(result[0]) !== undefined ? result[0] : { template: result };
}

/** A constant in a text is told as a part of the text. */
function asText(part: Expression): Expression {
  if (part.kind !== 'literal') return part;
  const { value } = part;
  return { ...part, value: isNumeric(value) ? formatNumber(value) : (textOf(value) ?? 'null') };
}

function literalText(part: Meaning): string | undefined {
  if (typeof part !== 'object' || part === null || !('literal' in part)) return undefined;
  return typeof part.literal === 'string' ? part.literal : undefined;
}

/** An expression without its places. */
function bare(expression: Expression): Meaning {
  const text = JSON.stringify(expression, (name, value: unknown) => {
    if (name === 'span') return undefined;
    return typeof value === 'bigint' ? Number(value) : value instanceof Map ? [...value] : value;
  });
  return JSON.parse(text) as Meaning;
}

function plain(value: Value): Meaning {
  return isNumeric(value) ? toNumber(value) : value;
}

function keyOf(key: Meaning): string {
  const isLiteral = typeof key === 'object' && key !== null && 'literal' in key;
  return isLiteral ? String(key.literal) : JSON.stringify(key);
}

function sorted(entries: readonly (readonly [string, Meaning])[]): Meaning {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
}
