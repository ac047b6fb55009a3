import { spawnSync } from 'node:child_process';

/** What stopped the setup, in words for the person who typed the command; `hint` says what to do next. */
export class SetupError extends Error {
  constructor(message, hint) {
    super(message);
    this.name = 'SetupError';
    this.hint = hint;
  }
}

/**
 * Runs a command with its output on the terminal.
 *
 * @throws SetupError where it cannot start or does not end with 0
 */
export function run(command, args, { cwd, env, hint } = {}) {
  const result = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
  const line = [command, ...args].join(' ');
  if (result.error) throw new SetupError(`Could not start "${line}": ${result.error.message}`, hint);
  if (result.signal) throw new SetupError(`"${line}" was ended by ${result.signal}`, hint);
  if (result.status !== 0) throw new SetupError(`"${line}" failed with exit code ${result.status}`, hint);
}

/** Runs a command silently: its exit code (null where it could not start) and what it printed. */
export function ask(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    status: result.error ? null : result.status,
    stdout: result.stdout ?? '',
    stderr: result.stderr ?? '',
  };
}

/** Runs `main` and ends the process with its exit code; an error that has a hint is told without a stack. */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\nError: ${error.message}`);
    if (error.hint) console.error(`\n${error.hint}`);
    process.exitCode = 1;
  }
}
