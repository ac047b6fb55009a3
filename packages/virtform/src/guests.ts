import type { Unit } from '@virtform/engine';
import { type Conceal, concealing, DiagnosticsError, suggest } from '@virtform/values';
import type { Invocation } from './command.js';
import type { Io, Output } from './io.js';
import { usage } from './options.js';
import { diagnosticsOf } from './report/failure.js';
import { openUnits } from './session.js';

/** A guest that the state holds. */
export interface Guest {
  readonly address: string;
  readonly name: string;
  /** What it is called where it is shown: its name, or its address where the name is a secret. */
  readonly shown: string;
  readonly uuid: string;
  readonly secrets: readonly string[];
}

/** The guests of one host. */
export interface HostGuests {
  readonly uri: string;
  readonly guests: readonly Guest[];
}

/** The guests that the states of these stacks hold, by host. */
export async function guestsOf(
  invocation: Invocation,
  stacks: readonly string[],
): Promise<readonly HostGuests[]> {
  const units = await openUnits(invocation, stacks);
  const byHost = new Map<string, Guest[]>();
  for (const { unit } of units) {
    for (const { uri, ...guest } of await guestsOfUnit(unit)) {
      byHost.set(uri, [...(byHost.get(uri) ?? []), guest]);
    }
  }
  return [...byHost].map(([uri, guests]) => ({ uri, guests }));
}

/**
 * The guests that are named, by libvirt's name or by address; all of them where none is.
 *
 * @throws DiagnosticsError for a name that the state does not hold
 */
export async function chooseGuests(
  invocation: Invocation,
  names: readonly string[],
): Promise<readonly HostGuests[]> {
  const hosts = await guestsOf(invocation, []);
  const all = hosts.flatMap(({ guests }) => guests);
  for (const name of names) {
    if (all.some((guest) => isNamed(guest, name))) continue;
    const known = all.flatMap((guest) => [guest.shown, guest.address]);
    const meant = suggest(name, known);
    throw usage(
      `The state holds no guest "${name}"`,
      meant === undefined
        ? `It holds: ${all.map((guest) => guest.shown).join(', ') || 'none'}.`
        : `Did you mean "${meant}"?`,
    );
  }
  return hosts
    .map(({ uri, guests }) => ({
      uri,
      guests: guests.filter((guest) => names.length === 0 || names.some((name) => isNamed(guest, name))),
    }))
    .filter(({ guests }) => guests.length > 0);
}

function isNamed(guest: Guest, name: string): boolean {
  return guest.name === name || guest.address === name;
}

async function guestsOfUnit(unit: Unit): Promise<readonly (Guest & { readonly uri: string })[]> {
  const objects = await unit.objects('libvirt_domain');
  return objects.flatMap(({ address, host, secrets, attributes: { name, uuid } }) => {
    if (typeof name !== 'string' || typeof uuid !== 'string') return [];
    const shown = concealing(secrets)(name) === name ? name : address;
    return [{ address, uri: host, name, shown, uuid, secrets }];
  });
}

/** Does what a command does with guests, and leaves their secrets out of all that it says and of what goes wrong. */
export async function withoutSecrets(
  hosts: readonly HostGuests[],
  invocation: Invocation,
  work: (io: Pick<Io, 'out' | 'error'>, conceal: Conceal) => Promise<number>,
): Promise<number> {
  const secrets = hosts.flatMap(({ guests }) => guests.flatMap((guest) => guest.secrets));
  // JSON writes some of them in another way.
  const conceal = concealing(secrets.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]));
  const speaking = (output: Output): Output => ({ ...output, write: (text) => output.write(conceal(text)) });
  const { out, error } = invocation.io;
  try {
    return await work({ out: speaking(out), error: speaking(error) }, conceal);
  } catch (failure) {
    const { concealDiagnostics } = await import('@virtform/engine');
    throw new DiagnosticsError(concealDiagnostics(diagnosticsOf(failure), conceal));
  }
}
