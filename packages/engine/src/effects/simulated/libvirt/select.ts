import { DomainAffectFlags } from '@virtform/libvirt';

/** virConnectListAll… filters: within a group one of the given flags has to hold, and each group that is given counts. */
export function selected(flags: number, groups: readonly Readonly<Record<number, boolean>>[]): boolean {
  return groups.every((group) => {
    const asked = Object.entries(group).filter(([flag]) => (flags & Number(flag)) !== 0);
    return asked.length === 0 || asked.some(([, holds]) => holds);
  });
}

/** The sides that a change affects, of a guest or a network; neither flag means the current state. */
export function affected(
  flags: number,
  active: boolean,
): { readonly live: boolean; readonly stored: boolean } {
  const live = (flags & DomainAffectFlags.LIVE) !== 0;
  const stored = (flags & DomainAffectFlags.CONFIG) !== 0;
  return live || stored ? { live, stored } : { live: active, stored: !active };
}
