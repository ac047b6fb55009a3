import type { CallOptions, Caller } from '../../caller.js';
import type { TypedParameter } from '../../wire/objects.js';
import type { ResultOf } from '../../wire/procedures.js';
import { methodMaker } from '../method.js';
import type { Domain } from '../values.js';

/** virDomainBlockInfo, in bytes: what the guest sees, what is allocated of it, and what the file or device takes on the host. */
export type DomainBlockInfo = ResultOf<'DOMAIN_GET_BLOCK_INFO'>;

/** A job on a disk: BlockJobType, its bandwidth, and how far it is; `cur` equals `end` when a copy or an active commit is in step. */
export interface DomainBlockJobInfo {
  readonly type: number;
  readonly bandwidth: bigint;
  readonly cur: bigint;
  readonly end: bigint;
}

/** A disk with an error: its target, and DiskErrorCode. */
export type DomainDiskError = ResultOf<'DOMAIN_GET_DISK_ERRORS'>['errors'][number];

/**
 * A guest's disks, named by their target (`vda`) or their source. Jobs run on after the call has answered: the event domain.block-job
 * tells of their end. Bandwidths are in MiB/s unless a flag says bytes; 0n is no limit.
 */
export interface DomainBlocks {
  /** Of a running guest. Size in bytes with DomainBlockResizeFlags.BYTES, else KiB. */
  blockResize(
    domain: Domain,
    disk: string,
    size: bigint,
    flags: number,
    options?: CallOptions,
  ): Promise<void>;
  blockInfo(domain: Domain, disk: string, options?: CallOptions): Promise<DomainBlockInfo>;
  /** What stands on it, up to 4 MiB. Refused to read-only connections. */
  blockPeek(
    domain: Domain,
    disk: string,
    offset: bigint,
    size: number,
    options?: CallOptions,
  ): Promise<Uint8Array>;
  /** The disks that could not be read or written. Running guests only; two calls. */
  diskErrors(domain: Domain, options?: CallOptions): Promise<readonly DomainDiskError[]>;
  /** Tells by an event when the disk has grown by so many bytes. Since 3.1. */
  setBlockThreshold(domain: Domain, disk: string, threshold: bigint, options?: CallOptions): Promise<void>;

