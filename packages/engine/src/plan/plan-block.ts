import { concealing, hasErrors, UNKNOWN } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { formatAddress, formatBlock } from '../address.js';
import type { InstanceKey } from '../address.js';
import { askPostconditions, askPreconditions } from '../checks/ask.js';
import type { AskedInstance } from '../checks/ask.js';
import { expand, instanceScope } from '../config/index.js';
import type { Expansion, Judged, ResourceBlock } from '../config/index.js';
import type { StateInstance } from '../state/state.js';
import type { ResourceBlockNode } from './block-graph.js';
import { placesOf } from './block-places.js';
import type { BlockPlace } from './block-places.js';
import type { AskedObject } from './check-across.js';
import { checkIgnored } from './check-ignored.js';
import type { PlanContext } from './context.js';
import { placeDiagnostics, placeOf } from './diagnostics.js';
import { examine } from './examine.js';
import { locateBlock } from './locate-block.js';
import type { Located } from './locate-block.js';
import { currentInstances, planInstance, settledNode } from './plan-instance.js';
import type { InstanceQuestion } from './plan-instance.js';
import { expandChecks, refreshChecks } from './plan-checks.js';
import { planDestroy, planStored } from './plan-stored.js';
import { instanceOf, joined, NOTHING, repetitionOf, wrong } from './planned-block.js';
import type { PlannedBlock } from './planned-block.js';
import { provisionerProblems } from './provisioner-problems.js';
import { hasImports, importRequests, noInstance } from './refactoring/import-requests.js';
import type { ImportRequest, ImportRequests } from './refactoring/import-requests.js';
import { concealDiagnostics } from './secrets.js';
import { asBefore, resumed } from './resume-update.js';
import { isSettled, traceOf, traceOfAsked } from './settled.js';
import { isTriggered } from './triggers.js';
import { evaluateBody, wantedOf } from './wanted.js';
import type { Wanted } from './wanted.js';

const NOTHING_ASKED: Judged = { judgements: [], diagnostics: [] };

/** Plans every instance of a block: those that the configuration asks for, and those that only the state still has. */
export function planBlock(context: PlanContext, node: ResourceBlockNode): PlannedBlock {
  const { block, prior, address } = node;
  if (block === undefined) return joined(prior.map((resource) => planStored(context, block, resource)));
  const located = locateBlock(context, block, block.address);
  if ('diagnostics' in located) return wrong(located.diagnostics);
  if (context.options.destroy || context.options.refreshOnly) {
    context.values.declare(address, repetitionOf(block), located.kind.schema);
    const stored = prior.map((resource) => planStored(context, block, resource));
    return joined([...stored, wrong(context.options.refreshOnly ? refreshChecks(context, node) : [])]);
  }
  const { places, left } = placesOf(context.scope, node);
  const imports = importsOf(context, block, places);
  if (places.length === 0) expandChecks(context, block, []);
  const planned = places.map((place) => planPlace(context, place, located, imports.byAddress));
  const expanded = new Set(planned.flatMap(({ addresses }) => addresses));
  // Where count or for_each is wrong, nobody knows which instances there would be.
  const missing = planned.some(({ failed }) => failed)
    ? []
    : [...imports.byAddress].filter(([address]) => !expanded.has(address));
  return joined([
    wrong([
      ...checkIgnored(block, located.kind.schema),
      ...imports.diagnostics,
      ...missing.map(([address, { place }]) => ({ ...noInstance(address), ...place })),
    ]),
    ...planned,
    ...left.map((resource) => planStored(context, block, resource)),
  ]);
}

/** What became of a block in one instance of its module, and which instances of it there are. */
interface PlannedPlace extends PlannedBlock {
  readonly addresses: readonly string[];
  /** How many there are is not known. */
  readonly failed: boolean;
}

