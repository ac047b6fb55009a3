import { formatAddress } from '../address.js';
import type {
  CheckBlock,
  Configuration,
  OutputBlock,
  ProviderBlock,
  Reference,
  ResourceBlock,
} from './configuration.js';
import type { Condition, Expression, ReferenceNode } from './language/expression.js';
import { formatReference } from './language/references.js';
import { visit } from './language/walk.js';

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
export type ReferringBlock = ResourceBlock | OutputBlock | ProviderBlock | CheckBlock;

/** Both expressions of each condition. */
export function expressionsIn(conditions: readonly Condition[]): readonly Expression[] {
  return conditions.flatMap(({ condition, errorMessage }) => [condition, errorMessage]);
}

/** The expressions of a block. */
export function expressionsOf(block: ReferringBlock): readonly Expression[] {
  if ('config' in block) return [block.config];
  if ('asserts' in block) return expressionsIn(block.asserts);
  if ('value' in block) return [block.value, ...expressionsIn(block.preconditions)];
  const { body, count, forEach, lifecycle } = block;
  const { replaceTriggeredBy, preconditions, postconditions } = lifecycle;
  return [
    body,
    count,
    forEach,
    ...replaceTriggeredBy,
    ...expressionsIn(preconditions),
    ...expressionsIn(postconditions),
  ].filter((expression) => expression !== undefined);
}

/**
 * The addresses of the resources that a block refers to, directly, through locals, or through what has to hold of a variable, and
 * those of `depends_on`; sorted.
 */
export function dependenciesOf(configuration: Configuration, block: ReferringBlock): readonly string[] {
  const found = new Set<string>();
  for (const expression of expressionsOf(block)) addResources(configuration, expression, found);
  if ('provisioners' in block)
    for (const { body, connection } of block.provisioners)
      for (const expression of [body, connection])
        if (expression !== undefined) addResources(configuration, expression, found);
  if ('dependsOn' in block)
    for (const written of block.dependsOn) {
      const address = declaredIn(configuration, written);
      if (address !== undefined) found.add(address);
    }
  if ('address' in block) found.delete(formatAddress(block.address));
  return [...found].sort();
}

/** The addresses of the resources that expressions refer to, directly or through locals. */
export function resourcesIn(
  configuration: Configuration,
  expressions: readonly Expression[],
): readonly string[] {
  const found = new Set<string>();
  for (const expression of expressions) addResources(configuration, expression, found);
  return [...found].sort();
}

/** The managed resources that a block itself names: in its expressions, not through locals, and in `depends_on`. */
export function namedResources(configuration: Configuration, block: ResourceBlock): readonly string[] {
  const referred = expressionsOf(block)
    .flatMap(referencesOf)
    .flatMap((reference) => (reference.to === 'resource' ? [reference.address] : []));
  const written = block.dependsOn.flatMap((each) => declaredIn(configuration, each) ?? []);
  return [...new Set([...referred, ...written])].filter(
    (address) => configuration.resources.get(address)?.address.mode === 'managed',
  );
}

/** The declared resource that an address in `depends_on` means: an instance or an attribute behind it does not matter. */
export function declaredIn(configuration: Configuration, written: string): string | undefined {
  const names = written.replaceAll(/\[[^\]]*\]/g, '').split('.');
  const address = names.slice(0, names[0] === 'data' ? 3 : 2).join('.');
  return configuration.resources.has(address) ? address : undefined;
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

/** What each local and each variable leads to, worked out once for each configuration. */
const THROUGH_NAMES = new WeakMap<Configuration, Map<string, ReadonlySet<string>>>();

function addResources(configuration: Configuration, expression: Expression, found: Set<string>): void {
  for (const reference of referencesOf(expression)) {
    if (reference.to === 'resource') {
      if (configuration.resources.has(reference.address)) found.add(reference.address);
    } else {
      for (const address of throughName(configuration, reference)) found.add(address);
    }
  }
}

function throughName(configuration: Configuration, reference: Reference): ReadonlySet<string> {
  const expressions = expressionsBehind(configuration, reference);
  if (expressions.length === 0) return NOTHING;
  const known = THROUGH_NAMES.get(configuration) ?? new Map<string, ReadonlySet<string>>();
  THROUGH_NAMES.set(configuration, known);
  const name = formatReference(reference);
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = new Set<string>();
  // Known as empty while it is worked out: a cycle, which is reported elsewhere, ends here.
  known.set(name, found);
  for (const expression of expressions) addResources(configuration, expression, found);
  return found;
}

const NOTHING: ReadonlySet<string> = new Set();

/** What has to be known before a name counts: of a local its value, of a variable the conditions that it has to fulfil. */
export function expressionsBehind(configuration: Configuration, reference: Reference): readonly Expression[] {
  switch (reference.to) {
    case 'local': {
      const value = configuration.locals.get(reference.name);
      return value === undefined ? [] : [value];
    }
    case 'variable':
      return expressionsIn(configuration.variables.get(reference.name)?.validations ?? []);
    default:
      return [];
  }
}

/** The variables that expressions refer to, directly, through locals, or through what has to hold of others. */
export function variablesBehind(
  configuration: Configuration,
  expressions: readonly Expression[],
): ReadonlySet<string> {
  const found = new Map<string, Reference>();
  const pending = [...expressions];
  // What is added while it runs is walked too.
  for (const expression of pending)
    for (const reference of referencesOf(expression)) {
      const name = formatReference(reference);
      if ((reference.to !== 'variable' && reference.to !== 'local') || found.has(name)) continue;
      found.set(name, reference);
      pending.push(...expressionsBehind(configuration, reference));
    }
  return new Set(
    [...found.values()].flatMap((reference) => (reference.to === 'variable' ? reference.name : [])),
  );
}

/** A way from a node back to itself, that node at both ends; undefined where there is none. */
export function findCycle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of edges.keys()) {
    const cycle = cycleFrom(start, edges, done);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Depth first, without recursion: chains may be as long as the configuration. */
function cycleFrom(
  start: string,
  edges: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
): readonly string[] | undefined {
  if (done.has(start)) return undefined;
  const way = new Map<string, number>([[start, 0]]);
  const path = [start];
  while (path.length > 0) {
    const node = path.at(-1) ?? start;
    const position = way.get(node) ?? 0;
    const next = edges.get(node)?.[position];
    way.set(node, position + 1);
    if (next === undefined) {
      done.add(node);
      way.delete(node);
      path.pop();
    } else if (way.has(next)) return [...path.slice(path.indexOf(next)), next];
    else if (!done.has(next) && edges.has(next)) {
      way.set(next, 0);
      path.push(next);
    }
  }
  return undefined;
}

/** `a => b => c => a`. */
export function formatCycle(cycle: readonly string[]): string {
  return cycle.join(' => ');
}