  /** Limits of one disk. `flags`: DomainAffectFlags. Two calls. */
  blockIoTune(
    domain: Domain,
    disk: string,
    flags?: number,
    options?: CallOptions,
  ): Promise<readonly TypedParameter[]>;
  /**
   * `total_bytes_sec`, `read_iops_sec`, `write_bytes_sec_max`, `total_iops_sec_max_length`, `size_iops_sec` … (ullong; 0 for no limit),
   * `group_name` (string). `flags`: DomainAffectFlags.
   */
  setBlockIoTune(
    domain: Domain,
    disk: string,
    parameters: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** Limits of the guest's disks together. `flags`: DomainAffectFlags. Two calls. */
  blkioParameters(domain: Domain, flags?: number, options?: CallOptions): Promise<readonly TypedParameter[]>;
  /** `weight` (uint), `device_weight`, `device_read_iops_sec`, `device_write_bytes_sec` … (string: `/dev/sda,100`). `flags`: DomainAffectFlags. */
  setBlkioParameters(
    domain: Domain,
    parameters: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** Limits that disks share; the parameters are those of setBlockIoTune. `flags`: DomainAffectFlags. Since 11.2. */
  setThrottleGroup(
    domain: Domain,
    group: string,
    parameters: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** `flags`: DomainAffectFlags. Since 11.2. */
  delThrottleGroup(domain: Domain, group: string, flags?: number, options?: CallOptions): Promise<void>;

  /** Fills the disk from its backing files, so that it needs none. `flags`: BlockPullFlags. */
  blockPull(
    domain: Domain,
    disk: string,
    bandwidth?: bigint,
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** The same down to a base that stays, or a copy. `flags`: BlockRebaseFlags. */
  blockRebase(
    domain: Domain,
    disk: string,
    range: { readonly base?: string; readonly bandwidth?: bigint },
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** Writes files of the disk's chain into those below. Without base and top: everything into the lowest. `flags`: BlockCommitFlags. */
  blockCommit(
    domain: Domain,
    disk: string,
    range: { readonly base?: string; readonly top?: string; readonly bandwidth?: bigint },
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /**
   * Copies the disk to the one in the XML, and stays in step until it is aborted or pivoted. Parameters: `bandwidth` (ullong, bytes/s),
   * `granularity` (uint), `buf-size` (ullong). `flags`: BlockCopyFlags. Since 1.2.8.
   */
  blockCopy(
    domain: Domain,
    disk: string,
    xml: string,
    parameters?: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** undefined where the disk has no job. `flags`: BlockJobInfoFlags. */
  blockJobInfo(
    domain: Domain,
    disk: string,
    flags?: number,
    options?: CallOptions,
  ): Promise<DomainBlockJobInfo | undefined>;
  /** `flags`: BlockJobSetSpeedFlags. */
  blockJobSetSpeed(
    domain: Domain,
    disk: string,
    bandwidth: bigint,
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** Ends the job, and waits until it has ended. `flags`: BlockJobAbortFlags. */
  blockJobAbort(domain: Domain, disk: string, flags?: number, options?: CallOptions): Promise<void>;

  /** Begins a backup, and with the second XML a checkpoint; abortJob ends one that is pulled. `flags`: BackupBeginFlags. Since 6.0. */
  backupBegin(
    domain: Domain,
    xml: string,
    checkpointXml?: string,
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** The backup that is under way. Since 6.0. */
  backupXmlDesc(domain: Domain, options?: CallOptions): Promise<string>;
}

/** The calls on disks of guests of one host. */
export function blockCalls(caller: Caller): DomainBlocks {
  const { answer, action, parameters } = methodMaker(caller);
  return {
    blockResize: action('DOMAIN_BLOCK_RESIZE', ['dom', 'disk', 'size', 'flags']),
    blockInfo: answer('DOMAIN_GET_BLOCK_INFO', ['dom', 'path'], (info) => info, { flags: 0 }),
    blockPeek: answer('DOMAIN_BLOCK_PEEK', ['dom', 'path', 'offset', 'size'], ({ buffer }) => buffer, {
      flags: 0,
    }),
    diskErrors: async (dom, options) => {
      // Asked for none, it answers how many disks there are.
      const { nerrors } = await caller.call(
        'DOMAIN_GET_DISK_ERRORS',
        { dom, maxerrors: 0, flags: 0 },
        options,
      );
      const args = { dom, maxerrors: nerrors, flags: 0 };
      return nerrors === 0 ? [] : (await caller.call('DOMAIN_GET_DISK_ERRORS', args, options)).errors;
    },
    setBlockThreshold: action('DOMAIN_SET_BLOCK_THRESHOLD', ['dom', 'dev', 'threshold'], { flags: 0 }),
    blockIoTune: parameters('DOMAIN_GET_BLOCK_IO_TUNE', ['dom', 'disk', 'flags']),
    setBlockIoTune: action('DOMAIN_SET_BLOCK_IO_TUNE', ['dom', 'disk', 'params', 'flags']),
    blkioParameters: parameters('DOMAIN_GET_BLKIO_PARAMETERS', ['dom', 'flags']),
    setBlkioParameters: action('DOMAIN_SET_BLKIO_PARAMETERS', ['dom', 'params', 'flags']),
    setThrottleGroup: action('DOMAIN_SET_THROTTLE_GROUP', ['dom', 'group', 'params', 'flags']),
    delThrottleGroup: action('DOMAIN_DEL_THROTTLE_GROUP', ['dom', 'group', 'flags']),
    blockPull: async (dom, path, bandwidth = 0n, flags = 0, options) => {
      await caller.call('DOMAIN_BLOCK_PULL', { dom, path, bandwidth, flags }, options);
    },
    blockRebase: async (dom, path, { base, bandwidth = 0n }, flags = 0, options) => {
      await caller.call('DOMAIN_BLOCK_REBASE', { dom, path, base, bandwidth, flags }, options);
    },
    blockCommit: async (dom, disk, { base, top, bandwidth = 0n }, flags = 0, options) => {
      await caller.call('DOMAIN_BLOCK_COMMIT', { dom, disk, base, top, bandwidth, flags }, options);
    },
    blockCopy: async (dom, path, destxml, params = [], flags = 0, options) => {
      await caller.call('DOMAIN_BLOCK_COPY', { dom, path, destxml, params, flags }, options);
    },
    blockJobInfo: answer(
      'DOMAIN_GET_BLOCK_JOB_INFO',
      ['dom', 'path', 'flags'],
      ({ found, type, bandwidth, cur, end }) => (found === 0 ? undefined : { type, bandwidth, cur, end }),
    ),
    blockJobSetSpeed: action('DOMAIN_BLOCK_JOB_SET_SPEED', ['dom', 'path', 'bandwidth', 'flags']),
    blockJobAbort: action('DOMAIN_BLOCK_JOB_ABORT', ['dom', 'path', 'flags']),
    backupBegin: action('DOMAIN_BACKUP_BEGIN', ['dom', 'backupXml', 'checkpointXml', 'flags']),
    backupXmlDesc: answer('DOMAIN_BACKUP_GET_XML_DESC', ['dom'], ({ xml }) => xml, { flags: 0 }),
  };
}
