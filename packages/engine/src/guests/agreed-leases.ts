import type { libvirt } from '@virtform/libvirt';

/** An interface of a guest with its addresses, as libvirt tells it. */
export type GuestInterface = Awaited<
  ReturnType<ReturnType<typeof libvirt>['domains']['interfaceAddresses']>
>[number];

/**
 * Leases whose addresses the guest has, as its agent tells; what is inside has the last word. A lease may outlive the guest that it was
 * given to, and libvirt tells it of the next one with that MAC.
 */
export function agreedLeases(
  leased: readonly GuestInterface[],
  inside: readonly GuestInterface[],
): readonly GuestInterface[] {
  const has = new Set(inside.flatMap(({ addrs }) => addrs.map(({ addr }) => addr)));
  return leased
    .map((nic) => ({ ...nic, addrs: nic.addrs.filter(({ addr }) => has.has(addr)) }))
    .filter(({ addrs }) => addrs.length > 0);
}
