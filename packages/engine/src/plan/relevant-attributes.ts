import type { JsonObject } from '@virtform/values';
import { inModule, type ModuleStep } from '../address.js';
import {
  blockAt,
  callerOf,
  everyInstance,
  expressionsBehind,
  moduleAt,
  writtenReferences,
} from '../config/index.js';
import type { Configuration, Expression, ModuleScope, ResourceBlock } from '../config/index.js';
import { parseAttributePath } from './ignore-changes.js';
import type { Plan } from './plan.js';

/** An expression, and the instance of a module in which it is meant. */
interface Asked {
  readonly module: readonly ModuleStep[];
  readonly expression: Expression;
}

/**
 * The attributes of resources that changes rest on, as Terraform's JSON tells them: what the expressions of every resource and
 * output that changes refer to, through locals, inputs and outputs, and what data sources among it refer to.
 *
 * @param root the scope of the root module: outputs of modules count as far as they were asked for
 */
export function relevantAttributes(
  root: ModuleScope,
  { nodes, outputs, options }: Pick<Plan, 'nodes' | 'outputs' | 'options'>,
): readonly JsonObject[] {
  const { configuration } = root;
  const found = new Map<string, JsonObject>();
  const pending = [
    ...nodes
      .filter((node) => node.node === 'resource' && node.action !== 'no-op')
      .flatMap(({ instance }) => askedOf(blockAt(configuration, instance), instance.module, true)),
    ...outputs
      .filter(({ action }) => action !== 'no-op')
      .flatMap(({ name }) => configuration.outputs.get(name) ?? [])
      .map(({ value }): Asked => ({ module: [], expression: value })),
    ...(options.destroy ? [] : everyInstance(root).slice(1).flatMap(askedOutputs)),
  ];
  const followed = new Set<string>();
  // What is added while it runs is followed too.
  for (const { module, expression } of pending)
    for (const reference of wholeReferences(writtenReferences(expression))) {
      const name = inModule(module, reference);
      if (followed.has(name)) continue;
      followed.add(name);
      pending.push(...behind(configuration, module, reference));
      const [, resource, rest = ''] = NO_RESOURCE.test(reference) ? [] : (RESOURCE.exec(reference) ?? []);
      if (resource === undefined) continue;
      found.set(name, { resource: inModule(module, resource), attribute: parseAttributePath(rest) });
    }
  return [...found.values()];
}

/** The expressions of a block; of a data source that is followed, what its instances are made of does not count. */
function askedOf(
  block: ResourceBlock | undefined,
  module: readonly ModuleStep[],
  repeated: boolean,
): readonly Asked[] {
  if (block === undefined) return [];
  const { body, count, forEach } = block;
  return [body, ...(repeated ? [count, forEach] : [])]
    .filter((expression) => expression !== undefined)
    .map((expression) => ({ module, expression }));
}

/** States do not keep the outputs of modules, so that each that has a value is as good as a new one. */
function askedOutputs({ configuration, module, outputs }: ModuleScope): readonly Asked[] {
  return [...outputs.asked].flatMap(([name, { value }]) => {
    const block = configuration.outputs.get(name);
    return block === undefined || value === null ? [] : [{ module, expression: block.value }];
  });
}

/** What a reference leads to that is no resource, and what a data source rests on. */
function behind(root: Configuration, module: readonly ModuleStep[], reference: string): readonly Asked[] {
  const here = moduleAt(root, module);
  if (here === undefined) return [];
  const [, local] = /^local\.([\w-]+)/.exec(reference) ?? [];
  const [, variable] = /^var\.([\w-]+)/.exec(reference) ?? [];
  const [, data] = /^(data\.[\w-]+\.[\w-]+)/.exec(reference) ?? [];
  if (local !== undefined)
    return expressionsBehind(here, { to: 'local', name: local }).map(([, expression]) => ({
      module,
      expression,
    }));
  if (variable !== undefined) {
    const expression = callerOf(here)?.call.inputs.attributes.get(variable);
    return expression === undefined ? [] : [{ module: module.slice(0, -1), expression }];
  }
  if (data !== undefined) return askedOf(here.resources.get(data), module, false);
  return behindModule(here, module, reference);
}

function behindModule(
  here: Configuration,
  module: readonly ModuleStep[],
  reference: string,
): readonly Asked[] {
  const [, name = '', index, output] = MODULE.exec(reference) ?? [];
  const called = here.modules.get(name);
  if (called === undefined) return [];
  const key: unknown = index === undefined ? undefined : JSON.parse(index);
  const step: ModuleStep = typeof key === 'string' || typeof key === 'number' ? { name, key } : { name };
  const outputs = [...called.outputs.values()].filter(
    (block) => output === undefined || block.name === output,
  );
  return outputs.map(({ value }) => ({ module: [...module, step], expression: value }));
}

const KEY = String.raw`\[(?:\d+|"(?:[^"\\]|\\.)*")\]`;
/** A resource with the key that stands behind it, and what is asked of it. */
const RESOURCE = new RegExp(String.raw`^((?:data\.)?[\w-]+\.[\w-]+(?:${KEY})?)(.*)$`);
const NO_RESOURCE = /^(?:var|local|module|path|terraform|each|count|self)\b\./;
const MODULE = new RegExp(String.raw`^module\.([\w-]+)(?:\[(\d+|"(?:[^"\\]|\\.)*")\])?(?:\.([\w-]+))?`);

/** References without those that lead to the one before them: `a.b.c` stands before `a.b`. */
function wholeReferences(texts: readonly string[]): readonly string[] {
  return texts.filter((text, index) => {
    const before = texts[index - 1];
    return before === undefined || !(before.startsWith(`${text}.`) || before.startsWith(`${text}[`));
  });
}
