import { formatNumber, isNumeric, type Value } from '@virtform/values';
import type { Expression } from '../../../src/config/language/expression';
import { formatReference } from '../../../src/config/language/references';

/** An expression as text that reads as that expression again. */
export function print(expression: Expression): string {
  const inside = (part: Expression): string => `(${print(part)})`;
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value);
    case 'bound':
      return expression.name;
    case 'reference':
      return formatReference(expression.reference);
    case 'template':
      return `"${expression.parts.map(printPart).join('')}"`;
    case 'attribute':
      return `${target(expression.target)}.${expression.name}`;
    case 'index':
      return `${target(expression.target)}[${print(expression.key)}]`;
    case 'splat':
      return print(expression.each).replace(ITEM, () => `${target(expression.target)}[*]`);
    case 'splat-item':
      return ITEM;
    case 'call': {
      const list = expression.arguments.map(print).join(', ');
      return `${expression.name}(${list}${expression.expandLast ? '...' : ''})`;
    }
    case 'unary':
      return `${expression.operator}${inside(expression.operand)}`;
    case 'binary':
      return `${inside(expression.left)} ${expression.operator} ${inside(expression.right)}`;
    case 'conditional':
      return `${inside(expression.condition)} ? ${inside(expression.yes)} : ${inside(expression.no)}`;
    case 'list':
      return `[${expression.elements.map(print).join(', ')}]`;
    case 'object':
      return `{${expression.items.map(({ key, value }) => `${inside(key)} = ${print(value)}`).join(', ')}}`;
    case 'for-list':
      return `[${head(expression)} ${print(expression.value)}${condition(expression)}]`;
    case 'for-object':
      return `{${head(expression)} ${print(expression.key)} => ${print(expression.value)}${expression.group ? '...' : ''}${condition(expression)}}`;
    case 'template-loop':
    case 'body':
      throw new Error(`${expression.kind} is not written in an expression`);
  }
}

/** Stands for the element of a splat until its target is known; no text says it. */
const ITEM = '\u0000';

/** What follows a splat directly belongs to each of its elements. */
function target(expression: Expression): string {
  return expression.kind === 'splat-item' || onItem(expression)
    ? print(expression)
    : `(${print(expression)})`;
}

function onItem(expression: Expression): boolean {
  if (expression.kind === 'splat-item') return true;
  return (expression.kind === 'attribute' || expression.kind === 'index') && onItem(expression.target);
}

function head({ keyName, valueName, collection }: Extract<Expression, { valueName: string }>): string {
  const names = keyName === undefined ? valueName : `${keyName}, ${valueName}`;
  return `for ${names} in ${print(collection)} :`;
}

function condition({ condition: asked }: Extract<Expression, { valueName: string }>): string {
  return asked === undefined ? '' : ` if ${print(asked)}`;
}

function printPart(part: Expression): string {
  if (part.kind !== 'literal' || typeof part.value !== 'string') return `\${${print(part)}}`;
  return escaped(part.value);
}

function printLiteral(value: Value): string {
  if (typeof value === 'string') return `"${escaped(value)}"`;
  if (isNumeric(value)) return formatNumber(value);
  if (value === null || typeof value === 'boolean') return String(value);
  throw new Error('a literal of an expression is text, a number, true, false or null');
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('${', '$${').replaceAll('%{', '%%{');
}
