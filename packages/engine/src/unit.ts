import { join } from 'node:path';
import { DiagnosticsError, hasErrors } from '@virtform/values';
import type { Diagnostic, Value } from '@virtform/values';
import { formatAddress } from './address.js';
import { chooseBackend } from './choose-backend.js';
import {
  readPlannedVariables,
  createScope,
  loadConfiguration,
  readVariables,
  realFiles,
} from './config/index.js';
import type { Configuration } from './config/index.js';
import type { ApplyOptions, Run, RunOptions, Unit, UnitOptions } from './engine.js';
import type { Provider } from './kinds/provider.js';
import { otherStates } from './other-states.js';
import { DEFAULT_PLAN_OPTIONS, planConfiguration } from './plan/plan-configuration.js';
import type { ImportSources } from './plan/plan-import.js';
import type { Plan, PlanOptions } from './plan/plan.js';
import { plannedVariables } from './plan/planned-variables.js';
import { configureProviders } from './plan/providers.js';
import { seenHosts } from './plan/seen-hosts.js';
import { validateConfiguration } from './plan/validate.js';
import { codecFor } from './read-state.js';
import {
  importedInstance,
  newState,
  startSaver,
  stateStore,
  takeLock,
  upsertInstance,
} from './state/index.js';
import type { Backend, Saver, StateCodec, StateLock } from './state/index.js';
import { formatUuid } from './state/uuid.js';
import { openMemory, type SettledMemory } from './settled-memory.js';
import type { State } from './state/state.js';
import { storedObjects } from './stored-objects.js';

