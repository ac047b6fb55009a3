import type { Caller } from '../caller.js';
import { blockCalls, type DomainBlocks } from './domain/blocks.js';
import { consoleCalls, type DomainConsoles } from './domain/consoles.js';
import { cpuCalls, type DomainCpus } from './domain/cpus.js';
import { deviceCalls, type DomainDevices } from './domain/devices.js';
import { type DomainGuests, guestCalls } from './domain/guest.js';
import { type DomainJobs, jobCalls } from './domain/jobs.js';
import { type DomainLifecycles, lifecycleCalls } from './domain/lifecycle.js';
import { type DomainMemory, memoryCalls } from './domain/memory.js';
import { type DomainMigration, migrationCalls } from './domain/migration.js';
import { type DomainSaving, savingCalls } from './domain/saving.js';
import { type DomainSecurity, securityCalls } from './domain/security.js';
import { type DomainFigures, statsCalls } from './domain/stats.js';

/** Calls on guests; each is one procedure of libvirt, under libvirt's name, where it does not say otherwise. */
export interface Domains
  extends
    DomainLifecycles,
    DomainSaving,
    DomainDevices,
    DomainCpus,
    DomainMemory,
    DomainFigures,
    DomainBlocks,
    DomainGuests,
    DomainConsoles,
    DomainJobs,
    DomainMigration,
    DomainSecurity {}

/** The calls on guests of one host. */
export function domainCalls(caller: Caller): Domains {
  return {
    ...lifecycleCalls(caller),
    ...savingCalls(caller),
    ...deviceCalls(caller),
    ...cpuCalls(caller),
    ...memoryCalls(caller),
    ...statsCalls(caller),
    ...blockCalls(caller),
    ...guestCalls(caller),
    ...consoleCalls(caller),
    ...jobCalls(caller),
    ...migrationCalls(caller),
    ...securityCalls(caller),
  };
}
