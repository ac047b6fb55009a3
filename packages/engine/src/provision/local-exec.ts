import { resolve } from 'node:path';
import { interrupted, ProvisionError, withOutput } from './error.js';
import type { EvaluatedProvisioner } from './evaluate.js';
import { lineOutput } from './output.js';
import type { ProvisionRun } from './surroundings.js';
import { runProgram } from './run-program.js';
import { flagOf, givenText, textMapOf, textOf, textsOf } from './values.js';

/** What runs a command where nothing else is said, as in Terraform. */
const SHELL: readonly string[] = process.platform === 'win32' ? ['cmd', '/C'] : ['/bin/sh', '-c'];

/**
 * Runs a command on this machine, in the folder of the configuration unless it names another.
 *
 * @throws ProvisionError where it fails
 */
export async function localExec(
  { values, sensitive }: EvaluatedProvisioner,
  run: ProvisionRun,
): Promise<void> {
  const { environment, folder, stop } = run.surroundings;
  const command = textOf(values, 'command') ?? '';
  const said = textsOf(values, 'interpreter').filter((word) => word !== undefined);
  const [program = '', ...words] = said.length > 0 ? said : SHELL;
  const args = [...words, command];
  const quiet = flagOf(values, 'quiet') === true;
  run.say(
    quiet
      ? 'Executing: (left out, as quiet = true)'
      : `Executing: [${[program, ...args].map((word) => JSON.stringify(word)).join(' ')}]`,
  );
  const output = lineOutput(run.say);
  const end = await runProgram(
    {
      program,
      args,
      folder: resolve(folder, givenText(values, 'working_dir') ?? '.'),
      environment: { ...environment, ...textMapOf(values, 'environment') },
      onOutput: output.write,
    },
    run.surroundings,
  ).catch((error: unknown) => {
    throw new ProvisionError(
      `${run.shown(program)} could not be started: ${error instanceof Error ? error.message : String(error)}.`,
      'Look whether "interpreter" and "working_dir" name what is there.',
      { cause: error },
    );
  });
  output.end();
  if (end.code === 0) return;
  if (stop.aborted) throw interrupted();
  const how = end.code === undefined ? `ended by ${end.signal ?? 'a signal'}` : `exit status ${end.code}`;
  const what = quiet || sensitive ? 'the command' : JSON.stringify(run.shown(command));
  throw new ProvisionError(
    withOutput(`Running ${what} failed: ${how}.`, run.shown(output.tail())),
    'Mend what the output says, then apply again.',
  );
}