function planPlace(
  context: PlanContext,
  place: BlockPlace,
  located: Located,
  imports: ImportRequests['byAddress'],
): PlannedPlace {
  const { block, scope, prior } = place;
  const address = formatAddress(block.address);
  const { expansions, diagnostics } = expand(block, scope);
  if (hasErrors(diagnostics))
    return { ...wrong(placeDiagnostics(diagnostics, placeOf(block, address))), addresses: [], failed: true };
  context.values.declare(address, repetitionOf(block), located.kind.schema);
  expandChecks(context, block, expansions);
  const keys = new Set(expansions.map(({ key }) => key));
  const leftovers = (prior?.instances ?? []).filter(
    (instance) => instance.deposed !== undefined || !keys.has(instance.key),
  );
  const addresses = expansions.map(({ key }) => formatAddress(instanceOf(block.address, key)));
  const current = currentInstances(prior);
  return {
    ...joined([
      wrong(diagnostics),
      ...expansions.map((expansion, index) =>
        planExpansion(context, place, located, {
          expansion,
          before: current.get(expansion.key),
          importing: imports.get(addresses[index] ?? ''),
        }),
      ),
      ...leftovers.map((instance) => planDestroy(context, block, prior, located, instance)),
    ]),
    addresses,
    failed: false,
  };
}

/** An instance that the configuration asks for, what the state has of it, and whether it is to be imported. */
interface ExpectedInstance {
  readonly expansion: Expansion;
  readonly before: StateInstance | undefined;
  readonly importing: ImportRequest | undefined;
}

function planExpansion(
  context: PlanContext,
  { block, scope: around, prior: storedBefore }: BlockPlace,
  { kind, host, provider }: Located,
  { expansion, before, importing }: ExpectedInstance,
): PlannedBlock {
  const { key } = expansion;
  const blockAddress = formatAddress(block.address);
  const withoutKeys = formatBlock(block.address);
  const instance = instanceOf(block.address, key);
  const address = formatAddress(instance);
  if (!context.selection.has(instance)) {
    context.values.set(blockAddress, key, before?.attributes ?? UNKNOWN, before?.sensitive ?? []);
    return NOTHING;
  }
  const taken =
    before === undefined && importing !== undefined
      ? context.takeover.take({ kind, host }, instance, importing.id)
      : undefined;
  if (taken?.ok === false) {
    context.values.set(blockAddress, key, UNKNOWN, []);
    return wrong(concealImport(placeDiagnostics([taken.diagnostic], importing?.place ?? {}), importing));
  }
  const scope = instanceScope(around, expansion);
  const asking: AskedInstance = { block, address, scope: around, expansion };
  const first = askPreconditions(asking);
  context.checks.record(withoutKeys, address, first.judgements);
  if (hasErrors(first.diagnostics)) {
    context.values.set(blockAddress, key, UNKNOWN, []);
    return wrong(first.diagnostics);
  }
  const problems = provisionerProblems(block, scope, address);
  const body = evaluateBody(block, address, scope);
  const dependencies = context.dependencies(withoutKeys);
  const trace =
    first.diagnostics.length + problems.length === 0
      ? traceOf(context, { kind, host, provider, address, block, prior: before, body })
      : undefined;
  if (before !== undefined && trace?.settled === true) {
    const node = settledNode(
      context,
      { instance, provider, block, dependencies },
      host.host,
      before,
      trace.kept,
    );
    context.values.set(blockAddress, key, () => before.attributes, []);
    const last = judgeAfter(context, asking, key);
    const said = { type: kind.type, address, value: trace.kept.wanted };
    const place = placeOf(block, address);
    return {
      nodes: [node],
      asked: [{ ...said, host: host.uri ?? provider, place, trace: trace.digest }],
      settled: [before],
      diagnostics: last.diagnostics,
    };
  }
  const examined =
    before === undefined ? taken?.examined : resumed(storedBefore, kind, examine(kind, host.view, before));
  const told = wantedOf(block, address, kind.schema, body, asBefore(kind, examined));
  const triggered = isTriggered(block, scope, context.planned);
  const base = { kind, host, instance, provider, block, examined, triggered };
  // What `ignore_changes` keeps belongs to the object that is there; one that takes its place is made as the program says.
  const wanted = isReplaced(context, { ...base, dependencies: [] }, told)
    ? wantedOf(block, address, kind.schema, body, undefined)
    : told;
  const { attributes, sensitive, marked } = wanted;
  const invalid = attributes === undefined ? [] : kind.validate(attributes, host.view);
  const place = placeOf(block, address);
  const diagnostics = [
    ...first.diagnostics,
    ...wanted.diagnostics,
    ...problems,
    ...concealDiagnostics(placeDiagnostics(invalid, place, block.body), wanted.conceal),
  ];
  const asked: AskedObject = {
    type: kind.type,
    address,
    value: wanted.said,
    host: host.uri ?? provider,
    place,
    body: block.body,
  };
  if (attributes === undefined || hasErrors(diagnostics)) {
    context.values.set(blockAddress, key, UNKNOWN, []);
    return { nodes: [], asked: [asked], diagnostics };
  }
  const question: InstanceQuestion = {
    ...base,
    wanted: { attributes, sensitive, marked },
    ...(taken === undefined || importing === undefined ? {} : { importing }),
    dependencies,
    expansion,
  };
  const planned = planInstance(context, question);
  const settled = diagnostics.length === 0 && isSettled(planned, before, wanted.said) ? trace : undefined;
  settled?.remember();
  const hides = context.settled === undefined || sensitive.length > 0;
  const after = planned.node?.node === 'resource' ? planned.node.after : undefined;
  context.values.set(blockAddress, key, after ?? UNKNOWN, sensitive);
  const last = after === undefined ? NOTHING_ASKED : judgeAfter(context, asking, key);
  return {
    nodes: planned.node === undefined ? [] : [planned.node],
    // What is refused because of an object that stands in its way needs no second refusal.
    asked: hasErrors(planned.diagnostics)
      ? []
      : [{ ...asked, trace: settled?.digest ?? (hides ? undefined : traceOfAsked(asked)) }],
    diagnostics: [
      ...diagnostics,
      ...concealDiagnostics(planned.diagnostics, wanted.conceal),
      ...last.diagnostics,
    ],
  };
}

