import { UNKNOWN } from '@virtform/values';
import { formatAddress, resourceOf } from '../address.js';
import { blockAt } from '../config/index.js';
import type { Configuration } from '../config/index.js';
import type { Provider } from '../kinds/provider.js';
import type { Plan } from '../plan/plan.js';
import type { ResourceValues } from '../plan/resource-values.js';
import { declareBlocks, setStored } from '../plan/stored-values.js';
import { waitsForApply } from '../plan/summary.js';
import { instancesOf } from '../state/index.js';
import type { State } from '../state/state.js';

/** What values are declared from. */
interface ValueSources {
  readonly configuration: Configuration;
  readonly plan: Plan;
  readonly providers: readonly Provider<unknown>[];
}

/** What references mean while nothing was done yet: what does not change is known, all else is not. */
export function declareValues(
  values: ResourceValues,
  begun: State,
  { configuration, plan, providers }: ValueSources,
): void {
  declareBlocks(values, configuration, providers);
  const planned = plan.nodes.map(({ address }) => address);
  // What -target and -exclude leave out stays as the state has it.
  setStored(values, begun, new Set([...planned, ...unreadForChecks(begun, configuration, plan)]));
  for (const node of plan.nodes) {
    const block = formatAddress(resourceOf(node.instance));
    if (node.node === 'resource' && node.action === 'no-op') {
      values.set(block, node.instance.key, node.after, node.sensitive.after);
    } else if (node.node === 'resource' && node.after !== undefined && node.deposed === undefined) {
      // Known once it is done; were it left out, a list of all instances would be shorter where it fails.
      values.set(block, node.instance.key, UNKNOWN, []);
    } else if (node.node === 'refresh' && node.after !== undefined && node.deposed === undefined) {
      values.set(block, node.instance.key, node.after, node.sensitive);
    } else if (node.node === 'read' && !waitsForApply(node)) {
      values.set(block, node.instance.key, node.after, node.sensitive.after);
    }
  }
}

/** The data sources of checks that a plan of everything could not read: what the state has of them is of another day. */
function unreadForChecks(begun: State, configuration: Configuration, { options }: Plan): readonly string[] {
  if (options.targets.length + options.excludes.length > 0) return [];
  return [...instancesOf(begun)]
    .filter(({ address }) => blockAt(configuration, address)?.check !== undefined)
    .map(({ address }) => formatAddress(address));
}
