import { suggest } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { formatBlock, formatModulePath, parseAddress, parseTarget, pathOf } from '../address.js';
import type { InstanceAddress, InstanceKey, ModuleStep, Target } from '../address.js';
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
  options: Pick<PlanOptions, 'targets' | 'excludes' | 'destroy'> &
    Partial<Pick<PlanOptions, 'restart' | 'allowDataLoss'>>,
  moves: readonly InstanceMove[] = [],
): Selection {
  // What moved is known by its old address too, which then brings nothing: its object is at the new one.
  const known = new Set([...graph.nodes.keys(), ...moves.map(({ from }) => formatBlock(from))]);
  const targets = readTargets(known, options.targets, '-target');
  const excludes = readTargets(known, options.excludes, '-exclude');
  const backwards = reverseEdges(graph.edges);
  const [towards, away] = options.destroy ? [backwards, graph.edges] : [graph.edges, backwards];
  const wanted = spread(graph, targets.targets, towards);
  const unwanted = spread(graph, excludes.targets, away);
  const { restart = [], allowDataLoss = [] } = options;
  const diagnostics = [
    ...targets.diagnostics,
    ...excludes.diagnostics,
    ...(restart === 'all' ? [] : unknownResources(known, restart, '-restart')),
    ...unknownResources(known, allowDataLoss, '-allow-data-loss'),
  ];
  if (targets.targets.length + excludes.targets.length > 0) diagnostics.push(PARTIAL);
  const has = (instance: InstanceAddress): boolean =>
    (options.targets.length === 0 || isIn(wanted, targets.targets, instance)) &&
    !isIn(unwanted, excludes.targets, instance);
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

/** Everything that lies behind the targets; they themselves count as whole blocks only where a neighbour brings them in. */
function spread(
  graph: BlockGraph,
  targets: readonly Target[],
  edges: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const blocks = targets.flatMap((target) => blocksOf(graph, target));
  // What a module holds lies behind itself no further than it does.
  const inside = new Set(
    targets.flatMap((target) => (target.kind === 'module' ? blocksOf(graph, target) : [])),
  );
  const neighbours = blocks
    .flatMap((block) => [...(edges.get(block) ?? [])])
    .filter((neighbour) => !inside.has(neighbour));
  return reachable(edges, neighbours);
}

function blocksOf(graph: BlockGraph, target: Target): readonly string[] {
  if (target.kind === 'resource') return [formatBlock(target.address)];
  return [...graph.nodes.keys()].filter((id) => isInside(parseAddress(id)?.module ?? [], target.module));
}

/** Without a key on either side every instance is meant. */
function isInside(module: readonly ModuleStep[], outer: readonly ModuleStep[]): boolean {
  return outer.every((step, index) => {
    const inner = module[index];
    return inner?.name === step.name && sameKey(inner.key, step.key);
  });
}

function sameKey(left: InstanceKey | undefined, right: InstanceKey | undefined): boolean {
  return left === undefined || right === undefined || left === right;
}

function isIn(blocks: ReadonlySet<string>, targets: readonly Target[], instance: InstanceAddress): boolean {
  return blocks.has(formatBlock(instance)) || targets.some((target) => means(target, instance));
}

function means(target: Target, instance: InstanceAddress): boolean {
  if (target.kind === 'module') return isInside(instance.module, target.module);
  const { address } = target;
  return (
    formatBlock(address) === formatBlock(instance) &&
    isInside(instance.module, address.module) &&
    sameKey(instance.key, address.key)
  );
}

function readTargets(
  known: ReadonlySet<string>,
  texts: readonly string[],
  option: string,
): { readonly targets: readonly Target[]; readonly diagnostics: readonly Diagnostic[] } {
  if (texts.length === 0) return { targets: [], diagnostics: [] };
  const modules = new Set([...known].flatMap((id) => modulesAround(parseAddress(id)?.module ?? [])));
  const targets: Target[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const text of texts) {
    const target = parseTarget(text);
    if (target !== undefined && isKnown(target, known, modules)) {
      targets.push(target);
      continue;
    }
    const nearest = suggest(text, [...known, ...modules]);
    diagnostics.push({
      severity: 'error',
      summary: `${option}=${text} names nothing`,
      detail: 'Neither the configuration nor the state has a resource or a module of this address.',
      action:
        nearest === undefined
          ? 'Give an address as plan shows it, such as libvirt_domain.web.'
          : `Did you mean ${nearest}?`,
    });
  }
  return { targets, diagnostics };
}

/** What names no resource: an option that is for single objects must not pass silently where it means none, or a whole module. */
function unknownResources(
  known: ReadonlySet<string>,
  texts: readonly string[],
  option: string,
): readonly Diagnostic[] {
  const modules = texts
    .filter((text) => parseTarget(text)?.kind === 'module')
    .map((text): Diagnostic => ({
      severity: 'error',
      summary: `${option}=${text} names a module`,
      detail: 'It is for resources, each by its own address.',
      action: 'Give the addresses as plan shows them, such as module.lab.libvirt_domain.web.',
    }));
  const others = texts.filter((text) => parseTarget(text)?.kind !== 'module');
  return [...modules, ...readTargets(known, others, option).diagnostics];
}

function isKnown(target: Target, blocks: ReadonlySet<string>, modules: ReadonlySet<string>): boolean {
  return target.kind === 'resource'
    ? blocks.has(formatBlock(target.address))
    : modules.has(formatModulePath(pathOf(target.module)));
}

/** The module that steps lead to, and those around it, without keys. */
function modulesAround(module: readonly ModuleStep[]): readonly string[] {
  return module.map((_, index) => formatModulePath(pathOf(module.slice(0, index + 1))));
}
