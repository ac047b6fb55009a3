import type { Unit } from '@virtform/engine';
import { suggest } from '@virtform/values';
import type { Invocation } from './command.js';
import { usage } from './options.js';
import { openUnits } from './session.js';

/** A guest that the state holds. */
export interface Guest {
  readonly address: string;
  readonly name: string;
  readonly uuid: string;
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
    const known = all.flatMap((guest) => [guest.name, guest.address]);
    const meant = suggest(name, known);
    throw usage(
      `The state holds no guest "${name}"`,
      meant === undefined
        ? `It holds: ${all.map((guest) => guest.name).join(', ') || 'none'}.`
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
  return objects.flatMap(({ address, host, attributes: { name, uuid } }) =>
    typeof name === 'string' && typeof uuid === 'string' ? [{ address, uri: host, name, uuid }] : [],
  );
}
