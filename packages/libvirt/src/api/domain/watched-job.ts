import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../../caller.js';
import { reasonOf } from '../../cause.js';
import { asLibvirtError, LibvirtError } from '../../errors.js';
import { DomainJobType } from '../flags/domain-jobs.js';
import type { Domain } from '../values.js';
import { type JobStats, jobStatsOf } from './job-stats.js';

/** How a job is watched while it runs. */
export interface JobOptions {
  /**
   * Aborts the job. The call ends when libvirt has ended the job: rejecting, or with what was achieved before it could be aborted. A
   * hypervisor that stands still at the other end can hold that up.
   */
  readonly signal?: AbortSignal;
  /** Milliseconds without any byte moving after which the job is aborted; without end by default. */
  readonly deadline?: number;
  /** Called with the job's figures while it runs. */
  readonly onProgress?: (stats: JobStats) => void;
  /** Milliseconds between two looks at the job; 500 by default. */
  readonly interval?: number;
}

/** Milliseconds between two looks. */
const INTERVAL = 500;
/** Milliseconds between two tries to abort a job, which may not have begun, or be past the point from which there is no way back. */
const ABORT_INTERVAL = 100;
/** Milliseconds for a call that looks at a job or aborts it. */
const CALL_DEADLINE = 60_000;

/** Which job of which guest, and what it is called in messages. */
export interface WatchedJob {
  readonly domain: Domain;
  /** DomainJobOperation. */
  readonly operation: number;
  readonly name: string;
}

/** What was seen of a job. */
interface Watched {
  /** The last figures. */
  readonly stats: JobStats | undefined;
  /** Why it was given up, if it was. */
  readonly reason: unknown;
}

/**
 * Makes the call whose job it is, and watches the job until the call ends.
 *
 * @returns what the call answers, and the figures last seen
 * @throws LibvirtError as the call does, and why it was given up, if it was
 */
export async function watchJob<T>(
  caller: Caller,
  job: WatchedJob,
  run: () => Promise<T>,
  options: JobOptions,
): Promise<{ readonly answer: T; readonly stats: JobStats | undefined }> {
  if (options.signal?.aborted === true) {
    throw new LibvirtError(`${job.name}: given up before it began`, {
      fault: 'caller',
      cause: options.signal.reason,
    });
  }
  const over = new AbortController();
  const watching = watch(caller, job, options, over.signal);
  try {
    const answer = await run();
    over.abort();
    return { answer, stats: (await watching).stats };
  } catch (error) {
    over.abort();
    const { reason } = await watching;
    throw reason === undefined ? error : givenUp(error, job, reason);
  }
}

/** Looks at the job again and again until it is over; aborts it when there is a reason to. */
async function watch(
  caller: Caller,
  job: WatchedJob,
  { signal, deadline = Infinity, onProgress, interval = INTERVAL }: JobOptions,
  over: AbortSignal,
): Promise<Watched> {
  const overOrAborted = signal === undefined ? over : AbortSignal.any([over, signal]);
  let stats: JobStats | undefined;
  let reason: unknown;
  let movedAt = performance.now();
  for (;;) {
    if (reason === undefined) await pause(interval, overOrAborted);
    else await pause(ABORT_INTERVAL, over);
    if (signal?.aborted === true) reason ??= signal.reason;
    const seen = over.aborted ? undefined : await look(caller, job, over);
    if (over.aborted) return { stats, reason };
    if (seen === undefined) continue;
    const now = performance.now();
    if (seen.dataProcessed !== stats?.dataProcessed) movedAt = now;
    else if (now - movedAt > deadline) reason ??= new Error(`no byte moved for ${deadline} ms`);
    stats = seen;
    if (reason === undefined) reason = failureOf(() => onProgress?.(seen));
    if (reason !== undefined) await abort(caller, job, over);
  }
}

/** The figures of the job; undefined where another one runs, or none. */
async function look(
  caller: Caller,
  { domain, operation }: WatchedJob,
  over: AbortSignal,
): Promise<JobStats | undefined> {
  try {
    const limits = { deadline: CALL_DEADLINE, signal: over };
    const { type, params } = await caller.call('DOMAIN_GET_JOB_STATS', { dom: domain, flags: 0 }, limits);
    const stats = jobStatsOf(type, params);
    const running = type === DomainJobType.BOUNDED || type === DomainJobType.UNBOUNDED;
    // Before 3.3 libvirt did not say what a job is about.
    return running && (stats.operation ?? operation) === operation ? stats : undefined;
  } catch {
    // The guest may be gone already; what became of the job, its own call says.
    return undefined;
  }
}

/** Tries to abort the job. It cannot be done at all times, so it is tried again as long as the job is seen. */
async function abort(caller: Caller, { domain }: WatchedJob, over: AbortSignal): Promise<void> {
  await caller
    .call('DOMAIN_ABORT_JOB', { dom: domain }, { deadline: CALL_DEADLINE, signal: over })
    .catch(() => undefined);
}

function pause(time: number, signal: AbortSignal): Promise<void> {
  return sleep(time, undefined, { signal }).catch(() => undefined);
}

/** What the program's own function throws. */
function failureOf(act: () => void): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error ?? new Error('onProgress failed');
  }
}

function givenUp(cause: unknown, { name }: WatchedJob, reason: unknown): LibvirtError {
  const error = asLibvirtError(cause, 'host', name);
  return new LibvirtError(`${name} was given up here (${reasonOf(reason)}): ${error.message}`, {
    fault: error.fault,
    ...(error.code === undefined ? {} : { code: error.code }),
    ...(error.domain === undefined ? {} : { domain: error.domain }),
    ...(error.procedure === undefined ? {} : { procedure: error.procedure }),
    cause,
  });
}
