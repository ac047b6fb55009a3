import { type Caller, type Domain, libvirt } from '@virtform/libvirt';
import type { ClockEffects } from '../effects/effects.js';
import { agentAnswers } from './agent.js';
import { addressesFrom } from './status.js';

/** What can be waited for. */
export const CONDITIONS = ['lease', 'agent', 'off'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** One look at whether it is so. */
const LOOKS: Readonly<Record<Condition, (host: Caller, domain: Domain) => Promise<boolean>>> = {
  lease: async (host, domain) => (await addressesFrom(host, domain, 'lease')).length > 0,
  agent: agentAnswers,
  off: async (host, domain) => !(await libvirt(host).domains.isActive(domain)),
};

const POLL = 200;

/**
 * Waits until a condition holds for a guest.
 *
 * @returns whether it came true before the deadline (ms since 1970)
 */
export async function waitForGuest(
  host: Caller,
  domain: Domain,
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
