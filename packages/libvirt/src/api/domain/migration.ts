import type { Caller } from '../../caller.js';
import { LibvirtError } from '../../errors.js';
import type { TypedParameter } from '../../wire/objects.js';
import {
  DomainJobOperation,
  DomainJobStatsFlags,
  DomainJobType,
  MigrateFlags,
} from '../flags/domain-jobs.js';
import { typed, typedParameters, type TypedValue } from '../parameters.js';
import type { Domain } from '../values.js';
import { type JobStats, jobStatsOf } from './job-stats.js';
import { type JobOptions, watchJob } from './watched-job.js';

/** How a guest migrates. */
export interface Migration {
  /** MigrateFlags; without LIVE the guest stands still while it moves. */
  readonly flags?: number;
  /**
   * Where the hypervisor's data goes: `tcp://192.0.2.7`, with a port where it must be a certain one. Without it, to the name that the
   * destination has for itself, which the source must be able to look up.
   */
  readonly migrateUri?: string;
  /** The address that the destination's hypervisor listens at. Since 1.1.4. */
  readonly listenAddress?: string;
  /** Its name at the destination. */
  readonly destinationName?: string;
  /** Its XML at the destination: the devices as the guest sees them must be the same. */
  readonly destinationXml?: string;
  /** Its definition at the destination, for PERSIST_DEST. Since 1.3.4. */
  readonly persistentXml?: string;
  /** MiB/s; 0n is libvirt's default. */
  readonly bandwidth?: bigint;
  /** The targets (`vda`) of the disks that are copied, for NON_SHARED_DISK and NON_SHARED_INC. Since 1.2.17. */
  readonly migrateDisks?: readonly string[];
  /** All other parameters (VIR_MIGRATE_PARAM_…): `parallel.connections` (int), `compression` (string) … */
  readonly parameters?: readonly TypedParameter[];
}

/** How a migration ended that succeeded. */
export interface MigrationOutcome {
  /**
   * The figures of the finished job; the last ones seen while it ran, where the source does not know the guest any more; undefined where
   * it was over before anyone looked.
   */
  readonly stats: JobStats | undefined;
}

/** Guests move to another host. */
export interface DomainMigration {
  /**
   * Migrates peer to peer: this host opens the destination by its URI, as it is seen from here, and moves the guest there. Resolves when
   * the guest is at the destination. Where that is refused or fails, the guest stays where it was and the call rejects with what libvirt
   * says. When the connection is lost meanwhile, the migration goes on without us, and the outcome is unknown.
   */
  migrateToUri(
    domain: Domain,
    destination: string,
    migration?: Migration,
    options?: JobOptions,
  ): Promise<MigrationOutcome>;
}

/** The calls that move guests away from one host. */
export function migrationCalls(caller: Caller): DomainMigration {
  return {
    migrateToUri: async (domain, destination, migration = {}, options = {}) => {
      refuseLocal(domain, destination);
      const args = {
        dom: domain,
        dconnuri: destination,
        params: parametersOf(migration),
        cookieIn: new Uint8Array(0),
        flags: (migration.flags ?? 0) | MigrateFlags.PEER2PEER,
      };
      const job = {
        domain,
        operation: DomainJobOperation.MIGRATION_OUT,
        name: `the migration of ${domain.name} to ${destination}`,
      };
      // It takes as long as it takes; the job is what is watched.
      const run = (): Promise<unknown> =>
        caller.call('DOMAIN_MIGRATE_PERFORM3_PARAMS', args, { deadline: Infinity });
      const { stats } = await watchJob(caller, job, run, options);
      return { stats: (await finishedJob(caller, domain)) ?? stats };
    },
  };
}

/** The figures of the job that has ended; undefined where nobody knows them any more: that the guest is gone from here is no failure. */
async function finishedJob(caller: Caller, dom: Domain): Promise<JobStats | undefined> {
  const args = { dom, flags: DomainJobStatsFlags.COMPLETED };
  const answer = await caller.call('DOMAIN_GET_JOB_STATS', args).catch(() => undefined);
  const stats = answer === undefined ? undefined : jobStatsOf(answer.type, answer.params);
  // An earlier job of another kind may be what is remembered.
  const isIt =
    stats?.type === DomainJobType.COMPLETED && stats.operation === DomainJobOperation.MIGRATION_OUT;
  return isIt ? stats : undefined;
}

/** virMigrateParam's names. */
function parametersOf({ parameters = [], ...migration }: Migration): readonly TypedParameter[] {
  const text = (value: string | undefined): readonly TypedValue[] =>
    value === undefined ? [] : [typed.string(value)];
  return [
    ...typedParameters({
      migrate_uri: text(migration.migrateUri),
      listen_address: text(migration.listenAddress),
      destination_name: text(migration.destinationName),
      destination_xml: text(migration.destinationXml),
      persistent_xml: text(migration.persistentXml),
      bandwidth: migration.bandwidth === undefined ? [] : typed.ullong(migration.bandwidth),
      migrate_disks: (migration.migrateDisks ?? []).map(typed.string),
    }),
    ...parameters,
  ];
}

/** The host would open itself and wait for itself; libvirt's own client refuses the same. */
function refuseLocal({ name }: Domain, uri: string): void {
  const [, transport, authority = ''] = /^[^:+]+(?:\+([^:]*))?:\/\/([^/?#]*)/.exec(uri) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const isElsewhere =
    host === '' ? transport === 'unix' && /[?&]socket=/i.test(uri) : !host.startsWith('localhost');
  if (isElsewhere) return;
  throw new LibvirtError(
    `the migration of ${name}: ${uri} is no other host; name the destination as the source host sees it`,
    { fault: 'caller', procedure: 'DOMAIN_MIGRATE_PERFORM3_PARAMS' },
  );
}
