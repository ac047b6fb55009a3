import { Diagnostic, suggest } from '@virtform/values';
import { formatAddress, formatTarget } from '../address.js';
import { checkImports, importExpressions } from './blocks/check-imports.js';
import { checkMoved } from './blocks/check-moved.js';
import { checkRemoved } from './blocks/check-removed.js';
import { checkProviders, checkRequiredProviders } from './check-providers.js';
import type { Block, Configuration, DependsOn, Reference, ResourceBlock } from './configuration.js';
import {
  declaredIn,
  expressionsIn,
  expressionsOf,
  referenceNodesOf,
  ReferringBlock,
} from './dependencies.js';
import { declaredVariable } from './declared-variable.js';
import { destroyReferenceProblems, provisionerExpressions } from './provisioners.js';
import type { Expression } from './language/expression.js';
import { formatCall, formatReference, type ModuleReference } from './language/references.js';
import { positionOf } from './language/source.js';
import { pathTo } from './locate.js';
import { checkCalls } from './modules/check-calls.js';
import { redundantBlocks } from './modules/check-handed.js';
import { everyModule, fromRoot } from './modules/tree.js';
import { checkTriggers } from './triggers.js';

/** A part of a module with the name that messages give it. */
interface Part {
  readonly address: string;
  readonly block: Block;
  readonly expressions: readonly Expression[];
  readonly resource?: Pick<ResourceBlock, 'count' | 'forEach'>;
  /** Those of its expressions in which `self` has a meaning. */
  readonly ofItself?: readonly Expression[];
}

/**
 * Everything that can be said about a configuration and the modules in it before anything has a value: names that are not declared,
 * blocks that contradict each other.
 */
export function checkConfiguration(configuration: Configuration): readonly Diagnostic[] {
  return [
    ...everyModule(configuration).flatMap(checkModule),
    ...checkMoved(configuration),
    ...checkRemoved(configuration),
    ...checkImports(configuration),
  ];
}

function checkModule(module: Configuration): readonly Diagnostic[] {
  const found = [
    ...partsOf(module).flatMap((part) =>
      part.expressions.flatMap((expression) => checkReferences(module, part, expression)),
    ),
    ...checkDestroyProvisioners(module),
    ...checkDependsOn(module),
    ...(module.path.length === 0 ? checkProviders(module) : []),
    ...checkReplaceTriggers(module),
    ...checkCalls(module),
    ...checkVariables(module),
    ...redundantBlocks(module),
    ...checkRequiredProviders(module),
  ];
  return module.path.length === 0
    ? found
    : found.map(({ address, ...diagnostic }) => ({
        ...diagnostic,
        ...(address === undefined ? {} : { address: fromRoot(module, address) }),
      }));
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
    ...[...configuration.calls.values()].map((block) => ({
      ...part(`module.${block.name}`, block),
      resource: block,
    })),
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
    const path = pathTo(expression, node.span);
    const diagnostic: Diagnostic = {
      severity: 'error',
      ...problem,
      address,
      ...(path.length === 0 ? {} : { path }),
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
      return (
        undeclared('module', reference, reference.name, configuration.calls) ??
        noOutput(configuration, reference)
      );
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
  const written = reference.to === 'module' ? `module.${name}` : formatReference(reference);
  return {
    summary: `Reference to undeclared ${noun}`,
    detail: `${written} is not declared in this configuration.`,
    ...(near === undefined
      ? {}
      : { action: `Did you mean ${written.slice(0, written.length - name.length)}${near}?` }),
  };
}

/** Of a repeated call that is referred to without a key nothing can be told: a name behind it may be a key. */
function noOutput(configuration: Configuration, reference: ModuleReference): Problem | undefined {
  const module = configuration.modules.get(reference.name);
  const call = configuration.calls.get(reference.name);
  const { key, output } = reference;
  const isInstance = (call?.count ?? call?.forEach) === undefined || key !== undefined;
  if (module === undefined || output === undefined || !isInstance || module.outputs.has(output))
    return undefined;
  const near = suggest(output, module.outputs.keys());
  return {
    summary: 'Unsupported attribute',
    detail: `${formatCall(reference)} has no output named ${JSON.stringify(output)}.`,
    action:
      near === undefined
        ? `Declare it in the module: output "${output}" { value = … }.`
        : `Did you mean ${JSON.stringify(near)}?`,
  };
}

function checkDependsOn(configuration: Configuration): readonly Diagnostic[] {
  const blocks: [string, ReferringBlock & DependsOn][] = [
    ...configuration.resources,
    ...[...configuration.outputs].map(([name, block]): [string, typeof block] => [`output.${name}`, block]),
    ...[...configuration.calls].map(([name, block]): [string, typeof block] => [`module.${name}`, block]),
  ];
  return blocks.flatMap(([address, block]) =>
    block.dependsOn
      .map((written, index) => ({ written, at: block.dependsOnAt[index] }))
      .filter(({ written }) => declaredIn(configuration, written) === undefined)
      .map(({ written, at }): Diagnostic => {
        const near = suggest(written, [
          ...configuration.resources.keys(),
          ...[...configuration.calls.keys()].map((name) => `module.${name}`),
        ]);
        return {
          severity: 'error',
          summary: `Reference to undeclared ${written.startsWith('module.') ? 'module' : 'resource'}`,
          detail: `depends_on names ${written}, which is not declared in this configuration.`,
          ...(near === undefined ? {} : { action: `Did you mean ${near}?` }),
          address,
          path: ['depends_on'],
          ...(block.construct === undefined ? {} : { construct: block.construct }),
          ...(at === undefined ? {} : { source: positionOf(at) }),
        };
      }),
  );
}

function checkVariables({ variables }: Configuration): readonly Diagnostic[] {
  return [...variables.values()].flatMap((block) =>
    declaredVariable(block).problems.map((problem) => ({
      ...problem,
      address: `var.${block.name}`,
      ...(block.construct === undefined ? {} : { construct: block.construct }),
    })),
  );
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
