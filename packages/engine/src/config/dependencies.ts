import { formatAddress, parseAddress } from '../address.js';
import type {
  CheckBlock,
  Configuration,
  ModuleCall,
  OutputBlock,
  ProviderBlock,
  Reference,
  ResourceBlock,
} from './configuration.js';
import type { Condition, Expression, ReferenceNode } from './language/expression.js';
import { formatReference, type ModuleReference } from './language/references.js';
import { visit } from './language/walk.js';
import { callerOf, callersOf } from './modules/parents.js';
import { fromRoot } from './modules/tree.js';

/** Everything that an expression asks its scope for, each once, in the order of the text. */
export function referencesOf(expression: Expression): readonly Reference[] {
  const found = new Map<string, Reference>();
  for (const { reference } of referenceNodesOf(expression)) found.set(formatReference(reference), reference);
  return [...found.values()];
}

/** Expressions are walked once; checks, the graph and the plan all ask for what they refer to. */
const REFERENCES = new WeakMap<Expression, readonly ReferenceNode[]>();

/** Every place in an expression that refers to something. */
export function referenceNodesOf(expression: Expression): readonly ReferenceNode[] {
  const known = REFERENCES.get(expression);
  if (known !== undefined) return known;
  const found: ReferenceNode[] = [];
  visit(expression, (part) => {
    if (part.kind === 'reference') found.push(part);
  });
  REFERENCES.set(expression, found);
  return found;
}

/** A block whose expressions may refer to resources. */
export type ReferringBlock = ResourceBlock | OutputBlock | ProviderBlock | CheckBlock | ModuleCall;

/** Both expressions of each condition. */
export function expressionsIn(conditions: readonly Condition[]): readonly Expression[] {
  return conditions.flatMap(({ condition, errorMessage }) => [condition, errorMessage]);
}

/** The expressions of a block. */
export function expressionsOf(block: ReferringBlock): readonly Expression[] {
  if ('config' in block) return [block.config];
  if ('asserts' in block) return expressionsIn(block.asserts);
  if ('value' in block) return [block.value, ...expressionsIn(block.preconditions)];
  if ('inputs' in block) return [block.inputs, ...repetitionOf(block)];
  const { body, lifecycle } = block;
  const { replaceTriggeredBy, preconditions, postconditions } = lifecycle;
  return [
    body,
    ...repetitionOf(block),
    ...replaceTriggeredBy,
    ...expressionsIn(preconditions),
    ...expressionsIn(postconditions),
  ];
}

/** What says how often a block is meant. */
export function repetitionOf({
  count,
  forEach,
}: Pick<ResourceBlock, 'count' | 'forEach'>): readonly Expression[] {
  return [count, forEach].filter((expression) => expression !== undefined);
}

/**
 * The addresses, from the root on and without keys, of the resources that a block refers to, directly, through locals, through
 * inputs and outputs of modules or through what has to hold of a variable, and those of `depends_on`; sorted. What stands in a
 * module depends on what decides whether there is such a module.
 */
export function dependenciesOf(configuration: Configuration, block: ReferringBlock): readonly string[] {
  const found = new Set<string>();
  for (const expression of expressionsOf(block)) addResources(configuration, expression, found);
  if ('provisioners' in block)
    for (const { body, connection } of block.provisioners)
      for (const expression of [body, connection])
        if (expression !== undefined) addResources(configuration, expression, found);
  if ('dependsOn' in block) addWritten(configuration, block.dependsOn, found);
  for (const address of gate(configuration)) found.add(address);
  if ('address' in block) found.delete(formatAddress(block.address));
  return [...found].sort();
}

/** The addresses of the resources that expressions refer to, directly or not, as `dependenciesOf` gives them. */
export function resourcesIn(
  configuration: Configuration,
  expressions: readonly Expression[],
): readonly string[] {
  const found = new Set<string>();
  for (const expression of expressions) addResources(configuration, expression, found);
  return [...found].sort();
}

