import path from 'node:path';
import type {
  Effects,
  Plan,
  PlanOptions,
  Run,
  RunOptions,
  StateAccess,
  StateFiles,
  Unit,
} from '@virtform/engine';
import { findUnits, Unit as FoundUnit } from './app/units.js';
import type { Invocation } from './command.js';
import { parseDuration } from './duration.js';
import { usage } from './options.js';
import { reportFailure } from './report/failure.js';
import { ownVersion } from './version.js';
import { currentWorkspace } from './app/workspace.js';

/** A unit of the app with the engine's view of it. */
export interface OpenUnit {
  readonly found: FoundUnit;
  readonly unit: Unit;
}

/** What units are opened for, beside what the command line says of all commands. */
export interface OpenOptions {
  /** A saved plan to apply. */
  readonly planned?: Plan;
  /** The files that the command line names for the state. */
  readonly stateFiles?: StateFiles | undefined;
}

/** Opens the units that the command line names: the stacks of the app, or the folder itself. */
export async function openUnits(
  { io, folder, options }: Invocation,
  stacks: readonly string[],
  { planned, stateFiles }: OpenOptions = {},
): Promise<readonly OpenUnit[]> {
  const engine = await import('@virtform/engine');
  const found = await findUnits(folder, io.environment, stacks);
  if (stateFiles !== undefined && found.length > 1) {
    throw usage(
      `-state, -state-out and -backup name the files of one state, and the app has ${found.length} stacks`,
      'Name one stack, or leave the option out.',
    );
  }
  const effects: Effects = engine.realEffects();
  const workspace = currentWorkspace(folder, io.environment);
  return found.map((unit) => ({
    found: unit,
    unit: engine.openUnit({
      folder: unit.folder,
      // Beside the app: what was synthesized may be thrown away at any time.
      dataFolder: path.resolve(folder, '.virtform'),
      effects,
      environment: io.environment,
      version: ownVersion(),
      workspace,
      ...(io.memory === undefined ? {} : { memory: io.memory }),
      ...(planned === undefined ? {} : { planned }),
      ...(stateFiles === undefined ? {} : { stateFiles }),
      variables: options
        .sequence('var', 'var-file')
        .map(({ name, text }) => (name === 'var' ? { assign: text } : { file: path.resolve(folder, text) })),
    }),
  }));
}

/** Opens the one unit that a command works on: the folder, the app's only stack, or the one that `-stack` names. */
export async function openOne(invocation: Invocation, stateFiles?: StateFiles): Promise<OpenUnit> {
  const stack = invocation.options.text('stack');
  const units = await openUnits(invocation, stack === undefined ? [] : [stack], { stateFiles });
  const [only] = units;
  if (only !== undefined && units.length === 1) return only;
  const stacks = units.map(({ found }) => found.name ?? '').join(', ');
  throw usage(
    `virtform ${invocation.command} works on one stack, and the app has ${units.length}: ${stacks}`,
    'Name one with -stack=STACK.',
  );
}

/** How the command line wants the lock to be taken. */
export function stateAccess<Operation extends string>(
  { io, options }: Invocation,
  operation: Operation,
): StateAccess & { readonly operation: Operation } {
  return {
    operation,
    lock: options.flag('lock', true),
    lockTimeout: parseDuration(options.text('lock-timeout') ?? '0', 'lock-timeout'),
    waiting: (holder) =>
      io.error.write(
        `Waiting for the lock on the state${holder === undefined ? '' : `, held by ${holder.who}`}...\n`,
      ),
  };
}

/** Takes the lock, does the work and gives the lock back, whatever happens. */
export async function withRun<Result>(
  unit: Unit,
  invocation: Invocation,
  operation: RunOptions['operation'],
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const run = await unit.begin(stateAccess(invocation, operation));
  const result = await work(run).catch(async (error: unknown) => {
    await run.end().catch((ending: unknown) => {
      // Both are to be known: the end may say where the state is.
      reportFailure(error, invocation.io, invocation);
      throw ending;
    });
    throw error;
  });
  await run.end();
  return result;
}

/** What a plan is for. */
export type PlanMode = 'normal' | 'destroy' | 'refresh-only';

/** The mode that the options say; what makes no sense together is refused. */
export function planMode({ options }: Invocation): PlanMode {
  if (!options.flag('refresh-only')) return options.flag('destroy') ? 'destroy' : 'normal';
  const against = [
    ...(options.flag('destroy') ? ['-destroy'] : []),
    ...(options.flag('refresh', true) ? [] : ['-refresh=false']),
    ...['replace', 'restart', 'max-impact', 'allow-data-loss']
      .filter((name) => options.text(name) !== undefined)
      .map((name) => `-${name}`),
  ];
  const [first] = against;
  if (first === undefined) return 'refresh-only';
  throw usage(
    `-refresh-only changes nothing but the state, and ${first} asks for something else`,
    `Leave one of the two out.`,
  );
}

/** What the command line asks the plan for. */
export function planOptions({ options }: Invocation, mode: PlanMode): Partial<PlanOptions> {
  const restart = options.texts('restart');
  return {
    destroy: mode === 'destroy',
    refreshOnly: mode === 'refresh-only',
    targets: options.texts('target'),
    excludes: options.texts('exclude'),
    replace: options.texts('replace'),
    refresh: options.flag('refresh', true),
    restart: restart.includes('all') ? 'all' : restart,
    allowDataLoss: options.texts('allow-data-loss'),
    parallelism: options.count('parallelism', 10, 1),
  };
}
