import { DomainAffectFlags } from '@virtform/libvirt';
import { refuse } from './refusals.js';

/** virConnectListAll… filters: within a group one of the given flags has to hold, and each group that is given counts. */
export function selected(flags: number, groups: readonly Readonly<Record<number, boolean>>[]): boolean {
  return groups.every((group) => {
    const asked = Object.entries(group).filter(([flag]) => (flags & Number(flag)) !== 0);
    return asked.length === 0 || asked.some(([, holds]) => holds);
  });
}

/**
 * The sides that a change affects, of a guest or a network; neither flag means the current state. A side that is not there is
 * refused before anything is changed.
 */
export function affected(
  what: keyof typeof WITHOUT_SIDE,
  { running, stored }: { readonly running: unknown; readonly stored: unknown },
  flags: number,
): { readonly live: boolean; readonly stored: boolean } {
  const live = (flags & DomainAffectFlags.LIVE) !== 0;
  const config = (flags & DomainAffectFlags.CONFIG) !== 0;
  const sides =
    live || config
      ? { live, stored: config }
      : { live: running !== undefined, stored: running === undefined };
  const words = WITHOUT_SIDE[what];
  const missing =
    sides.live && running === undefined
      ? words.live
      : sides.stored && stored === undefined
        ? words.stored
        : undefined;
  if (missing !== undefined) throw refuse('invalidOperation', `Requested operation is not valid: ${missing}`);
  return sides;
}

/** libvirt's words for a side that is not there. */
const WITHOUT_SIDE = {
  domain: {
    live: 'domain is not running',
    stored: 'transient domains do not have any persistent config',
  },
  network: {
    live: 'network is not running',
    stored: 'cannot change persistent config of a transient network',
  },
} as const;
