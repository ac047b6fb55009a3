import { Diagnostic, suggest } from '@virtform/values';
import { formatAddress, formatTarget } from '../address.js';
import { checkImports, importExpressions } from './blocks/check-imports.js';
import { checkMoved } from './blocks/check-moved.js';
import { checkRemoved } from './blocks/check-removed.js';
import type { Block, Configuration, Reference, ResourceBlock } from './configuration.js';
import {
  declaredIn,
  expressionsIn,
  expressionsOf,
  findCycle,
  formatCycle,
  referenceNodesOf,
  referencesOf,
  ReferringBlock,
} from './dependencies.js';
import { destroyReferenceProblems, provisionerExpressions } from './provisioners.js';
import type { Expression } from './language/expression.js';
import { formatReference } from './language/references.js';
import { positionOf } from './language/source.js';
import { checkTriggers } from './triggers.js';

/** A part of the configuration with the name that messages give it. */
interface Part {
  readonly address: string;
  readonly block: Block;
  readonly expressions: readonly Expression[];
  readonly resource?: Pick<ResourceBlock, 'count' | 'forEach'>;
  /** Those of its expressions in which `self` has a meaning. */
  readonly ofItself?: readonly Expression[];
}

/** Everything that can be said about a configuration before anything has a value: names that are not declared, and cycles. */
export function checkConfiguration(configuration: Configuration): readonly Diagnostic[] {
  const parts = partsOf(configuration);
  const unknown = parts.flatMap((part) => [
    ...part.expressions.flatMap((expression) => checkReferences(configuration, part, expression)),
  ]);
  return [
    ...unknown,
    ...checkDestroyProvisioners(configuration),
    ...checkDependsOn(configuration),
    ...checkProviders(configuration),
    ...checkReplaceTriggers(configuration),
    ...checkMoved(configuration),
    ...checkRemoved(configuration),
    ...checkImports(configuration),
    ...checkCycles(configuration),
  ];
}

function partsOf(configuration: Configuration): readonly Part[] {
  const part = (address: string, block: ReferringBlock): Part => ({
    address,
    block,
    expressions: expressionsOf(block),
  });
  return [
    ...[...configuration.locals].map(([name, expression]) => ({
      address: `local.${name}`,
      block: {},
      expressions: [expression],
    })),
    ...[...configuration.variables.values()].map((block) => ({
      address: `var.${block.name}`,
      block,
      expressions: expressionsIn(block.validations),
    })),
    ...configuration.providers.map((block) => part(`provider.${block.name}`, block)),
    ...[...configuration.resources].map(([address, block]) => ({
      ...part(address, block),
      resource: block,
      ofItself: expressionsIn(block.lifecycle.postconditions),
    })),
    ...[...configuration.resources].map(([address, block]) => ({
      address,
      block,
      resource: block,
      expressions: provisionerExpressions(block),
      ofItself: provisionerExpressions(block),
    })),
    ...[...configuration.outputs].map(([name, block]) => part(`output.${name}`, block)),
    ...[...configuration.checks].map(([name, block]) => part(`check.${name}`, block)),
    ...configuration.imports.map((block) => ({
      address: formatAddress(block.to),
      block,
      expressions: importExpressions(block),
      resource: block,
    })),
  ];
}

function checkReferences(
  configuration: Configuration,
  { address, block, resource, ofItself = [] }: Part,
  expression: Expression,
): readonly Diagnostic[] {
  const hasSelf = ofItself.includes(expression);
  return referenceNodesOf(expression).flatMap((node) => {
    if (node.reference.to === 'self' && hasSelf) return [];
    const problem =
      checkReference(configuration, node.reference, resource) ??
      outOfScope(configuration, node.reference, address);
    if (problem === undefined) return [];
    const diagnostic: Diagnostic = {
      severity: 'error',
      ...problem,
      address,
      ...(block.construct === undefined ? {} : { construct: block.construct }),
      source: positionOf(node.span),
    };
    return [diagnostic];
  });
}

/** The data source of a check is there for that check alone. */
function outOfScope({ resources }: Configuration, reference: Reference, from: string): Problem | undefined {
  if (reference.to !== 'resource') return undefined;
  const check = resources.get(reference.address)?.check;
  if (check === undefined || from === `check.${check}`) return undefined;
  return {
    summary: 'Reference to scoped resource',
    detail: `${reference.address} stands in the check "${check}", and nothing else can refer to it.`,
    action: 'Put the data source beside the check: both can refer to it there.',
  };
}

type Problem = Pick<Diagnostic, 'summary' | 'detail' | 'action'>;

function checkReference(
  configuration: Configuration,
  reference: Reference,
  resource: Part['resource'],
): Problem | undefined {
  switch (reference.to) {
    case 'variable':
      return undeclared('input variable', reference, reference.name, configuration.variables);
    case 'local':
      return undeclared('local value', reference, reference.name, configuration.locals);
    case 'resource':
      return undeclared('resource', reference, reference.address, configuration.resources);
    case 'module':
      return undeclared('module', reference, reference.name, new Map());
    case 'count':
      return resource?.count === undefined
        ? {
            summary: 'Reference to "count" in non-counted context',
            detail: '"count.index" has a meaning only in blocks that say "count".',
          }
        : undefined;
    case 'each':
      return resource?.forEach === undefined
        ? {
            summary: 'Reference to "each" in context without for_each',
            detail: `"each.${reference.name}" has a meaning only in blocks that say "for_each".`,
          }
        : undefined;
    case 'self':
      return {
        summary: 'Invalid "self" reference',
        detail: '"self" has a meaning only in provisioners, connections and postconditions.',
      };
    case 'path':
    case 'terraform':
      return undefined;
  }
}

