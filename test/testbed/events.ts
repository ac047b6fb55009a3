import { inspect, isDeepStrictEqual } from 'node:util';
import type { Caller, EventRegistration, LibvirtEvent } from '@virtform/libvirt';

/** An event as far as it matters: these fields, with these values. */
export type Expected = Readonly<Record<string, unknown>> & { readonly name: LibvirtEvent['name'] };

/** Milliseconds for all of what is expected. */
const PATIENCE = 120_000;

/**
 * Registers for events, does something and waits until those that are expected have come, in that order; others may lie between.
 *
 * @returns all that came
 * @throws Error with what came, where something expected did not
 */
export async function witness(
  caller: Caller,
  registration: EventRegistration,
  act: () => Promise<unknown>,
  expected: readonly Expected[],
): Promise<readonly LibvirtEvent[]> {
  const events = caller.events(registration, { signal: AbortSignal.timeout(PATIENCE) });
  const seen: LibvirtEvent[] = [];
  let met = 0;
  try {
    await events.ready;
    await act();
    for await (const event of events) {
      seen.push(event);
      if (isLike(event, expected[met])) met++;
      if (met === expected.length) break;
    }
    return seen;
  } catch (cause) {
    const lines = seen.map((event) => `  ${inspect(event, { breakLength: Infinity, depth: 4 })}\n`);
    throw new Error(`${inspect(expected[met])} did not come in its place among\n${lines.join('')}`, {
      cause,
    });
  } finally {
    await events.close();
  }
}

/** An event in one line: its name, and what changed in which way. */
export function inShort(event: LibvirtEvent): string {
  const { name } = event;
  const details =
    name === 'domain.lifecycle' ? [event.change, event.detail] : 'change' in event ? [event.change] : [];
  return [name, ...details].join(' ');
}

function isLike(event: LibvirtEvent, expected: Expected | undefined): boolean {
  if (expected === undefined) return false;
  const fields = new Map<string, unknown>(Object.entries(event));
  return Object.entries(expected).every(([name, value]) => isDeepStrictEqual(fields.get(name), value));
}
