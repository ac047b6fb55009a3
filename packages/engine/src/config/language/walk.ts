import type { Expression } from './expression.js';

/** The parts of an expression, in the order of the text. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'bound':
    case 'reference':
    case 'splat-item':
      return [];
    case 'template':
      return expression.parts;
    case 'template-loop':
      return [expression.loop];
    case 'attribute':
      return [expression.target];
    case 'index':
      return [expression.target, expression.key];
    case 'splat':
      return [expression.target, expression.each];
    case 'call':
      return expression.arguments;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.yes, expression.no];
    case 'for-list':
      return [expression.collection, expression.value, ...optional(expression.condition)];
    case 'for-object':
      return [expression.collection, expression.key, expression.value, ...optional(expression.condition)];
    case 'list':
      return expression.elements;
    case 'object':
      return expression.items.flatMap(({ key, value }) => [key, value]);
    case 'body':
      return [
        ...expression.attributes.values(),
        ...expression.dynamics.flatMap(({ forEach, content }) => [forEach, content]),
      ];
  }
}

function optional(expression: Expression | undefined): readonly Expression[] {
  return expression === undefined ? [] : [expression];
}

/** Visits an expression and all its parts. */
export function visit(expression: Expression, visitor: (part: Expression) => void): void {
  visitor(expression);
  for (const child of childrenOf(expression)) visit(child, visitor);
}