function checkDestroyProvisioners({ resources, removed }: Configuration): readonly Diagnostic[] {
  const blocks = [
    ...resources,
    ...removed.map((block): [string, typeof block] => [formatTarget(block.from), block]),
  ];
  return blocks.flatMap(([address, block]) =>
    destroyReferenceProblems(block).map((problem) => ({
      ...problem,
      address,
      ...(block.construct === undefined ? {} : { construct: block.construct }),
    })),
  );
}

function undeclared(
  noun: string,
  reference: Reference,
  name: string,
  declared: ReadonlyMap<string, unknown>,
): Problem | undefined {
  if (declared.has(name)) return undefined;
  const near = suggest(name, declared.keys());
  const written = formatReference(reference);
  return {
    summary: `Reference to undeclared ${noun}`,
    detail: `${written} is not declared in this configuration.`,
    ...(near === undefined
      ? {}
      : { action: `Did you mean ${written.slice(0, written.length - name.length)}${near}?` }),
  };
}

function checkDependsOn(configuration: Configuration): readonly Diagnostic[] {
  const blocks: [string, ReferringBlock & { readonly dependsOn: readonly string[] }][] = [
    ...configuration.resources,
    ...[...configuration.outputs].map(([name, block]): [string, typeof block] => [`output.${name}`, block]),
  ];
  return blocks.flatMap(([address, block]) =>
    block.dependsOn
      .filter((written) => declaredIn(configuration, written) === undefined)
      .map((written): Diagnostic => {
        const near = suggest(written, configuration.resources.keys());
        return {
          severity: 'error',
          summary: 'Reference to undeclared resource',
          detail: `depends_on names ${written}, which is not declared in this configuration.`,
          ...(near === undefined ? {} : { action: `Did you mean ${near}?` }),
          address,
          path: ['depends_on'],
          ...(block.construct === undefined ? {} : { construct: block.construct }),
          ...(block.source === undefined ? {} : { source: block.source }),
        };
      }),
  );
}

/** A provider without configuration is fine; an alias has to be declared. */
function checkProviders(configuration: Configuration): readonly Diagnostic[] {
  const aliases = configuration.providers.flatMap(({ name, alias }) =>
    alias === undefined ? [] : [`${name}.${alias}`],
  );
  return [...configuration.resources].flatMap(([address, { provider, construct, source }]) => {
    if (provider.alias === undefined) return [];
    const written = `${provider.name}.${provider.alias}`;
    if (aliases.includes(written)) return [];
    const near = suggest(written, aliases);
    const diagnostic: Diagnostic = {
      severity: 'error',
      summary: 'Provider configuration not present',
      detail: `There is no configuration of the provider ${provider.name} with the alias "${provider.alias}".`,
      ...(near === undefined ? {} : { action: `Did you mean ${near}?` }),
      address,
      path: ['provider'],
      ...(construct === undefined ? {} : { construct }),
      ...(source === undefined ? {} : { source }),
    };
    return [diagnostic];
  });
}

function checkReplaceTriggers({ resources }: Configuration): readonly Diagnostic[] {
  return [...resources].flatMap(([address, { lifecycle, construct }]) =>
    checkTriggers(lifecycle.replaceTriggeredBy).map((diagnostic) => ({
      ...diagnostic,
      address,
      ...(construct === undefined ? {} : { construct }),
    })),
  );
}

function checkCycles(configuration: Configuration): readonly Diagnostic[] {
  const names = (expressions: readonly Expression[]): readonly string[] =>
    expressions
      .flatMap(referencesOf)
      .filter(({ to }) => to === 'resource' || to === 'local' || to === 'variable')
      .map(formatReference);
  const edges = new Map<string, readonly string[]>();
  for (const [name, expression] of configuration.locals) edges.set(`local.${name}`, names([expression]));
  for (const [name, { validations }] of configuration.variables)
    edges.set(
      `var.${name}`,
      // What has to hold of a variable may be said with others, and of those with it.
      names(expressionsIn(validations)).filter((other) => !other.startsWith('var.')),
    );
  for (const [address, block] of configuration.resources) {
    const written = block.dependsOn.flatMap((each) => declaredIn(configuration, each) ?? []);
    // By its name, too, a provisioner may ask for the object that it runs for: it is there by then.
    const others = names(provisionerExpressions(block)).filter((name) => name !== address);
    edges.set(address, [...names(expressionsOf(block)), ...others, ...written]);
  }
  const cycle = findCycle(edges);
  if (cycle === undefined) return [];
  return [
    {
      severity: 'error',
      summary: `Cycle: ${formatCycle(cycle)}`,
      detail: 'Each of these needs the value of the next one before it has its own.',
      action: 'Take one of these references out, or give one of them a value that needs no other.',
      ...(cycle[0] === undefined ? {} : { address: cycle[0] }),
    },
  ];
}
