import { hasErrors } from '@virtform/values';
import type { Diagnostic, JsonObject, Value } from '@virtform/values';
import type { ResourceMode } from '../address.js';
import { createScope } from '../config/index.js';
import type { Configuration, FileReader } from '../config/index.js';
import type { Effects } from '../effects/effects.js';
import type { StatesSource } from '../kinds/sources.js';
import type { Provider } from '../kinds/provider.js';
import type { State } from '../state/state.js';
import { formatAddress } from '../address.js';
import type { InstanceMove } from '../state/index.js';
import { outputId } from './block-graph.js';
import type { BlockNode } from './block-graph.js';
import { buildGraph } from './build-graph.js';
import type { OrderedGraph } from './build-graph.js';
import { configurationJson } from './configuration-json.js';
import { createCheckCollector } from '../checks/collector.js';
import { createFirstBlocks } from './create-first.js';
import { planChecks } from './plan-checks.js';
import { checkHosts } from './check-across.js';
import { checkHolders } from './check-holders.js';
import type { PlanContext } from './context.js';
import { transitiveDependencies } from './dependencies.js';
import { encodeValue } from './encoding.js';
import { readHosts } from './hosts.js';
import { withReach } from './reach.js';
import { relevantAttributes } from './relevant-attributes.js';
import type { ReadHosts, UsedProvider } from './hosts.js';
import type { SeenHosts } from './seen-hosts.js';
import { withHandovers } from './handovers.js';
import { inspectHosts } from './inspect-hosts.js';
import { createLimit } from './limit.js';
import { withNotices } from './notices.js';
import { planOutputs } from './outputs.js';
import { planBlock } from './plan-block.js';
import type { PlannedBlock } from './planned-block.js';
import { planDataBlock } from './plan-data.js';
import type { Plan, PlanNode, PlanOptions } from './plan.js';
import { configureProviders, providerOfBlock } from './providers.js';
import type { ConfiguredProviders } from './providers.js';
import type { ReadEvent } from './read-events.js';
import { createResourceValues } from './resource-values.js';
import { concealPlan, secretsOfProvider, secretsOfState } from './secrets.js';
import type { PlannedChanges } from './secrets.js';
import { checkInstancesGone, checkMovesSelected } from './refactoring/check-moves.js';
import { moveState } from './refactoring/move-state.js';
import { forgotten } from './refactoring/removed.js';
import { startTakeover } from './refactoring/take-over.js';
import { selectInstances } from './selection.js';
import { checkedOnce } from './settled.js';
import { hasChanges } from './summary.js';
import { walkGraph } from './walk.js';
import type { SettledObjects } from './settled-objects.js';

