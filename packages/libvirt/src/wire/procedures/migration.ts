import { domain, typedParameters } from '../objects.js';
import { change, inspect, read, set } from '../procedure.js';
import { int, opaque, optional, string, uhyper, uint } from '../xdr.js';

/** Migration and jobs of a guest. */
export const migrationProcedures = {
  DOMAIN_GET_JOB_INFO: inspect(
    163,
    { dom: domain },
    {
      type: int,
      timeElapsed: uhyper,
      timeRemaining: uhyper,
      dataTotal: uhyper,
      dataProcessed: uhyper,
      dataRemaining: uhyper,
      memTotal: uhyper,
      memProcessed: uhyper,
      memRemaining: uhyper,
      fileTotal: uhyper,
      fileProcessed: uhyper,
      fileRemaining: uhyper,
    },
  ),
  /** Not held back behind those that may wait: it is what ends them. */
  DOMAIN_ABORT_JOB: set(164, { dom: domain }, {}),
  DOMAIN_MIGRATE_SET_MAX_DOWNTIME: change(166, { dom: domain, downtime: uhyper, flags: uint }, {}),
  DOMAIN_MIGRATE_SET_MAX_SPEED: change(207, { dom: domain, bandwidth: uhyper, flags: uint }, {}),
  DOMAIN_MIGRATE_GET_MAX_SPEED: read(242, { dom: domain, flags: uint }, { bandwidth: uhyper }),
  DOMAIN_GET_JOB_STATS: inspect(
    298,
    { dom: domain, flags: uint },
    { type: int, params: typedParameters(64) },
  ),
  DOMAIN_MIGRATE_GET_COMPRESSION_CACHE: read(299, { dom: domain, flags: uint }, { cacheSize: uhyper }),
  DOMAIN_MIGRATE_SET_COMPRESSION_CACHE: change(300, { dom: domain, cacheSize: uhyper, flags: uint }, {}),
  DOMAIN_MIGRATE_BEGIN3_PARAMS: change(
    302,
    { dom: domain, params: typedParameters(64), flags: uint },
    { cookieOut: opaque(4_194_304), xml: string },
  ),
  DOMAIN_MIGRATE_PREPARE3_PARAMS: change(
    303,
    { params: typedParameters(64), cookieIn: opaque(4_194_304), flags: uint },
    { cookieOut: opaque(4_194_304), uriOut: optional(string) },
  ),
  DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS: change(
    304,
    { params: typedParameters(64), cookieIn: opaque(4_194_304), flags: uint },
    { cookieOut: opaque(4_194_304) },
  ),
  DOMAIN_MIGRATE_PERFORM3_PARAMS: change(
    305,
    {
      dom: domain,
      dconnuri: optional(string),
      params: typedParameters(64),
      cookieIn: opaque(4_194_304),
      flags: uint,
    },
    { cookieOut: opaque(4_194_304) },
  ),
  DOMAIN_MIGRATE_FINISH3_PARAMS: change(
    306,
    { params: typedParameters(64), cookieIn: opaque(4_194_304), flags: uint, cancelled: int },
    { dom: domain, cookieOut: opaque(4_194_304) },
  ),
  DOMAIN_MIGRATE_CONFIRM3_PARAMS: change(
    307,
    { dom: domain, params: typedParameters(64), cookieIn: opaque(4_194_304), flags: uint, cancelled: int },
    {},
  ),
  DOMAIN_MIGRATE_START_POST_COPY: change(364, { dom: domain, flags: uint }, {}),
  DOMAIN_MIGRATE_GET_MAX_DOWNTIME: read(387, { dom: domain, flags: uint }, { downtime: uhyper }),
  DOMAIN_ABORT_JOB_FLAGS: set(442, { dom: domain, flags: uint }, {}),
} as const;
