import path from 'node:path';
import type { Effects, Plan, PlanOptions, Run, RunOptions, Unit } from '@virtform/engine';
import { findUnits, Unit as FoundUnit } from './app/units.js';
import type { Invocation } from './command.js';
import { parseDuration } from './duration.js';
import { ownVersion } from './version.js';

/** A unit of the app with the engine's view of it. */
export interface OpenUnit {
  readonly found: FoundUnit;
  readonly unit: Unit;
}

/** Opens the units that the command line names: the stacks of the app, or the folder itself; `planned` is a saved plan to apply. */
export async function openUnits(
  { io, folder, options }: Invocation,
  stacks: readonly string[],
  planned?: Plan,
): Promise<readonly OpenUnit[]> {
  const engine = await import('@virtform/engine');
  const found = await findUnits(folder, io.environment, stacks);
  const effects: Effects = engine.realEffects();
  return found.map((unit) => ({
    found: unit,
    unit: engine.openUnit({
      folder: unit.folder,
      effects,
      environment: io.environment,
      version: ownVersion(),
      ...(planned === undefined ? {} : { planned }),
      variables: options
        .sequence('var', 'var-file')
        .map(({ name, text }) => (name === 'var' ? { assign: text } : { file: path.resolve(folder, text) })),
    }),
  }));
}

/** Takes the lock, does the work and gives the lock back, whatever happens. */
export async function withRun<Result>(
  unit: Unit,
  { io, options }: Invocation,
  operation: RunOptions['operation'],
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const run = await unit.begin({
    operation,
    lock: options.flag('lock', true),
    lockTimeout: parseDuration(options.text('lock-timeout') ?? '0', 'lock-timeout'),
    waiting: (holder) =>
      io.error.write(
        `Waiting for the lock on the state${holder === undefined ? '' : `, held by ${holder.who}`}...\n`,
      ),
  });
  try {
    return await work(run);
  } finally {
    await run.end();
  }
}

/** What the command line asks the plan for. */
export function planOptions({ options }: Invocation, destroy: boolean): Partial<PlanOptions> {
  const restart = options.texts('restart');
  return {
    destroy,
    targets: options.texts('target'),
    excludes: options.texts('exclude'),
    replace: options.texts('replace'),
    refresh: options.flag('refresh', true),
    restart: restart.includes('all') ? 'all' : restart,
    allowDataLoss: options.texts('allow-data-loss'),
    parallelism: options.count('parallelism', 10, 1),
  };
}
