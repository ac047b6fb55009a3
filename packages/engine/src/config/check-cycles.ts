import type { Diagnostic } from '@virtform/values';
import { formatModulePath } from '../address.js';
import type { Configuration, ProviderName, Reference } from './configuration.js';
import { findCycles, formatCycle } from './cycles.js';
import {
  declaredIn,
  expressionsIn,
  expressionsOf,
  outputOf,
  referencesOf,
  repetitionOf,
} from './dependencies.js';
import type { Expression } from './language/expression.js';
import { formatReference } from './language/references.js';
import { ownProviders } from './modules/hand-providers.js';
import { callerOf } from './modules/parents.js';
import { everyModule, fromRoot } from './modules/tree.js';
import { writtenProvider } from './provider-reference.js';
import { provisionerExpressions } from './provisioners.js';

/**
 * Names that need each other's values, through modules too. As Terraform names them, `module.lab (expand)` is what decides how
 * often there is a module, and `module.lab (close)` everything in it.
 */
export function checkCycles(configuration: Configuration): readonly Diagnostic[] {
  const edges = new Map<string, readonly string[]>();
  for (const module of everyModule(configuration)) addModule(module, edges);
  return findCycles(edges).map((cycle) => ({
    severity: 'error',
    summary: `Cycle: ${formatCycle(cycle)}`,
    detail: 'Each of these needs the value of the next one before it has its own.',
    action: 'Take one of these references out, or give one of them a value that needs no other.',
    ...(cycle[0] === undefined ? {} : { address: cycle[0] }),
  }));
}

function addModule(module: Configuration, edges: Map<string, readonly string[]>): void {
  const at = (name: string): string => fromRoot(module, name);
  const caller = callerOf(module);
  const gate = caller === undefined ? [] : [`${formatModulePath(module.path)} (expand)`];
  const names = (expressions: readonly Expression[]): readonly string[] => [
    ...namesIn(module, expressions.flatMap(referencesOf)),
    ...gate,
  ];
  const written = (dependsOn: readonly string[]): readonly string[] =>
    namesIn(
      module,
      dependsOn.flatMap((each) => declaredIn(module, each) ?? []),
    );
  for (const [name, expression] of module.locals) edges.set(at(`local.${name}`), names([expression]));
  for (const [name, { validations }] of module.variables) {
    const input = caller?.call.inputs.attributes.get(name);
    // What has to hold of a variable may be said with others, and of those with it.
    const others = names(expressionsIn(validations)).filter((other) => !other.startsWith(at('var.')));
    const given =
      caller === undefined || input === undefined ? [] : namesIn(caller.configuration, referencesOf(input));
    edges.set(at(`var.${name}`), [...others, ...given]);
  }
  for (const [address, block] of module.resources) {
    // By its name, too, a provisioner may ask for the object that it runs for: it is there by then.
    const others = names(provisionerExpressions(block)).filter((name) => name !== at(address));
    edges.set(at(address), [
      ...names(expressionsOf(block)),
      ...others,
      ...written(block.dependsOn),
      providerNode(block.provider),
    ]);
  }
  for (const block of ownProviders(module))
    edges.set(providerNode({ ...block, module: module.path }), names(expressionsOf(block)));
  if (caller !== undefined)
    for (const [name, block] of module.outputs)
      edges.set(at(`output.${name}`), [...names(expressionsOf(block)), ...written(block.dependsOn)]);
  for (const [name, call] of module.calls) {
    edges.set(at(`module.${name} (expand)`), [...names(repetitionOf(call)), ...written(call.dependsOn)]);
    edges.set(at(`module.${name} (close)`), contentsOf(module.modules.get(name)));
  }
}

/** A provider where it is configured: nothing of it can be read before its block has its values. */
function providerNode({ module: path = [], ...provider }: ProviderName): string {
  return fromRoot({ path }, `provider.${writtenProvider(provider)}`);
}

/** What references wait for, by the names of the nodes of the graph. */
function namesIn(module: Configuration, references: readonly Reference[]): readonly string[] {
  return references.flatMap((reference) => {
    switch (reference.to) {
      case 'resource':
      case 'local':
      case 'variable':
        return fromRoot(module, formatReference(reference));
      case 'module': {
        const output = outputOf(module, reference);
        const name =
          output === undefined
            ? `module.${reference.name} (close)`
            : `module.${reference.name}.output.${output.name}`;
        return fromRoot(module, name);
      }
      default:
        return [];
    }
  });
}

function contentsOf(module: Configuration | undefined): readonly string[] {
  if (module === undefined) return [];
  const at = (name: string): string => fromRoot(module, name);
  return [
    `${formatModulePath(module.path)} (expand)`,
    ...[...module.variables.keys()].map((name) => at(`var.${name}`)),
    ...[...module.locals.keys()].map((name) => at(`local.${name}`)),
    ...[...module.resources.keys()].map(at),
    ...[...module.outputs.keys()].map((name) => at(`output.${name}`)),
    ...[...module.calls.keys()].map((name) => at(`module.${name} (close)`)),
  ];
}
