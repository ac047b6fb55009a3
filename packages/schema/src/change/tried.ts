import type { ChangeEvent, ChangeTable } from './cost.js';

/** A row of a table: something that happens in one place. */
export interface ChangeRow {
  readonly on: ChangeEvent;
  readonly path: string;
  /** `add devices.disks[]`. */
  readonly name: string;
}

/** The rows of a table in its order; everything that has no rule of its own is the last one. */
export function rowsOf({ rules }: ChangeTable): readonly ChangeRow[] {
  const rows = rules.flatMap(({ on, path }) =>
    on.map((event) => ({ on: event, path, name: `${event} ${path}` })),
  );
  return [...rows, { on: 'change', path: '', name: EVERYTHING_ELSE }];
}

/** What has no rule of its own, as a row. */
export const EVERYTHING_ELSE = 'change (everything else)';

const OURS = 'no call is made: it is about virtform alone';
const SWITCH = 'needs a switch that knows it, such as Open vSwitch';

/**
 * Rows of the table of domains that no running guest was asked about, each with the reason; of all others a trial exists
 * (test/e2e/change-trials), in which a guest that runs is looked at from inside before and after.
 */
export const DOMAIN_NOT_TRIED: Readonly<Record<string, string>> = {
  'change name': 'a guest that runs is not renamed; tried on one that is off',
  'change running': 'tried, and another boot follows',
  'change create': OURS,
  'change update': OURS,
  'change destroy': OURS,
  'change devices.interfaces[].wait_for_ip': OURS,
  'change numa_tune.memory.nodeset': 'needs a host with several NUMA nodes',
  'change devices.interfaces[].bandwidth': "needs the queueing discipline sfq in the host's kernel",
  'change devices.interfaces[].vlan': SWITCH,
  'change devices.interfaces[].virtual_port': SWITCH,
  'add devices.hostdevs[]': 'needs a device that a host can spare',
  'remove devices.hostdevs[]': 'needs a device that a host can spare',
  'add devices.redir_devs[]': "the test guest's kernel has no USB",
  'remove devices.redir_devs[]': "the test guest's kernel has no USB",
  'change devices.vsock': 'needs the kernel module vhost_vsock on the host',
};

const PLUGGED_IN = 'plugged in; pulling out needs KVM, which no guest of the tests has: on a simulated host';

/** Of rows that a trial exists of, what it is about where it is not about all. */
export const DOMAIN_TRIED_IN_PART: Readonly<Record<string, string>> = {
  'change vcpu_current': PLUGGED_IN,
  'change vcpus.vcpu[].enabled': PLUGGED_IN,
};
