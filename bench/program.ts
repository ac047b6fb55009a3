import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Contender, Cost } from './compare.js';

/** A program, as a user would start it. */
export interface Program {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd?: string;
  /** Beside that of the bench. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Fails where the program did not do what is compared, so that a fast failure never looks like speed. */
  readonly check?: (outcome: Outcome) => void;
  /** Runs before each round, and counts for nobody. */
  readonly before?: () => Promise<void>;
  /** The same behind each round. */
  readonly after?: () => Promise<void>;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Run extends Outcome {
  readonly cost: Cost;
}

/** A program from its start to its end. */
export function wholeProcess(program: Program): Contender {
  return { name: program.name, run: async () => (await runOnce(program)).cost };
}

/** A program that measures a part of what it does and prints how many milliseconds that took. */
export function ownTime(program: Program): Contender {
  return {
    name: program.name,
    run: async () => {
      const { cost, stdout } = await runOnce(program);
      return { ...cost, time: readTime(program.name, stdout) };
    },
  };
}

/** The milliseconds that a program printed. */
export function readTime(name: string, line: string): number {
  const time = Number(line);
  if (line.trim() === '' || !(time > 0)) throw new Error(`${name} was to print milliseconds, not: ${line}`);
  return time;
}

/**
 * Runs a program once.
 *
 * @throws Error where it did not do what is compared
 */
export async function runOnce({
  name,
  command,
  cwd,
  environment,
  check,
  before,
  after,
}: Program): Promise<Run> {
  await before?.();
  const [file, ...args] = command;
  const started = process.hrtime.bigint();
  const env = { ...process.env, ...environment };
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (written[stream] += text));
  }
  let memory = 0;
  const watch = setInterval(() => (memory = Math.max(memory, peakMemory(child.pid))), 10);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => clearInterval(watch));
  const time = Number(process.hrtime.bigint() - started) / 1e6;
  try {
    if (check !== undefined) check({ code, ...written });
    else if (code !== 0) throw new Error(`It ended with ${code}.`);
  } catch (error) {
    throw new Error(`${name} did not do its part.\n${written.stdout}${written.stderr}`, { cause: error });
  }
  await after?.();
  return { code, ...written, cost: { time, memory } };
}

/** The most memory that a process has held until now, in MiB (VmHWM of proc(5)); 0 where it is gone. */
export function peakMemory(pid: number | undefined): number {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
