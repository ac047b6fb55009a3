import type { Configuration, OutputBlock, ProviderBlock, Reference, ResourceBlock } from './configuration.js';
import type { Expression } from './language/expression.js';

/** Everything that an expression asks its scope for, each once, in the order of the text. */
export function referencesOf(expression: Expression): readonly Reference[] {
  throw new Error(`references are not there yet ${expression.kind}`);
}

/** The addresses of the resources that a block refers to, directly or through locals, and those of `depends_on`; sorted. */
export function dependenciesOf(
  configuration: Configuration,
  block: ResourceBlock | OutputBlock | ProviderBlock,
): readonly string[] {
  throw new Error(
    `dependencies are not there yet ${JSON.stringify([configuration.folder, block.construct])}`,
  );
}

/** A way from a node back to itself, that node at both ends; undefined where there is none. */
export function findCycle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  throw new Error(`cycles are not there yet ${edges.size}`);
}

/** `a => b => c => a`. */
export function formatCycle(cycle: readonly string[]): string {
  return cycle.join(' => ');
}
