import { resolve } from 'node:path';
import { concealing, DiagnosticsError, hasErrors, type Value } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { createScope } from '../config/index.js';
import type { Configuration, FileReader } from '../config/index.js';
import type { Effects, FileEffects } from '../effects/effects.js';
import type { StatesSource } from '../kinds/sources.js';
import type { LocalMachine, Provider } from '../kinds/provider.js';
import { dataReaderOf } from '../plan/data-reader.js';
import type { DataReader } from '../plan/data-reader.js';
import { hostConnections } from '../plan/host-connections.js';
import type { HostConnections } from '../plan/host-connections.js';
import { heldObjects, hostFailure, hostKey, knownObjects } from '../plan/hosts.js';
import type { SeenHosts } from '../plan/seen-hosts.js';
import type { SettledObjects } from '../plan/settled-objects.js';
import type { Plan, ReadNode, ResourceNode } from '../plan/plan.js';
import { plannedWithEphemeral } from '../plan/planned-variables.js';
import { configureProviders } from '../plan/providers.js';
import type { ConfiguredProvider } from '../plan/providers.js';
import { createResourceValues } from '../plan/resource-values.js';
import { concealDiagnostics, secretsOfPlan, secretsOfProvider, secretsOfState } from '../plan/secrets.js';
import type { Saver } from '../state/saver.js';
import type { State } from '../state/state.js';
import { carryOut } from './carry-out.js';
import { beginChecks, toldOnce } from './conditions.js';
import type { ApplyContext } from './context.js';
import { declareValues } from './declare-values.js';
import type { ApplyListener, ApplyResult, ApplySignals } from './events.js';
import { openSession } from './host-session.js';
import type { HostSession } from './host-session.js';
import { createReadBack } from './read-back.js';
import { provisionSurroundings, removeSshSecrets } from './provision-object.js';
import { prepareState } from './prepare-state.js';
import { stateSession } from './state-session.js';
import { takeOver } from './take-over.js';
import { checkFresh } from './staleness.js';
import { findDeadlock, planTasks } from './tasks.js';
import type { Task } from './tasks.js';

