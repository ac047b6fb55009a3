import type { Procedure, StreamDirection } from './procedure.js';
import { connectProcedures } from './procedures/connect.js';
import { domainProcedures } from './procedures/domain.js';
import { guestProcedures } from './procedures/guest.js';
import { interfaceProcedures } from './procedures/interface.js';
import { migrationProcedures } from './procedures/migration.js';
import { networkProcedures } from './procedures/network.js';
import { nodedevProcedures } from './procedures/nodedev.js';
import { nwfilterProcedures } from './procedures/nwfilter.js';
import { qemuProcedures } from './procedures/qemu.js';
import { registrationProcedures } from './procedures/registration.js';
import { secretProcedures } from './procedures/secret.js';
import { snapshotProcedures } from './procedures/snapshot.js';
import { storageProcedures } from './procedures/storage.js';
import { tuningProcedures } from './procedures/tuning.js';
import type { TypeOf } from './xdr.js';

/**
 * Every procedure that can be called, by libvirt's own name without its prefix (`REMOTE_PROC_DOMAIN_CREATE` is
 * `DOMAIN_CREATE`; those of the QEMU program begin with `QEMU_`). Numbers, arguments and limits are those of
 * remote_protocol.x and qemu_protocol.x in libvirt 11.3; a daemon that is older than a procedure says so, which is the fault
 * `unsupported`.
 *
 * Left out are those that pass file descriptors, which no transport but a local socket carries and Node cannot send
 * (DOMAIN_CREATE_WITH_FILES, DOMAIN_FD_ASSOCIATE, DOMAIN_OPEN_GRAPHICS and their like; all of the LXC program, which is
 * LXC_DOMAIN_OPEN_NAMESPACE alone), those that others have taken the place of (lists by count and name, migration and events
 * before they had parameters and callback ids), and CONNECT_SET_IDENTITY, which is between daemons.
 */
export const procedures = {
  ...connectProcedures,
  ...domainProcedures,
  ...guestProcedures,
  ...tuningProcedures,
  ...migrationProcedures,
  ...snapshotProcedures,
  ...networkProcedures,
  ...storageProcedures,
  ...secretProcedures,
  ...nwfilterProcedures,
  ...nodedevProcedures,
  ...interfaceProcedures,
  ...registrationProcedures,
  ...qemuProcedures,
} as const;

type Table = typeof procedures;

/** The name of a procedure: `DOMAIN_GET_XML_DESC`. */
export type ProcedureName = keyof Table;

/** What a procedure takes, under libvirt's own field names in camel case. */
export type ArgsOf<P extends ProcedureName> = TypeOf<Table[P]['args']>;

/** What a procedure answers, under libvirt's own field names in camel case. */
export type ResultOf<P extends ProcedureName> = TypeOf<Table[P]['result']>;

type Streaming<S extends StreamDirection> = {
  [P in ProcedureName]: Table[P]['stream'] extends S ? P : never;
}[ProcedureName];

/** Procedures that data is sent to. */
export type UploadProcedure = Streaming<'upload'>;

/** Procedures that data is received from. */
export type DownloadProcedure = Streaming<'download'>;

/** Procedures that data flows to and from. */
export type DuplexProcedure = Streaming<'both'>;

/** A procedure of the table, seen without the particular types of its name. */
export function procedureNamed<P extends ProcedureName>(name: P): Procedure<ArgsOf<P>, ResultOf<P>> {
  const table: { readonly [N in ProcedureName]: Procedure<ArgsOf<N>, ResultOf<N>> } = procedures;
  return table[name];
}

/** The procedures that change nothing, on the host or in a guest. */
export const readingProcedures: readonly ProcedureName[] = (
  Object.keys(procedures) as ProcedureName[]
).filter((name) => procedures[name].reads);
