import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A whole process, as a user would start it. */
export interface Contender {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  /** Fails where the process did not do what is compared, so that a fast failure never looks like speed. */
  readonly check: (outcome: Outcome) => void;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What one run cost. */
export interface Cost {
  /** Milliseconds from the start of the process to its end. */
  readonly time: number;
  /** The most memory that it held, in MiB (VmHWM of proc(5), read until the process is gone). */
  readonly memory: number;
}

/**
 * Runs a contender once.
 *
 * @throws Error where it did not do what is compared
 */
export async function runOnce({ name, command, cwd, check }: Contender): Promise<Cost> {
  const [program, ...args] = command;
  const started = process.hrtime.bigint();
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (written[stream] += text));
  }
  let memory = 0;
  const watch = setInterval(() => (memory = Math.max(memory, peakMemory(child.pid))), 10);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const time = Number(process.hrtime.bigint() - started) / 1e6;
  clearInterval(watch);
  try {
    check({ code, ...written });
  } catch (error) {
    throw new Error(`${name} did not do its part.\n${written.stdout}${written.stderr}`, { cause: error });
  }
  return { time, memory };
}

function peakMemory(pid: number | undefined): number {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
