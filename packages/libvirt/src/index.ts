export type {
  CallOptions,
  Caller,
  DownloadOptions,
  EventSubscription,
  RawProcedure,
  StreamOptions,
} from './caller.js';
export type { Credentials } from './auth/auth-file.js';
export type {
  CredentialsQuery,
  CredentialsSource,
  CredentialsStore,
  FoundCredentials,
} from './auth/credentials.js';
export type { AuthMethod, Login } from './auth/login.js';
export { connect, type ConnectOptions } from './connect.js';
export { Connection, type ConnectionOptions } from './connection.js';
export { type Fault, isNotFound, LibvirtError, type LibvirtErrorDetails } from './errors.js';
export type {
  EventKind,
  EventName,
  EventNamed,
  EventRegistration,
  HostEvent,
  LibvirtEvent,
  Missed,
  MonitorFilter,
  Reconnected,
} from './events.js';
export type { KeepaliveOptions } from './keepalive.js';
export { ConnectionPool } from './pool.js';
export { openTransport } from './transport/open.js';
export { type LibvirtUri, parseUri, type TransportName } from './transport/uri.js';
export { type Hole, isHole, type StreamItem, withHoles } from './stream/hole.js';
export { CALL_CHANNEL, type CallTrace } from './trace.js';
export type { TypedParameter } from './wire/objects.js';
export * as xdr from './wire/xdr.js';
export { XdrReader } from './wire/xdr-reader.js';
export { XdrWriter } from './wire/xdr-writer.js';
export {
  type ArgsOf,
  type DownloadProcedure,
  type DuplexProcedure,
  type ProcedureName,
  procedures,
  readingProcedures,
  type ResultOf,
  type UploadProcedure,
} from './wire/procedures.js';
export type { DomainConsoles, Screenshot } from './api/domain/consoles.js';

export * from './api/flags/domain.js';
export * from './api/flags/domain-blocks.js';
export * from './api/flags/domain-guest.js';
export * from './api/flags/domain-jobs.js';
export * from './api/flags/domain-resources.js';
export * from './api/flags/host.js';
export * from './api/flags/network.js';
export * from './api/flags/snapshot.js';
export * from './api/flags/storage.js';
export type { Checkpoints } from './api/checkpoints.js';
export type { DomainBlockInfo, DomainBlockJobInfo, DomainDiskError } from './api/domain/blocks.js';
export type { IothreadInfo, SchedulerType, VcpuInfo } from './api/domain/cpus.js';
export type { DomainInterface } from './api/domain/devices.js';
export type { DomainFilesystem, GuestTime } from './api/domain/guest.js';
export type { JobStats } from './api/domain/job-stats.js';
export type { DomainJobInfo } from './api/domain/jobs.js';
export type { DomainControlInfo, DomainInfo, DomainStateAndReason } from './api/domain/lifecycle.js';
export type { Migration, MigrationOutcome } from './api/domain/migration.js';
export type { SecurityLabel } from './api/domain/security.js';
export type { DomainBlockStats, DomainInterfaceStats, DomainStatsRecord } from './api/domain/stats.js';
export type { JobOptions } from './api/domain/watched-job.js';
export type { Domains } from './api/domains.js';
export type { Interfaces } from './api/interfaces.js';
export { type Libvirt, libvirt } from './api/libvirt.js';
export type { DhcpLease, Networks, NetworkUpdate } from './api/networks.js';
export type { NodeDevices } from './api/node-devices.js';
export type {
  CapabilitiesQuery,
  Node,
  NodeCpuMap,
  NodeInfo,
  NumaCells,
  SecurityModel,
  Version,
} from './api/node.js';
export type { Nwfilters } from './api/nwfilters.js';
export { typed, typedParameters, type TypedValue, type TypedValues, valuesOf } from './api/parameters.js';
export type { Pools, StoragePoolInfo } from './api/pools.js';

export type { FileOptions, VolumeRange, VolumeStreams } from './api/volume-streams.js';
export type { StorageVolInfo, Volumes } from './api/volumes.js';
export type { Secrets } from './api/secrets.js';
export type { Snapshots } from './api/snapshots.js';
export type {
  Domain,
  DomainCheckpoint,
  DomainSnapshot,
  HostInterface,
  Network,
  NetworkPort,
  NodeDevice,
  Nwfilter,
  NwfilterBinding,
  Secret,
  StoragePool,
  StorageVolume,
} from './api/values.js';
