import { suggest } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { formatAddress, parseAddress, resourceOf } from '../address.js';
import type { InstanceAddress } from '../address.js';
import type { InstanceMove } from '../state/index.js';
import type { BlockGraph } from './block-graph.js';
import { reachable, reverseEdges } from './graph.js';
import type { PlanOptions } from './plan.js';

/** Which instances a plan is about. */
export interface Selection {
  has(instance: InstanceAddress): boolean;
  /** The same of any instance of a block. */
  covers(block: string): boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What `-target` and `-exclude` leave. A target brings what it depends on; what is excluded takes along what depends on it.
 * For a destroy plan both look the other way: nothing may be destroyed before what depends on it.
 */
export function selectInstances(
  graph: BlockGraph,
  options: Pick<PlanOptions, 'targets' | 'excludes' | 'destroy'>,
  moves: readonly InstanceMove[] = [],
): Selection {
  // What moved is known by its old address too, which then brings nothing: its object is at the new one.
  const known = new Set([...graph.nodes.keys(), ...moves.map(({ from }) => blockOf(from))]);
  const targets = readAddresses(known, options.targets, '-target');
  const excludes = readAddresses(known, options.excludes, '-exclude');
  const backwards = reverseEdges(graph.edges);
  const [towards, away] = options.destroy ? [backwards, graph.edges] : [graph.edges, backwards];
  const wanted = spread(targets.addresses, towards);
  const unwanted = spread(excludes.addresses, away);
  const diagnostics = [...targets.diagnostics, ...excludes.diagnostics];
  if (targets.addresses.length + excludes.addresses.length > 0) diagnostics.push(PARTIAL);
  const has = (instance: InstanceAddress): boolean =>
    (options.targets.length === 0 || isIn(wanted, targets.addresses, instance)) &&
    !isIn(unwanted, excludes.addresses, instance);
  return {
    has,
    covers(block) {
      const address = parseAddress(block);
      return address !== undefined && has(address);
    },
    diagnostics,
  };
}

const PARTIAL: Diagnostic = {
  severity: 'warning',
  summary: 'The plan covers a part of the configuration',
  detail:
    'With -target or -exclude some resources are left out, so that the host may not match the configuration afterwards.',
  action: 'Run plan without these options when the exceptional situation is over.',
};

/** Everything that lies behind the addresses; they themselves count as whole blocks only where a neighbour brings them in. */
function spread(
  addresses: readonly InstanceAddress[],
  edges: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const neighbours = addresses.flatMap((address) => [...(edges.get(blockOf(address)) ?? [])]);
  return reachable(edges, neighbours);
}

function isIn(
  blocks: ReadonlySet<string>,
  addresses: readonly InstanceAddress[],
  instance: InstanceAddress,
): boolean {
  const block = blockOf(instance);
  return (
    blocks.has(block) ||
    addresses.some(
      (address) =>
        blockOf(address) === block &&
        (address.key === undefined || instance.key === undefined || address.key === instance.key),
    )
  );
}

function blockOf(instance: InstanceAddress): string {
  return formatAddress(resourceOf(instance));
}

function readAddresses(
  known: ReadonlySet<string>,
  texts: readonly string[],
  option: string,
): { readonly addresses: readonly InstanceAddress[]; readonly diagnostics: readonly Diagnostic[] } {
  const addresses: InstanceAddress[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const text of texts) {
    const address = parseAddress(text);
    if (address !== undefined && known.has(blockOf(address))) {
      addresses.push(address);
      continue;
    }
    const nearest = suggest(text, known);
    diagnostics.push({
      severity: 'error',
      summary: `${option}=${text} names nothing`,
      detail: 'Neither the configuration nor the state has a resource of this address.',
      action:
        nearest === undefined
          ? 'Give an address as plan shows it, such as libvirt_domain.web.'
          : `Did you mean ${nearest}?`,
    });
  }
  return { addresses, diagnostics };
}