/** What a plan is made from. */
export interface PlanSources {
  readonly configuration: Configuration;
  readonly state: State;
  /** As `readVariables` gives them. */
  readonly variables: ReadonlyMap<string, Value>;
  readonly options: PlanOptions;
  readonly providers: readonly Provider<unknown>[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: FileReader;
  /** As `UnitOptions` says it. */
  readonly dataFolder: string;
  readonly workspace?: string;
  /** When the run began. */
  readonly started: Date;
  /** What was found while the configuration was read. */
  readonly diagnostics: readonly Diagnostic[];
  readonly effects: Pick<Effects, 'hosts' | 'clock' | 'files'>;
  /** Other states, for data sources. */
  readonly states: StatesSource;
  readonly onRead?: (event: ReadEvent) => void;
  readonly signal?: AbortSignal;
  readonly settled?: SettledObjects;
  /** Is told what was seen of the hosts. */
  readonly seen?: SeenHosts;
}

/** What stands for an option that is not given. */
export const DEFAULT_PLAN_OPTIONS: PlanOptions = {
  destroy: false,
  targets: [],
  excludes: [],
  replace: [],
  refresh: true,
  refreshOnly: false,
  restart: [],
  allowDataLoss: [],
  parallelism: 10,
};

/**
 * Compares what the configuration asks for with what the state says and the hosts hold. Reads hosts, changes nothing.
 *
 * Everything that is wrong stands in the plan's diagnostics, so that it can be reported at once.
 */
export async function planConfiguration(sources: PlanSources): Promise<Plan> {
  const { configuration, variables, options, effects, started } = sources;
  const moved = moveState(configuration, sources.state, sources.providers);
  const { state } = moved;
  const graph = buildGraph({ configuration, resources: state.resources });
  const selection = selectInstances(graph, options, moved.moves);
  const values = createResourceValues();
  const scope = createScope({
    configuration,
    variables,
    resource: (address) => values.value(address),
    files: sources.files,
    started,
    phase: 'plan',
    ...(sources.workspace === undefined ? {} : { workspace: sources.workspace }),
  });
  const configured = configureProviders(configuration, scope, sources.providers, sources.environment);
  const used = usedProviders(graph, configured, sources);
  const local = { files: effects.files, folder: sources.dataFolder };
  const read = await readHosts(used.providers, state, effects, local, sources.signal);
  for (const host of read.hosts.values()) if (host.reading !== undefined) sources.seen?.put(host, host.view);
  const diagnostics: Diagnostic[] = [
    ...sources.diagnostics,
    ...moved.diagnostics,
    ...graph.diagnostics,
    ...selection.diagnostics,
    ...checkMovesSelected(moved.moves, selection, options),
    ...configured.diagnostics,
    ...used.diagnostics,
    ...read.diagnostics,
  ];
  const checks = createCheckCollector(configuration);
  const byBlock = new Map<string, readonly PlanNode[]>();
  const context: PlanContext = {
    lineage: state.lineage,
    serial: state.serial,
    configuration,
    state,
    options,
    scope,
    values,
    providers: sources.providers,
    hosts: read.hosts,
    selection,
    checks,
    planned: byBlock,
    createFirst: createFirstBlocks(graph),
    takeover: startTakeover(state),
    movedFrom: originOf(moved.moves),
    // Without refresh nobody looks at drift, and what nobody looked at is not settled.
    settled: options.refresh ? sources.settled : undefined,
    dependencies: transitiveDependencies(graph),
    states: sources.states,
    clock: effects.clock,
    limit: createLimit(options.parallelism),
    onRead: sources.onRead ?? (() => undefined),
  };
  const blocks = await planBlocks(context, graph, byBlock, read);
  const nodes = blocks.flatMap((block) => block.nodes);
  diagnostics.push(...blocks.flatMap((block) => block.diagnostics));
  const outputs = planOutputs(configuration.outputs, state, scope, options.destroy, checks, (name) =>
    context.dependencies(outputId(name)).every((address) => selection.covers(address)),
  );
  diagnostics.push(
    ...checkedOnce(
      context.settled,
      blocks.flatMap((block) => block.asked),
      checkHosts,
    ),
    ...checkHolders(nodes, read.hosts),
    ...unusedReplace(options, nodes),
    ...checkInstancesGone(configuration, scope),
    ...forgotten(nodes),
    ...outputs.diagnostics,
  );
  // Where the plan is refused already, nobody asks what else would be wrong on the host.
  if (!hasErrors(diagnostics)) {
    diagnostics.push(...(await inspectHosts(nodes, read.hosts, effects, sources.signal)));
  }
  const changes = hasChanges({ moves: moved.moves, nodes, outputs: outputs.outputs });
  const reached = withReach(
    changes ? blocks.flatMap((block) => block.afterChanges ?? block.nodes) : nodes,
    read.hosts,
  );
  diagnostics.push(...reached.diagnostics);
  diagnostics.push(
    ...planChecks({
      configuration,
      scope,
      checks,
      planned: byBlock,
      options,
      failed: hasErrors(diagnostics),
    }),
    ...scope.diagnostics,
  );
  const planned: PlannedChanges = {
    lineage: state.lineage,
    serial: state.serial,
    configuration: configuration.digest,
    created: started.toISOString(),
    options,
    variables: Object.fromEntries(
      [...variables]
        .filter(([name]) => configuration.variables.get(name)?.ephemeral !== true)
        .map(([name, value]) => [name, encodeValue(value)]),
    ),
    hosts: [...new Set([...read.hosts.values()].flatMap(({ reading }) => reading ?? []))],
    moves: moved.moves,
    nodes: withHandovers(withNotices(reached.nodes, read.hosts), read.hosts),
    outputs: outputs.outputs,
    checks: checks.results(),
    diagnostics: withoutRepetition(diagnostics),
  };
  const concealed = concealPlan(planned, [
    ...secretsOfState(state, new Set(blocks.flatMap(({ settled }) => settled ?? []))),
    ...[...configured.byAddress.values()].flatMap(secretsOfProvider),
  ]);
  let told: JsonObject | undefined;
  let relevant: readonly JsonObject[] | undefined;
  return {
    ...concealed,
    get relevant() {
      return (relevant ??= relevantAttributes(scope, planned));
    },
    get told() {
      return (told ??= configurationJson(configuration, scope, sources.providers));
    },
  };
}

function originOf(moves: readonly InstanceMove[]): PlanContext['movedFrom'] {
  const origins = new Map(moves.map(({ from, to }) => [formatAddress(to), formatAddress(from)]));
  return (address) => origins.get(address);
}

/** Plans block after block; what a data source waits for holds up only what depends on it. */
async function planBlocks(
  context: PlanContext,
  graph: OrderedGraph,
  byBlock: Map<string, readonly PlanNode[]>,
  hosts: ReadHosts,
): Promise<readonly PlannedBlock[]> {
  try {
    return await walkGraph(graph, (node) => {
      if (node.node !== 'resource') return undefined;
      const keep = (planned: PlannedBlock): PlannedBlock => {
        if (planned.nodes.length > 0) byBlock.set(node.address, planned.nodes);
        return planned;
      };
      return modeOf(node) === 'data'
        ? planDataBlock(context, node).then(keep)
        : keep(planBlock(context, node));
    });
  } finally {
    await hosts.close();
  }
}

function modeOf({ block, prior }: Extract<BlockNode, { node: 'resource' }>): ResourceMode | undefined {
  return (block?.address ?? prior[0]?.address)?.mode;
}

/** The providers that some resource needs, so that no host is asked in vain. What leaves the state needs none for a data source. */
function usedProviders(
  graph: OrderedGraph,
  configured: ConfiguredProviders,
  { providers, options }: Pick<PlanSources, 'providers' | 'options'>,
): { readonly providers: readonly UsedProvider[]; readonly diagnostics: readonly Diagnostic[] } {
  const used = new Map<string, UsedProvider>();
  const missing = new Map<string, Diagnostic>();
  for (const node of graph.nodes.values()) {
    if (node.node !== 'resource') continue;
    const { block, prior } = node;
    const forData = modeOf(node) === 'data';
    if (forData && (block === undefined || options.destroy)) continue;
    const own = block === undefined ? undefined : providerOfBlock(block, providers);
    const addresses = block === undefined ? prior.map(({ provider }) => provider) : [own];
    for (const address of addresses) {
      if (address === undefined) continue;
      const found = configured.byAddress.get(address);
      if (found === undefined) {
        if (!hasErrors(configured.diagnostics)) missing.set(address, missingProvider(address, node.address));
        continue;
      }
      const known = used.get(address);
      used.set(address, {
        ...found,
        forObjects: !forData || known?.forObjects === true,
        forData: forData || known?.forData === true,
      });
    }
  }
  return { providers: [...used.values()], diagnostics: [...missing.values()] };
}

/** How states named providers before they had sources. */
const LEGACY = /^provider\.([\w-]+)/;

function missingProvider(provider: string, address: string): Diagnostic {
  return {
    severity: 'error',
    summary: `${provider} is not configured`,
    detail:
      'A resource of the configuration or of the state belongs to it, so that its host has to be known.',
    action: LEGACY.test(provider)
      ? `A Terraform before 0.13 wrote it: virtform state replace-provider -- -/${LEGACY.exec(provider)?.[1] ?? ''} SOURCE gives it its source, such as dmacvicar/libvirt.`
      : 'Add a provider block with this alias; it may go once nothing of it is left.',
    address,
  };
}

/** `-replace` must not pass silently where it names nothing that could be replaced. */
function unusedReplace(options: PlanOptions, nodes: readonly PlanNode[]): readonly Diagnostic[] {
  const addresses = new Set(nodes.flatMap(({ node, address }) => (node === 'read' ? [] : [address])));
  return options.replace
    .filter((address) => !addresses.has(address))
    .map((address) => ({
      severity: 'error',
      summary: `-replace=${address} names nothing that is there`,
      action: 'Give the address of an instance as plan shows it, with its key: libvirt_domain.web[0].',
    }));
}

/** What several blocks report of the same local, once. */
function withoutRepetition(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Set(diagnostics)];
}
