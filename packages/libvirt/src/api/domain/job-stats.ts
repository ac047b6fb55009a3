import type { TypedParameter } from '../../wire/objects.js';
import { valuesOf } from '../parameters.js';

/** The figures of a job; undefined are those that a job of its kind has not, or the host's libvirt does not tell. */
export interface JobStats {
  /** DomainJobType. */
  readonly type: number;
  /** DomainJobOperation. Since 3.3. */
  readonly operation: number | undefined;
  /** Of a job that has ended: whether it did what it was to do. Since 6.0. */
  readonly success: boolean | undefined;
  /** Of a job that has failed: why. Since 6.3. */
  readonly error: string | undefined;

  /** ms since its beginning. */
  readonly timeElapsed: number | undefined;
  /** ms without the time to hand over to the other host. Since 1.2.15. */
  readonly timeElapsedNet: number | undefined;
  /** ms until its end, where that can be told (BOUNDED). */
  readonly timeRemaining: number | undefined;
  /** ms that the guest stands still: expected, or measured once it has ended. */
  readonly downtime: number | undefined;
  /** ms of that without the time to hand over. Since 1.2.15. */
  readonly downtimeNet: number | undefined;
  /** ms of preparation. Since 1.2.9. */
  readonly setupTime: number | undefined;

  /** Bytes; processed and remaining may be more than the total, as what a guest writes to is sent again. */
  readonly dataTotal: bigint | undefined;
  readonly dataProcessed: bigint | undefined;
  readonly dataRemaining: bigint | undefined;
  /** Bytes of memory. */
  readonly memoryTotal: bigint | undefined;
  readonly memoryProcessed: bigint | undefined;
  readonly memoryRemaining: bigint | undefined;
  /** Pages of one byte's value, and all others; bytes of the others. */
  readonly memoryConstant: bigint | undefined;
  readonly memoryNormal: bigint | undefined;
  readonly memoryNormalBytes: bigint | undefined;
  /** Bytes a second. Since 1.2.9. */
  readonly memoryBps: bigint | undefined;
  /** Pages a second that the guest writes to. Since 1.3.1. */
  readonly memoryDirtyRate: bigint | undefined;
  /** Bytes. Since 3.9. */
  readonly memoryPageSize: bigint | undefined;
  /** How often it went through the memory. Since 1.3.1. */
  readonly memoryIteration: bigint | undefined;
  /** Pages that the other host asked for. Since 5.0. */
  readonly memoryPostcopyRequests: bigint | undefined;
  /** Bytes of disks. */
  readonly diskTotal: bigint | undefined;
  readonly diskProcessed: bigint | undefined;
  readonly diskRemaining: bigint | undefined;
  /** Bytes a second. Since 1.2.9. */
  readonly diskBps: bigint | undefined;
  /** Bytes of temporary disks that a backup uses, and can use. Since 6.0. */
  readonly diskTempUsed: bigint | undefined;
  readonly diskTempTotal: bigint | undefined;

  /** Bytes of the cache, compressed bytes and pages, pages not found in the cache, and pages that compression would make larger. */
  readonly compressionCache: bigint | undefined;
  readonly compressionBytes: bigint | undefined;
  readonly compressionPages: bigint | undefined;
  readonly compressionCacheMisses: bigint | undefined;
  readonly compressionOverflow: bigint | undefined;
  /** Per cent by which the guest's CPUs are slowed down. Since 2.0. */
  readonly autoConvergeThrottle: number | undefined;
  /** Bytes of VFIO devices. Since 10.6. */
  readonly vfioDataTransferred: bigint | undefined;
}

/** A job's figures out of its typed parameters. */
export function jobStatsOf(type: number, parameters: readonly TypedParameter[]): JobStats {
  const values = valuesOf(parameters);
  const amount = (field: string): bigint | undefined => {
    const value = values[field];
    return typeof value === 'bigint' ? value : undefined;
  };
  /** Milliseconds and per cent, which come in both widths. */
  const count = (field: string): number | undefined => {
    const value = values[field];
    return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : undefined;
  };
  const { success, errmsg } = values;
  return {
    type,
    operation: count('operation'),
    success: typeof success === 'boolean' ? success : undefined,
    error: typeof errmsg === 'string' ? errmsg : undefined,
    timeElapsed: count('time_elapsed'),
    timeElapsedNet: count('time_elapsed_net'),
    timeRemaining: count('time_remaining'),
    downtime: count('downtime'),
    downtimeNet: count('downtime_net'),
    setupTime: count('setup_time'),
    dataTotal: amount('data_total'),
    dataProcessed: amount('data_processed'),
    dataRemaining: amount('data_remaining'),
    memoryTotal: amount('memory_total'),
    memoryProcessed: amount('memory_processed'),
    memoryRemaining: amount('memory_remaining'),
    memoryConstant: amount('memory_constant'),
    memoryNormal: amount('memory_normal'),
    memoryNormalBytes: amount('memory_normal_bytes'),
    memoryBps: amount('memory_bps'),
    memoryDirtyRate: amount('memory_dirty_rate'),
    memoryPageSize: amount('memory_page_size'),
    memoryIteration: amount('memory_iteration'),
    memoryPostcopyRequests: amount('memory_postcopy_requests'),
    diskTotal: amount('disk_total'),
    diskProcessed: amount('disk_processed'),
    diskRemaining: amount('disk_remaining'),
    diskBps: amount('disk_bps'),
    diskTempUsed: amount('disk_temp_used'),
    diskTempTotal: amount('disk_temp_total'),
    compressionCache: amount('compression_cache'),
    compressionBytes: amount('compression_bytes'),
    compressionPages: amount('compression_pages'),
    compressionCacheMisses: amount('compression_cache_misses'),
    compressionOverflow: amount('compression_overflow'),
    autoConvergeThrottle: count('auto_converge_throttle'),
    vfioDataTransferred: amount('vfio_data_transferred'),
  };
}
