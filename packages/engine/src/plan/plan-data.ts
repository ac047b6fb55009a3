import { hasErrors, isWhollyKnown, UNKNOWN } from '@virtform/values';
import type { Diagnostic, Path, Value } from '@virtform/values';
import type { ResourceSchema } from '@virtform/schema';
import { formatAddress } from '../address.js';
import { judgeReading } from '../checks/scoped-data.js';
import { askPostconditions, askPreconditions } from '../checks/ask.js';
import type { AskedInstance } from '../checks/ask.js';
import type { InstanceAddress } from '../address.js';
import { expand, instanceScope } from '../config/index.js';
import type { Expansion, ResourceBlock, Scope } from '../config/index.js';
import type { Attributes } from '../kinds/kind.js';
import type { StateInstance, StateResource } from '../state/state.js';
import type { ResourceBlockNode } from './block-graph.js';
import { placesOf } from './block-places.js';
import type { BlockPlace } from './block-places.js';
import type { PlanContext } from './context.js';
import { dataReaderOf, failedReading } from './data-reader.js';
import type { DataReader } from './data-reader.js';
import { placeDiagnostics, placeOf } from './diagnostics.js';
import { hasPendingDependency } from './pending.js';
import { expandChecks } from './plan-checks.js';
import { repetitionOf } from './planned-block.js';
import type { PlannedBlock } from './planned-block.js';
import { currentInstances } from './plan-instance.js';
import type { ReadNode } from './plan.js';
import { providerOfBlock, unknownKind } from './providers.js';
import { concealDiagnostics, withSchemaSecrets } from './secrets.js';
import { evaluateWanted } from './wanted.js';