/**
 * The managed resources that a block itself names: in its expressions, not through locals, and in `depends_on`; of a module that
 * is named there, or whose call has one, everything behind it.
 */
export function namedResources(configuration: Configuration, block: ResourceBlock): readonly string[] {
  const found = new Set<string>();
  for (const reference of expressionsOf(block).flatMap(referencesOf))
    if (reference.to === 'resource' && configuration.resources.has(reference.address))
      found.add(fromRoot(configuration, reference.address));
  addWritten(configuration, block.dependsOn, found);
  for (const { configuration: caller, call } of callersOf(configuration))
    addWritten(caller, call.dependsOn, found);
  return [...found].filter((address) => parseAddress(address)?.mode === 'managed');
}

/** What an address in `depends_on` means: an instance or an attribute behind it does not matter. */
export function declaredIn(configuration: Configuration, written: string): Reference | undefined {
  const names = written.replaceAll(/\[[^\]]*\]/g, '').split('.');
  const [first, name = '', output] = names;
  if (first === 'module') {
    const module = { to: 'module', name } as const;
    if (!configuration.calls.has(name)) return undefined;
    return output === undefined ? module : { ...module, output };
  }
  const address = names.slice(0, first === 'data' ? 3 : 2).join('.');
  return configuration.resources.has(address) ? { to: 'resource', address } : undefined;
}

function addWritten(configuration: Configuration, dependsOn: readonly string[], found: Set<string>): void {
  for (const written of dependsOn) {
    const reference = declaredIn(configuration, written);
    if (reference !== undefined) addReference(configuration, reference, found);
  }
}

/** Whether a condition has to wait for a resource. */
export function restsOnResources(
  configuration: Configuration,
  { condition, errorMessage }: Condition,
): boolean {
  const found = new Set<string>();
  for (const expression of [condition, errorMessage]) addResources(configuration, expression, found);
  return found.size > 0;
}

/** What each name leads to, worked out once for each module. */
const THROUGH_NAMES = new WeakMap<Configuration, Map<string, ReadonlySet<string>>>();

function addResources(configuration: Configuration, expression: Expression, found: Set<string>): void {
  for (const reference of referencesOf(expression)) addReference(configuration, reference, found);
}

function addReference(configuration: Configuration, reference: Reference, found: Set<string>): void {
  if (reference.to !== 'resource') {
    for (const address of throughName(configuration, reference)) found.add(address);
  } else if (configuration.resources.has(reference.address)) {
    found.add(fromRoot(configuration, reference.address));
  }
}

function throughName(configuration: Configuration, reference: Reference): ReadonlySet<string> {
  switch (reference.to) {
    case 'local':
    case 'variable':
      return remembered(configuration, formatReference(reference), (found) => {
        for (const [module, expression] of expressionsBehind(configuration, reference))
          addResources(module, expression, found);
      });
    case 'module':
      return throughModule(configuration, reference);
    default:
      return NOTHING;
  }
}

function throughModule(configuration: Configuration, reference: ModuleReference): ReadonlySet<string> {
  const module = configuration.modules.get(reference.name);
  if (module === undefined) return NOTHING;
  const output = outputOf(configuration, reference);
  return output === undefined ? whole(module) : throughOutput(module, output);
}

function throughOutput(module: Configuration, output: OutputBlock): ReadonlySet<string> {
  return remembered(module, `output.${output.name}`, (found) => {
    for (const expression of expressionsOf(output)) addResources(module, expression, found);
    addWritten(module, output.dependsOn, found);
    for (const address of gate(module)) found.add(address);
  });
}

/** Everything in a module and what leads into it: whoever names it as a whole waits for all of it. */
function whole(module: Configuration): ReadonlySet<string> {
  return remembered(module, 'whole', (found) => {
    for (const address of module.resources.keys()) found.add(fromRoot(module, address));
    for (const name of module.variables.keys()) addReference(module, { to: 'variable', name }, found);
    for (const name of module.locals.keys()) addReference(module, { to: 'local', name }, found);
    for (const output of module.outputs.values())
      for (const address of throughOutput(module, output)) found.add(address);
    for (const inner of module.modules.values()) for (const address of whole(inner)) found.add(address);
    for (const address of gate(module)) found.add(address);
  });
}

