import { setTimeout as sleep } from 'node:timers/promises';
import type { JobStats } from '../../../src/api/domain/job-stats.js';
import { type JobOptions, watchJob } from '../../../src/api/domain/watched-job.js';
import { DomainJobOperation, DomainJobType } from '../../../src/api/flags/domain-jobs.js';
import { typed, typedParameters } from '../../../src/api/parameters.js';
import { LibvirtError } from '../../../src/errors.js';
import type { ResultOf } from '../../../src/wire/procedures.js';
import { recorder } from '../recorder.js';
import { dom } from '../samples.js';

const job = { domain: dom, operation: DomainJobOperation.MIGRATION_OUT, name: 'the migration of web' };

/** What libvirt says of a job. */
function told(
  processed: bigint,
  {
    type = DomainJobType.UNBOUNDED,
    operation = job.operation,
  }: { readonly type?: number; readonly operation?: number } = {},
): ResultOf<'DOMAIN_GET_JOB_STATS'> {
  return {
    type,
    params: typedParameters({ operation: typed.int(operation), data_processed: typed.ullong(processed) }),
  };
}

/** Watches a job whose figures are looked up by `look`, until the test ends its call. */
function watched(look: () => ResultOf<'DOMAIN_GET_JOB_STATS'>, options: JobOptions = {}, abort?: () => void) {
  let end: (answer: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const call = new Promise<string>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  const aborted = (): Record<string, never> => {
    abort?.();
    // libvirt's words.
    fail(
      new LibvirtError('operation aborted: migration out job: canceled by client', {
        fault: 'host',
        code: 78,
      }),
    );
    return {};
  };
  const { caller, calls } = recorder({ DOMAIN_GET_JOB_STATS: look, DOMAIN_ABORT_JOB: aborted });
  const outcome = watchJob(caller, job, () => call, { interval: 1, ...options });
  // Those that fail are looked at later.
  outcome.catch(() => undefined);
  const count = (procedure: string): number => calls.filter(([name]) => name === procedure).length;
  return { outcome, end, fail, count };
}

/** Time for some looks at the job. */
const looks = (): Promise<void> => sleep(40);

test('the figures are told as they change, and the last of them with the answer', async () => {
  const seen: JobStats[] = [];
  let processed = 0n;
  const { outcome, end } = watched(() => told((processed += 10n)), {
    onProgress: (stats) => seen.push(stats),
  });
  while (seen.length < 2) await sleep(1);
  end('done');
  const { answer, stats } = await outcome;
  expect(answer).toBe('done');
  expect(seen[0]).toMatchObject({ type: DomainJobType.UNBOUNDED, dataProcessed: 10n });
  expect(stats).toEqual(seen.at(-1));
});

test.each([
  ['no job', told(0n, { type: DomainJobType.NONE })],
  ['a job that has ended', told(5n, { type: DomainJobType.COMPLETED })],
  ['another job', told(5n, { operation: DomainJobOperation.SAVE })],
])('%s is not told of, and not aborted', async (_, figures) => {
  const seen: JobStats[] = [];
  const giveUp = new AbortController();
  const { outcome, end, count } = watched(() => figures, {
    onProgress: (stats) => seen.push(stats),
    signal: giveUp.signal,
  });
  giveUp.abort();
  await sleep(150);
  end('done');
  await expect(outcome).resolves.toEqual({ answer: 'done', stats: undefined });
  expect(seen).toEqual([]);
  expect(count('DOMAIN_GET_JOB_STATS')).toBeGreaterThan(0);
  expect(count('DOMAIN_ABORT_JOB')).toBe(0);
});

test('a host that cannot tell of the job does not hinder it', async () => {
  const { outcome, end } = watched(() => {
    throw new Error('no such guest');
  });
  await looks();
  end('done');
  await expect(outcome).resolves.toEqual({ answer: 'done', stats: undefined });
});

test('nobody looks any more when the call has ended', async () => {
  const { outcome, end, count } = watched(() => told(1n));
  await looks();
  end('done');
  await outcome;
  const before = count('DOMAIN_GET_JOB_STATS');
  await looks();
  expect(count('DOMAIN_GET_JOB_STATS')).toBe(before);
});

describe('a job that is given up', () => {
  test('by the signal: it is aborted, and the call says what libvirt says of that', async () => {
    const giveUp = new AbortController();
    // Without that, the next look would be in an hour.
    const { outcome } = watched(() => told(1n), { signal: giveUp.signal, interval: 3_600_000 });
    giveUp.abort(new Error('enough'));
    await expect(outcome).rejects.toMatchObject({
      fault: 'host',
      codeName: 'VIR_ERR_OPERATION_ABORTED',
      message:
        'the migration of web was given up here (enough): operation aborted: migration out job: canceled by client',
    });
  });

  test('by the signal, and too late: what it has achieved counts', async () => {
    const giveUp = new AbortController();
    const { outcome, end } = watched(() => told(1n), { signal: giveUp.signal });
    giveUp.abort();
    end('done');
    await expect(outcome).resolves.toMatchObject({ answer: 'done' });
  });

  test('by a signal that was given up before: nothing begins', async () => {
    const { caller, calls } = recorder();
    const run = jest.fn(() => Promise.resolve());
    const outcome = watchJob(caller, job, run, { signal: AbortSignal.abort(new Error('not today')) });
    await expect(outcome).rejects.toMatchObject({ fault: 'caller', cause: new Error('not today') });
    expect(run).not.toHaveBeenCalled();
    expect(calls).toEqual([]);
  });

  test('when no byte moves for too long', async () => {
    const { outcome } = watched(() => told(7n), { deadline: 30 });
    await expect(outcome).rejects.toThrow(/given up here \(no byte moved for 30 ms\)/);
  });

  test('but not as long as some do', async () => {
    let processed = 0n;
    const { outcome, end, count } = watched(() => told((processed += 1n)), { deadline: 500 });
    await sleep(700);
    end('done');
    await outcome;
    expect(count('DOMAIN_ABORT_JOB')).toBe(0);
  });

  test('because the program cannot bear its figures', async () => {
    const onProgress = (): void => {
      throw new Error('the disk with the log is full');
    };
    const { outcome } = watched(() => told(1n), { onProgress });
    await expect(outcome).rejects.toThrow(/the disk with the log is full/);
  });

  test('is aborted again until it ends', async () => {
    let tries = 0;
    const { outcome, count } = watched(
      () => told(1n),
      { signal: AbortSignal.timeout(1) },
      () => {
        tries += 1;
        if (tries < 3) throw new Error('cannot abort migration in post-copy mode');
      },
    );
    await expect(outcome).rejects.toMatchObject({ code: 78 });
    expect(count('DOMAIN_ABORT_JOB')).toBe(3);
  });
});

test('a failure of its own comes through as it is', async () => {
  const { outcome, fail } = watched(() => told(1n));
  const failure = new LibvirtError('unable to connect to server at 192.0.2.7', { fault: 'host', code: 38 });
  fail(failure);
  await expect(outcome).rejects.toBe(failure);
});
