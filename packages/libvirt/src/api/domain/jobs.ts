import type { CallOptions, Caller } from '../../caller.js';
import type { ResultOf } from '../../wire/procedures.js';
import { methodMaker } from '../method.js';
import type { Domain } from '../values.js';
import { type JobStats, jobStatsOf } from './job-stats.js';

/** virDomainJobInfo: DomainJobType, ms, and bytes in all, of memory and of files. */
export type DomainJobInfo = ResultOf<'DOMAIN_GET_JOB_INFO'>;

/** What takes long with a guest: saving, dumping, migrating, backing up. A guest has one such job at a time. */
export interface DomainJobs {
  jobInfo(domain: Domain, options?: CallOptions): Promise<DomainJobInfo>;
  /** The job under way, or the one that has ended. `flags`: DomainJobStatsFlags. Since 1.0.3. */
  jobStats(domain: Domain, flags?: number, options?: CallOptions): Promise<JobStats>;
  /** Ends the job under way: the guest stays, or goes on, where it is. `flags`: DomainAbortJobFlags (since 8.5). */
  abortJob(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  /** ms that a guest may stand still at the end of a live migration. Since 3.7. */
  migrateMaxDowntime(domain: Domain, options?: CallOptions): Promise<bigint>;
  migrateSetMaxDowntime(domain: Domain, downtime: bigint, options?: CallOptions): Promise<void>;
  /** MiB/s. Refused to read-only connections. `flags`: MigrateMaxSpeedFlags. */
  migrateMaxSpeed(domain: Domain, flags?: number, options?: CallOptions): Promise<bigint>;
  /** MiB/s; also for a migration under way. `flags`: MigrateMaxSpeedFlags. */
  migrateSetMaxSpeed(domain: Domain, bandwidth: bigint, flags?: number, options?: CallOptions): Promise<void>;
  /** Bytes of the cache for MigrateFlags.COMPRESSED. Running guests only. Since 1.0.3. */
  migrateCompressionCache(domain: Domain, options?: CallOptions): Promise<bigint>;
  /** Since 1.0.3. */
  migrateSetCompressionCache(domain: Domain, size: bigint, options?: CallOptions): Promise<void>;
  /** Has the guest go over at once, in a migration with MigrateFlags.POSTCOPY; its memory follows. Since 1.3.3. */
  migrateStartPostCopy(domain: Domain, options?: CallOptions): Promise<void>;
}

/** The calls on jobs of guests of one host. */
export function jobCalls(caller: Caller): DomainJobs {
  const { answer, action } = methodMaker(caller);
  return {
    jobInfo: answer('DOMAIN_GET_JOB_INFO', ['dom'], (info) => info),
    jobStats: answer('DOMAIN_GET_JOB_STATS', ['dom', 'flags'], ({ type, params }) =>
      jobStatsOf(type, params),
    ),
    abortJob: async (dom, flags = 0, options) => {
      // Only the older of the two is known to all daemons.
      if (flags === 0) await caller.call('DOMAIN_ABORT_JOB', { dom }, options);
      else await caller.call('DOMAIN_ABORT_JOB_FLAGS', { dom, flags }, options);
    },
    migrateMaxDowntime: answer('DOMAIN_MIGRATE_GET_MAX_DOWNTIME', ['dom'], ({ downtime }) => downtime, {
      flags: 0,
    }),
    migrateSetMaxDowntime: action('DOMAIN_MIGRATE_SET_MAX_DOWNTIME', ['dom', 'downtime'], { flags: 0 }),
    migrateMaxSpeed: answer('DOMAIN_MIGRATE_GET_MAX_SPEED', ['dom', 'flags'], ({ bandwidth }) => bandwidth),
    migrateSetMaxSpeed: action('DOMAIN_MIGRATE_SET_MAX_SPEED', ['dom', 'bandwidth', 'flags']),
    migrateCompressionCache: answer(
      'DOMAIN_MIGRATE_GET_COMPRESSION_CACHE',
      ['dom'],
      ({ cacheSize }) => cacheSize,
      { flags: 0 },
    ),
    migrateSetCompressionCache: action('DOMAIN_MIGRATE_SET_COMPRESSION_CACHE', ['dom', 'cacheSize'], {
      flags: 0,
    }),
    migrateStartPostCopy: action('DOMAIN_MIGRATE_START_POST_COPY', ['dom'], { flags: 0 }),
  };
}
