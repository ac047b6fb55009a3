import type { Caller } from '@virtform/libvirt';
import type { Diagnostic } from '@virtform/values';
import type { Effects } from '../effects/effects.js';
import type { Attributes, HeldObject, HostProvider, LocalMachine, Provider } from '../kinds/kind.js';
import { isIntent } from '../state/intents.js';
import type { State } from '../state/state.js';
import type { OpenedHost } from './context.js';
import type { HostReading } from './plan.js';
import { providerSource } from './providers.js';
import type { ConfiguredProvider } from './providers.js';

/** The hosts that could be read, by provider address, and why others could not. */
export interface ReadHosts {
  readonly hosts: ReadonlyMap<string, OpenedHost>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Opens every host read-only and reads it in one burst; hosts side by side. Nothing stays open: what follows is pure. What the
 * state alone holds is taken from there.
 *
 * Two providers that mean the same host read it once.
 */
export async function readHosts(
  providers: readonly ConfiguredProvider[],
  state: State,
  effects: Pick<Effects, 'hosts' | 'clock'>,
  local: LocalMachine,
  signal?: AbortSignal,
): Promise<ReadHosts> {
  const readings = new Map<string, Promise<OpenedHost | Diagnostic>>();
  for (const configured of providers) {
    const key = hostKey(configured);
    if (!readings.has(key)) readings.set(key, readObjects(configured, state, effects, local, signal));
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
  return { hosts, diagnostics: [...diagnostics] };
}

/** What two providers have in common that mean the same objects. */
export function hostKey({ uri, provider }: Pick<ConfiguredProvider, 'uri' | 'provider'>): string {
  return `${provider.source} ${uri ?? ''}`;
}

async function readObjects(
  { uri, provider, sensitive }: ConfiguredProvider,
  state: State,
  effects: Pick<Effects, 'hosts' | 'clock'>,
  local: LocalMachine,
  signal: AbortSignal | undefined,
): Promise<OpenedHost | Diagnostic> {
  if (provider.objects === 'on-hosts') {
    const held = knownObjects(state, provider);
    return readHost(uri ?? '', { provider, sensitive, local, held }, effects, signal);
  }
  return { uri, provider, view: provider.viewOf(heldObjects(state, provider)), reading: undefined };
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
      })),
    );
}

/** Whom a host is read for, and what is looked at beside it. */
interface HostQuestion {
  readonly provider: HostProvider<unknown>;
  readonly sensitive: boolean;
  readonly local: LocalMachine;
  readonly held: readonly HeldObject[];
}

async function readHost(
  uri: string,
  { provider, sensitive, local, held }: HostQuestion,
  { hosts, clock }: Pick<Effects, 'hosts' | 'clock'>,
  signal: AbortSignal | undefined,
): Promise<OpenedHost | Diagnostic> {
  const started = clock.now();
  const open: Caller[] = [];
  const connect = async (access: 'read' | 'inspect'): Promise<Caller> => {
    const caller = await hosts.connect(uri, access, signal);
    open.push(caller);
    return caller;
  };
  try {
    const host = await connect('read');
    let inspecting: Promise<Caller> | undefined;
    const view = await provider.readHost(host, () => (inspecting ??= connect('inspect')), local, held);
    const objects = provider.count(view);
    const elapsed = clock.now() - started;
    const reading: HostReading = { uri, objects, elapsed, ...(sensitive ? { sensitive } : {}) };
    return { uri, provider, view, reading };
  } catch (error) {
    return hostFailure(uri, error);
  } finally {
    // What was read is read; that a connection does not end well changes nothing about it.
    await Promise.allSettled(open.map((caller) => caller.close()));
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
