import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process as it can be known again later: its id alone may by then belong to another one. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between the machine's start and that of the process (proc(5), `stat`, field 22). */
  readonly startTime: string;
  /** The boot of the machine that both belong to. */
  readonly bootId: string;
}

/** Identifies a running process; undefined where there is none, or one that has ended and only awaits collection. */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  // The command's name stands in brackets and may hold brackets itself; the state is what follows the last one.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads, startTime] = [fields?.[0], Number(fields?.[17]), fields?.[19]];
  if (state === undefined || startTime === undefined) return undefined;
  // One whose first thread has ended still holds its files, and the locks on them, until the last one has.
  if ((state === 'Z' || state === 'X') && threads <= 1) return undefined;
  return { pid, startTime, bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() };
}

/** Whether the very process that was identified still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid);
  return now?.startTime === identity.startTime && now.bootId === identity.bootId;
}

/**
 * Ends the process, if it is still the one that was identified, and waits until it is gone.
 *
 * @throws Error where it does not end within ten seconds
 */
export async function endProcess(identity: ProcessIdentity, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (isRunning(identity)) process.kill(identity.pid, signal);
  const deadline = Date.now() + 10_000;
  while (isRunning(identity)) {
    if (Date.now() > deadline)
      throw new Error(`Process ${identity.pid} did not end within 10 s after ${signal}.`);
    await sleep(10);
  }
}

/** The processes with this command name that share a process's pid namespace, by their ids outside of it. */
export function findInNamespace(pid: number, command: string): readonly number[] {
  const namespace = readLink(`/proc/${pid}/ns/pid`);
  if (namespace === undefined) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => readProc(`/proc/${name}/comm`)?.trim() === command)
    .filter((name) => readLink(`/proc/${name}/ns/pid`) === namespace)
    .map(Number);
}

/** Undefined where the process ended meanwhile or belongs to someone else. */
function readProc(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readLink(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
