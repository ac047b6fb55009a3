import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Hypervisor } from '../../scripts/hypervisor.js';

/** The addresses of two hypervisors on a network that nobody else is on. */
export interface Cable {
  readonly one: string;
  readonly other: string;
}

/**
 * Lays a cable between two private hypervisors, from the one's network namespace straight into the other's: the machine itself neither
 * sees it nor forwards anything. It goes with the first of the two that goes.
 */
export async function layCable(one: Hypervisor, other: Hypervisor): Promise<Cable> {
  const link = `link add cable netns ${one.pid} type veth peer name cable netns ${other.pid}`;
  await promisify(execFile)('ip', link.split(' '));
  // RFC 5737 keeps these addresses for examples; they are in use in these two namespaces only.
  const cable = { one: '192.0.2.1', other: '192.0.2.2' };
  for (const [end, address] of [
    [one, cable.one],
    [other, cable.other],
  ] as const) {
    for (const line of [`addr add ${address}/30 dev cable`, 'link set cable up']) {
      const { status, stderr } = await end.run(['ip', ...line.split(' ')]);
      if (status !== 0) throw new Error(`ip ${line}: ${stderr}`);
    }
  }
  return cable;
}
