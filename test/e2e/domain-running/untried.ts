import { DOMAIN_NOT_TRIED, EVERYTHING_ELSE } from '@virtform/schema';
import type { Side } from './acts.js';

const PLUGGED = 'what runs: only more vCPUs come, and those go under KVM alone';
const NEXT_BOOT = 'what runs: it is fixed until the next boot';
const NO_SIDES = 'it is about neither of them, and tried once';
const VEILED = 'libvirt tells passwords only beside secrets, for which no plan asks';
const NO_WORD = 'what runs: virsh has no word that takes a pin away';

/** Rows of which drift is not tried, on any side or on some, each with the reason; those that no trial could be made of come to these. */
export const DRIFT_NOT_TRIED: Readonly<Record<string, string | Partial<Record<Side, string>>>> = {
  ...DOMAIN_NOT_TRIED,
  'change name':
    'nobody renames a guest that runs; one that is off is tried by itself in domain-running.test.ts',
  'change running': 'somebody ends a guest, or pauses it: domain-power.test.ts',
  'change vcpu_current': { 'both sides': PLUGGED, running: PLUGGED },
  'change vcpus.vcpu[].enabled': { 'both sides': PLUGGED, running: PLUGGED },
  'change vcpu': { 'both sides': NEXT_BOOT, running: NEXT_BOOT },
  'change autostart': { 'both sides': NO_SIDES, running: NO_SIDES },
  'change memory': { 'both sides': NEXT_BOOT, running: NEXT_BOOT },
  'add cpu_tune.vcpu_pin[]': { 'both sides': NO_WORD, running: NO_WORD },
  'add cpu_tune.io_thread_pin[]': { 'both sides': NO_WORD, running: NO_WORD },
  'change current_memory': {
    running:
      'libvirt tells how far the guest has come, and a guest that lags behind is none that was changed',
  },
  'change metadata': { running: 'no call is made for it: what runs has other metadata until the next boot' },
  [EVERYTHING_ELSE]: 'each attribute is changed behind the tool by domain-one-attribute.test.ts',
  'change devices.graphics[].vnc.passwd': VEILED,
  'change devices.graphics[].vnc.connected':
    'VNC knows one value alone, and that it is not told counts as a password does that is not told',
  'change devices.graphics[].spice.passwd': VEILED,
  'remove devices.watchdogs[]': 'a guest has one watchdog, and the program says which',
};
