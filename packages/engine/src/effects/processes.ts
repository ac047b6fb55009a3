import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ProcessCommand, ProcessEffects, ProcessEnd } from './effects.js';

/** The programs of this machine. */
export function realProcesses(): ProcessEffects {
  return { run };
}

async function run(command: ProcessCommand): Promise<ProcessEnd> {
  const { program, args, folder, environment, input, onOutput, interrupt, kill } = command;
  kill.throwIfAborted();
  interrupt.throwIfAborted();
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: a Ctrl-C on the terminal reaches it through us alone, and a signal reaches all that it started.
    detached: true,
  });
  child.stdout.on('data', (chunk: Uint8Array) => onOutput(chunk, 'stdout'));
  child.stderr.on('data', (chunk: Uint8Array) => onOutput(chunk, 'stderr'));
  const onInterrupt = (): void => signalGroup(child, 'SIGINT');
  const onKill = (): void => {
    signalGroup(child, 'SIGKILL');
    // What has left the group may hold its output open for ever; nobody waits for that any more.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  interrupt.addEventListener('abort', onInterrupt, { once: true });
  kill.addEventListener('abort', onKill, { once: true });
  try {
    const [end] = await Promise.all([
      ended(child),
      feed(child.stdin, input).catch((error: unknown) => {
        signalGroup(child, 'SIGKILL');
        throw error;
      }),
    ]);
    return end;
  } finally {
    interrupt.removeEventListener('abort', onInterrupt);
    kill.removeEventListener('abort', onKill);
  }
}

function ended(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
  });
}

async function feed(stdin: Writable, input: AsyncIterable<Uint8Array> | undefined): Promise<void> {
  // A program need not read all that it is given: a closed pipe is no failure of ours.
  const isClosed = (error: unknown): boolean =>
    error instanceof Error &&
    'code' in error &&
    ['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(error.code));
  stdin.on('error', () => undefined);
  if (input === undefined) {
    stdin.end();
    return;
  }
  try {
    await pipeline(input, stdin);
  } catch (error) {
    if (!isClosed(error)) throw error;
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
