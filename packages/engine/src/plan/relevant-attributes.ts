import { isList, isObject } from '@virtform/values';
import type { Json, JsonObject } from '@virtform/values';
import { formatAddress, resourceOf } from '../address.js';
import { parseAttributePath } from './ignore-changes.js';
import type { Plan } from './plan.js';

/**
 * The attributes of resources that changes rest on, as Terraform's JSON tells them: what the expressions of every resource and
 * output that changes refer to, and what data sources among it refer to. What they refer to through locals is not followed.
 */
export function relevantAttributes({ told, nodes, outputs }: Plan): readonly JsonObject[] {
  const root = objectOf(told.root_module);
  const blocks = new Map(objectsIn(root.resources).map((block) => [block.address, block] as const));
  const changing = nodes
    .filter((node) => node.node === 'resource' && node.action !== 'no-op')
    .map(({ instance }) => formatAddress(resourceOf(instance)));
  const expressions = outputs
    .filter(({ action }) => action !== 'no-op')
    .map(({ name }) => objectOf(objectOf(root.outputs)[name]).expression);
  const followed = new Set([...changing, ...expressions.flatMap(dataSourcesIn)]);
  // A set's iteration includes what is added while it runs.
  for (const address of followed) {
    const block = blocks.get(address);
    const own = block === undefined ? [] : expressionsOf(block);
    expressions.push(...own);
    for (const source of own.flatMap(dataSourcesIn)) followed.add(source);
  }
  const found = new Map(
    expressions
      .flatMap((expression) => wholeReferences(objectOf(expression).references))
      .flatMap((reference): readonly [string, JsonObject][] => {
        const [, resource, rest = ''] = RESOURCE.exec(reference) ?? [];
        if (resource === undefined || NO_RESOURCE.test(reference)) return [];
        return [[reference, { resource, attribute: parseAttributePath(rest) }]];
      }),
  );
  return [...found.values()];
}

/** What a block refers to; of a data source that has instances, what they are made of does not count. */
function expressionsOf(block: JsonObject): readonly (Json | undefined)[] {
  const own = Object.values(objectOf(block.expressions));
  return block.mode === 'data' ? own : [...own, block.count_expression, block.for_each_expression];
}

/** The data sources that an expression refers to. */
function dataSourcesIn(expression: Json | undefined): readonly string[] {
  return wholeReferences(objectOf(expression).references).flatMap(
    (reference) => /^data\.[\w-]+\.[\w-]+/.exec(reference) ?? [],
  );
}

/** A resource with the key that stands behind it, and what is asked of it. */
const RESOURCE = /^((?:data\.)?[\w-]+\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?)(.*)$/;
const NO_RESOURCE = /^(?:var|local|module|path|terraform|each|count|self)\b\./;

/** References without those that lead to the one before them: `a.b.c` stands before `a.b`. */
function wholeReferences(references: Json | undefined): readonly string[] {
  const texts = references !== undefined && isList(references) ? references.map(String) : [];
  return texts.filter((text, index) => {
    const before = texts[index - 1];
    return before === undefined || !(before.startsWith(`${text}.`) || before.startsWith(`${text}[`));
  });
}

function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return value !== undefined && isList(value) ? value.map(objectOf) : [];
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
