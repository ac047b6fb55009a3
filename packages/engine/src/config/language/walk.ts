import type { Expression } from './expression.js';

/** Calls back with each part of an expression, in the order of the text. */
export function eachChild(expression: Expression, callback: (part: Expression) => void): void {
  switch (expression.kind) {
    case 'literal':
    case 'bound':
    case 'reference':
    case 'splat-item':
      return;
    case 'template':
      expression.parts.forEach(callback);
      return;
    case 'template-loop':
      callback(expression.loop);
      return;
    case 'attribute':
      callback(expression.target);
      return;
    case 'index':
      callback(expression.target);
      callback(expression.key);
      return;
    case 'splat':
      callback(expression.target);
      callback(expression.each);
      return;
    case 'call':
      expression.arguments.forEach(callback);
      return;
    case 'unary':
      callback(expression.operand);
      return;
    case 'binary':
      callback(expression.left);
      callback(expression.right);
      return;
    case 'conditional':
      callback(expression.condition);
      callback(expression.yes);
      callback(expression.no);
      return;
    case 'for-list':
      callback(expression.collection);
      callback(expression.value);
      if (expression.condition !== undefined) callback(expression.condition);
      return;
    case 'for-object':
      callback(expression.collection);
      callback(expression.key);
      callback(expression.value);
      if (expression.condition !== undefined) callback(expression.condition);
      return;
    case 'list':
      expression.elements.forEach(callback);
      return;
    case 'object':
      for (const { key, value } of expression.items) {
        callback(key);
        callback(value);
      }
      return;
    case 'body':
      expression.attributes.forEach(callback);
      for (const { forEach, content } of expression.dynamics) {
        callback(forEach);
        callback(content);
      }
  }
}

/** Visits an expression and all its parts. */
export function visit(expression: Expression, visitor: (part: Expression) => void): void {
  visitor(expression);
  eachChild(expression, (child) => {
    visit(child, visitor);
  });
}
