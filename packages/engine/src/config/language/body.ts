import { isList, Unknown, UNKNOWN, unmark, Value } from '@virtform/values';
import { bare, below, bind, Environment, withMarks } from './environment.js';
import { fail } from './fail.js';
import type { Body, Dynamic } from './expression.js';
import { visitsOf } from './loops.js';

/** The attributes of a block; what `dynamic` makes stands behind what is written out. */
export function evaluateBody(node: Body, environment: Environment): Value {
  const attributes = new Map<string, Value>();
  for (const [name, expression] of node.attributes)
    attributes.set(name, environment.walk(expression, below(environment, name)));
  for (const dynamic of node.dynamics) {
    const before = attributes.get(dynamic.name);
    const made = evaluateDynamic(dynamic, environment);
    attributes.set(dynamic.name, before === undefined ? made : joined(before, made));
  }
  return Object.fromEntries(attributes);
}

/** A block that is written once stands in JSON without a list around it. */
function joined(before: Value, made: Value): Value {
  const blocks = unmark(made);
  if (!isList(blocks.value)) return made;
  const first = unmark(before);
  const list = isList(first.value) ? first.value : [first.value];
  return withMarks([...list, ...blocks.value], first.marks, blocks.marks);
}

function evaluateDynamic(node: Dynamic, environment: Environment): Value {
  const collection = bare(node.forEach, environment);
  if (collection.value instanceof Unknown) return withMarks(UNKNOWN, collection.marks);
  const visits = visitsOf(collection.value);
  if (visits === undefined)
    return fail(environment, node.forEach, {
      summary: 'Invalid dynamic for_each value',
      detail: `The "for_each" of a dynamic block must be a collection; this value is ${collection.value === null ? 'null' : 'none'}.`,
    });
  const blocks = visits.map(([key, value], index) => {
    const inner = bind(below(below(environment, node.name), index), node.iterator, { key, value });
    return environment.walk(node.content, inner);
  });
  return withMarks(blocks, collection.marks);
}
