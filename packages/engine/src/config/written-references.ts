import { formatCall, formatReference } from './language/references.js';
import type { Expression } from './language/expression.js';
import { eachChild, visit } from './language/walk.js';

/**
 * What an expression refers to, as it is written, in the order of the text. Each reference comes with the ones that it leads
 * through, longest first: `a.b[0].c`, `a.b[0]`, `a.b`. So Terraform's JSON tells them.
 */
export function writtenReferences(expression: Expression): readonly string[] {
  const chain = chainOf(expression);
  if (chain !== undefined) return [...chain].reverse();
  const found: string[] = [];
  eachChild(expression, (part) => found.push(...writtenReferences(part)));
  return found;
}

/** Every step of a reference with constant keys, shortest first; undefined for anything else. */
function chainOf(expression: Expression): readonly string[] | undefined {
  switch (expression.kind) {
    case 'reference': {
      const { reference } = expression;
      const written = formatReference(reference);
      // Of an instance that a key names, its module as a whole is not told.
      return reference.to === 'module' && reference.output !== undefined
        ? [formatCall(reference), written]
        : [written];
    }
    case 'attribute':
      return extended(chainOf(expression.target), `.${expression.name}`);
    case 'index': {
      const { key } = expression;
      if (key.kind !== 'literal' || (typeof key.value !== 'string' && typeof key.value !== 'number'))
        return undefined;
      return extended(chainOf(expression.target), `[${JSON.stringify(key.value)}]`);
    }
    default:
      return undefined;
  }
}

function extended(chain: readonly string[] | undefined, step: string): readonly string[] | undefined {
  return chain === undefined ? undefined : [...chain, `${chain.at(-1) ?? ''}${step}`];
}

/** Whether an expression can be told without anything around it: it refers to nothing and calls no function. */
export function isConstant(expression: Expression): boolean {
  let constant = true;
  visit(expression, ({ kind }) => {
    if (kind === 'reference' || kind === 'call') constant = false;
  });
  return constant;
}
