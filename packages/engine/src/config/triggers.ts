import type { Diagnostic, Path } from '@virtform/values';
import type { Expression } from './language/expression.js';
import { parseExpression } from './language/parser.js';
import { positionOf } from './language/source.js';
import type { Report } from './syntax.js';

/** What an element of `replace_triggered_by` names: a whole resource, one instance of it, or an attribute. */
export interface Trigger {
  /** Of the resource. */
  readonly address: string;
  /** Which instance: a constant, `count.index` or `each.key`; undefined where none is said. */
  readonly key: Expression | undefined;
  /** Into the instance; empty: any change of it counts. */
  readonly path: Path;
}

/** The elements of `replace_triggered_by`. In JSON a reference may stand there bare, without `${}` around it. */
export function decodeTriggers(list: Expression, report: Report): readonly Expression[] {
  if (list.kind === 'list') return list.elements.map((element) => referenceIn(element, report));
  report({
    severity: 'error',
    summary: 'Invalid value for replace_triggered_by',
    detail: 'It must be a list of references.',
    source: positionOf(list.span),
  });
  return [];
}

function referenceIn(element: Expression, report: Report): Expression {
  if (element.kind !== 'literal' || typeof element.value !== 'string') return element;
  const { source, start, end } = element.span;
  const parsed = parseExpression(element.value, {
    source,
    locate: (index) => Math.min(start + '"'.length + index, end),
  });
  parsed.diagnostics.forEach(report);
  return parsed.expression;
}

/** What an element names; undefined where it is no reference to a resource. */
export function triggerOf(element: Expression): Trigger | undefined {
  const steps: Expression[] = [];
  let at = element;
  while (at.kind === 'attribute' || at.kind === 'index') {
    steps.unshift(at);
    at = at.target;
  }
  if (at.kind !== 'reference' || at.reference.to !== 'resource') return undefined;
  const [first, ...rest] = steps;
  const key = first?.kind === 'index' && isKey(first.key) ? first.key : undefined;
  const path = (key === undefined ? steps : rest).map(stepOf);
  return path.includes(undefined)
    ? undefined
    : { address: at.reference.address, key, path: path.filter((step) => step !== undefined) };
}

function isKey(key: Expression): boolean {
  if (key.kind === 'reference') return key.reference.to === 'count' || isEachKey(key);
  return stepOfKey(key) !== undefined;
}

function isEachKey(key: Expression): boolean {
  return key.kind === 'reference' && key.reference.to === 'each' && key.reference.name === 'key';
}

function stepOf(step: Expression): string | number | undefined {
  if (step.kind === 'attribute') return step.name;
  return step.kind === 'index' ? stepOfKey(step.key) : undefined;
}

function stepOfKey(key: Expression): string | number | undefined {
  if (key.kind !== 'literal') return undefined;
  return typeof key.value === 'string' || typeof key.value === 'number' ? key.value : undefined;
}

/** What is wrong with the elements of a block, before anything has a value. */
export function checkTriggers(elements: readonly Expression[]): readonly Diagnostic[] {
  return elements
    .filter((element) => triggerOf(element) === undefined)
    .map((element) => ({
      severity: 'error',
      summary: 'Invalid reference in replace_triggered_by expression',
      detail:
        'Only resources, their instances by a constant key, count.index or each.key, and their attributes may be named.',
      source: positionOf(element.span),
    }));
}
