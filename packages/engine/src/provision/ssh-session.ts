import { join } from 'node:path';
import type { ProcessEnd } from '../effects/effects.js';
import { formatDuration } from './duration.js';
import { interrupted, ProvisionError, withOutput } from './error.js';
import type { SshConnection } from './connection.js';
import { lineOutput } from './output.js';
import { remoteCommand } from './remote-shell.js';
import { runProgram } from './run-program.js';
import { sshCommand, sshFiles } from './ssh-command.js';
import type { ProvisionRun } from './surroundings.js';

/** A machine that was reached. */
export interface SshSession {
  /** What the connection says of scripts, with `%RAND%` replaced. */
  readonly scriptPath: string;
  /**
   * Runs a script in a POSIX shell on the far side.
   *
   * @param task what it is for, as an error says it: `running the script`
   * @throws ProvisionError where it fails
   */
  run(script: string, task: string, input: AsyncIterable<Uint8Array>): Promise<void>;
}

/** ms between attempts to connect; as in Terraform doubled from time to time, up to the last. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 20_000;
/** Seconds that one attempt may take. */
const ATTEMPT = 30;

/**
 * Waits until a machine lets us in, and works with it. The files that ssh needs for that are there for as long, readable by us
 * alone.
 *
 * @throws ProvisionError where nobody answers in time
 */
export async function withSsh(
  connection: SshConnection,
  run: ProvisionRun,
  work: (session: SshSession) => Promise<void>,
): Promise<void> {
  const { files, random, secretsFolder } = run.surroundings;
  const folder = join(secretsFolder, hex(random.bytes(8)));
  await files.makeFolder(folder);
  try {
    for (const { name, content, mode } of sshFiles(connection)) {
      await files.overwrite(join(folder, name), Buffer.from(content, 'utf8'), mode);
    }
    await connect(connection, folder, run);
    await work({
      scriptPath: connection.scriptPath.replaceAll('%RAND%', hex(random.bytes(8))),
      run: (script, task, input) => runRemote(connection, folder, run, { script, task, input }),
    });
  } finally {
    await files.removeFolder(folder);
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

async function connect(connection: SshConnection, folder: string, run: ProvisionRun): Promise<void> {
  const { clock, environment, stop } = run.surroundings;
  const { host, port, user, timeout, bastion } = connection;
  const place = `${user}@${host}:${port}${bastion === undefined ? '' : ` through ${bastion.host}`}`;
  const deadline = clock.now() + timeout;
  run.say(`Connecting to ${place} over ssh...`);
  let told = '';
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const left = deadline - clock.now();
    const output = lineOutput(() => undefined);
    const seconds = Math.max(1, Math.min(ATTEMPT, Math.ceil(left / 1000)));
    const command = sshCommand(connection, remoteCommand('exit 0'), folder, environment, seconds);
    const end = await runProgram({ ...command, onOutput: output.write }, run.surroundings, left).catch(
      notStarted,
    );
    if (end.code === 0) {
      run.say('Connected!');
      return;
    }
    if (stop.aborted) throw interrupted();
    const said = output.tail();
    if (WRONG_KEY.test(said)) throw wrongKey(place, said);
    if (clock.now() + pause >= deadline) throw noAnswer(place, timeout, said);
    if (said !== told) run.say(`Not yet: ${said === '' ? 'no answer' : said}`);
    told = said;
    await clock.sleep(pause, stop).catch(() => {
      throw interrupted();
    });
  }
}

/** What ssh says of a key that is not the one that was told: no later attempt would make it right. */
const WRONG_KEY = /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/;

function wrongKey(place: string, said: string): ProvisionError {
  return new ProvisionError(
    withOutput(`${place} shows another key than the connection says.`, said),
    'Find out whose key it is before you change "host_key" or "bastion_host_key".',
  );
}

function noAnswer(place: string, timeout: number, said: string): ProvisionError {
  return new ProvisionError(
    withOutput(`${place} could not be logged in to within ${formatDuration(timeout)}.`, said),
    'Try it with ssh yourself; a guest that boots slowly needs a longer "timeout" in its connection.',
  );
}

function notStarted(error: unknown): never {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  if (!missing) throw error;
  throw new ProvisionError('There is no program ssh in PATH.', 'Install it (Debian: openssh-client).', {
    cause: error,
  });
}

interface RemoteWork {
  readonly script: string;
  readonly task: string;
  readonly input: AsyncIterable<Uint8Array>;
}

async function runRemote(
  connection: SshConnection,
  folder: string,
  run: ProvisionRun,
  { script, task, input }: RemoteWork,
): Promise<void> {
  const { environment, stop } = run.surroundings;
  const output = lineOutput(run.say);
  const command = sshCommand(connection, remoteCommand(script), folder, environment, ATTEMPT);
  const end = await runProgram({ ...command, input, onOutput: output.write }, run.surroundings);
  output.end();
  if (end.code === 0) return;
  if (stop.aborted) throw interrupted();
  throw new ProvisionError(
    withOutput(`${capitalized(task)} on ${connection.host} failed: ${endOf(end)}.`, run.shown(output.tail())),
    'Mend what the output says, then apply again.',
  );
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** ssh ends with 255 where it is itself what failed. */
function endOf({ code, signal }: ProcessEnd): string {
  if (code === 255) return 'the connection broke, or the script ended with exit status 255';
  return code === undefined ? `ssh was ended by ${signal ?? 'a signal'}` : `exit status ${code}`;
}
