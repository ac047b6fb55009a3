import { LibvirtError } from '@virtform/libvirt';
import type { ResourceSchema } from '@virtform/schema';
import { DiagnosticsError } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import type { ClockEffects } from '../effects/effects.js';
import type { Attributes } from '../kinds/kind.js';
import type { DataReading } from '../kinds/data-kind.js';
import type { StatesSource } from '../kinds/sources.js';
import type { Provider } from '../kinds/provider.js';
import type { HostConnections } from './host-connections.js';
import { placeDiagnostics } from './diagnostics.js';

/** Reads one data source, wherever its data come from. */
export interface DataReader {
  readonly schema: ResourceSchema;
  /** For messages: the host that is asked; undefined where none is. */
  readonly host: string | undefined;
  /** @throws what its kind throws */
  read(wanted: Attributes): Promise<DataReading>;
}

/** Where data come from. */
export interface DataSources {
  readonly states: StatesSource;
  readonly clock: ClockEffects;
  /** undefined for a provider without hosts. */
  readonly host: HostConnections | undefined;
  /** What plans call that host. */
  readonly called: string | undefined;
}

/** The reader of a data source of a provider; undefined where it knows none of that type. */
export function dataReaderOf(
  provider: Provider<unknown>,
  type: string,
  { states, clock, host, called }: DataSources,
): DataReader | undefined {
  if (provider.objects === 'in-state') {
    const kind = provider.dataKinds.get(type);
    return kind === undefined
      ? undefined
      : { schema: kind.schema, host: undefined, read: (wanted) => kind.read(wanted, states) };
  }
  const kind = provider.dataKinds.get(type);
  if (kind === undefined || host === undefined) return undefined;
  return {
    schema: kind.schema,
    host: called,
    read: (wanted) => persistently(host, clock, () => kind.read(wanted, host)),
  };
}

/** ms before each further attempt. A reading changes nothing, so that one whose connection broke may simply be made again. */
const PAUSES: readonly number[] = [0, 500, 2000, 4000];

async function persistently<T>(
  host: HostConnections,
  clock: ClockEffects,
  read: () => Promise<T>,
): Promise<T> {
  for (const pause of PAUSES) {
    const { generation } = host;
    try {
      return await read();
    } catch (error) {
      if (!isLost(error)) throw error;
      await host.renew(generation);
      await clock.sleep(pause);
    }
  }
  return read();
}

/** A connection that was there and broke; one that could not be made says so at once. */
function isLost(error: unknown): boolean {
  return error instanceof LibvirtError && error.fault === 'unknown-outcome';
}

/** Why a data source could not be read: what was asked, of whom, what came back, and what to do. */
export function failedReading(
  address: string,
  host: string | undefined,
  error: unknown,
): readonly Diagnostic[] {
  if (error instanceof DiagnosticsError) return placeDiagnostics(error.diagnostics, { address });
  const message = error instanceof Error ? error.message : String(error);
  const next = error instanceof Error && 'action' in error ? error.action : undefined;
  const otherwise =
    host === undefined
      ? 'Mend what the message says, then plan again.'
      : `Check that the host answers: virsh -c '${host}' nodeinfo`;
  return [
    {
      severity: 'error',
      summary: `Could not read ${address}`,
      detail: host === undefined ? message : `On ${host}: ${message}`,
      action: typeof next === 'string' ? next : otherwise,
      address,
      cause: error,
    },
  ];
}