/** Asks what has to hold of an instance as it will be. What it will be is put together only where something is asked of it. */
function judgeAfter(
  { values, checks }: PlanContext,
  asking: AskedInstance,
  key: InstanceKey | undefined,
): Judged {
  const { block, address } = asking;
  if (block.lifecycle.postconditions.length === 0) return NOTHING_ASKED;
  const blockAddress = formatAddress(block.address);
  const self = values.instance(blockAddress, key);
  const judged = self === undefined ? NOTHING_ASKED : askPostconditions(asking, self);
  checks.record(formatBlock(block.address), address, judged.judgements);
  return judged;
}

/** Whether an instance with `ignore_changes` is to be replaced. */
function isReplaced(
  context: PlanContext,
  question: Omit<InstanceQuestion, 'wanted'>,
  { attributes, sensitive, marked }: Wanted,
): boolean {
  if (attributes === undefined || question.block?.lifecycle.ignoreChanges.length === 0) return false;
  const { node } = planInstance(context, { ...question, wanted: { attributes, sensitive, marked } });
  return node?.node === 'resource' && node.action === 'replace';
}

/** What is to be imported into a block of which something is planned. */
function importsOf(
  context: PlanContext,
  block: ResourceBlock,
  places: readonly BlockPlace[],
): ImportRequests {
  const { configuration, scope, selection } = context;
  if (!hasImports(configuration, block)) return { byAddress: new Map(), diagnostics: [] };
  const isSelected = places.some((place) =>
    expand(place.block, place.scope).expansions.some(({ key }) =>
      selection.has(instanceOf(place.block.address, key)),
    ),
  );
  return isSelected || places.length === 0
    ? importRequests(configuration, block, scope)
    : { byAddress: new Map(), diagnostics: [] };
}

function concealImport(
  diagnostics: readonly Diagnostic[],
  importing: ImportRequest | undefined,
): readonly Diagnostic[] {
  return importing?.sensitive === true
    ? concealDiagnostics(diagnostics, concealing([importing.id]))
    : diagnostics;
}
