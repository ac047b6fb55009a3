import { formatAddress, resourceOf } from '../address.js';
import { everyModule } from '../config/index.js';
import type { Configuration } from '../config/index.js';
import type { Provider } from '../kinds/provider.js';
import { instancesOf } from '../state/index.js';
import type { State } from '../state/state.js';
import type { Plan } from './plan.js';
import { repetitionOf } from './planned-block.js';
import { schemaOfBlock } from './providers.js';
import type { ResourceValues } from './resource-values.js';

/** Says what references to the blocks of a configuration will be. */
export function declareBlocks(
  values: ResourceValues,
  configuration: Configuration,
  providers: readonly Provider<unknown>[],
): void {
  for (const { resources } of everyModule(configuration))
    for (const block of resources.values()) {
      const schema = schemaOfBlock(block, providers);
      if (schema !== undefined) values.declare(formatAddress(block.address), repetitionOf(block), schema);
    }
}

/** References mean what the state has, but for the instances at these addresses. */
export function setStored(values: ResourceValues, state: State, except: ReadonlySet<string>): void {
  for (const { address, instance } of instancesOf(state)) {
    if (instance.deposed !== undefined || except.has(formatAddress(address))) continue;
    values.set(formatAddress(resourceOf(address)), instance.key, instance.attributes, instance.sensitive);
  }
}

/** References mean what there will be once the plan is applied. It has a node for every instance that there is then. */
export function setPlanned(values: ResourceValues, { nodes }: Plan): void {
  for (const node of nodes) {
    if (node.deposed !== undefined || node.node === 'forget' || node.after === undefined) continue;
    const sensitive = node.node === 'refresh' ? node.sensitive : node.sensitive.after;
    values.set(formatAddress(resourceOf(node.instance)), node.instance.key, node.after, sensitive);
  }
}
