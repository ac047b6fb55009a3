import type { Diagnostic } from '@virtform/values';
import { formatBlock, type ResourceAddress } from '../../address.js';
import { everyModule } from '../../config/index.js';
import type { Configuration, RemovedBlock } from '../../config/index.js';
import type { PlanNode } from '../plan.js';

/** The `removed` blocks of all modules. */
export function removedIn(configuration: Configuration): readonly RemovedBlock[] {
  return everyModule(configuration).flatMap(({ removed }) => removed);
}

/** Whether a `removed` block says that what a resource has only leaves the state. */
export function isForgotten(removed: readonly RemovedBlock[], resource: ResourceAddress): boolean {
  return removed.some((block) => !block.destroy && speaksOf(block, resource));
}

/** The `removed` block that says what becomes of a resource. */
export function removedBlockOf(
  removed: readonly RemovedBlock[],
  resource: ResourceAddress,
): RemovedBlock | undefined {
  return removed.find((block) => speaksOf(block, resource));
}

/** The addresses in such blocks have no keys: they mean a module, and the module of a resource, with all of its instances. */
function speaksOf({ from }: RemovedBlock, resource: ResourceAddress): boolean {
  if (from.kind === 'resource') return formatBlock(from.address) === formatBlock(resource);
  return from.module.every(({ name }, index) => resource.module[index]?.name === name);
}

/** Says which objects nobody will look after any more. */
export function forgotten(nodes: readonly PlanNode[]): readonly Diagnostic[] {
  const addresses = nodes
    .filter((node) => node.node === 'forget')
    .filter(({ why }) => why === 'removed-block')
    .map(({ address, deposed }) => ` - ${address}${deposed === undefined ? '' : ` (deposed ${deposed})`}`);
  if (addresses.length === 0) return [];
  return [
    {
      severity: 'warning',
      summary: 'Some objects will no longer be managed by virtform',
      detail: `They leave the state, and stay on their hosts as they are:\n${addresses.join('\n')}`,
      action: 'To manage them again, import them.',
    },
  ];
}