/** What an apply is carried out with. */
export interface ApplySources extends ApplySignals {
  readonly plan: Plan;
  readonly configuration: Configuration;
  /** As they are now: those that are ephemeral are in no plan. */
  readonly variables: ReadonlyMap<string, Value>;
  readonly providers: readonly Provider<unknown>[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: FileReader;
  /** As `UnitOptions` says it. */
  readonly dataFolder: string;
  readonly workspace?: string;
  /** When the run began. */
  readonly started: Date;
  readonly effects: Effects;
  /** Other states, for data sources. */
  readonly states: StatesSource;
  /** What was seen of the hosts while the plan was made, where this process made it. */
  readonly seen?: SeenHosts;
  /** As `ApplyOptions` says it. */
  readonly atOnce?: boolean;
  /** Is told of what is as the state has it. */
  readonly settled?: SettledObjects;
  /** Holds the lock of the state. It is not closed here. */
  readonly saver: Saver;
  readonly onEvent?: ApplyListener;
}

/**
 * Carries a plan out: intents first, then every task once what it depends on is durable in the state, or, where that only had to go, gone
 * from the host; then outputs.
 *
 * @throws DiagnosticsError where it cannot begin; then nothing was changed. What fails on the way stands in the result.
 */
export async function applyPlan(sources: ApplySources): Promise<ApplyResult> {
  const { plan, configuration, saver, effects } = sources;
  const begun = takeOver(saver.state, plan);
  const tasks = planTasks(plan, begun);
  const refusals = [
    ...plan.diagnostics.filter(({ severity }) => severity === 'error'),
    ...checkFresh(plan, saver.state, configuration),
    ...circle(tasks),
  ];
  if (hasErrors(refusals)) throw new DiagnosticsError(refusals);
  const values = createResourceValues();
  const scope = createScope({
    configuration,
    variables: plannedWithEphemeral(plan, configuration, sources.variables),
    resource: (address) => values.value(address),
    files: sources.files,
    started: sources.started,
    phase: 'apply',
    ...(sources.workspace === undefined ? {} : { workspace: sources.workspace }),
  });
  const kill = sources.kill ?? new AbortController().signal;
  const configured = configureProviders(configuration, scope, sources.providers, sources.environment);
  if (hasErrors(configured.diagnostics)) throw new DiagnosticsError(configured.diagnostics);
  const secrets = new Set([
    ...secretsOfPlan(plan),
    ...secretsOfState(begun),
    ...[...configured.byAddress.values()].flatMap(secretsOfProvider),
  ]);
  const sessions = await openSessions(tasks, begun, configured.byAddress, sources).catch((error: unknown) => {
    if (!(error instanceof DiagnosticsError)) throw error;
    throw new DiagnosticsError(concealDiagnostics(error.diagnostics, concealing(secrets)));
  });
  const provisioning = provisionSurroundings(sources, kill);
  const readers = dataReaders(configured.byAddress, sources);
  try {
    await removeSshSecrets(configuration, provisioning);
    declareValues(values, begun, sources);
    await saver.record((state) => prepareState(state, plan));
    const context: ApplyContext = {
      plan,
      configuration,
      scope,
      values,
      checks: beginChecks(configuration, plan),
      judgedVariables: new Map(),
      saver,
      sessions,
      reader: (node) => readers.of(node),
      files: filesFrom(configuration.folder, effects.files),
      clock: effects.clock,
      provisioning,
      emit: sources.onEvent ?? (() => undefined),
      kill,
      secrets,
      readBack: createReadBack(sources.settled),
    };
    announceImports(context);
    const result = await carryOut(context, tasks, sources);
    if (!kill.aborted) await removeSshSecrets(configuration, provisioning);
    const told = toldOnce(result.diagnostics);
    return { ...result, diagnostics: concealDiagnostics(told, concealing(secrets)) };
  } finally {
    // Everything that matters is done or recorded; a connection that does not end well changes nothing about it.
    await Promise.allSettled([...new Set(sessions.values()), readers].map((each) => each.close()));
  }
}

/** What is taken over is in the state from the first write on, whatever becomes of it then. */
function announceImports({ plan, emit, secrets }: ApplyContext): void {
  for (const node of plan.nodes) {
    if (node.node !== 'resource' || node.importing === undefined) continue;
    const id = concealing(secrets)(node.importing.id);
    emit({ event: 'imported', address: node.address, id });
  }
}

function circle(tasks: readonly Task[]): readonly Diagnostic[] {
  const deadlock = findDeadlock(tasks);
  if (deadlock === undefined) return [];
  return [
    {
      severity: 'error',
      summary: 'The changes wait for each other in a circle',
      detail: deadlock.join(' => '),
      action:
        'Where one of them has create_before_destroy, give it to those that it depends on too, or apply in two runs with -target.',
    },
  ];
}

/** How data sources that had to wait are read: over connections of their own, which change nothing. */
function dataReaders(
  configured: ReadonlyMap<string, ConfiguredProvider>,
  { effects: { hosts, clock }, states, kill }: ApplySources,
): { of(node: ReadNode): DataReader | undefined; close(): Promise<void> } {
  const open = new Map<string, HostConnections>();
  const connectionsTo = (uri: string): HostConnections => {
    const known = open.get(uri) ?? hostConnections(uri, hosts, kill);
    open.set(uri, known);
    return known;
  };
  return {
    of({ provider: address, instance }) {
      const found = configured.get(address);
      if (found === undefined) return undefined;
      const { provider, uri, host: called } = found;
      const host = uri === undefined ? undefined : connectionsTo(uri);
      return dataReaderOf(provider, instance.type, { states, clock, host, called });
    },
    async close() {
      await Promise.all([...open.values()].map((connections) => connections.close()));
    },
  };
}

/** Opens the hosts that something changes on, side by side, before anything is announced or changed. */
async function openSessions(
  tasks: readonly Task[],
  begun: State,
  configured: ReadonlyMap<string, ConfiguredProvider>,
  sources: ApplySources,
): Promise<ReadonlyMap<string, HostSession>> {
  const opening = new Map<string, { readonly uri: string; readonly session: Promise<HostSession> }>();
  const sessions = new Map<string, Promise<HostSession>>();
  const diagnostics: Diagnostic[] = [];
  for (const { node, action } of tasks) {
    if (sessions.has(node.provider)) continue;
    const found = configured.get(node.provider);
    if (found === undefined || found.host !== node.host) {
      diagnostics.push(otherHost(node, found?.host));
      continue;
    }
    if (action === 'read') continue;
    const key = hostKey(found);
    const session = opening.get(key)?.session ?? openObjects(found, begun, sources);
    opening.set(key, { uri: found.uri ?? found.address, session });
    sessions.set(node.provider, session);
  }
  const opened = await Promise.allSettled([...opening.values()].map(({ session }) => session));
  const uris = [...opening.values()].map(({ uri }) => uri);
  for (const [index, result] of opened.entries()) {
    if (result.status === 'rejected') diagnostics.push(hostFailure(uris[index] ?? '', result.reason));
  }
  if (diagnostics.length > 0) {
    const callers = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    await Promise.allSettled(callers.map((session) => session.close()));
    throw new DiagnosticsError(diagnostics);
  }
  const entries = [...sessions].map(async ([address, session]) => [address, await session] as const);
  return new Map(await Promise.all(entries));
}

/** How long what was read of a host as a whole is taken for what is there, in ms. */
const A_MOMENT = 2_000;

async function openObjects(
  found: ConfiguredProvider,
  begun: State,
  { effects, dataFolder, kill, seen, atOnce = false }: ApplySources,
): Promise<HostSession> {
  const { uri, provider } = found;
  if (provider.objects === 'in-state') return stateSession(provider, heldObjects(begun, provider));
  const local: LocalMachine = { files: effects.files, folder: dataFolder };
  const held = knownObjects(begun, provider);
  const before = seen?.take(found);
  const isCurrent = atOnce && before !== undefined && before.age <= A_MOMENT;
  return openSession(uri ?? '', provider, effects, { local, held, seen: before?.view, isCurrent }, kill);
}

function otherHost(node: ResourceNode | ReadNode, uri: string | undefined): Diagnostic {
  return {
    severity: 'error',
    summary: `The plan was made for another host`,
    detail: `${node.address} was planned on ${node.host ?? 'none'}; its provider now means ${uri ?? 'none'}.`,
    action: 'Set LIBVIRT_DEFAULT_URI as it was, or run plan again.',
    address: node.address,
  };
}

/** Files as steps read them: a relative path starts at the unit's folder, as it does for Terraform. */
function filesFrom(folder: string, files: FileEffects): FileEffects {
  const at = (path: string): string => resolve(folder, path);
  return {
    stat: (path) => files.stat(at(path)),
    read: (path) => files.read(at(path)),
    stream: (path, offset) => files.stream(at(path), offset),
    list: (path) => files.list(at(path)),
    makeFolder: (path) => files.makeFolder(at(path)),
    remove: (path) => files.remove(at(path)),
    removeFolder: (path) => files.removeFolder(at(path)),
    overwrite: (path, content, mode) => files.overwrite(at(path), content, mode),
    lock: (path, mode) => files.lock(at(path), mode),
  };
}