/** What decides whether there is a module: what its call, and those around it, say of count, for_each and depends_on. */
function gate(module: Configuration): ReadonlySet<string> {
  const caller = callerOf(module);
  if (caller === undefined) return NOTHING;
  return remembered(module, 'gate', (found) => {
    for (const expression of repetitionOf(caller.call)) addResources(caller.configuration, expression, found);
    addWritten(caller.configuration, caller.call.dependsOn, found);
    for (const address of gate(caller.configuration)) found.add(address);
  });
}

function remembered(
  configuration: Configuration,
  name: string,
  find: (found: Set<string>) => void,
): ReadonlySet<string> {
  const known = THROUGH_NAMES.get(configuration) ?? new Map<string, ReadonlySet<string>>();
  THROUGH_NAMES.set(configuration, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = new Set<string>();
  // Known as empty while it is worked out: a cycle, which is reported elsewhere, ends here.
  known.set(name, found);
  find(found);
  return found;
}

const NOTHING: ReadonlySet<string> = new Set();

/** The output that a reference means. Of a call that is repeated only an instance has any: `module.lab["a"].ip`. */
export function outputOf(
  { calls, modules }: Pick<Configuration, 'calls' | 'modules'>,
  { name, key, output }: ModuleReference,
): OutputBlock | undefined {
  const call = calls.get(name);
  if (call === undefined || output === undefined) return undefined;
  const isRepeated = call.count !== undefined || call.forEach !== undefined;
  return isRepeated === (key !== undefined) ? modules.get(name)?.outputs.get(output) : undefined;
}

/** An expression, and the module in which it stands. */
export type Placed = readonly [configuration: Configuration, expression: Expression];

/**
 * What has to be known before a name counts: of a local its value, of an output that and what has to hold of it, of a variable
 * the conditions that it has to fulfil, and in a module what the call says of it; of a module as a whole all of its outputs.
 */
export function expressionsBehind(configuration: Configuration, reference: Reference): readonly Placed[] {
  switch (reference.to) {
    case 'local': {
      const value = configuration.locals.get(reference.name);
      return value === undefined ? [] : [[configuration, value]];
    }
    case 'variable':
      return behindVariable(configuration, reference.name);
    case 'module': {
      const module = configuration.modules.get(reference.name);
      if (module === undefined) return [];
      const output = outputOf(configuration, reference);
      const outputs = output === undefined ? [...module.outputs.values()] : [output];
      return outputs.flatMap(expressionsOf).map((expression) => [module, expression]);
    }
    default:
      return [];
  }
}

function behindVariable(configuration: Configuration, name: string): readonly Placed[] {
  const conditions = expressionsIn(configuration.variables.get(name)?.validations ?? []);
  const own = conditions.map((expression): Placed => [configuration, expression]);
  const caller = callerOf(configuration);
  const input = caller?.call.inputs.attributes.get(name);
  return caller === undefined || input === undefined ? own : [...own, [caller.configuration, input]];
}

/** A variable, and the module that declares it. */
export interface PlacedVariable {
  readonly configuration: Configuration;
  readonly name: string;
}

/** The variables that expressions refer to, directly, through locals and modules, or through what has to hold of others. */
export function variablesBehind(
  configuration: Configuration,
  expressions: readonly Expression[],
): readonly PlacedVariable[] {
  const found = new Map<string, PlacedVariable>();
  const followed = new Set<string>();
  const pending = expressions.map((expression): Placed => [configuration, expression]);
  // What is added while it runs is walked too.
  for (const [module, expression] of pending)
    for (const reference of referencesOf(expression)) {
      const name = fromRoot(module, formatReference(reference));
      if (followed.has(name)) continue;
      followed.add(name);
      if (reference.to === 'variable') found.set(name, { configuration: module, name: reference.name });
      pending.push(...expressionsBehind(module, reference));
    }
  return [...found.values()];
}
