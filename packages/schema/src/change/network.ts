import { adding, changing, removing, type ChangeCost, type ChangeRule, type ChangeTable } from './cost.js';

const UNNOTICED: ChangeCost = { impact: 'none' };
const RENEWAL: ChangeCost = { impact: 'live', why: 'guests take it when they renew their lease' };
const LOOKUP: ChangeCost = { impact: 'live', why: 'guests see it at their next look-up' };
const KEPT: ChangeCost = { impact: 'none', why: 'interfaces that are plugged in keep what they have' };

/** A list whose elements libvirt changes one by one while the network is active. */
function updatable(
  path: string,
  add: ChangeCost,
  change: ChangeCost,
  remove: ChangeCost,
): readonly ChangeRule[] {
  return [adding(path, add), changing(path, change), removing(path, remove)];
}

/** What changing a network costs the guests on it while it is active. */
export const networkChanges: ChangeTable = {
  rules: [
    changing('name', { impact: 'replace', why: 'libvirt cannot rename a network' }),
    changing('autostart', UNNOTICED),
    changing('metadata', UNNOTICED),
    ...updatable('ips[].dhcp.hosts[]', UNNOTICED, RENEWAL, RENEWAL),
    ...updatable('ips[].dhcp.ranges[]', UNNOTICED, RENEWAL, RENEWAL),
    ...updatable('forward.interfaces[]', UNNOTICED, UNNOTICED, {
      impact: 'none',
      why: 'guests that use it keep it',
    }),
    ...updatable('port_groups[]', UNNOTICED, KEPT, KEPT),
    ...updatable('dns.host[]', LOOKUP, LOOKUP, LOOKUP),
    ...updatable('dns.tx_ts[]', LOOKUP, LOOKUP, LOOKUP),
    ...updatable('dns.sr_vs[]', LOOKUP, LOOKUP, LOOKUP),
  ],
  otherwise: { impact: 'next-boot', why: 'a network takes it at its next start' },
};
