import { suggest } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { formatAddress, type InstanceKey } from '../../address.js';
import type { Configuration, ImportBlock } from '../configuration.js';
import { referencesOf, resourcesIn } from '../dependencies.js';
import type { Expression } from '../language/expression.js';
import { positionOf } from '../language/source.js';
import { blockAt, everyModule } from '../modules/tree.js';

/** The expressions of an import. */
export function importExpressions({ moduleKeys, key, id, forEach }: ImportBlock): readonly Expression[] {
  return [...moduleKeys, key, id, forEach].filter((expression) => expression !== undefined);
}

/** The addresses of the resources that an import refers to. */
export function importDependencies(configuration: Configuration, block: ImportBlock): readonly string[] {
  return resourcesIn(configuration, importExpressions(block));
}

/** What can be said of `import` blocks before anything has a value. */
export function checkImports(configuration: Configuration): readonly Diagnostic[] {
  const { imports } = configuration;
  return imports.flatMap((block, index) => [
    ...undeclared(block, configuration),
    ...ofItself(block),
    ...repeated(block, imports.slice(0, index)),
  ]);
}

function undeclared(block: ImportBlock, configuration: Configuration): readonly Diagnostic[] {
  const address = formatAddress(block.to);
  if (blockAt(configuration, block.to) !== undefined) return [];
  const declared = everyModule(configuration).flatMap((module) => [...module.resources.values()]);
  const near = suggest(
    address,
    declared.map((each) => formatAddress(each.address)),
  );
  return [
    problem(block, {
      summary: 'Configuration for import target does not exist',
      detail: `There is no ${address} in this configuration, and none is written for it.`,
      action:
        near === undefined
          ? `Declare the resource ${address}; what the object is now, "virsh dumpxml" and the like show.`
          : `Did you mean ${near}?`,
    }),
  ];
}

function ofItself(block: ImportBlock): readonly Diagnostic[] {
  const address = formatAddress(block.to);
  return importExpressions(block)
    .filter((expression) =>
      referencesOf(expression).some(
        (reference) => reference.to === 'resource' && reference.address === address,
      ),
    )
    .map((expression) => ({
      ...problem(block, {
        summary: 'Invalid import id argument',
        detail: 'The import ID cannot reference the resource being imported.',
        action: 'Say the UUID or the name as it is on the host.',
      }),
      source: positionOf(expression.span),
    }));
}

/** Two blocks for the same instance; where keys are computed, a plan finds out. */
function repeated(block: ImportBlock, earlier: readonly ImportBlock[]): readonly Diagnostic[] {
  const written = writtenAddress(block);
  const other = written === undefined ? undefined : earlier.find((each) => writtenAddress(each) === written);
  if (written === undefined || other === undefined) return [];
  const at = other.source === undefined ? '' : ` at ${other.source.file}:${other.source.line ?? 0}`;
  return [
    problem(block, {
      summary: `Duplicate import configuration for "${written}"`,
      detail: `An import block for ${written} was already declared${at}. A resource instance is imported once.`,
    }),
  ];
}

function writtenAddress({ to, moduleKeys, key }: ImportBlock): string | undefined {
  const keys = [...moduleKeys, key].map(constantKey);
  if (keys.includes(null)) return undefined;
  const keyed = <Step extends object>(step: Step, at: InstanceKey | null | undefined): Step =>
    at === undefined || at === null ? step : { ...step, key: at };
  return formatAddress(
    keyed({ ...to, module: to.module.map((step, index) => keyed(step, keys[index])) }, keys.at(-1)),
  );
}

/** A key that is written out; undefined where there is none, null where a plan has to find it out. */
function constantKey(key: Expression | undefined): InstanceKey | null | undefined {
  if (key === undefined) return undefined;
  const value = key.kind === 'literal' ? key.value : undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function problem(
  { to, construct, source }: ImportBlock,
  said: Pick<Diagnostic, 'summary' | 'detail' | 'action'>,
): Diagnostic {
  return {
    severity: 'error',
    ...said,
    address: formatAddress(to),
    ...(construct === undefined ? {} : { construct }),
    ...(source === undefined ? {} : { source }),
  };
}