/** What becomes of one instance. */
interface PlannedData {
  readonly node: ReadNode | undefined;
  /** Of a check: how it is read once more, where the plan changes anything. */
  readonly again?: ReadNode;
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING: PlannedData = { node: undefined, diagnostics: [] };

/**
 * Reads every instance of a data source, side by side, or puts it off until the apply. What the configuration does not ask for any
 * more leaves the state; nobody has to be asked for that.
 */
export async function planDataBlock(context: PlanContext, node: ResourceBlockNode): Promise<PlannedBlock> {
  const { block, prior, address } = node;
  if (block === undefined || context.options.destroy)
    return joined(prior.flatMap((resource) => forgetAll(context, block, resource)));
  const provider = providerOfBlock(block, context.providers);
  const host = provider === undefined ? undefined : context.hosts.get(provider);
  // A host that could not be opened was reported.
  const known = context.providers.some(
    ({ name, dataKinds }) => name === block.provider.name && dataKinds.has(block.address.type),
  );
  if (provider === undefined || !known) {
    return joined([
      {
        ...NOTHING,
        diagnostics: placeDiagnostics([unknownKind(block, context.providers)], placeOf(block, address)),
      },
    ]);
  }
  const reader =
    host === undefined
      ? undefined
      : dataReaderOf(host.provider, block.address.type, {
          states: context.states,
          clock: context.clock,
          host: host.connections,
          called: host.host,
        });
  if (reader === undefined) return joined([]);
  const { places, left } = placesOf(context.scope, node);
  if (places.length === 0) expandChecks(context, block, []);
  const planned = await Promise.all(
    places.map((place) => planPlace(context, place, { reader, provider, address })),
  );
  return joined([...planned.flat(), ...left.flatMap((resource) => forgetAll(context, block, resource))]);
}

async function planPlace(
  context: PlanContext,
  { block, scope, prior }: BlockPlace,
  { reader, provider, address }: Pick<DataQuestion, 'reader' | 'provider' | 'address'>,
): Promise<readonly PlannedData[]> {
  const { expansions, diagnostics } = expand(block, scope);
  const placed = formatAddress(block.address);
  if (hasErrors(diagnostics)) {
    return [{ ...NOTHING, diagnostics: placeDiagnostics(diagnostics, placeOf(block, placed)) }];
  }
  context.values.declare(placed, repetitionOf(block), reader.schema);
  const keys = new Set(expansions.map(({ key }) => key));
  const leftovers = (prior?.instances ?? []).filter(({ key }) => !keys.has(key));
  const pending = hasPendingDependency(context, block, address);
  const question: DataQuestion = { block, scope, reader, provider, address, pending };
  const current = currentInstances(prior);
  const planned = await Promise.all(
    expansions.map((expansion) => planExpansion(context, question, expansion, current.get(expansion.key))),
  );
  return [
    { ...NOTHING, diagnostics },
    ...planned,
    ...leftovers.map((instance) => forget(context, block, prior, instance)),
  ];
}

/** A block, and what its instances have in common. */
interface DataQuestion {
  /** In one instance of its module. */
  readonly block: ResourceBlock;
  readonly scope: Scope;
  /** Of the block, without keys. */
  readonly address: string;
  readonly reader: DataReader;
  readonly provider: string;
  /** Something that it names is still to be changed. */
  readonly pending: boolean;
}

async function planExpansion(
  context: PlanContext,
  { block, scope, address: withoutKeys, reader, provider, pending }: DataQuestion,
  expansion: Expansion,
  before: StateInstance | undefined,
): Promise<PlannedData> {
  const { key } = expansion;
  const { schema, host } = reader;
  const blockAddress = formatAddress(block.address);
  const instance: InstanceAddress = key === undefined ? block.address : { ...block.address, key };
  const address = formatAddress(instance);
  const keep = (attributes: Attributes | typeof UNKNOWN, sensitive: readonly Path[]): void =>
    context.values.set(blockAddress, key, attributes, sensitive);
  const keepPrior = (): PlannedData => {
    keep(before?.attributes ?? UNKNOWN, before?.sensitive ?? []);
    return NOTHING;
  };
  if (!context.selection.has(instance)) return keepPrior();
  const place = placeOf(block, address);
  const asking: AskedInstance = {
    block,
    address,
    scope,
    expansion,
    severity: context.options.refreshOnly ? 'warning' : 'error',
  };
  const first = askPreconditions(asking);
  context.checks.record(withoutKeys, address, first.judgements);
  if (hasErrors(first.diagnostics)) {
    keep(UNKNOWN, []);
    return { ...NOTHING, diagnostics: first.diagnostics };
  }
  const wanted = evaluateWanted(block, address, schema, instanceScope(scope, expansion), undefined);
  const { attributes, sensitive } = wanted;
  const diagnostics = [...first.diagnostics, ...wanted.diagnostics];
  const askLast = (): readonly Diagnostic[] => {
    const self = context.values.instance(blockAddress, key);
    if (self === undefined) return [];
    const last = askPostconditions(asking, self);
    context.checks.record(withoutKeys, address, last.judgements);
    return last.diagnostics;
  };
  if (attributes === undefined) {
    keep(UNKNOWN, []);
    return { ...NOTHING, diagnostics };
  }
  const base = {
    node: 'read',
    address,
    instance,
    provider,
    host,
    ...(block.check === undefined ? {} : { check: block.check }),
    ...(block.construct === undefined ? {} : { construct: block.construct }),
    dependencies: context.dependencies(withoutKeys),
    ...priorOf(instance, before),
  } as const;
  const node = (after: Attributes, more: Pick<ReadNode, 'reason'>): ReadNode => {
    const secrets = withSchemaSecrets(instance, after, sensitive);
    return { ...base, after, sensitive: { before: base.sensitive.before, after: secrets }, ...more };
  };
  const kept = (planned: ReadNode): ReadNode => {
    keep(planned.after ?? UNKNOWN, planned.sensitive.after);
    return planned;
  };
  const known = isWhollyKnown(attributes);
  if (!known || pending) {
    // A plan that only refreshes has nothing to wait for: what the state has stays.
    if (context.options.refreshOnly) return keepPrior();
    const reason = known ? 'read_because_dependency_pending' : 'read_because_config_unknown';
    const waiting = kept(node({ ...attributes, ...unknownsOf(schema) }, { reason }));
    return { node: waiting, diagnostics: [...diagnostics, ...askLast()] };
  }
  const read = await readNow(context, reader, address, attributes);
  const told = concealDiagnostics(placeDiagnostics(read.diagnostics, place), wanted.conceal);
  const found = [
    ...diagnostics,
    ...judgeReading({ check: block.check, module: instance.module }, context.checks, told),
  ];
  const again = (after: Attributes): Pick<PlannedData, 'again'> =>
    block.check === undefined || context.options.refreshOnly
      ? {}
      : { again: node(after, { reason: 'read_because_check_nested' }) };
  if (read.attributes === undefined) {
    keep(UNKNOWN, []);
    return { ...NOTHING, ...again({ ...attributes, ...unknownsOf(schema) }), diagnostics: found };
  }
  const after = { ...attributes, ...read.attributes };
  return { node: kept(node(after, {})), ...again(after), diagnostics: [...found, ...askLast()] };
}

async function readNow(
  { limit, clock, onRead }: PlanContext,
  reader: DataReader,
  address: string,
  wanted: Attributes,
): Promise<{ readonly attributes: Attributes | undefined; readonly diagnostics: readonly Diagnostic[] }> {
  return limit(async () => {
    const started = clock.now();
    const told = { address, action: 'read' } as const;
    onRead({ ...told, event: 'started', steps: 0 });
    try {
      const read = await reader.read(wanted);
      const { id } = read.attributes;
      onRead({
        ...told,
        event: 'completed',
        elapsed: clock.now() - started,
        ...(typeof id === 'string' ? { id } : {}),
      });
      return read;
    } catch (error) {
      const diagnostics = failedReading(address, reader.host, error);
      onRead({ ...told, event: 'failed', elapsed: clock.now() - started, diagnostics });
      return { attributes: undefined, diagnostics };
    }
  });
}

/** What only a reading tells. */
export function unknownsOf(schema: ResourceSchema): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(schema.attributes)
      .filter(([, { presence }]) => presence === 'read-only')
      .map(([name]) => [name, UNKNOWN]),
  );
}

