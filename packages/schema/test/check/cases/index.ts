import type { CheckCases } from './case.js';
import { domainDevices } from './domain-devices.js';
import { domainDisks } from './domain-disks.js';
import { domainGraphics } from './domain-graphics.js';
import { domainNumbers } from './domain-numbers.js';
import { domainSetup } from './domain-setup.js';
import { networkCases } from './network.js';
import { poolCases } from './pool.js';

/** Every rule about a single object, with what it refuses and what it lets pass. */
export const checkCases: readonly CheckCases[] = [
  {
    type: 'libvirt_domain',
    cases: [...domainDisks, ...domainNumbers, ...domainGraphics, ...domainDevices, ...domainSetup],
  },
  { type: 'libvirt_network', cases: networkCases },
  { type: 'libvirt_pool', cases: poolCases },
];
