import type { Diagnostic } from '@virtform/values';
import type { Effects } from '../effects/effects.js';
import type { Attributes } from '../kinds/kind.js';
import type { HeldObject, HostProvider, LocalMachine, Provider } from '../kinds/provider.js';
import { isIntent } from '../state/intents.js';
import type { State } from '../state/state.js';
import type { OpenedHost } from './context.js';
import { hostConnections } from './host-connections.js';
import type { HostReading } from './plan.js';
import { providerSource } from './providers.js';
import type { ConfiguredProvider } from './providers.js';

/** The hosts that could be read, by provider address, and why others could not. */
export interface ReadHosts {
  readonly hosts: ReadonlyMap<string, OpenedHost>;
  readonly diagnostics: readonly Diagnostic[];
  /** Ends what was kept open for data sources. */
  close(): Promise<void>;
}

/** A provider that something in the configuration or in the state belongs to. */
export interface UsedProvider extends ConfiguredProvider {
  /** Managed resources: all of the host is read in advance. */
  readonly forObjects: boolean;
  /** Data sources: its connections stay open, so that they can look at it. */
  readonly forData: boolean;
}

/**
 * Opens every host read-only and reads it in one burst; hosts side by side. Only what data sources look at stays open. What the
 * state alone holds is taken from there.
 *
 * Two providers that mean the same host read it once.
 */
export async function readHosts(
  providers: readonly UsedProvider[],
  state: State,
  effects: Pick<Effects, 'hosts' | 'clock'>,
  local: LocalMachine,
  signal?: AbortSignal,
): Promise<ReadHosts> {
  const readings = new Map<string, Promise<OpenedHost | Diagnostic>>();
  for (const used of sameHosts(providers)) {
    readings.set(hostKey(used), readObjects(used, state, effects, local, signal));
  }
  const hosts = new Map<string, OpenedHost>();
  const diagnostics = new Set<Diagnostic>();
  for (const configured of providers) {
    const { address } = configured;
    const read = await readings.get(hostKey(configured));
    if (read === undefined) continue;
    if ('severity' in read) diagnostics.add(read);
    else hosts.set(address, read);
  }
  return {
    hosts,
    diagnostics: [...diagnostics],
    async close() {
      const connections = new Set([...hosts.values()].flatMap((host) => host.connections ?? []));
      await Promise.all([...connections].map((each) => each.close()));
    },
  };
}

/** One provider for each host, for all that any of those that mean it is there for. */
function sameHosts(providers: readonly UsedProvider[]): readonly UsedProvider[] {
  const byHost = new Map<string, UsedProvider>();
  for (const used of providers) {
    const known = byHost.get(hostKey(used));
    byHost.set(hostKey(used), {
      ...(known ?? used),
      forObjects: used.forObjects || known?.forObjects === true,
      forData: used.forData || known?.forData === true,
    });
  }
  return [...byHost.values()];
}

/** What two providers have in common that mean the same objects. */
export function hostKey({
  uri,
  host,
  provider,
}: Pick<ConfiguredProvider, 'uri' | 'host' | 'provider'>): string {
  return `${provider.source} ${uri ?? ''} ${host ?? ''}`;
}

async function readObjects(
  { uri, host, provider, sensitive, forObjects, forData }: UsedProvider,
  state: State,
  effects: Pick<Effects, 'hosts' | 'clock'>,
  local: LocalMachine,
  signal: AbortSignal | undefined,
): Promise<OpenedHost | Diagnostic> {
  if (provider.objects === 'on-hosts') {
    const held = knownObjects(state, provider);
    const question = { host, provider, sensitive, local, held, forObjects, forData };
    return readHost(uri ?? '', question, effects, signal);
  }
  const view = provider.viewOf(heldObjects(state, provider));
  return { uri, host, provider, view, reading: undefined, connections: undefined };
}

/** The attributes of everything of a provider that the state holds. What an intent announced is not there. */
export function heldObjects(state: State, { source }: Provider<unknown>): readonly Attributes[] {
  return state.resources
    .filter(({ address, provider }) => address.mode === 'managed' && providerSource(provider) === source)
    .flatMap(({ instances }) => instances.filter((instance) => !isIntent(instance)))
    .map(({ attributes }) => attributes);
}

/** Everything of a provider that the state knows of, with what intents announced: it may be there. */
export function knownObjects(state: State, { source }: Provider<unknown>): readonly HeldObject[] {
  return state.resources
    .filter(({ address, provider }) => address.mode === 'managed' && providerSource(provider) === source)
    .flatMap(({ address, instances }) =>
      // What an instance says is read where somebody asks for it: few objects have to be looked for by it.
      instances.map((instance) => ({
        type: address.type,
        get attributes() {
          return instance.attributes;
        },
        get identity() {
          return instance.bookkeeping?.identity;
        },
        get asked() {
          return [instance.bookkeeping?.wanted, instance.trying].filter((asked) => asked !== undefined);
        },
      })),
    );
}

/** Whom a host is read for, and what is looked at beside it. */
interface HostQuestion extends Pick<UsedProvider, 'host' | 'forObjects' | 'forData'> {
  readonly provider: HostProvider<unknown>;
  readonly sensitive: boolean;
  readonly local: LocalMachine;
  readonly held: readonly HeldObject[];
}

async function readHost(
  uri: string,
  { host: called = uri, provider, sensitive, local, held, forObjects, forData }: HostQuestion,
  { hosts, clock }: Pick<Effects, 'hosts' | 'clock'>,
  signal: AbortSignal | undefined,
): Promise<OpenedHost | Diagnostic> {
  const started = clock.now();
  const connections = hostConnections(uri, hosts, signal);
  let keep = forData;
  try {
    const host = await connections.read();
    const opened = { uri, host: called, provider, connections: forData ? connections : undefined };
    if (!forObjects) return { ...opened, view: undefined, reading: undefined };
    const view = await provider.readHost(host, () => connections.inspect(), local, held);
    const objects = provider.count(view);
    const elapsed = clock.now() - started;
    // What stands in for an ephemeral URI gives nothing away.
    const isTold = !sensitive || called !== uri;
    const reading: HostReading = { uri: called, objects, elapsed, ...(isTold ? {} : { sensitive }) };
    return { ...opened, view, reading };
  } catch (error) {
    keep = false;
    return hostFailure(uri, error);
  } finally {
    if (!keep) await connections.close();
  }
}

/** Why a host could not be opened or read, as a diagnostic. */
export function hostFailure(uri: string, error: unknown): Diagnostic {
  const action = actionOf(error);
  return {
    severity: 'error',
    summary: `The host ${uri} cannot be read`,
    detail: error instanceof Error ? error.message : String(error),
    action: action ?? `Check that it answers: virsh -c '${uri}' list --all`,
    cause: error,
  };
}

function actionOf(error: unknown): string | undefined {
  return error instanceof Error && 'action' in error && typeof error.action === 'string'
    ? error.action
    : undefined;
}
