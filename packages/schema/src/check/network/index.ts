import type { Rule } from '../rule.js';
import { addressRules } from './addresses.js';
import { dhcpRules } from './dhcp.js';
import { dnsRules } from './dns.js';
import { forwardRules } from './forward.js';
import { portGroupRules } from './port-groups.js';

/** What can be known wrong of a network without a host. */
export const networkRules: readonly Rule[] = [
  forwardRules,
  dnsRules,
  portGroupRules,
  addressRules,
  dhcpRules,
];