/** What a command has read of a unit so far. */
interface Loaded {
  readonly configuration: Configuration;
  readonly canBeEvaluated: boolean;
  readonly variables: ReadonlyMap<string, Value>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The Node API of one folder. `engine.ts` says what its parts promise. */
export function createUnit(options: UnitOptions, providers: readonly Provider<unknown>[]): Unit {
  const { folder } = options;
  const workspace = options.workspace ?? 'default';
  const codec = codecFor(providers);
  let loading: Promise<Loaded> | undefined;
  const load = (): Promise<Loaded> => (loading ??= loadUnit(options));
  const usable = async (): Promise<Loaded> => {
    const loaded = await load();
    if (hasErrors(loaded.diagnostics))
      throw new DiagnosticsError(everythingWrong(loaded, options, providers));
    return loaded;
  };
  const backend = async (): Promise<Backend> => {
    const { configuration, variables } = await load();
    return chooseBackend(configuration.backend, unitScope(options, configuration, variables), options);
  };

  return {
    folder,
    async validate() {
      try {
        return everythingWrong(await loadUnit(options, { mayBeMissing: true }), options, providers);
      } catch (error) {
        if (error instanceof DiagnosticsError) return error.diagnostics;
        throw error;
      }
    },
    async state() {
      const place = await backend();
      const content = await place.read(workspace);
      return content === undefined ? undefined : codec.read(content, place.place(workspace));
    },
    async states(other = workspace) {
      const { effects, version } = options;
      return stateStore({ backend: await backend(), workspace: other, codec, effects, version });
    },
    async console(plan) {
      const { configuration, variables } = await usable();
      const state = await this.state();
      const { openConsole } = await import('./console.js');
      return openConsole({ configuration, variables, providers, state, plan, ...surroundings(options) });
    },
    async graph() {
      const { configuration } = await usable();
      const { resourceGraph } = await import('./resource-graph.js');
      return resourceGraph(configuration, await this.state());
    },
    async objects(type) {
      const { configuration, variables } = await usable();
      const state = await this.state();
      if (state === undefined) return [];
      const scope = unitScope(options, configuration, variables);
      const { byAddress, diagnostics } = configureProviders(
        configuration,
        scope,
        providers,
        options.environment,
      );
      if (hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics);
      return storedObjects(
        state,
        type,
        new Map([...byAddress].flatMap(([address, { uri }]) => (uri === undefined ? [] : [[address, uri]]))),
      );
    },
    async begin(run) {
      const loaded = await usable();
      const place = await backend();
      const lock = await lockFor(place, workspace, run, options);
      return startRun({ options, providers, loaded, lock, codec, place: place.place(workspace) }, run).catch(
        async (error: unknown) => {
          await lock.release().catch(() => undefined);
          throw error;
        },
      );
    },
  };
}

/** What evaluating a configuration needs beside it. */
function surroundings({
  effects,
  expressionFiles,
  workspace,
}: UnitOptions): Pick<Parameters<typeof validateConfiguration>[0], 'files' | 'workspace' | 'started'> {
  return {
    files: expressionFiles ?? realFiles,
    started: new Date(effects.clock.now()),
    ...(workspace === undefined ? {} : { workspace }),
  };
}

function dataFolderOf({ folder, dataFolder }: UnitOptions): string {
  return dataFolder ?? join(folder, '.virtform');
}

async function loadUnit(
  options: UnitOptions,
  { mayBeMissing = false }: { readonly mayBeMissing?: boolean } = {},
): Promise<Loaded> {
  const { folder, effects, environment, variables, planned } = options;
  const { configuration, canBeEvaluated, diagnostics } = await loadConfiguration(effects.files, folder);
  if (configuration === undefined) throw new DiagnosticsError(diagnostics);
  const sources = { options: variables ?? [], environment };
  const read =
    planned === undefined
      ? await readVariables(configuration, effects.files, { ...sources, mayBeMissing })
      : await readPlannedVariables(configuration, effects.files, sources, plannedVariables(planned));
  return {
    configuration,
    canBeEvaluated,
    variables: read.values,
    diagnostics: [...diagnostics, ...read.diagnostics],
  };
}

/** What was found while the configuration was read, and what evaluating it finds, where it can be. */
function everythingWrong(
  { configuration, canBeEvaluated, variables, diagnostics }: Loaded,
  options: UnitOptions,
  providers: readonly Provider<unknown>[],
): readonly Diagnostic[] {
  if (!canBeEvaluated) return diagnostics;
  const found = validateConfiguration({ configuration, variables, providers, ...surroundings(options) });
  // The evaluator says once more what refers to nothing.
  const said = new Set(diagnostics.map(saidWhere));
  return [...diagnostics, ...found.filter((each) => !said.has(saidWhere(each)))];
}

function saidWhere({ summary, source }: Diagnostic): string {
  return JSON.stringify([summary, source?.file, source?.byte]);
}

/** What can be asked before any resource is: variables, locals, paths. */
function unitScope(
  options: UnitOptions,
  configuration: Configuration,
  variables: ReadonlyMap<string, Value>,
): ReturnType<typeof createScope> {
  return createScope({
    configuration,
    variables,
    resource: () => undefined,
    phase: 'plan',
    ...surroundings(options),
  });
}

/** The lock for a run. A lock makes its file: a plan leaves nothing behind, and where no state is yet there is nothing to protect. */
async function lockFor(
  backend: Backend,
  workspace: string,
  run: RunOptions,
  options: UnitOptions,
): Promise<StateLock> {
  const nothingThere = run.operation === 'plan' && !(await holdsState(backend, workspace));
  return takeLock(
    backend,
    workspace,
    { ...run, operation: OPERATIONS[run.operation], ...(nothingThere ? { lock: false } : {}) },
    options,
  );
}

async function holdsState(backend: Backend, workspace: string): Promise<boolean> {
  return backend.holds?.(workspace) ?? (await backend.read(workspace)) !== undefined;
}

/** As Terraform names them in lock infos. */
const OPERATIONS: Readonly<Record<RunOptions['operation'], string>> = {
  plan: 'OperationTypePlan',
  apply: 'OperationTypeApply',
  destroy: 'OperationTypeApply',
  refresh: 'OperationTypeRefresh',
  import: 'import',
};

interface RunSources {
  readonly options: UnitOptions;
  readonly providers: readonly Provider<unknown>[];
  readonly loaded: Loaded;
  readonly lock: StateLock;
  readonly codec: StateCodec;
  readonly place: string;
}

/** Whether a plan looks at every object as the configuration wants it. */
function asksForAll({ targets, excludes, destroy, refreshOnly }: PlanOptions): boolean {
  return targets.length + excludes.length === 0 && !destroy && !refreshOnly;
}

async function startRun(sources: RunSources, { signal, operation }: RunOptions): Promise<Run> {
  const { options, providers, loaded, lock, codec, place } = sources;
  const { configuration, variables } = loaded;
  const { effects, environment, folder } = options;
  const content = await lock.read();
  const stored = content === undefined ? undefined : codec.read(content, place);
  let state: State = stored ?? newState(formatUuid(effects.random.bytes(16), 4));
  let saver: Saver | undefined;
  const seen = seenHosts(effects.clock);

  const adopt = (plan: Plan): void => {
    // A state that nobody wrote yet has no lineage of its own: it takes that of the plan that is its first.
    if (stored === undefined && saver === undefined && plan.serial === 0) state = newState(plan.lineage);
  };

  const planned = (): ImportSources => ({
    configuration,
    variables,
    providers,
    environment,
    effects,
    ...surroundings(options),
    dataFolder: dataFolderOf(options),
    state: saver?.state ?? state,
    diagnostics: loaded.diagnostics,
    ...(signal === undefined ? {} : { signal }),
  });

  const memoryOf = async (lineage: string): Promise<SettledMemory | undefined> =>
    options.memory === undefined ? undefined : openMemory(effects.files, options.memory, lineage, codec);

  return {
    async plan(given = {}, onRead) {
      const planOptions = { ...DEFAULT_PLAN_OPTIONS, ...given };
      const sources = planned();
      const memory = await memoryOf(sources.state.lineage);
      const plan = await planConfiguration({
        ...sources,
        options: planOptions,
        states: otherStates(options),
        seen,
        ...(onRead === undefined ? {} : { onRead }),
        ...(memory === undefined ? {} : { settled: memory }),
      });
      await memory?.save(!asksForAll(planOptions));
      return plan;
    },
    async import(address, id) {
      if (operation !== 'import')
        throw new TypeError('a run that was begun for something else cannot import');
      const { findForImport } = await import('./plan/plan-import.js');
      const { instance, provider, attributes } = await findForImport(planned(), address, id);
      saver ??= startSaver({ lock, codec, state, files: effects.files, clock: effects.clock, folder });
      await saver.record((current) =>
        upsertInstance(current, instance, provider, importedInstance(instance.key, attributes)),
      );
      return { address: formatAddress(instance), type: instance.type, attributes };
    },
    async apply(plan, { onEvent, stop, kill, atOnce = false }: ApplyOptions = {}) {
      if (operation === 'plan') throw new TypeError('a run that was begun for a plan cannot apply');
      const { applyPlan } = await import('./apply/apply-plan.js');
      adopt(plan);
      if (lock.readsElsewhere === true) await lock.write(await codec.encode(state));
      saver ??= startSaver({ lock, codec, state, files: effects.files, clock: effects.clock, folder });
      const memory = await memoryOf(plan.lineage);
      const result = await applyPlan({
        plan,
        configuration,
        variables,
        providers,
        environment,
        effects,
        ...surroundings(options),
        dataFolder: dataFolderOf(options),
        saver,
        states: otherStates(options),
        seen,
        atOnce,
        ...(onEvent === undefined ? {} : { onEvent }),
        ...(stop === undefined ? {} : { stop }),
        ...(kill === undefined ? {} : { kill }),
        ...(memory === undefined ? {} : { settled: memory }),
      });
      await memory?.save(true);
      return result;
    },
    async end() {
      try {
        await saver?.close();
      } catch (error) {
        // Where the state could not be saved, its error says where it is: a lock that cannot be given back must not hide that.
        await lock.release().catch(() => undefined);
        throw error;
      }
      await lock.release();
    },
  };
}
