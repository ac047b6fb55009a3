import { DomainLifecycle } from '@virtform/libvirt';

/** What happens to a guest: how libvirt and virsh number and call it, and what libvirt does where nothing is said. */
export const LIFECYCLE = {
  on_poweroff: { type: DomainLifecycle.POWEROFF, said: 'poweroff', usual: 'destroy' },
  on_reboot: { type: DomainLifecycle.REBOOT, said: 'reboot', usual: 'restart' },
  on_crash: { type: DomainLifecycle.CRASH, said: 'crash', usual: 'destroy' },
} as const;

/** The attributes that say what libvirt does about it. */
export const LIFECYCLE_PATHS = Object.keys(LIFECYCLE);