function priorOf(
  instance: InstanceAddress,
  before: StateInstance | undefined,
): Pick<ReadNode, 'before' | 'prior' | 'sensitive'> {
  if (before === undefined) return { before: undefined, sensitive: { before: [], after: [] } };
  const { attributes, sensitive, dependencies, tainted } = before;
  return {
    before: attributes,
    sensitive: { before: withSchemaSecrets(instance, attributes, sensitive), after: [] },
    prior: { dependencies, tainted },
  };
}

/** What the state still has, and nobody asks for. */
function forget(
  { selection }: PlanContext,
  block: ResourceBlock | undefined,
  prior: StateResource | undefined,
  instance: StateInstance,
): PlannedData {
  if (prior === undefined) return NOTHING;
  const { key } = instance;
  const place: InstanceAddress = key === undefined ? prior.address : { ...prior.address, key };
  if (!selection.has(place)) return NOTHING;
  return {
    node: {
      node: 'read',
      address: formatAddress(place),
      instance: place,
      provider: prior.provider,
      host: undefined,
      ...(block?.construct === undefined ? {} : { construct: block.construct }),
      dependencies: instance.dependencies,
      ...priorOf(place, instance),
      after: undefined,
    },
    diagnostics: [],
  };
}

function forgetAll(
  context: PlanContext,
  block: ResourceBlock | undefined,
  resource: StateResource,
): readonly PlannedData[] {
  return resource.instances.map((instance) => forget(context, block, resource, instance));
}

function joined(parts: readonly PlannedData[]): PlannedBlock {
  return {
    nodes: parts.flatMap(({ node }) => node ?? []),
    afterChanges: parts.flatMap(({ node, again }) => again ?? node ?? []),
    asked: [],
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
  };
}
