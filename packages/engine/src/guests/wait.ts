import type { Caller } from '@virtform/libvirt';
import type { ClockEffects } from '../effects/effects.js';
import { agentAnswers } from './agent.js';
import type { GuestAddress } from './status.js';

/** What can be waited for. */
export const CONDITIONS = ['lease', 'agent', 'off'] as const;
export type Condition = (typeof CONDITIONS)[number];

interface DomainValue {
  readonly name: string;
  readonly uuid: string;
  readonly id: number;
}

/** One look at whether it is so. */
const LOOKS: Readonly<Record<Condition, (host: Caller, domain: DomainValue) => Promise<boolean>>> = {
  lease: async (host, domain) => (await leasesOf(host, domain)).length > 0,
  agent: agentAnswers,
  off: async (host, domain) => (await host.call('DOMAIN_IS_ACTIVE', { dom: domain })).active === 0,
};

const POLL = 200;

/**
 * Waits until a condition holds for a guest.
 *
 * @returns whether it came true before the deadline (ms since 1970)
 */
export async function waitForGuest(
  host: Caller,
  domain: DomainValue,
  condition: Condition,
  clock: ClockEffects,
  deadline: number,
  signal?: AbortSignal,
): Promise<boolean> {
  while (!(await LOOKS[condition](host, domain))) {
    if (clock.now() >= deadline) return false;
    await clock.sleep(POLL, signal);
  }
  return true;
}

async function leasesOf(
  host: Caller,
  domain: DomainValue,
): Promise<readonly Pick<GuestAddress, 'address'>[]> {
  const { ifaces } = await host.call('DOMAIN_INTERFACE_ADDRESSES', { dom: domain, source: 0, flags: 0 });
  return ifaces.flatMap(({ addrs }) => addrs.map(({ addr }) => ({ address: addr })));
}
